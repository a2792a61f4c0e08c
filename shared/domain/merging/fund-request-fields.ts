import { mapResult, type Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import { FundRequest } from '../../schema/fund-request';
import { PlainDate, SalesforceId } from '../../schema/values';
import { quarterOf } from '../calendar/fiscal';
import { findActivityType, findGtmMotion, regionKey } from '../lookup';
import { withStandingFunds } from '../mdf/standing-funds';
import { withValidTicks } from '../mdf/terms';
import { approvalFromRemote, declineReasonOf, stateOf, statusOf, withDeclineReason } from './approval-fields';
import { takenUp } from './decisive';
import {
  changesOf,
  differing,
  fitted,
  type Misfit,
  moneyOf,
  type ProjectionContext,
  type Setters,
  textOf,
} from './projection';

type Rules = Pick<ProjectionContext, 'playbook'>;

// Activity types, motions and regions travel as keys of the playbook; what it does not know stays text.
function activityKey(text: string, { playbook }: Rules): string {
  return findActivityType(playbook, text)?.key ?? text;
}

function motionKey(text: string, { playbook }: Rules): string {
  return findGtmMotion(playbook, text)?.key ?? text;
}

/** The synchronised fields of a fund request as Salesforce shall hold them (SYNC-1). */
export function projectFundRequest(request: FundRequest, context: ProjectionContext): FieldMap {
  const account = context.links.accountOf(request.partnerId);
  const motion = request.gtmMotion;
  return {
    title: request.title,
    ...(account === null ? {} : { partner: account }),
    activityType: activityKey(request.activityType, context),
    description: request.description === '' ? null : request.description,
    start: request.start,
    end: request.end,
    totalCost: request.totalCost,
    requested: request.requested,
    approvedAmount: request.approvedAmount,
    gtmMotion: motion === null ? null : motionKey(motion, context),
    region: regionKey(context.playbook, request.region),
    portalNumber: request.portalNumber,
    status: statusOf(request.approval),
    state: stateOf(request.approval),
    declineReason: declineReasonOf(request.approval),
  };
}

/** Remote fields in the spelling of `projectFundRequest`, so that two names of one thing are no change. */
export function canonicalFundRequest(fields: FieldMap, context: Rules): FieldMap {
  const spelled = { ...fields };
  const activity = textOf(fields.activityType);
  if (activity !== null) spelled.activityType = activityKey(activity, context);
  const motion = textOf(fields.gtmMotion);
  if (motion !== null) spelled.gtmMotion = motionKey(motion, context);
  const region = textOf(fields.region);
  if (region !== null) spelled.region = regionKey(context.playbook, region);
  const status = textOf(fields.status);
  if (status !== null) spelled.status = status.toLowerCase();
  return spelled;
}

function settersFor(context: ProjectionContext): Setters {
  const { links } = context;
  const required = (name: string) => (value: FieldMap[string]) => (value === null ? {} : { [name]: value });
  return {
    title: required('title'),
    partner: (value) => {
      const partnerId = links.partnerOf(textOf(value) ?? '');
      return partnerId === null ? {} : { partnerId };
    },
    activityType: (value) => {
      const text = textOf(value);
      return text === null ? {} : { activityType: activityKey(text, context) };
    },
    description: (value) => ({ description: value ?? '' }),
    start: required('start'),
    end: required('end'),
    totalCost: required('totalCost'),
    requested: (value) => {
      const money = moneyOf(value);
      return money === null ? {} : { requested: money, currency: money.currency };
    },
    approvedAmount: (value) => ({ approvedAmount: value }),
    gtmMotion: (value) => {
      const text = textOf(value);
      return { gtmMotion: text === null ? null : motionKey(text, context) };
    },
    region: (value) => {
      const text = textOf(value);
      return text === null ? {} : { region: regionKey(context.playbook, text) };
    },
    portalNumber: (value) => ({ portalNumber: textOf(value) }),
  };
}

/** The request with the campaign that Salesforce names for it; a campaign is only read, so nothing here can stand against it (MDF-12). */
export function withCampaign(request: FundRequest, { campaign, campaignName }: FieldMap): FundRequest {
  if (campaign === undefined) return request;
  const { campaign: before, ...rest } = request;
  const id = SalesforceId.safeParse(campaign);
  if (!id.success) return before === undefined ? request : rest;
  const known = before?.id === id.data ? before.name : null;
  const name = campaignName === undefined ? known : textOf(campaignName);
  if (before?.id === id.data && before.name === name) return request;
  return { ...rest, campaign: { id: id.data, name } };
}

function decisionsAfter(request: FundRequest, reopened: boolean): FundRequest['decisions'] {
  return reopened ? request.decisions.slice(0, -1) : request.decisions;
}

/**
 * The quarter whose funds pay, which Salesforce does not hold: while nothing is decided it goes with the start where it
 * went with it before, as in the form; funds that were decided on stay in their quarter (MDF-9).
 */
function quarterAfter(
  { quarter, start }: FundRequest,
  changes: Readonly<Record<string, unknown>>,
  approval: FundRequest['approval'],
  { playbook }: Rules,
): FundRequest['quarter'] {
  const moved = PlainDate.safeParse(changes.start);
  const isOwn = quarter === quarterOf(start, playbook.calendar);
  return moved.success && isOwn && statusOf(approval) === 'draft'
    ? quarterOf(moved.data, playbook.calendar)
    : quarter;
}

/** The request with remote values in place of its own; what a request cannot be without is never emptied. */
export function applyToFundRequest(
  request: FundRequest,
  fields: FieldMap,
  context: ProjectionContext,
): Result<FundRequest, Misfit> {
  const changed = differing(projectFundRequest(request, context), fields);
  const moved = 'status' in changed || 'state' in changed;
  const approval = moved
    ? approvalFromRemote(request, textOf(fields.status), textOf(fields.state), context.now)
    : request.approval;
  const changes = changesOf(settersFor(context), changed);
  const reopened = statusOf(request.approval) !== 'draft' && statusOf(approval) === 'draft';
  const applied = fitted(FundRequest, {
    ...(moved ? takenUp(request) : request),
    ...changes,
    quarter: quarterAfter(request, changes, approval, context),
    approval: withDeclineReason(approval, textOf(changed.declineReason)),
    decisions: decisionsAfter(request, reopened),
  });
  return mapResult(applied, (after) => withStandingFunds(withValidTicks(request, after)));
}
