import { quarterOf } from '../../../shared/domain/calendar/fiscal';
import { findActivityType, findGtmMotion, regionKey } from '../../../shared/domain/lookup';
import { minorUnits } from '../../../shared/domain/money/currencies';
import type { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { type CurrencyCode, type Money, PlainDate, QuarterId } from '../../../shared/schema/values';
import type { Settings } from '../../../shared/schema/settings';

/** What the form holds while it is being filled in: everything may still be missing. */
export type RequestValues = {
  readonly title: string;
  readonly partnerId: string | null;
  readonly activityType: string | null;
  readonly delivery: FundRequest['delivery'];
  readonly description: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly currency: CurrencyCode;
  readonly totalCost: Money | null;
  readonly requested: Money | null;
  readonly estimatedPipeline: Money | null;
  readonly targetContacts: number | null;
  readonly gtmMotion: string | null;
  readonly region: string | null;
  readonly quarter: string | null;
  readonly portalNumber: string | null;
  readonly otherVendorsPercent: number | null;
};

/** An empty form: the person's region and the first currency of the playbook stand already. */
export function emptyValues(playbook: Playbook, settings: Settings): RequestValues {
  return {
    title: '',
    partnerId: null,
    activityType: null,
    delivery: null,
    description: '',
    start: null,
    end: null,
    currency: playbook.mdf.currencies[0] ?? 'USD',
    totalCost: null,
    requested: null,
    estimatedPipeline: null,
    targetContacts: null,
    gtmMotion: null,
    region: settings.regions.length === 1 ? (settings.regions[0] ?? null) : null,
    quarter: null,
    portalNumber: null,
    otherVendorsPercent: null,
  };
}

/** A stored request as the form edits it; texts that the playbook knows by another name become its keys. */
export function valuesOf(request: FundRequest, playbook: Playbook): RequestValues {
  const { gtmMotion } = request;
  return {
    title: request.title,
    partnerId: request.partnerId,
    activityType: findActivityType(playbook, request.activityType)?.key ?? request.activityType,
    delivery: request.delivery,
    description: request.description,
    start: request.start,
    end: request.end,
    currency: request.currency,
    totalCost: request.totalCost,
    requested: request.requested,
    estimatedPipeline: request.estimatedPipeline,
    targetContacts: request.targetContacts,
    gtmMotion: gtmMotion === null ? null : (findGtmMotion(playbook, gtmMotion)?.key ?? gtmMotion),
    region: regionKey(playbook, request.region),
    quarter: request.quarter,
    portalNumber: request.portalNumber,
    otherVendorsPercent: request.otherVendorsPercent,
  };
}

/** The quarter in which a first day lies; null while there is none. */
export function quarterOfStart(start: string | null, playbook: Pick<Playbook, 'calendar'>): QuarterId | null {
  const parsed = PlainDate.safeParse(start);
  return parsed.success ? quarterOf(parsed.data, playbook.calendar) : null;
}

/** The amount with the same figure in another currency: what was typed stays, only its currency was wrong. */
export function inCurrency(money: Money | null, currency: CurrencyCode): Money | null {
  if (money === null) return null;
  const shift = minorUnits(currency) - minorUnits(money.currency);
  return { minor: Math.round(money.minor * 10 ** shift), currency };
}

/** What eligibility can already be told from. */
export function checkedValues(
  values: RequestValues,
  request: FundRequest | null,
): Parameters<typeof checkEligibility>[0]['request'] {
  const start = PlainDate.safeParse(values.start);
  const end = PlainDate.safeParse(values.end);
  const quarter = QuarterId.safeParse(values.quarter);
  return {
    activityType: values.activityType,
    start: start.success ? start.data : null,
    end: end.success ? end.data : null,
    totalCost: values.totalCost,
    requested: values.requested,
    gtmMotion: values.gtmMotion,
    region: values.region,
    quarter: quarter.success ? quarter.data : null,
    submittedOn: request?.submittedOn ?? null,
    approval: request?.approval ?? null,
    conditions: request?.conditions ?? {},
    excludedCosts: request?.excludedCosts ?? [],
    otherVendorsPercent: values.otherVendorsPercent,
  };
}
