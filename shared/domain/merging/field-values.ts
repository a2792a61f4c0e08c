import type { FieldMap, FieldValue } from '../../schema/field-value';
import type { Money } from '../../schema/values';

function isMoney(value: FieldValue): value is Money {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Systems differ in line ends and outer spaces, and store an empty text as nothing; none of that is a change. */
function plain(value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  const text = value.replace(/\r\n?/g, '\n').trim();
  return text === '' ? null : text;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((entry) => right.has(entry));
}

/** Whether a value stands for "nothing there". */
export function isEmptyValue(value: FieldValue): boolean {
  const value0 = plain(value);
  return value0 === null || (Array.isArray(value0) && value0.length === 0);
}

/** Whether two values mean the same: lists are sets, empty text is nothing, outer spaces and kinds of line end do not count. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  if (isEmptyValue(a) && isEmptyValue(b)) return true;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameSet(a, b);
  if (isMoney(a) || isMoney(b)) {
    return isMoney(a) && isMoney(b) && a.minor === b.minor && a.currency === b.currency;
  }
  return plain(a) === plain(b);
}

function isNoMoney(value: FieldValue): boolean {
  return isMoney(value) && value.minor === 0;
}

/**
 * The fields of `mine` that differ from the agreed ones, or hold something that was never agreed: what has to be sent.
 * An amount of nothing is not written where none is known to be, since it stands for one that is not known here.
 */
export function fieldsToSend(agreed: FieldMap, mine: FieldMap): FieldMap {
  const changed = Object.entries(mine).filter(([field, value]) => {
    const known = agreed[field];
    if (known === undefined) return !isEmptyValue(value);
    return !sameValue(known, value) && !(isEmptyValue(known) && isNoMoney(value));
  });
  return Object.fromEntries(changed);
}

/** The map without some fields. */
export function withoutFields(fields: FieldMap, names: ReadonlySet<string>): FieldMap {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !names.has(field)));
}
