import { isRequestDecided } from '../../domain/mdf/terms';
import { err, ok, type Result } from '../../lib/result';
import type { FundRequest } from '../../schema/fund-request';
import type { FundRequestId } from '../../schema/ids';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { conditionChanges } from './ticked-conditions';

/** Keeps a reviewer's ticks on the activity's conditions (MDF-2) and the never-funded costs found (MDF-11); both stay on this desk. What a decision rested on is no longer changed. */
export async function tickFundRequest(
  context: UseCaseContext,
  input: {
    readonly id: FundRequestId;
    /** Met, not met, or null for one that is to count as not looked at. */
    readonly conditions?: Readonly<Record<string, boolean | null>>;
    /** Costs that were found, and those that were not after all; the others stay as they are. */
    readonly excludedCosts?: Readonly<Record<string, boolean>>;
  },
): Promise<Result<FundRequest, UseCaseProblem>> {
  const stored = present(
    await context.store.get('fund-request', input.id),
    'This fund request',
    'Salesforce',
  );
  if (!stored.ok) return stored;
  const before = stored.value;
  if (isRequestDecided(before)) {
    return err({
      code: 'decided',
      message: `This request is ${before.approval.kind}; what was checked for the decision stays as it was.`,
      fix: 'Create a new request if it must be looked at again.',
    });
  }
  const record: FundRequest = {
    ...before,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
    conditions: answered(before.conditions, input.conditions ?? {}),
    excludedCosts: found(before.excludedCosts, input.excludedCosts ?? {}),
  };
  const key = { kind: 'fund-request' as const, id: before.id };
  const committed = await context.store.commit({
    puts: [{ kind: 'fund-request', record }],
    expect: [{ key, rev: before.rev }],
    audits: [
      auditLine(context, {
        action: 'reviewed',
        record: key,
        changes: [
          ...conditionChanges(before, record, context.playbook),
          ...changedFields(before, record, ['excludedCosts']),
        ],
      }),
    ],
  });
  return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
}

function found(before: readonly string[], change: Readonly<Record<string, boolean>>): string[] {
  const added = Object.keys(change).filter((key) => change[key] === true && !before.includes(key));
  return [...before.filter((key) => change[key] !== false), ...added];
}

function answered(
  before: FundRequest['conditions'],
  change: Readonly<Record<string, boolean | null>>,
): FundRequest['conditions'] {
  const all = Object.entries({ ...before, ...change });
  return Object.fromEntries(all.flatMap(([key, isMet]) => (isMet === null ? [] : [[key, isMet]])));
}
