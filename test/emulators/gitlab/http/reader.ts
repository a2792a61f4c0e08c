import { invalidParams } from './api-error';
import { isFile, isHash, type Params, type ParamValue, type SentFile } from './params';

const TRUE = new Set(['1', 'on', 't', 'true', 'y', 'yes']);
const FALSE = new Set(['0', 'off', 'f', 'false', 'n', 'no']);

/**
 * Reads declared parameters with their types and collects every complaint; {@link ParamReader.check} throws them
 * together. Undefined means absent; null means present but empty.
 */
export class ParamReader {
  readonly #problems: string[] = [];
  readonly #params: Params;
  readonly #prefix: string;

  constructor(params: Params, prefix = '') {
    this.#params = params;
    this.#prefix = prefix;
  }

  /** Whether the parameter was sent at all. */
  has(name: string): boolean {
    return this.#params[name] !== undefined;
  }

  #label(name: string): string {
    return this.#prefix === '' ? name : `${this.#prefix}[${name}]`;
  }

  #complain(name: string, what: string): void {
    this.#problems.push(`${this.#label(name)} ${what}`);
  }

  /** A text; numbers and booleans are taken as their text. */
  text(name: string): string | null | undefined {
    const value = this.#params[name];
    if (value === undefined || value === null || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.#complain(name, 'is invalid');
    return undefined;
  }

  /** A text that must be there; it may be empty. */
  required(name: string): string {
    if (!this.has(name)) this.#complain(name, 'is missing');
    return this.text(name) ?? '';
  }

  /** A text out of a few. */
  choice<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    const value = this.text(name);
    if (value === undefined || value === null) return undefined;
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) this.#complain(name, 'does not have a valid value');
    return found;
  }

  /** A whole number; an empty text is null. */
  integer(name: string): number | null | undefined {
    const value = this.#params[name];
    if (value === undefined || value === null) return value;
    if (value === '') return null;
    const number =
      typeof value === 'number'
        ? value
        : typeof value === 'string' && /^[+-]?\d+$/.test(value.trim())
          ? Number(value)
          : NaN;
    if (Number.isInteger(number)) return number;
    this.#complain(name, 'is invalid');
    return undefined;
  }

  /** A yes or no, also as `True`, `1` or `on`; an empty text is null. */
  flag(name: string): boolean | null | undefined {
    const value = this.#params[name];
    if (value === undefined || value === null || typeof value === 'boolean') return value;
    const text = String(value).toLowerCase();
    if (text === '') return null;
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
    this.#complain(name, 'is invalid');
    return undefined;
  }

  /** Texts as a comma-separated string, a list, or a list of such strings; null and "" are the empty list. */
  list(name: string): string[] | undefined {
    const value = this.#params[name];
    if (value === undefined) return undefined;
    const items: ParamValue[] = Array.isArray(value) ? value : [value];
    if (items.some((item) => isHash(item) || isFile(item) || Array.isArray(item))) {
      this.#complain(name, 'is invalid');
      return undefined;
    }
    return items
      .flatMap((item) => (item === null ? [] : String(item).split(',')))
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** Whole numbers, in the forms of {@link ParamReader.list}. */
  integers(name: string): number[] | undefined {
    const items = this.list(name)?.map(Number);
    if (!items?.some((item) => !Number.isInteger(item))) return items;
    this.#complain(name, 'is invalid');
    return undefined;
  }

  /** A date with time, as an instant. */
  instant(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || value === null || value === '') return undefined;
    // "2026-05-31 10:00:00 UTC" and the like are read too; a date alone is its midnight in UTC.
    const iso = value.replace(/^(\d{4}-\d{2}-\d{2})[ T]/, '$1T').replace(/ ?UTC$/, 'Z');
    const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T');
    const at = Date.parse(hasZone ? iso.replace(/ ([+-])/, '$1') : `${iso}Z`);
    if (!Number.isNaN(at)) return new Date(at).toISOString();
    this.#complain(name, 'is invalid');
    return undefined;
  }

  /** An uploaded file that must be there. */
  requiredFile(name: string): SentFile | undefined {
    const value = this.#params[name];
    if (isFile(value)) return value;
    this.#complain(name, value === undefined ? 'is missing' : 'is invalid');
    return undefined;
  }

  /** The parameters inside a hash such as `not[...]`; their complaints arrive here. */
  nested(name: string, read: (inner: ParamReader) => void): void {
    const value = this.#params[name];
    if (value === undefined || value === null || value === '') return;
    if (!isHash(value)) {
      this.#complain(name, 'is invalid');
      return;
    }
    const inner = new ParamReader(value, this.#label(name));
    read(inner);
    this.#problems.push(...inner.#problems);
  }

  /** Complains unless at least one of these was sent. */
  atLeastOneOf(names: readonly string[]): void {
    if (!names.some((name) => this.has(name)))
      this.#problems.push(`${names.join(', ')} are missing, at least one parameter must be provided`);
  }

  /** Complains when more than one of these was sent. */
  atMostOneOf(names: readonly string[]): void {
    const sent = names.filter((name) => this.has(name));
    if (sent.length > 1) this.#problems.push(`${sent.join(', ')} are mutually exclusive`);
  }

  /** Adds a complaint in the server's own words. */
  complain(problem: string): void {
    this.#problems.push(problem);
  }

  /** Throws 400 with every complaint so far. */
  check(): void {
    if (this.#problems.length > 0) throw invalidParams(this.#problems);
  }
}
