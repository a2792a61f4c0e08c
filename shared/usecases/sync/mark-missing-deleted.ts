import { quarantineKind } from '../../domain/recovery/quarantine-kind';
import { err, ok, type Result } from '../../lib/result';
import type { LocalStore } from '../../ports/local-store';
import type { AnyRecord, RecordKind } from '../../schema/record';
import { MissingRow, type Quarantined, type Stream } from '../../schema/sync-state';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';

const kindOf: Readonly<Record<Stream, RecordKind | null>> = {
  partners: 'partner',
  budgets: 'budget',
  'fund-requests': 'fund-request',
  claims: 'claim',
  registrations: 'registration',
  'gitlab-issues': 'plan-item',
  'gitlab-epics': null,
};

function missingRows({ raw }: Quarantined): MissingRow[] {
  try {
    const rows = MissingRow.array().safeParse(JSON.parse(raw));
    return rows.success ? rows.data : [];
  } catch {
    return [];
  }
}

/** The records here that stand for the missing rows; parts of a record, such as its epic, are none. */
async function recordsOf(store: LocalStore, item: Quarantined): Promise<AnyRecord[]> {
  const found = quarantineKind(item.id);
  const kind = found.kind === 'missing' ? kindOf[found.stream] : null;
  if (kind === null) return [];
  const ids = missingRows(item).map(({ id }) => id);
  const records =
    kind === 'plan-item'
      ? await store.listMany(kind, 'gitlab.id', ids.map(Number))
      : await store.listMany(kind, 'salesforce.id', ids);
  return records.filter((record) => !record.deletedRemotely).map((record) => ({ kind, record }) as AnyRecord);
}

/** How many records here a person may mark as deleted because of this item. */
export async function countMissingRecords(
  { store }: Pick<UseCaseContext, 'store'>,
  item: Quarantined,
): Promise<number> {
  return (await recordsOf(store, item)).length;
}

/**
 * A person who knows that missing records were deleted says so: they are marked as deleted there. A record with changes
 * that wait stays as it is, and when one shows again it is taken as it is then (G4, SY-76).
 */
export async function markMissingDeleted(
  context: UseCaseContext,
  id: string,
): Promise<Result<{ readonly marked: number; readonly kept: number }, UseCaseProblem>> {
  const { store, clock } = context;
  const item = (await store.quarantined()).find((one) => one.id === id);
  if (item === undefined) return err(notFound('This item'));
  const all = await recordsOf(store, item);
  const keys = all.map(({ kind, record }) => ({ kind, id: record.id }));
  const waiting = new Set((await store.openIntentsOf(keys)).map(({ subject }) => subject.id));
  const free = all.filter(({ record }) => !waiting.has(record.id));
  const kept = all.length - free.length;
  if (free.length === 0)
    return err({
      code: 'changes-wait',
      message: 'Changes of these records wait to be sent, so none was marked as deleted.',
      fix: 'Discard those changes in the queue first, or let them be sent.',
    });
  const now = clock.now();
  const committed = await store.commit({
    puts: free.map(
      ({ kind, record }) =>
        ({
          kind,
          record: { ...record, rev: record.rev + 1, updatedAt: now, deletedRemotely: true },
        }) as AnyRecord,
    ),
    expect: free.map(({ kind, record }) => ({ key: { kind, id: record.id }, rev: record.rev })),
    audits: free.map(({ kind, record }) =>
      auditLine(context, { action: 'marked as deleted', record: { kind, id: record.id }, note: item.what }),
    ),
    releaseQuarantine: kept === 0 ? [id] : [],
    log: [{ at: now, level: 'warning', text: `Marked as deleted by you: ${item.what}.` }],
  });
  return committed.ok ? ok({ marked: free.length, kept }) : err(problemOfCommit(committed.error));
}
