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
    readonly excludedCosts?: readonly string[];
  },
): Promise<Result<FundRequest, UseCaseProblem>> {
  const found = present(await context.store.get('fund-request', input.id), 'This fund request', 'Salesforce');
  if (!found.ok) return found;
  const before = found.value;
  const { kind } = before.approval;
  if (kind === 'approved' || kind === 'declined' || kind === 'withdrawn') {
    return err({
      code: 'decided',
      message: `This request is ${kind}; what was checked for the decision stays as it was.`,
      fix: 'Create a new request if it must be looked at again.',
    });
  }
  const record: FundRequest = {
    ...before,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
    conditions: answered(before.conditions, input.conditions ?? {}),
    excludedCosts: input.excludedCosts ? [...input.excludedCosts] : before.excludedCosts,
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

function answered(
  before: FundRequest['conditions'],
  change: Readonly<Record<string, boolean | null>>,
): FundRequest['conditions'] {
  const all = Object.entries({ ...before, ...change });
  return Object.fromEntries(all.flatMap(([key, isMet]) => (isMet === null ? [] : [[key, isMet]])));
}
