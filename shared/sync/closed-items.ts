import { isCancelledHere } from '../domain/merging/approval-fields';
import type { FundRequest } from '../schema/fund-request';
import { campaignOf } from '../domain/mdf/campaign';
import type { Playbook } from '../playbook/playbook';
import type { AnyRecord } from '../schema/record';
import type { Draft } from './draft';
import { baseKey } from './keys';
import { campaignPart } from './markers';
import { necessary } from './necessary';

/** What an intent is made with. */
type Rules = { readonly playbook: Playbook; readonly newId: () => string };

/** An item in GitLab, or the campaign in Salesforce. */
type Item = { readonly id: number | string };

function nameOf(part: string): string {
  return `cancelled-${part}`;
}

/** Which cancellation closed which item: an activity can be approved anew, and another item can take an item's place. */
function closingOf({ approval }: FundRequest, ref: Item): string {
  return `${approval.kind === 'withdrawn' ? approval.at : ''} ${ref.id}`;
}

async function agreedOn(draft: Draft, { id }: FundRequest) {
  return (await draft.base({ kind: 'fund-request', id }, 'gitlab'))?.fields ?? {};
}

/** Whether an item of a request was closed by its cancellation already. */
export async function isClosedFor(
  draft: Draft,
  request: FundRequest,
  part: string,
  ref: Item,
): Promise<boolean> {
  return (await agreedOn(draft, request))[nameOf(part)] === closingOf(request, ref);
}

/** Remembers that an item of a request was closed by its cancellation. */
export async function noteClosed(draft: Draft, request: FundRequest, part: string, ref: Item): Promise<void> {
  const record = { kind: 'fund-request', id: request.id } as const;
  const fields = { ...(await agreedOn(draft, request)), [nameOf(part)]: closingOf(request, ref) };
  await draft.putBase({ key: baseKey(record, 'gitlab'), record, remote: 'gitlab', fields, stamp: null });
}

/**
 * Has an item closed that becomes known only after its activity was cancelled here: its answer was lost, or another
 * device opened it (SY-121).
 */
export async function closeLate(
  draft: Draft,
  request: FundRequest,
  part: string,
  ref: Item,
  { newId }: Pick<Rules, 'newId'>,
): Promise<void> {
  if (!isCancelledHere(request.approval) || request.decisionGivenUp || request.deletedRemotely) return;
  if (await isClosedFor(draft, request, part, ref)) return;
  const open = await draft.openIntents({ kind: 'fund-request', id: request.id });
  const isComing = open.some(
    ({ kind, steps }) =>
      kind === 'fund-request.cancelled' &&
      !steps.some(({ key, state }) => key === `${part}-cancel` && state === 'done'),
  );
  if (!isComing) draft.addIntent(necessary(draft, newId, 'fund-request.cancelled', request, []));
}

/** Whether this version had an activity cancelled, and so may end the campaign that is named only afterwards. */
async function endsCampaign(draft: Draft, request: FundRequest): Promise<boolean> {
  const noted = (await agreedOn(draft, request))[nameOf(campaignPart)];
  return typeof noted === 'string' && noted.startsWith(closingOf(request, { id: '' }));
}

/**
 * Remembers that Salesforce took the cancelling of a request. What an earlier version cancelled has no such note: its
 * campaign may have been used for another activity since, and is left alone.
 */
export async function noteCancelled(draft: Draft, request: FundRequest): Promise<void> {
  if (!(await endsCampaign(draft, request))) await noteClosed(draft, request, campaignPart, { id: '' });
}

/** Has a campaign end that Salesforce names for a request only after its activity was cancelled here (SY-133). */
export async function endLateCampaign(
  draft: Draft,
  before: AnyRecord,
  after: AnyRecord,
  context: Rules,
): Promise<void> {
  if (before.kind !== 'fund-request' || after.kind !== 'fund-request') return;
  const campaign = campaignOf(after.record, context.playbook);
  if (campaign === null || campaign.id === before.record.campaign?.id) return;
  if (!(await endsCampaign(draft, after.record))) return;
  await closeLate(draft, after.record, campaignPart, campaign, context);
}
