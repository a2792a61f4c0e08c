import type { RemoteName } from '../domain/merging/projections';
import type { RecordKey } from '../schema/intent';
import type { AnyRecord } from '../schema/record';
import type { Stream } from '../schema/sync-state';

/** The key of a record. */
export function keyOf(entry: AnyRecord): RecordKey {
  return { kind: entry.kind, id: entry.record.id };
}

/** A record key as one text, for maps. */
export function keyText(key: RecordKey): string {
  return `${key.kind}:${key.id}`;
}

/** Whether two keys point to the same record. */
export function sameKey(a: RecordKey, b: RecordKey): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** Key under which the last agreed state of a record with a remote is stored. */
export function baseKey(key: RecordKey, remote: RemoteName): string {
  return `${keyText(key)}:${remote}`;
}

/** Both systems of record. */
export const remoteNames = ['salesforce', 'gitlab'] as const satisfies readonly RemoteName[];

/** Name of a system of record for people. */
export const remoteLabel: Readonly<Record<RemoteName, string>> = {
  salesforce: 'Salesforce',
  gitlab: 'GitLab',
};

/** The feeds of a remote that tell which of our records it has already. */
export const tellingStreams = {
  salesforce: ['fund-requests', 'claims', 'registrations'],
  gitlab: ['gitlab-issues', 'gitlab-epics'],
} as const satisfies Readonly<Record<RemoteName, readonly Stream[]>>;
