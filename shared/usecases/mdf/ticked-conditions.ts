import { findActivityType } from '../../domain/lookup';
import type { Playbook } from '../../playbook/playbook';
import type { NewAuditEntry } from '../../schema/audit';
import type { FundRequest } from '../../schema/fund-request';

type Ticked = Pick<FundRequest, 'activityType' | 'conditions'>;

function texts({ activityType, conditions }: Ticked, playbook: Playbook): string {
  const known = findActivityType(playbook, activityType)?.conditions ?? [];
  const listed = Object.entries(conditions).map(([key, isMet]) => {
    const text = known.find((condition) => condition.key === key)?.text ?? key;
    return isMet ? text : `Not met: ${text}`;
  });
  return JSON.stringify(listed);
}

/** How the ticks on a request's conditions changed, in the words of its own type: types share keys, not texts (MDF-2). */
export function conditionChanges(
  before: Ticked,
  after: Ticked,
  playbook: Playbook,
): NewAuditEntry['changes'] {
  if (JSON.stringify(before.conditions) === JSON.stringify(after.conditions)) return [];
  return [{ field: 'conditions', from: texts(before, playbook), to: texts(after, playbook) }];
}
