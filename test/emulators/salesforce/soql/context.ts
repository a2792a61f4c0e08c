import { ApiError } from '../errors';
import type { ObjectDef, StoredRecord } from '../metadata/types';
import type { ReadContext } from '../records/read';
import type { FiscalYear } from './functions';

/** A query on its way: how to read, what was asked, and whether the recycle bin counts. */
export interface QueryContext extends ReadContext {
  /** The SOQL as it came, for error positions. */
  readonly text: string;
  /** True for queryAll. */
  readonly includeDeleted: boolean;
  /** Who asks. */
  readonly userId: string;
  /** Finds an object this login may see. */
  readonly findObject: (name: string) => ObjectDef | null;
}

/** Records of an object that the query may see. */
export function* visibleRecords(context: QueryContext, def: ObjectDef): Generator<StoredRecord> {
  for (const record of context.org.store.all(def.name)) {
    if (!context.includeDeleted && record['IsDeleted'] === true) continue;
    if (context.org.store.isHidden(String(record['Id']))) continue;
    yield record;
  }
}

/** The fiscal year of the org that is asked. */
export function fiscalYearOf({ org }: QueryContext): FiscalYear {
  const organization = org.store.get('Organization', org.id);
  return {
    startMonth: Number(organization?.['FiscalYearStartMonth'] ?? 1),
    isNamedByStart: organization?.['UsesStartDateAsFiscalYearName'] === true,
  };
}

/** A query error that points at `token` in the query, in Salesforce's layout of row, column and marker. */
export function queryError(
  context: QueryContext,
  errorCode: string,
  token: string,
  message: string,
): ApiError {
  const plain = token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found =
    new RegExp(`(?<![\\w.])${plain}(?![\\w])`, 'i').exec(context.text) ??
    new RegExp(plain, 'i').exec(context.text);
  const at = token === '' || !found ? context.text.length : found.index;
  const before = context.text.slice(0, at).split('\n');
  const line = context.text.split('\n')[before.length - 1] ?? '';
  const column = (before.at(-1) ?? '').length;
  const from = Math.max(0, column - 30);
  const snippet = line.slice(from, column + 30);
  const marker = `${' '.repeat(column - from)}^`;
  const where = `ERROR at Row:${before.length}:Column:${column + 1}`;
  return new ApiError(400, errorCode, `\n${snippet}\n${marker}\n${where}\n${message}`);
}

/** A field that the object does not have. */
export function noSuchField(context: QueryContext, def: ObjectDef, name: string, token: string): ApiError {
  return queryError(
    context,
    'INVALID_FIELD',
    token,
    `No such column '${name}' on entity '${def.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** A relationship that the object does not have. */
export function noSuchRelationship(context: QueryContext, name: string, token: string): ApiError {
  return queryError(
    context,
    'INVALID_FIELD',
    token,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** An object that does not exist or that this login may not see. */
export function noSuchType(context: QueryContext, name: string): ApiError {
  return queryError(
    context,
    'INVALID_TYPE',
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

/** A query that breaks the grammar or a restriction of its object. */
export function malformedQuery(message: string): ApiError {
  return new ApiError(400, 'MALFORMED_QUERY', message);
}
