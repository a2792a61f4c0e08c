import { todayIn } from '../../../shared/domain/calendar/clock';
import type { Finding } from '../../../shared/domain/finding';
import { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import type { PlainDate } from '../../../shared/schema/values';
import type { TaskSources } from './task';

/** Why a request would be refused at its submission, as its form says it too; null when it can be submitted (MDF-4). */
export type SubmitRefusal = { readonly todo: string; readonly why: string };

const briefs: Readonly<Record<string, string>> = {
  'partner-deleted': 'partner deleted in Salesforce',
  'partner-record-type': 'not a partner account',
  'partner-type': 'type of partner',
  'partner-track': 'track of the partner',
  'partner-status': 'status of the partner',
  'activity-type': 'type not eligible',
  'gtm-motion': 'no GTM motion',
  'never-funded': 'costs never funded',
  'requested-share': 'amounts',
  minimum: 'below the minimum',
  'vendor-share': 'share of other vendors',
  dates: 'dates',
  'lead-time': 'starts too soon',
  'inside-quarter': 'outside its quarter',
};

type Known = {
  readonly partner: Partner | undefined;
  readonly day: PlainDate;
  readonly rules: TaskSources['playbook'];
  readonly refusal: SubmitRefusal | null;
};
// Only a new day, another request or another partner changes the answer, and the list is made anew twice a minute.
const known = new WeakMap<FundRequest, Known>();

/** What stands in the way of submitting a request, by the same rules as its form and its submission (MDF-4). */
export function submitRefusal(
  request: FundRequest,
  { partners, playbook, holidays, now }: Pick<TaskSources, 'partners' | 'playbook' | 'holidays' | 'now'>,
): SubmitRefusal | null {
  const partner = partners.get(request.partnerId);
  const day = todayIn(playbook, request.region, now);
  const before = known.get(request);
  if (before?.partner === partner && before?.day === day && before.rules === playbook) return before.refusal;
  const failed = checkEligibility({
    request,
    partner: partner ?? null,
    playbook,
    holidays,
    today: day,
  }).filter(({ verdict }) => verdict === 'fail');
  const refusal = refusalOf(failed);
  known.set(request, { partner, day, rules: playbook, refusal });
  return refusal;
}

function refusalOf(failed: readonly Finding[]): SubmitRefusal | null {
  const [first, ...rest] = failed;
  if (first === undefined) return null;
  const brief = first.code.startsWith('condition-') ? 'condition not met' : briefs[first.code];
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return {
    todo: `Fix first: ${brief ?? 'a rule refuses it'}${more}`,
    why: failed.map(({ message, fix }) => `${message} ${fix}`.trim()).join('\n'),
  };
}
