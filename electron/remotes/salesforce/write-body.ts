import { toDecimalString } from '../../../shared/domain/money/money';
import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok, type Result } from '../../../shared/lib/result';
import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FieldMap, FieldValue } from '../../../shared/schema/field-value';
import { Money } from '../../../shared/schema/values';
import type { Denied } from '../common/failure';
import type { JsonRecord } from './client';
import { isExact, kindOf, spellings } from './domain-kinds';
import type { DescribeField } from './dto/describe';
import { orgCurrency } from './read-row';
import type { EntityShape, Slot } from './shape';

type Wire = string | number | boolean | null;
const ALL_DAY_MINUTES = 24 * 60;

function no(code: string, message: string, field: string): Denied {
  return { kind: 'denied', status: 0, code, message, fields: [field] };
}

function choose(field: DescribeField, candidates: readonly string[]): Result<string, Denied> {
  const active = field.picklistValues.filter(({ active: on }) => on);
  for (const wanted of candidates) {
    const found =
      active.find(({ value }) => value === wanted) ??
      active.find(({ value, label }) =>
        [value, label ?? ''].some((name) => foldText(name) === foldText(wanted)),
      );
    if (found) return ok(found.value);
  }
  const first = candidates[0] ?? '';
  if (!field.restrictedPicklist) return ok(first);
  const offered = active.map(({ value }) => value).join(', ');
  return err(
    no(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `“${first}” is not in the list of ${field.label} in Salesforce, which offers: ${offered}.`,
      field.name,
    ),
  );
}

function moneyNumber(value: FieldValue, name: string): Result<number, Denied> {
  const money = Money.safeParse(value);
  if (!money.success) return err(no('bad-value', `${name} is not an amount.`, name));
  if (!isExact(money.data)) return err(no('bad-value', `${name} is too large to be sent exactly.`, name));
  return ok(Number(toDecimalString(money.data)));
}

function wireValue(
  slot: Slot,
  field: DescribeField,
  value: FieldValue,
  shape: EntityShape,
  playbook: Playbook,
) {
  const kind = kindOf(slot.domain, shape.statuses !== null);
  if (kind === 'money') return moneyNumber(value, field.name);
  if (kind === 'flag') {
    return typeof value === 'boolean'
      ? ok(value)
      : err(no('bad-value', `${field.label} must be yes or no.`, field.name));
  }
  if (typeof value !== 'string') return err(no('bad-value', `${field.label} must be a text.`, field.name));
  // Salesforce stores an empty text as null, so null is what is meant.
  if (value === '') return ok(null);
  switch (kind) {
    case 'date':
      // Noon is the same calendar day in almost every zone.
      return ok(field.type === 'datetime' ? `${value}T12:00:00.000Z` : value);
    case 'status': {
      const word = shape.statuses?.[value];
      return word === undefined
        ? err(no('unmapped-status', `The playbook names no Salesforce status for “${value}”.`, field.name))
        : ok(word);
    }
    case 'term':
      return choose(field, spellings(slot.domain, value, playbook));
    case 'reference':
      return ok(value);
    case 'text':
      return field.type === 'picklist' ? choose(field, [value]) : ok(value);
    default:
      return assertNever(kind);
  }
}

function currencyOf(fields: FieldMap, shape: EntityShape, playbook: Playbook): Result<string | null, Denied> {
  const amounts = shape.slots.flatMap(({ domain }) => {
    const money = Money.safeParse(fields[domain]);
    return money.success ? [money.data.currency] : [];
  });
  const currencies = [...new Set(amounts)];
  const [only, second] = currencies;
  if (only === undefined) return ok(null);
  if (second !== undefined) {
    const message = `A Salesforce record has one currency, but the amounts are in ${currencies.join(' and ')}.`;
    return err(no('several-currencies', message, 'CurrencyIsoCode'));
  }
  if (shape.currency !== null) return ok(only);
  const own = orgCurrency(playbook);
  if (only === own) return ok(null);
  const message = `This Salesforce org keeps amounts in ${own} only, not in ${only}.`;
  return err(no('single-currency', message, 'CurrencyIsoCode'));
}

function calendarFields(date: string, playbook: Playbook): Record<string, Wire> {
  const minutes = playbook.programs.eventMinutes;
  const allDay = minutes >= ALL_DAY_MINUTES;
  return {
    StartDateTime: `${date}T${allDay ? '00' : '12'}:00:00.000Z`,
    IsAllDayEvent: allDay,
    DurationInMinutes: allDay ? ALL_DAY_MINUTES : minutes,
  };
}

/** Whether a slot can be written in this mode. */
export function isWritable(slot: Slot, mode: 'create' | 'update'): boolean {
  return slot.field !== null && (mode === 'create' ? slot.field.createable : slot.field.updateable);
}

/**
 * Domain fields as a request body: only what the org has and lets us write. A new calendar event gets the type of
 * the playbook and no reminder (PROG-2); its day becomes start time and duration.
 */
export function writeBody(
  fields: FieldMap,
  shape: EntityShape,
  mode: 'create' | 'update',
  playbook: Playbook,
): Result<JsonRecord, Denied> {
  const isRegistration = shape.entity === 'registration';
  const given: FieldMap =
    isRegistration && mode === 'create'
      ? { ...fields, type: playbook.programs.eventType, reminder: false }
      : fields;
  const body: Record<string, Wire> = {};
  for (const slot of shape.slots) {
    const value = given[slot.domain];
    if (value === undefined || slot.field === null || !isWritable(slot, mode)) continue;
    if (shape.calendar && slot.domain === 'date') {
      if (typeof value === 'string') Object.assign(body, calendarFields(value, playbook));
      continue;
    }
    if (value === null) {
      body[slot.path] = null;
      continue;
    }
    const wire = wireValue(slot, slot.field, value, shape, playbook);
    if (!wire.ok) return wire;
    body[slot.path] = wire.value;
  }
  if (shape.calendar && mode === 'create') body['IsReminderSet'] = false;
  const currency = currencyOf(given, shape, playbook);
  if (!currency.ok) return currency;
  const field = shape.currency;
  if (currency.value !== null && field !== null && (mode === 'create' ? field.createable : field.updateable))
    body[field.name] = currency.value;
  return ok(body);
}
