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

/** A value as Salesforce is given it. */
export type Wire = string | number | boolean | null;
type Mode = 'create' | 'update';
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
  // A list that is open takes other words too, as long as they are not longer than the field.
  const fits = candidates.find(({ length: size }) => field.length === 0 || size <= field.length);
  const first = fits ?? candidates[0] ?? '';
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

/** A field's value in the words of the org, or why it cannot be written. */
export function wireValue(
  slot: Slot,
  field: DescribeField,
  value: FieldValue,
  shape: EntityShape,
  playbook: Playbook,
): Result<Wire, Denied> {
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

function currenciesIn(fields: FieldMap, shape: EntityShape): string[] {
  const amounts = shape.slots.flatMap(({ domain }) => {
    const money = Money.safeParse(fields[domain]);
    return money.success ? [money.data.currency] : [];
  });
  return [...new Set(amounts)];
}

function currencyOf(fields: FieldMap, shape: EntityShape, playbook: Playbook): Result<string | null, Denied> {
  const currencies = currenciesIn(fields, shape);
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

function isWritable(field: DescribeField, mode: Mode): boolean {
  return mode === 'create' ? field.createable : field.updateable;
}

/** What a field of a new record holds when nothing is given for it. */
function initially({ type, picklistValues, defaultValue }: DescribeField): Wire {
  const chosen = picklistValues.find((choice) => choice.defaultValue)?.value;
  if (chosen !== undefined) return chosen;
  if (type === 'boolean') return defaultValue === true;
  return typeof defaultValue === 'string' || typeof defaultValue === 'number' ? defaultValue : null;
}

/** Whether a new record says this without being told. */
function isInitial(slot: Slot, value: FieldValue, shape: EntityShape, playbook: Playbook): boolean {
  if (slot.field === null) return true;
  const wire = value === null ? ok(null) : wireValue(slot, slot.field, value, shape, playbook);
  return wire.ok && wire.value === initially(slot.field);
}

/**
 * Why fields cannot be given these values: describe tells that this login may not write them. Leaving them out would
 * lose what the person wrote, so nothing is written at all (G4, G10).
 */
function notAllowed(fields: readonly DescribeField[], mode: Mode, shape: EntityShape): Denied | null {
  if (fields.length === 0) return null;
  const names = fields.map(({ label }) => label).join(', ');
  const message =
    mode === 'create'
      ? `Salesforce does not let you fill in ${names} of a new ${shape.label}.`
      : `Salesforce does not let you change ${names}.`;
  return { kind: 'denied', status: 0, code: 'not-writable', message, fields: fields.map(({ name }) => name) };
}

/** What is to change of a record, and what it says before. */
type Change = { readonly changing: readonly Slot[]; readonly fields: FieldMap; readonly before: FieldMap };

/** Why a change cannot be written for want of a right; null when it can. */
export function lockedFields({ changing, fields, before }: Change, shape: EntityShape): Denied | null {
  const locked = changing.flatMap(({ field }) => (field && !isWritable(field, 'update') ? [field] : []));
  const { currency } = shape;
  const [held] = currenciesIn(before, shape);
  const isOther = changing.length > 0 && currenciesIn(fields, shape).some((wanted) => wanted !== held);
  if (currency && !isWritable(currency, 'update') && held !== undefined && isOther) locked.push(currency);
  return notAllowed(locked, 'update', shape);
}

/** The same for a new record, which may have some values without being told. */
export function lockedForNew(fields: FieldMap, shape: EntityShape, playbook: Playbook): Denied | null {
  const locked = shape.slots.flatMap((slot) => {
    const { field, domain } = slot;
    const value = fields[domain];
    if (field === null || value === undefined || isWritable(field, 'create')) return [];
    return isInitial(slot, value, shape, playbook) ? [] : [field];
  });
  const { currency } = shape;
  const own = currencyOf(fields, shape, playbook);
  if (currency && !currency.createable && own.ok && own.value !== null && own.value !== initially(currency))
    locked.push(currency);
  return notAllowed(locked, 'create', shape);
}

/**
 * Domain fields as a request body: only what the org has and lets us write. A new calendar event gets the type of
 * the playbook and no reminder (PROG-2); its day becomes start time and duration.
 */
export function writeBody(
  fields: FieldMap,
  shape: EntityShape,
  mode: Mode,
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
    if (value === undefined || slot.field === null || !isWritable(slot.field, mode)) continue;
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
  const reminder = shape.slots.find(({ path }) => path === 'IsReminderSet')?.field;
  if (shape.calendar && mode === 'create' && reminder?.createable !== false) body['IsReminderSet'] = false;
  const currency = currencyOf(given, shape, playbook);
  if (!currency.ok) return currency;
  const field = shape.currency;
  if (currency.value !== null && field !== null && isWritable(field, mode)) body[field.name] = currency.value;
  return ok(body);
}
