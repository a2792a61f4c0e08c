import type { RecordKind, RecordOf } from '../../schema/record';
import type { RemoteRow } from '../../schema/remote-command';
import type { GitlabRef, RemoteRef } from '../../schema/remote-ref';
import type { Stream } from '../../schema/sync-state';
import type { LocalStore } from '../../ports/local-store';
import { epicPart, issuePart, markerOf } from '../markers';

/** A row of a feed that a record here stands for. */
export type KnownRow = {
  readonly ref: RemoteRef;
  readonly recordId: string | null;
  readonly name: string;
  /** It belongs to a record that lives elsewhere, such as the epic of a request: its end is not the record's. */
  readonly isPart: boolean;
};

/** Known rows in the order in which records are gone through, and where to go on; null at the end. */
export type KnownRows = { readonly rows: readonly KnownRow[]; readonly next: string | null };

const kindsOf: Readonly<Record<Stream, readonly [RecordKind, ...RecordKind[]]>> = {
  partners: ['partner'],
  budgets: ['budget'],
  'fund-requests': ['fund-request'],
  claims: ['claim'],
  registrations: ['registration'],
  'gitlab-issues': ['plan-item', 'fund-request'],
  'gitlab-epics': ['fund-request'],
};

function named(record: { readonly id: string }): string {
  for (const field of ['title', 'name', 'subject'])
    if (field in record) return String((record as Readonly<Record<string, unknown>>)[field]);
  return record.id;
}

function itemsOf(record: RecordOf<RecordKind>): { ref: GitlabRef; recordId: string; isPart: boolean }[] {
  if (!('gitlab' in record) || record.gitlab === null) return [];
  const { id, gitlab } = record;
  if ('remote' in gitlab) return record.deletedRemotely ? [] : [{ ref: gitlab, recordId: id, isPart: false }];
  const parts = Object.entries(gitlab.issues).map(([key, ref]) => ({ ref, part: issuePart(key) }));
  const epic = gitlab.epic === null ? [] : [{ ref: gitlab.epic, part: epicPart }];
  return [...epic, ...parts].map(({ ref, part }) => ({
    ref,
    recordId: markerOf({ id }, part),
    isPart: true,
  }));
}

function nameOf(record: RecordOf<RecordKind>, ref: RemoteRef, isPart: boolean): string {
  const name = `“${named(record)}”`;
  if (!isPart || ref.remote !== 'gitlab') return name;
  return `${ref.type === 'epic' ? `epic &${ref.iid}` : `issue #${ref.iid}`} of ${name}`;
}

function rowsOf(record: RecordOf<RecordKind>, stream: Stream): KnownRow[] {
  if (stream === 'gitlab-issues' || stream === 'gitlab-epics') {
    const type = stream === 'gitlab-issues' ? 'issue' : 'epic';
    return itemsOf(record)
      .filter(({ ref }) => ref.type === type)
      .map((item) => ({ ...item, name: nameOf(record, item.ref, item.isPart) }));
  }
  const ref = 'salesforce' in record ? record.salesforce : null;
  if (ref === null || record.deletedRemotely) return [];
  return [{ ref, recordId: null, name: nameOf(record, ref, false), isPart: false }];
}

/** Where to begin. */
export const START = '';

/** The rows of a feed that the next records stand for; `after` is what the call before gave as `next`. */
export async function knownRows(
  store: LocalStore,
  stream: Stream,
  after: string,
  limit: number,
): Promise<KnownRows> {
  const kinds = kindsOf[stream];
  const [at = '', id = ''] = after.split(/:(.*)/s);
  const kind = kinds.find((one) => one === at) ?? kinds[0];
  const records = await store.page(kind, id === '' ? null : id, limit);
  const following = kinds[kinds.indexOf(kind) + 1];
  const atEnd = following === undefined ? null : `${following}:`;
  // Only a full page may have others behind it.
  const last = records[limit - 1];
  const next = last === undefined ? atEnd : `${kind}:${last.id}`;
  return { rows: records.flatMap((record) => rowsOf(record, stream)), next };
}

/** The row as a feed that lists deletions would bring it. */
export function deletedRow(stream: Stream, { ref, recordId }: KnownRow): RemoteRow {
  return { stream, ref, recordId, fields: {}, deleted: true };
}
