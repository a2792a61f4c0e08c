import type { PlanPlaceholder } from '../../playbook/placeholders';
import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import type { PlanItem } from '../../schema/plan';
import { quarterLabel, quarterOf } from '../calendar/fiscal';
import { addDays } from '../calendar/plain-date';
import { findRegion } from '../lookup';
import { type IssueDraft, issueDraft } from '../mdf/epic';
import { plainMoney } from '../money/money';

const unknown = '(not given)';

/** The GitLab issue that stands for an item of the plan, with its dates (SYNC-2, PLAN-3). */
export function planIssueDraft(item: PlanItem, partner: Partner | null, playbook: Playbook): IssueDraft {
  const template = playbook.gitlab.planIssue;
  const values: Record<PlanPlaceholder, string> = {
    title: item.title,
    partner: partner?.name ?? unknown,
    type: playbook.planning.tacticTypes.find((type) => type.key === item.type)?.label ?? item.type,
    status: playbook.planning.statuses[item.status],
    start: item.start,
    end: item.end,
    region: findRegion(playbook, item.region)?.label ?? item.region,
    quarter: quarterLabel(quarterOf(item.start, playbook.calendar)),
    owner: item.owner ?? unknown,
    budget: item.budget === null ? unknown : plainMoney(item.budget),
    notes: item.notes === '' ? unknown : item.notes,
  };
  const { due } = template;
  const base = due?.from === 'start' ? item.start : item.end;
  return issueDraft(template, values, due === null ? null : addDays(base, due.days), false);
}
