import type { FieldDef, FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import type { Org } from '../org';

/** A value as an answer carries it; compound addresses are objects. */
export type JsonValue = FieldValue | { readonly [key: string]: JsonValue } | readonly JsonValue[];

/** What a record looks like depends on the version in the request's URL and on the instance that answers. */
export interface ReadContext {
  readonly org: Org;
  /** E.g. `v62.0`. */
  readonly version: string;
  readonly instanceUrl: string;
}

const APPROVED = new Set(['Approved']);
const CLAIM_APPROVED = new Set(['Approved', 'Paid']);
const CLAIM_PAID = new Set(['Paid']);

function sum(org: Org, child: string, by: string, id: string, statuses: ReadonlySet<string> | null): number {
  let cents = 0;
  for (const childId of org.store.find(child, by, id)) {
    const record = org.store.get(child, childId);
    if (!record || record['IsDeleted'] === true) continue;
    if (statuses && !statuses.has(String(record['Status']))) continue;
    cents += Math.round(Number(record['Amount'] ?? 0) * 100);
  }
  return cents / 100;
}

const ROLLUP_KEY: Readonly<Record<string, string>> = {
  PartnerMarketingBudget: 'BudgetId',
  PartnerFundAllocation: 'AllocationId',
  PartnerFundRequest: 'RequestId',
};

function rollup(org: Org, def: ObjectDef, id: string, field: string): number | null {
  const key = ROLLUP_KEY[def.name];
  if (key === undefined) return null;
  switch (field) {
    case 'TotalAllocatedAmount':
      return sum(org, 'PartnerFundAllocation', key, id, null);
    case 'TotalApprovedFrs':
      return sum(org, 'PartnerFundRequest', key, id, APPROVED);
    case 'TotalApprovedFcs':
      return sum(org, 'PartnerFundClaim', key, id, CLAIM_APPROVED);
    case 'TotalReimbursedFcs':
      return sum(org, 'PartnerFundClaim', key, id, CLAIM_PAID);
    default:
      return null;
  }
}

/** The scalar in a field: stored, added up from other records or worked out from the id. */
export function readField(org: Org, def: ObjectDef, record: StoredRecord, field: FieldDef): FieldValue {
  const id = String(record['Id']);
  if (field.name.startsWith('Total') && !field.custom) return rollup(org, def, id, field.name);
  if (field.name === 'Account_ID_18__c') return id;
  if (field.name === 'PhotoUrl') return `/services/images/photo/${id}`;
  const value = record[field.name] ?? null;
  return value === null && field.type === 'boolean' ? false : value;
}

function addressOf(record: StoredRecord, prefix: string): JsonValue {
  const part = (suffix: string): FieldValue => record[`${prefix}${suffix}`] ?? null;
  const value = {
    city: part('City'),
    country: part('Country'),
    geocodeAccuracy: part('GeocodeAccuracy'),
    latitude: part('Latitude'),
    longitude: part('Longitude'),
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  };
  return Object.values(value).every((item) => item === null) ? null : value;
}

/** Path of a record for the request's version. */
export function recordUrl(version: string, object: string, id: string): string {
  return `/services/data/${version}/sobjects/${object}/${id}`;
}

/** The value of a field as the answer shows it: bytes become the URL that gives them. */
export function renderField(
  context: ReadContext,
  def: ObjectDef,
  record: StoredRecord,
  field: FieldDef,
): JsonValue {
  const id = String(record['Id']);
  if (field.type === 'base64') return `${recordUrl(context.version, def.name, id)}/${field.name}`;
  if (field.type === 'address') return addressOf(record, field.name.replace(/Address$/, ''));
  if (field.name === 'VersionDataUrl')
    return `${context.instanceUrl}/sfc/servlet.shepherd/version/download/${id}`;
  return readField(context.org, def, record, field);
}

/** The `attributes` that every record begins with. */
export function attributesOf(
  version: string,
  def: ObjectDef,
  record: StoredRecord,
): { type: string; url: string } {
  return { type: def.name, url: recordUrl(version, def.name, String(record['Id'])) };
}

/** A record with the given fields (all of them when none are named), as a GET on it answers. */
export function renderRecord(
  context: ReadContext,
  def: ObjectDef,
  record: StoredRecord,
  fields: readonly FieldDef[] = context.org.metadata.seenFields(def),
): Record<string, JsonValue> {
  const body: Record<string, JsonValue> = { attributes: attributesOf(context.version, def, record) };
  for (const field of fields) body[field.name] = renderField(context, def, record, field);
  return body;
}
