import type { RemoteName } from '../../domain/merging/projections';
import type { RecordKind } from '../../schema/record';
import { RemoteRow } from '../../schema/remote-command';
import type { Quarantined, Stream } from '../../schema/sync-state';
import type { Draft } from '../draft';
import { remoteLabel } from '../keys';

/** The remote that a stream comes from. */
export function remoteOf(stream: Stream): RemoteName {
  return stream === 'gitlab-issues' || stream === 'gitlab-epics' ? 'gitlab' : 'salesforce';
}

/** The kind of record that a row of a Salesforce stream is. */
export const kindOfStream = {
  partners: 'partner',
  budgets: 'budget',
  'fund-requests': 'fund-request',
  claims: 'claim',
  registrations: 'registration',
} as const satisfies Partial<Record<Stream, RecordKind>>;

/** What one row of a stream is called. */
export const rowLabel: Readonly<Record<Stream, string>> = {
  partners: 'partner',
  budgets: 'budget',
  'fund-requests': 'fund request',
  claims: 'claim',
  registrations: 'registration',
  'gitlab-issues': 'issue',
  'gitlab-epics': 'epic',
};

/** Why a row was set aside; `orphan` rows wait for another record and are tried again in every pass. */
export type SetAside = { readonly orphan: boolean; readonly reason: string };

function rowId(row: RemoteRow): string {
  return `${row.stream}:${row.ref.id}`;
}

/** Ids under which a row may be in quarantine. */
export function quarantineIds(row: RemoteRow): readonly string[] {
  return [`row:${rowId(row)}`, `orphan:${rowId(row)}`];
}

/** Prefix of the quarantine ids of a stream's orphans. */
export function orphanPrefix(stream: Stream): string {
  return `orphan:${stream}:`;
}

/** Prefix of the quarantine ids of what the reader of a stream could not understand; what it calls the thing follows. */
export function unreadablePrefix(stream: Stream): string {
  return `unreadable:${stream}:`;
}

/** Quarantine id under which known rows of a stream are named that are not to be found. */
export function missingId(stream: Stream): string {
  return `missing:${stream}`;
}

/** Sets a row aside whole, in words that say what it is and what would help (G10). */
export function setAside(draft: Draft, row: RemoteRow, { orphan, reason }: SetAside): void {
  const remote = remoteOf(row.stream);
  const [plain, waiting] = [`row:${rowId(row)}`, `orphan:${rowId(row)}`];
  const name = row.fields.title ?? row.fields.name ?? row.fields.subject ?? row.ref.id;
  draft.release(orphan ? plain : waiting);
  draft.quarantine({
    id: orphan ? waiting : plain,
    source: remote,
    what: `${rowLabel[row.stream]} “${String(name)}” in ${remoteLabel[remote]}`,
    reason,
    raw: JSON.stringify(row),
    at: draft.now,
  });
}

/** The row that was set aside; null where it could not be read as one. */
export function rowOf({ raw }: Pick<Quarantined, 'raw'>): RemoteRow | null {
  try {
    const row = RemoteRow.safeParse(JSON.parse(raw));
    return row.success ? row.data : null;
  } catch {
    // What cannot be read any more stays in quarantine, where the person sees it.
    return null;
  }
}

/** Whether something in quarantine is a row of a stream that came and could not be taken. */
export function isSetAside(id: string, stream: Stream): boolean {
  return [`row:${stream}:`, orphanPrefix(stream), unreadablePrefix(stream)].some((prefix) =>
    id.startsWith(prefix),
  );
}
