import type { RequestPlaceholder } from '../../playbook/placeholders';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { Money, PlainDate } from '../../schema/values';
import { quarterLabel } from '../calendar/fiscal';
import { activityLabel, findGtmMotion, findRegion } from '../lookup';
import { plainMoney } from '../money/money';
import { popDueDate } from '../pop/deadlines';

/** What is known only when a text is written. */
export type TextContext = {
  /** Name of the person who decides or sends. */
  readonly sender: string;
  /** Why something was declined or sent back; empty when nothing was. */
  readonly reason: string;
  /** Date on which proof of performance is due, where known. */
  readonly popDue: PlainDate | null;
};

const unknown = '(not given)';

function money(amount: Money | null): string {
  return amount === null ? unknown : plainMoney(amount);
}

/** Values of every placeholder of a text about a request; what is not known says so. */
export function requestValues(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): Record<RequestPlaceholder, string> {
  const motion = request.gtmMotion;
  return {
    partner: partner.name,
    partnerCrmId: partner.salesforce?.id ?? unknown,
    partnerContact: partner.contactEmail ?? unknown,
    cam: partner.cam ?? unknown,
    activity: request.title,
    activityType: activityLabel(playbook, request.activityType),
    description: request.description === '' ? unknown : request.description,
    delivery: request.delivery === null ? unknown : request.delivery === 'virtual' ? 'Virtual' : 'In person',
    portalNumber: request.portalNumber ?? unknown,
    start: request.start,
    end: request.end,
    dates: request.start === request.end ? request.start : `${request.start} to ${request.end}`,
    region: findRegion(playbook, request.region)?.label ?? request.region,
    quarter: quarterLabel(request.quarter),
    gtmMotion: motion === null ? unknown : (findGtmMotion(playbook, motion)?.label ?? motion),
    campaignType: playbook.mdf.campaignType,
    totalCost: money(request.totalCost),
    requested: money(request.requested),
    approved: money(request.approvedAmount),
    targetContacts: request.targetContacts === null ? unknown : String(request.targetContacts),
    estimatedPipeline: money(request.estimatedPipeline),
    popDue: context.popDue ?? popDueDate(request.end, false, playbook),
    reason: context.reason,
    owner: context.sender,
    sender: context.sender,
    cancelledPrefix: playbook.mdf.cancellation.prefix.trim(),
    cancelledStatus: playbook.mdf.cancellation.campaignStatus,
    playbookVersion: playbook.version,
  };
}
