import { addDays } from '../../../shared/domain/calendar/plain-date';
import { findRegion } from '../../../shared/domain/lookup';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Partner } from '../../../shared/schema/partner';
import type { PlanItem } from '../../../shared/schema/plan';
import type { CurrencyCode, Money, PlainDate } from '../../../shared/schema/values';
import type { Settings } from '../../../shared/schema/settings';
import { formOf } from '../../../shared/usecases/plan/plan-item-form';

/** What the form of an item holds while it is being filled in. */
export type ItemValues = {
  readonly kind: PlanItem['kind'];
  readonly title: string;
  readonly partnerId: string | null;
  readonly region: string;
  readonly type: string;
  readonly status: PlanItem['status'];
  readonly owner: string | null;
  readonly start: string;
  readonly end: string;
  readonly budget: Money | null;
  readonly requestId: string | null;
  readonly dependsOn: string[];
  readonly notes: string;
};

/** Where a new item begins: a row and days of the timeline. */
export type ItemPlace = {
  readonly partnerId: string | null;
  readonly start: PlainDate;
  readonly end: PlainDate;
};

/** The values of a stored item. */
export function valuesOfItem(item: PlanItem): ItemValues {
  return { ...formOf(item), dependsOn: [...item.dependsOn] };
}

/** The values of a new item at a place; region follows the partner, else the person. */
export function newValues(
  place: ItemPlace,
  partner: Partner | undefined,
  playbook: Playbook,
  settings: Settings,
): ItemValues {
  const region = findRegion(playbook, partner?.region ?? settings.regions[0] ?? '') ?? playbook.regions[0];
  return {
    kind: 'tactic',
    title: '',
    partnerId: place.partnerId,
    region: region?.key ?? '',
    type: playbook.planning.tacticTypes[0]?.key ?? '',
    status: 'idea',
    owner: settings.userName === '' ? null : settings.userName,
    start: place.start,
    end: place.end,
    budget: null,
    requestId: null,
    dependsOn: [],
    notes: '',
  };
}

/** The currency an amount is typed in: its own, else that of the linked request, else the playbook's first. */
export function currencyFor(
  budget: Money | null,
  request: { readonly currency: CurrencyCode } | undefined,
  playbook: Pick<Playbook, 'mdf'>,
): CurrencyCode {
  return budget?.currency ?? request?.currency ?? playbook.mdf.currencies[0] ?? 'USD';
}

const USUAL_DAYS = 7;

/** Dates of a new item that begins on a day, as long as a tactic usually is. */
export function usualSpan(start: PlainDate): { readonly start: PlainDate; readonly end: PlainDate } {
  return { start, end: addDays(start, USUAL_DAYS - 1) };
}
