import { foldText } from '../../lib/text';
import type { FundRequest } from '../../schema/fund-request';

/** The terms that a decision rests on, and each tick before it. */
export const terms = [
  'partnerId',
  'activityType',
  'delivery',
  'start',
  'end',
  'totalCost',
  'requested',
  'gtmMotion',
  'region',
  'quarter',
] as const satisfies readonly (keyof FundRequest)[];

/** Whether two versions of a request differ in what a reviewer ticks by: its terms, and what its title and description say. */
export function haveOtherTerms(one: FundRequest, other: FundRequest): boolean {
  // Salesforce keeps other spaces and line ends than were typed; who reads sees no difference.
  const words = ({ title, description }: FundRequest) => foldText(`${title}\n${description}`);
  const textOf = (request: FundRequest) => JSON.stringify(terms.map((term) => request[term]));
  return textOf(one) !== textOf(other) || words(one) !== words(other);
}

/** Whether a request is approved, declined or withdrawn, so that what its decision rests on stays as it is. */
export function isRequestDecided({ approval: { kind } }: Pick<FundRequest, 'approval'>): boolean {
  return kind === 'approved' || kind === 'declined' || kind === 'withdrawn';
}

/** Whether what was sent back was submitted again, so that it is read anew. */
function isAgain(before: FundRequest, after: FundRequest): boolean {
  return before.approval.kind === 'sent-back' && after.approval.kind === 'in-review';
}

/**
 * A request without the ticks on its conditions when its terms are others than those that were ticked, whoever changed
 * them, or when it was submitted again (MDF-2); what was decided keeps what its decision rested on, and is ticked anew
 * when it is opened again.
 */
export function withValidTicks(before: FundRequest, after: FundRequest): FundRequest {
  if (isRequestDecided(after)) return after;
  const isOther = isRequestDecided(before) || isAgain(before, after) || haveOtherTerms(before, after);
  return isOther ? { ...after, conditions: {} } : after;
}
