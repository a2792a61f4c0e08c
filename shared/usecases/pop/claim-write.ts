import { claimStatusOf } from '../../domain/merging/claim-fields';
import { takenUp } from '../../domain/merging/decisive';
import type { Commit } from '../../ports/local-store';
import type { Claim } from '../../schema/claim';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';
import { auditLine, changedFields, namedField } from '../audit-line';

/** The parts of a commit that store a changed claim, tell Salesforce and GitLab, and write the history. */
export function claimWrite(
  context: UseCaseContext,
  before: Claim,
  after: Claim,
  input: {
    readonly action: string;
    readonly note?: string | null;
    readonly travels: boolean;
    /** Names what will be paid also where it stays the same, because the step is about that sum. */
    readonly withMoney?: boolean;
  },
): Required<Pick<Commit, 'puts' | 'expect' | 'newIntents' | 'audits'>> {
  const isDecided = claimStatusOf(before.decision) !== claimStatusOf(after.decision);
  const current = isDecided ? takenUp(after) : after;
  const record: Claim = { ...current, rev: before.rev + 1, updatedAt: context.clock.now() };
  const key = { kind: 'claim' as const, id: record.id };
  return {
    puts: [{ kind: 'claim', record }],
    expect: [{ key, rev: before.rev === 0 ? null : before.rev }],
    newIntents: input.travels
      ? [
          newIntent({
            id: context.ids.uuid(),
            kind: 'claim.put',
            subject: key,
            label: record.title,
            now: record.updatedAt,
            // A decision is named, so that it is known to travel with this change (G4).
            fields: isDecided ? ['status', 'stage', 'amount'] : null,
          }),
        ]
      : [],
    audits: [
      auditLine(context, {
        action: input.action,
        record: key,
        changes: [
          ...changedFields(before.rev === 0 ? undefined : before, record, ['stage', 'zipNumber']),
          ...(input.withMoney === true
            ? namedField(before, record, 'reimbursement')
            : changedFields(before.rev === 0 ? undefined : before, record, ['reimbursement'])),
        ],
        note: input.note ?? null,
      }),
    ],
  };
}
