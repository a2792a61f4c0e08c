import { parseDecimal } from '../../../shared/domain/money/money';
import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok, type Result } from '../../../shared/lib/result';
import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FieldMap, FieldValue } from '../../../shared/schema/field-value';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { Stream } from '../../../shared/schema/sync-state';
import { PlainDate } from '../../../shared/schema/values';
import { isExact, kindOf, termKey } from './domain-kinds';
import { RawRecord } from './dto/answers';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { splitMarker } from './marker-text';
import type { CrmEntity, EntityShape, Slot } from './shape';
import { stampMs } from './stamps';

/** What reading a row needs to know besides the row. */
export type ReadContext = {
  readonly playbook: Playbook;
  /** Origin of the org, for links. */
  readonly instanceUrl: string;
};

/** The stream in which an entity is pulled. */
export const streamOf: Readonly<Record<CrmEntity, Stream>> = {
  partner: 'partners',
  budget: 'budgets',
  'fund-request': 'fund-requests',
  claim: 'claims',
  registration: 'registrations',
};

/** Currency of amounts in an org that keeps only one: the first of the playbook. */
export function orgCurrency(playbook: Playbook): string {
  return playbook.mdf.currencies[0] ?? 'USD';
}

function valueAt(record: unknown, path: string): unknown {
  let current: unknown = record;
  for (const step of path.split('.')) {
    if (current === null) return null;
    const object = RawRecord.safeParse(current);
    if (!object.success) return undefined;
    const name = Object.keys(object.data).find((key) => key.toLowerCase() === step.toLowerCase());
    if (name === undefined) return undefined;
    current = object.data[name];
  }
  return current;
}

function readMoney(value: unknown, currency: string): Result<FieldValue, string> {
  // The shortest text of a JSON number is the decimal that was written, so no rounding comes in.
  const text = typeof value === 'number' ? String(value) : '';
  const money = parseDecimal(text, currency);
  if (!money.ok) return err(`${money.error.message} ${money.error.fix}`);
  return isExact(money.value) ? money : err(`${text} is too large to be read exactly`);
}

function readStatus(text: string, statuses: Readonly<Record<string, string>>): string {
  const known = Object.entries(statuses).find(([, word]) => foldText(word) === foldText(text));
  return known?.[0] ?? text;
}

function readValue(slot: Slot, value: unknown, shape: EntityShape, currency: string, context: ReadContext) {
  const kind = kindOf(slot.domain, shape.statuses !== null);
  if (kind === 'money') return readMoney(value, currency);
  if (kind === 'flag') return typeof value === 'boolean' ? ok(value) : err('expected true or false');
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return err('expected a text');
  switch (kind) {
    case 'date': {
      const date = PlainDate.safeParse(text.slice(0, 10));
      return date.success ? ok(date.data) : err(`“${text}” is not a date`);
    }
    case 'reference': {
      const id = completeSalesforceId(text);
      return id === null ? err(`“${text}” is not a Salesforce id`) : ok(id);
    }
    case 'status':
      return ok(readStatus(text, shape.statuses ?? {}));
    case 'term':
      return ok(termKey(slot.domain, text, context.playbook));
    case 'text': {
      const plain = text.replace(/\r\n?/g, '\n');
      return ok(shape.key.kind === 'text' && shape.key.slot === slot ? splitMarker(plain).text : plain);
    }
    default:
      return assertNever(kind);
  }
}

/** This app's id in a raw row, also in one that cannot be read otherwise. */
export function recordIdOf(record: unknown, shape: EntityShape): string | null {
  const { key } = shape;
  switch (key.kind) {
    case 'external-id':
    case 'field': {
      const value = valueAt(record, key.field);
      return typeof value === 'string' && value !== '' ? value : null;
    }
    case 'text': {
      const value = valueAt(record, key.slot.path);
      return typeof value === 'string' ? splitMarker(value).id : null;
    }
    case 'none':
      return null;
    default:
      return assertNever(key);
  }
}

/** Id and stamp of a raw row; null when it has none that can be read. */
export function placeOf(raw: unknown): { id: string; stamp: string } | null {
  const id = valueAt(raw, 'Id');
  const stamp = valueAt(raw, 'SystemModstamp');
  if (typeof id !== 'string' || typeof stamp !== 'string') return null;
  const complete = completeSalesforceId(id);
  return complete === null || stampMs(stamp) === null ? null : { id: complete, stamp };
}

/** Reads one record into domain words; the error says in plain words which field could not be understood. */
export function readRow(raw: unknown, shape: EntityShape, context: ReadContext): Result<RemoteRow, string> {
  const record = RawRecord.safeParse(raw);
  const place = placeOf(raw);
  const id = place === null ? null : completeSalesforceId(place.id);
  if (!record.success || place === null || id === null)
    return err('the record has no id or no time of its last change');
  const stated = shape.currency === null ? null : valueAt(record.data, shape.currency.name);
  const currency = typeof stated === 'string' && stated !== '' ? stated : orgCurrency(context.playbook);
  const fields: FieldMap = {};
  for (const slot of shape.slots) {
    const value = valueAt(record.data, slot.path);
    if (value === undefined) continue;
    if (value === null) {
      fields[slot.domain] = null;
      continue;
    }
    const read = readValue(slot, value, shape, currency, context);
    if (!read.ok) return err(`${slot.path}: ${read.error}`);
    fields[slot.domain] = read.value;
  }
  return ok({
    stream: streamOf[shape.entity],
    ref: {
      remote: 'salesforce',
      object: shape.object,
      id,
      stamp: place.stamp,
      url: `${context.instanceUrl}/${id}`,
    },
    recordId: recordIdOf(record.data, shape),
    fields,
    deleted: false,
  });
}
