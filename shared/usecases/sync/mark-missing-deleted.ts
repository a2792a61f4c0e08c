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

type Found = {
  /** Records here that are not marked yet. */
  readonly records: readonly AnyRecord[];
  /** How many missing rows stand for no record here: parts of one, such as its epic, or what has left this desk. */
  readonly parts: number;
};

/** The records here that stand for the missing rows. */
async function recordsOf(store: LocalStore, item: Quarantined): Promise<Found> {
  const ids = missingRows(item).map(({ id }) => id);
  const found = quarantineKind(item.id);
  const kind = found.kind === 'missing' ? kindOf[found.stream] : null;
  if (kind === null) return { records: [], parts: ids.length };
  const records =
    kind === 'plan-item'
      ? await store.listMany(kind, 'gitlab.id', ids.map(Number))
      : await store.listMany(kind, 'salesforce.id', ids);
  const unmarked = records.filter((record) => !record.deletedRemotely);
  return {
    records: unmarked.map((record) => ({ kind, record }) as AnyRecord),
    parts: Math.max(0, ids.length - records.length),
  };
}

/** How many records here a person may mark as deleted because of this item. */
export async function countMissingRecords(
  { store }: Pick<UseCaseContext, 'store'>,
  item: Quarantined,
): Promise<number> {
  return (await recordsOf(store, item)).records.length;
}

/** What came of marking; the item stays in the quarantine while anything it names does. */
export type MarkedMissing = {
  readonly marked: number;
  /** Records that stay because changes of them wait. */
  readonly kept: number;
  /** Missing rows that stay because they stand for no record here. */
  readonly parts: number;
};

/**
 * A person who knows that missing records were deleted says so: they are marked as deleted there. A record with changes
 * that wait stays as it is, and when one shows again it is taken as it is then (G4, SY-76).
 */
export async function markMissingDeleted(
  context: UseCaseContext,
  id: string,
): Promise<Result<MarkedMissing, UseCaseProblem>> {
  const { store, clock } = context;
  const item = (await store.quarantined()).find((one) => one.id === id);
  if (item === undefined) return err(notFound('This item'));
  const { records: all, parts } = await recordsOf(store, item);
  if (all.length === 0)
    return err({
      code: 'nothing-to-mark',
      message: 'No record on this desk stands for what is missing there, so none was marked as deleted.',
      fix: 'Look again in the next sync, or let this item go.',
    });
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
    releaseQuarantine: kept + parts === 0 ? [id] : [],
    log: [{ at: now, level: 'warning', text: `Marked as deleted by you: ${item.what}.` }],
  });
  return committed.ok ? ok({ marked: free.length, kept, parts }) : err(problemOfCommit(committed.error));
}
