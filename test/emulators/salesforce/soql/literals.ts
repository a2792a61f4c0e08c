import { ApiError } from '../errors';
import { toId18 } from '../ids';
import type { FieldDef, FieldType, FieldValue } from '../metadata/types';
import { parseDateTime } from '../time';
import { fiscalYearOf, type QueryContext } from './context';
import { dateLiteral, type DayRange } from './dates';

/** A value made comparable: texts folded, times in milliseconds, days as UTC midnights. */
export type Comparable = string | number | boolean | null;

/** A literal of a condition: one value or a span of days. */
export type Literal =
  | { readonly kind: 'value'; readonly value: Comparable }
  | { readonly kind: 'range'; readonly range: DayRange };

const NUMERIC = new Set<FieldType>(['currency', 'double', 'percent', 'int']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The text inside a quoted SOQL string; `\%` and `\_` stay escaped for LIKE. */
export function unquote(raw: string, keepWildcards = false): string {
  return raw
    .slice(1, -1)
    .replace(/\\(.)/g, (whole, char: string) =>
      keepWildcards && /[%_]/.test(char) ? whole : (ESCAPES[char] ?? char),
    );
}

/** The comparable form of a stored value. */
export function comparable(type: FieldType, value: FieldValue): Comparable {
  if (value === null) return null;
  switch (type) {
    case 'datetime':
      return parseDateTime(String(value));
    case 'date':
      return Date.parse(`${String(value)}T00:00:00Z`);
    case 'id':
    case 'reference':
      return value;
    default:
      return typeof value === 'string' ? value.toLowerCase() : value;
  }
}

function wrongType(def: FieldDef, typeName: string): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD',
    `value of filter criterion for field '${def.name}' must be of type ${typeName} and should not be enclosed in quotes`,
  );
}

function needsQuotes(def: FieldDef): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD',
    `value of filter criterion for field '${def.name}' must be of type string and should be enclosed in quotes`,
  );
}

function idLiteral(raw: string): Literal {
  const text = unquote(raw);
  const id = toId18(text);
  if (!id) throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return { kind: 'value', value: id };
}

function timeLiteral(context: QueryContext, def: FieldDef, raw: string, literalType: string): Literal {
  if (literalType === 'DATE_LITERAL' || literalType === 'DATE_N_LITERAL') {
    const { startMonth } = fiscalYearOf(context);
    const range = dateLiteral(raw, Number(raw.split(':')[1] ?? 0), context.org.clock.now(), startMonth);
    if (range) return { kind: 'range', range };
  }
  if (def.type === 'datetime' && literalType === 'DATETIME')
    return { kind: 'value', value: parseDateTime(raw) };
  if (def.type === 'date' && literalType === 'DATE')
    return { kind: 'value', value: Date.parse(`${raw}T00:00:00Z`) };
  throw wrongType(def, def.type === 'datetime' ? 'dateTime' : 'date');
}

/** Reads a literal for a field; refuses what Salesforce refuses: quoted times, unquoted texts, ids that are none. */
export function readLiteral(context: QueryContext, def: FieldDef, raw: string, literalType: string): Literal {
  if (literalType === 'NULL') return { kind: 'value', value: null };
  const quoted = literalType === 'STRING';
  if (def.type === 'boolean') {
    if (literalType !== 'BOOLEAN') throw wrongType(def, 'boolean');
    return { kind: 'value', value: raw.toUpperCase() === 'TRUE' };
  }
  if (def.type === 'datetime' || def.type === 'date') return timeLiteral(context, def, raw, literalType);
  if (NUMERIC.has(def.type)) {
    const number = Number(raw.replace(/^[A-Z]{3}/i, ''));
    if (quoted || Number.isNaN(number)) throw wrongType(def, def.type === 'int' ? 'int' : 'double');
    return { kind: 'value', value: number };
  }
  if (!quoted) throw needsQuotes(def);
  if (def.type === 'id' || def.type === 'reference') return idLiteral(raw);
  return { kind: 'value', value: unquote(raw).toLowerCase() };
}

/** A LIKE pattern as a regular expression: `%` for any run, `_` for one character, letter case ignored. */
export function likePattern(raw: string): RegExp {
  const source = unquote(raw, true).replace(
    /\\([%_])|([%_])|([.*+?^${}()|[\]\\])/g,
    (_whole, escaped?: string, wild?: string, special?: string) => {
      if (escaped !== undefined) return escaped;
      if (wild !== undefined) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]';
      return `\\${special ?? ''}`;
    },
  );
  return new RegExp(`^${source}$`, 'iu');
}

/** Compares a stored value with a literal; null is equal to null only and neither smaller nor larger than anything. */
export function compare(value: Comparable, operator: string, literal: Literal): boolean {
  if (literal.kind === 'range') {
    const at = typeof value === 'number' ? value : null;
    const { from, to } = literal.range;
    const inside = at !== null && at >= from && at < to;
    switch (operator) {
      case '=':
        return inside;
      case '!=':
        return !inside;
      case '<':
        return at !== null && at < from;
      case '<=':
        return at !== null && at < to;
      case '>':
        return at !== null && at >= to;
      default:
        return at !== null && at >= from;
    }
  }
  const wanted = literal.value;
  if (operator === '=') return value === wanted;
  if (operator === '!=') return value !== wanted;
  if (value === null || wanted === null) return false;
  switch (operator) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    default:
      return value >= wanted;
  }
}
