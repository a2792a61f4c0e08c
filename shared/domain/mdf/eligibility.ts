import type { Holidays, Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';
import type { Finding } from '../finding';
import { activityFindings } from './eligibility-activity';
import { amountFindings } from './eligibility-amounts';
import { dateFindings } from './eligibility-dates';
import { partnerFindings } from './eligibility-partner';

type Checked = Pick<
  FundRequest,
  | 'activityType'
  | 'start'
  | 'end'
  | 'totalCost'
  | 'requested'
  | 'gtmMotion'
  | 'region'
  | 'quarter'
  | 'submittedOn'
  | 'conditions'
  | 'excludedCosts'
  | 'otherVendorsPercent'
>;

/** The part of a request that is checked; null stands for what a form does not know yet. A stored request fits. */
export type EligibilityRequest = { readonly [K in keyof Checked]: Checked[K] | null };

/** Everything that the eligibility of a request depends on. */
export type EligibilityInput = {
  readonly request: EligibilityRequest;
  /** The requesting partner; null while none is chosen. */
  readonly partner: Partner | null;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  /** Today in the activity's region; counts as the day of submission for a request not submitted yet. */
  readonly today: PlainDate;
};

/** Every check of a request against the rules, the passed ones too (MDF-1, MDF-2, MDF-3, MDF-7, MDF-9, MDF-10, MDF-11). */
export function checkEligibility(input: EligibilityInput): Finding[] {
  return [
    ...partnerFindings(input.partner, input.playbook),
    ...activityFindings(input.request, input.playbook),
    ...amountFindings(input.request, input.partner, input.playbook),
    ...dateFindings(input),
  ];
}
