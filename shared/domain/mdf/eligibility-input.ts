import type { Holidays, Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';

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
export type EligibilityRequest = { readonly [K in keyof Checked]: Checked[K] | null } & {
  /** Absent for what was never stored; a request that was sent back is going to be submitted again. */
  readonly approval?: FundRequest['approval'] | null;
  readonly approvedAmount?: FundRequest['approvedAmount'];
  readonly decisions?: FundRequest['decisions'];
};

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
