import type { PlanPlaceholder } from '../../playbook/placeholders';
import type { Playbook } from '../../playbook/playbook';
import type { PlanItem } from '../../schema/plan';
import { quarterLabel, quarterOf } from '../calendar/fiscal';
import { findRegion } from '../lookup';
import { type IssueDraft, issueDraft } from '../mdf/epic';
import { plainMoney } from '../money/money';
import { fillTemplate } from '../template';

const unknown = '(not given)';

function planValues(
  item: PlanItem,
  partnerName: string | null,
  playbook: Playbook,
): Record<PlanPlaceholder, string> {
  const type = playbook.planning.tacticTypes.find((entry) => entry.key === item.type)?.label;
  return {
    title: item.title,
    partner: partnerName ?? unknown,
    type: type ?? (item.type === '' ? unknown : item.type),
    status: playbook.planning.statuses[item.status],
    start: item.start,
    end: item.end,
    region: findRegion(playbook, item.region)?.label ?? (item.region === '' ? unknown : item.region),
    quarter: quarterLabel(quarterOf(item.start, playbook.calendar)),
    owner: item.owner ?? unknown,
    budget: item.budget === null ? unknown : plainMoney(item.budget),
    notes: item.notes === '' ? unknown : item.notes,
  };
}

/** Whether the frame around a title would say that something is not known, such as the partner of a milestone. */
function lacksWords(frame: string, { title: _, ...around }: Record<PlanPlaceholder, string>): boolean {
  return Object.entries(around).some(([name, value]) => value === unknown && frame.includes(`{${name}}`));
}

/** The GitLab issue that stands for a plan item (SYNC-2): the playbook's plan issue with its label, due on the last day. A frame of the title that has nothing to say is left out. */
export function planIssueDraft(item: PlanItem, partnerName: string | null, playbook: Playbook): IssueDraft {
  const values = planValues(item, partnerName, playbook);
  const template = playbook.gitlab.planIssue;
  const title = lacksWords(template.title, values) ? '{title}' : template.title;
  const draft = issueDraft({ ...template, title }, values, item.end, false);
  const labels = draft.labels.includes(playbook.planning.planLabel)
    ? draft.labels
    : [...draft.labels, playbook.planning.planLabel];
  return { ...draft, labels };
}

/**
 * The plan item's own title inside an issue title of the playbook's form: what stands around `{title}` there
 * is taken off when it is as the app wrote it, else the whole title is the person's.
 */
export function titleFromIssue(
  issueTitle: string,
  item: PlanItem,
  partnerName: string | null,
  playbook: Playbook,
): string {
  const [before, ...after] = playbook.gitlab.planIssue.title.split('{title}');
  if (before === undefined || after.length !== 1) return issueTitle;
  const values = planValues(item, partnerName, playbook);
  const prefix = fillTemplate(before, values);
  const suffix = fillTemplate(after[0] ?? '', values);
  const framed = issueTitle.startsWith(prefix) && issueTitle.endsWith(suffix);
  const inner = framed ? issueTitle.slice(prefix.length, issueTitle.length - suffix.length).trim() : '';
  return inner === '' ? issueTitle : inner;
}
