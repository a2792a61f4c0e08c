import { foreignStatus } from '../../domain/merging/decisive';
import type { LocalStore } from '../../ports/local-store';
import type { RemoteRow } from '../../schema/remote-command';
import { z } from '../../schema/zod';
import type { Draft } from '../draft';
import { rowLabel } from './place';

const Bearers = z.array(z.object({ id: z.string(), name: z.string() }));
type Bearers = Map<string, string>;

const PREFIX = 'status:';
const IN_WORDS = 20;

type Seen = {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly status: string | null;
};
type Kind = 'fund-request' | 'claim';

function seenIn(row: RemoteRow): Seen[] {
  const { stream, fields, ref } = row;
  if (stream !== 'fund-requests' && stream !== 'claims') return [];
  const kind = stream === 'claims' ? 'claim' : 'fund-request';
  const isThere = !row.deleted && row.twin === undefined;
  // What was not answered says nothing.
  if (isThere && fields.status === undefined) return [];
  const status = isThere ? foreignStatus(kind, fields) : null;
  return [{ id: String(ref.id), name: String(fields.title ?? ref.id), kind, status }];
}

function idOf(kind: Kind, status: string): string {
  return `${PREFIX}${kind}:${status}`;
}

function bearersOf(raw: string): Bearers {
  try {
    return new Map(Bearers.parse(JSON.parse(raw)).map(({ id, name }) => [id, name]));
  } catch {
    return new Map();
  }
}

function inWords(bearers: Bearers): string {
  const names = [...bearers.values()].map((name) => `“${name}”`);
  const rest = names.length > IN_WORDS ? ` and ${names.length - IN_WORDS} more` : '';
  return `${names.slice(0, IN_WORDS).join(', ')}${rest}: this desk does not know what the status means, so they stay as they were here, and their status stays as it is there until they are decided here.`;
}

/**
 * Keeps one entry of the quarantine per status that an org added, with the records that have it, as far as these rows
 * tell (G10).
 */
export async function noteUnknownStatuses(
  draft: Draft,
  store: LocalStore,
  rows: readonly RemoteRow[],
): Promise<void> {
  const seen = rows.flatMap(seenIn);
  if (seen.length === 0) return;
  const told = (await store.quarantineIds()).filter((id) => id.startsWith(PREFIX));
  if (told.length === 0 && seen.every(({ status }) => status === null)) return;
  const before = new Map((await store.quarantinedAs(told)).map(({ id, raw }) => [id, bearersOf(raw)]));
  const after = new Map([...before].map(([id, bearers]) => [id, new Map(bearers)]));
  for (const { id, name, kind, status } of seen) {
    for (const [entry, bearers] of after)
      if (entry.startsWith(`${PREFIX}${kind}:`) && entry !== (status === null ? null : idOf(kind, status)))
        bearers.delete(id);
    if (status === null) continue;
    const own = after.get(idOf(kind, status)) ?? new Map<string, string>();
    after.set(idOf(kind, status), own.set(id, name));
  }
  for (const [id, bearers] of after) tell(draft, id, before.get(id), bearers);
}

function textOf(bearers: Bearers): string {
  return JSON.stringify([...bearers].map(([id, name]) => ({ id, name })));
}

function tell(draft: Draft, id: string, before: Bearers | undefined, bearers: Bearers): void {
  if (bearers.size === 0) {
    draft.release(id);
    return;
  }
  if (before !== undefined && textOf(before) === textOf(bearers)) return;
  const [kind = '', status = ''] = id.slice(PREFIX.length).split(/:(.*)/s);
  const name = `${rowLabel[kind === 'claim' ? 'claims' : 'fund-requests']}${bearers.size === 1 ? '' : 's'}`;
  const what = `${bearers.size} ${name} with the status “${status}” in Salesforce`;
  draft.quarantine({
    id,
    source: 'salesforce',
    what,
    reason: inWords(bearers),
    raw: textOf(bearers),
    at: draft.now,
  });
  if (before === undefined)
    draft.log('warning', `${what}, which this desk does not know; see the quarantine.`);
}
