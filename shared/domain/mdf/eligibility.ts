import type { Finding } from '../finding';
import { activityFindings } from './eligibility-activity';
import { amountFindings } from './eligibility-amounts';
import { dateFindings } from './eligibility-dates';
import type { EligibilityInput } from './eligibility-input';
import { partnerFindings } from './eligibility-partner';

/** Every check of a request against the rules, the passed ones too (MDF-1, MDF-2, MDF-3, MDF-7, MDF-9, MDF-10, MDF-11). */
export function checkEligibility(input: EligibilityInput): Finding[] {
  return [
    ...partnerFindings(input.partner, input.playbook),
    ...activityFindings(input.request, input.playbook),
    ...amountFindings(input.request, input.partner, input.playbook),
    ...dateFindings(input),
  ];
}
