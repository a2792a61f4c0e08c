import { err, ok } from '../../../shared/lib/result';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import { type GitlabSession, type ItemKind, type Listed, readItem, rowsSince } from './items';
import { markerOf, markersIn, twinLineOf } from './markers';
import type { GitlabItem } from './rows';

/** A request may show its item only after younger ones, so every look goes back a little. */
const OVERLAP_MS = 10 * 60 * 1000;
/** What was listed so recently is not listed again before a first try; twins of that moment are found when they are read. */
const FRESH_MS = 5000;

/** The little that finding an item needs, so that one which cannot be understood otherwise is not taken for missing. */
const Listing = z.object({
  iid: z.int(),
  description: z.string().nullish(),
  created_at: z.unknown(),
});

function createdAt(created: unknown): number {
  const ms = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return Number.isNaN(ms) ? 0 : ms;
}

function markIn(description: string | null | undefined): string | null {
  const text = description ?? '';
  return markerOf(text) ?? twinLineOf(text)?.marker ?? null;
}

/** The marker that an item has, or had before it was put aside as a twin. */
export function markOf({ row }: GitlabItem): string | null {
  return markIn(row.description);
}

function keep(listed: Listed, marker: string, iid: number): void {
  const numbers = listed.byMarker.get(marker) ?? new Set<number>();
  numbers.add(iid);
  listed.byMarker.set(marker, numbers);
}

/** Notes an item in what has been listed. */
export function remember(session: GitlabSession, item: GitlabItem): void {
  const listed = session.listed.get(item.kind);
  const marker = markOf(item);
  if (listed !== undefined && marker !== null) keep(listed, marker, item.row.iid);
}

function noteRow(listed: Listed, raw: unknown): void {
  const row = Listing.safeParse(raw);
  if (!row.success) {
    for (const marker of markersIn(raw)) listed.unreadable.set(marker, raw);
    return;
  }
  const { iid, description, created_at } = row.data;
  listed.newest = Math.max(createdAt(created_at), listed.newest);
  const marker = markIn(description);
  if (marker !== null) keep(listed, marker, iid);
}

/** Brings the list of a kind up to date for items created from `from` on; unless `sure`, a list of a moment ago will do. */
async function list(
  session: GitlabSession,
  kind: ItemKind,
  from: number,
  sure: boolean,
): Promise<Remotely<Listed>> {
  const known = session.listed.get(kind);
  const covers = known !== undefined && known.from <= from;
  if (covers && !sure && session.now() - known.at < FRESH_MS) return ok(known);
  const start = covers ? Math.max(from, known.newest - OVERLAP_MS) : from;
  const at = session.now();
  const rows = await rowsSince(session, kind, start);
  if (!rows.ok) return rows;
  const byMarker = new Map(known?.byMarker);
  const listed: Listed = covers ? known : { from, newest: from, at, byMarker, unreadable: new Map() };
  session.listed.set(kind, listed);
  listed.at = at;
  for (const raw of rows.value) noteRow(listed, raw);
  return ok(listed);
}

/** Whether an item is the only one known to have its marker. */
export function isOnlyOne(session: GitlabSession, item: GitlabItem): boolean {
  const marker = markOf(item);
  const numbers = marker === null ? undefined : session.listed.get(item.kind)?.byMarker.get(marker);
  return numbers?.size === 1 && numbers.has(item.row.iid);
}

function notUnderstood(kind: ItemKind, what: string, raw: unknown): Remotely<never> {
  const why = `An ${kind} in GitLab that this app made could not be understood: ${what}.`;
  return err({ kind: 'unreadable', why, raw: JSON.stringify(raw).slice(0, 20_000) });
}

/**
 * Every item that has or had a marker, as it is now, in order of its number. One that cannot be understood is never taken
 * for missing, or it would be made again (G3); neither is one that reads as missing and is still listed.
 */
export async function itemsWithMark(
  session: GitlabSession,
  kind: ItemKind,
  marker: string,
  from: number,
  sure: boolean,
): Promise<Remotely<GitlabItem[]>> {
  const first = await readMarked(session, kind, marker, from, sure);
  if (!first.ok || first.value.missing === null) return first.ok ? ok(first.value.items) : first;
  // The list is read anew: what was deleted is not in it, and what only cannot be seen for a moment is.
  session.listed.delete(kind);
  const second = await readMarked(session, kind, marker, from, true);
  if (!second.ok) return second;
  const { items, missing } = second.value;
  return missing === null ? ok(items) : notUnderstood(kind, 'it is listed and cannot be found', { missing });
}

type Marked = { readonly items: GitlabItem[]; readonly missing: number | null };

async function readMarked(
  session: GitlabSession,
  kind: ItemKind,
  marker: string,
  from: number,
  sure: boolean,
): Promise<Remotely<Marked>> {
  const listed = await list(session, kind, from, sure);
  if (!listed.ok) return listed;
  const unreadable = listed.value.unreadable.get(marker);
  if (unreadable !== undefined) {
    // The next look reads the whole list again, in case it can be understood by then.
    session.listed.delete(kind);
    return notUnderstood(kind, 'its number or its text is damaged', unreadable);
  }
  const items: GitlabItem[] = [];
  for (const iid of [...(listed.value.byMarker.get(marker) ?? [])].sort((a, b) => a - b)) {
    const item = await readItem(session, kind, iid);
    if (item.ok) items.push(item.value);
    else if (item.error.kind === 'denied' && item.error.status === 404) return ok({ items, missing: iid });
    else return item;
  }
  return ok({ items: items.filter((item) => markOf(item) === marker), missing: null });
}
