import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok } from '../../../shared/lib/result';
import { z } from '../../../shared/schema/zod';
import type { RemoteFailure, Remotely } from '../common/failure';
import { untilTriedEnough } from '../common/left-twins';
import { type GitlabSession, listPath, saveItem } from './items';
import { isOnlyOne, itemsWithMark, markOf, remember } from './marked';
import { fencedPart, isTitledByUs, markAsTwin, markerOf } from './markers';
import type { GitlabItem } from './rows';

/** How much later than the one that counts a twin may have been made: a device may have been away that long with its request under way. */
const TWIN_WINDOW_MS = 24 * 60 * 60 * 1000;
/** How far before an item those are looked for that may count instead of it. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;

const OwnNote = z.object({ system: z.boolean().default(false), body: z.string() });
/** The words of GitLab's own note on what was made with its Clone. */
const CLONED = /^cloned from\b/i;

/** What a look for one marker found: the item that counts, and those that were put aside, some of them just now. */
export type Kept = {
  readonly kept: GitlabItem | null;
  readonly twins: readonly { readonly item: GitlabItem; readonly fresh: boolean }[];
};

function reference(item: GitlabItem): string {
  switch (item.kind) {
    case 'issue':
      return `#${item.row.iid}`;
    case 'epic':
      return `&${item.row.iid}`;
    default:
      return assertNever(item);
  }
}

async function notesPath(session: GitlabSession, { kind, row }: GitlabItem): Promise<Remotely<string>> {
  const path = await listPath(session, kind);
  // Notes of an epic hang on its global id, those of an issue on its number.
  return path.ok ? ok(`${path.value}/${kind === 'issue' ? row.iid : row.id}/notes`) : path;
}

type OwnNote = z.infer<typeof OwnNote>;

async function notesOf(session: GitlabSession, item: GitlabItem): Promise<Remotely<OwnNote[]>> {
  const path = await notesPath(session, item);
  if (!path.ok) return path;
  const rows = await session.client.rows(path.value, { order_by: 'created_at', sort: 'asc' });
  if (!rows.ok) return rows;
  const notes = OwnNote.array().safeParse(rows.value);
  if (notes.success) return ok(notes.data);
  const raw = JSON.stringify(rows.value).slice(0, 20_000);
  return err({ kind: 'unreadable', why: `The notes of ${reference(item)} could not be understood.`, raw });
}

/** Whether a person made it with GitLab's Clone, and so wants both. */
function isClone(notes: readonly OwnNote[]): boolean {
  return notes.some(({ system, body }) => system && CLONED.test(body));
}

async function tell(
  session: GitlabSession,
  twin: GitlabItem,
  kept: GitlabItem,
  notes: readonly OwnNote[],
): Promise<Remotely<unknown>> {
  const path = await notesPath(session, twin);
  if (!path.ok) return path;
  const body = `Closed by Channel Desk: ${reference(kept)} was made twice, and this is its twin.`;
  // An earlier try may have got so far and no further.
  if (notes.some((note) => note.body.trim() === body)) return ok(undefined);
  return session.client.write('POST', path.value, { body }, z.object({ id: z.int() }), 'the note');
}

/**
 * Says why, then closes a twin and takes its marker away, so that a try which breaks off in between is made again. Closed
 * without a word it would say nothing for good, so only where no note may be written it is closed all the same.
 */
async function retire(
  session: GitlabSession,
  twin: GitlabItem,
  kept: GitlabItem,
  marker: string,
  notes: readonly OwnNote[],
): Promise<Remotely<GitlabItem>> {
  const told = await tell(session, twin, kept, notes);
  if (!told.ok && !isForbidden(told.error)) return told;
  const description = markAsTwin(twin.row.description ?? '', marker, kept.row);
  const close = twin.row.state === 'opened' ? { state_event: 'close' } : {};
  const closed = await saveItem(session, twin.kind, twin.row.iid, { description, ...close });
  if (closed.ok) session.log.info(`Closed ${reference(twin)} in GitLab, a twin of ${reference(kept)}.`);
  return closed;
}

function isForbidden(failure: RemoteFailure): boolean {
  return failure.kind === 'denied' && failure.status === 403;
}

/**
 * Why what was found has to be looked at again; null where it is left as it is, because this does not pass: not at all,
 * or not for so long that nothing else would be read.
 */
function again(session: GitlabSession, what: string, failure: RemoteFailure): RemoteFailure | null {
  if (isForbidden(failure)) return null;
  if (failure.kind !== 'denied' && failure.kind !== 'unreadable') return failure;
  const why = failure.kind === 'denied' ? failure.message : failure.why;
  return untilTriedEnough(session.leftTwins, what, why);
}

/**
 * Whether an item can be from the same moment as the one that counts; else people copied it and go on with it. Its text
 * says nothing, because two devices may have known different things when they made it, and its title neither while it
 * is one that this app gave.
 */
function isTwin({ row }: GitlabItem, kept: GitlabItem): boolean {
  const later = Date.parse(row.created_at) - Date.parse(kept.row.created_at);
  const text = row.description ?? '';
  const isOurs = row.title === kept.row.title || isTitledByUs(text, row.title);
  return later <= TWIN_WINDOW_MS && isOurs && fencedPart(text) !== null;
}

/**
 * Of all items with a marker the first counts, whoever looks and whenever, so that two devices never put aside each
 * other's. Own twins are closed; those of other people are left to them, and what people copied or cloned is left alone.
 */
export async function keepFirst(
  session: GitlabSession,
  items: readonly GitlabItem[],
  marker: string,
): Promise<Remotely<Kept>> {
  const alive = items.filter(({ row }) => markerOf(row.description ?? '') === marker);
  const past = items.filter((item) => !alive.includes(item)).map((item) => ({ item, fresh: false }));
  const [kept = null, ...later] = alive.sort((a, b) => a.row.iid - b.row.iid);
  const others = kept === null ? [] : later.filter((item) => isTwin(item, kept));
  if (kept === null || others.length === 0) return ok({ kept, twins: past });
  const me = await session.place.me();
  if (!me.ok) return me;
  const twins = [...past];
  for (const twin of others) {
    if (twin.row.author?.id !== me.value.id) {
      twins.push({ item: twin, fresh: false });
      continue;
    }
    const notes = await notesOf(session, twin);
    if (notes.ok && isClone(notes.value)) continue;
    const closed = notes.ok ? await retire(session, twin, kept, marker, notes.value) : notes;
    if (closed.ok) {
      session.leftTwins.delete(reference(twin));
      twins.push({ item: closed.value, fresh: true });
      continue;
    }
    const failure = again(session, reference(twin), closed.error);
    if (failure !== null) return err(failure);
    session.log.warn(`A twin of ${reference(kept)} in GitLab could not be closed: ${reference(twin)}.`);
  }
  return ok({ kept, twins });
}

/** Twins that were found among rows, by number, each as it is now. */
export type Twins = ReadonlyMap<number, { readonly item: GitlabItem; readonly fresh: boolean }>;

/**
 * Looks through freshly created items for twins: a request that was given up may still take effect minutes later, and
 * another device or person may have made the same at the same moment (G3).
 */
export async function lateTwins(
  session: GitlabSession,
  born: readonly GitlabItem[],
): Promise<Remotely<Twins>> {
  const twins = new Map<number, { readonly item: GitlabItem; readonly fresh: boolean }>();
  const marked = born.filter((item) => markOf(item) !== null);
  const suspects = marked.filter((item) => !isOnlyOne(session, item));
  const [first] = suspects;
  if (first === undefined) return ok(twins);
  const from = Math.min(...suspects.map(({ row }) => Date.parse(row.created_at))) - LOOK_BACK_MS;
  const markers = new Set(suspects.map(markOf));
  let sure = true;
  for (const item of suspects) remember(session, item);
  for (const marker of markers) {
    if (marker === null) continue;
    const items = await itemsWithMark(session, first.kind, marker, from, sure);
    if (!items.ok) {
      const failure = items.error.kind === 'unreadable' ? again(session, marker, items.error) : items.error;
      if (failure !== null) return err(failure);
      session.log.warn(`What may be there twice in GitLab could not be looked at (${marker}).`);
      continue;
    }
    sure = false;
    const found = await keepFirst(session, items.value, marker);
    if (!found.ok) return found;
    for (const twin of found.value.twins) twins.set(twin.item.row.iid, twin);
  }
  return ok(twins);
}
