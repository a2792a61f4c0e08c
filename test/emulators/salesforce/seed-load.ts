import { createHash } from 'node:crypto';
import type { RecordSeed, UserSeed } from '../scenario/salesforce-seed';
import { toId18 } from './ids';
import type { FieldValue, ObjectDef } from './metadata/types';
import type { Actor, Org } from './org';
import { beforeSave } from './records/rules';
import { toStored } from './records/values';
import { autoNumbers, insertRecord } from './records/write';
import { parseDateTime, toStamp } from './time';

const SEED_AGE_MS = 90 * 86_400_000;

function id18(text: string, where: string): string {
  const id = toId18(text);
  if (!id) throw new Error(`${where}: ${text} is not a Salesforce id (length or checksum)`);
  return id;
}

/** The one profile that every user of an emulated org has. */
const PROFILE = { id: toId18('00e5g00000Prof1'), name: 'Channel Marketing' };

function loadProfile(org: Org, stamp: string, systemUser: string): void {
  org.store.put('Profile', {
    Id: PROFILE.id,
    Name: PROFILE.name,
    UserType: 'Standard',
    CreatedDate: stamp,
    CreatedById: systemUser,
    LastModifiedDate: stamp,
    LastModifiedById: systemUser,
    SystemModstamp: stamp,
  });
}

function loadUser(org: Org, seed: UserSeed, stamp: string, systemUser: string): void {
  const person = org.people.find(({ key }) => key === seed.person);
  if (!person) throw new Error(`salesforce.users: there is no person with key ${seed.person}`);
  org.store.put('User', {
    Id: id18(seed.id, `user ${seed.username}`),
    Username: seed.username,
    FirstName: person.firstName,
    LastName: person.lastName,
    Name: `${person.firstName} ${person.lastName}`,
    Email: person.email,
    Title: seed.title,
    Alias: person.key.slice(0, 8),
    CommunityNickname: person.key,
    CompanyName: org.seed.org.name,
    IsActive: true,
    TimeZoneSidKey: person.timeZone,
    LocaleSidKey: person.locale,
    LanguageLocaleKey: 'en_US',
    UserType: 'Standard',
    ProfileId: PROFILE.id,
    UserPermissionsMarketingUser: seed.marketingUser,
    DefaultCurrencyIsoCode: 'USD',
    CurrencyIsoCode: 'USD',
    CreatedDate: stamp,
    CreatedById: systemUser,
    LastModifiedDate: stamp,
    LastModifiedById: systemUser,
    SystemModstamp: stamp,
  });
}

function loadOrganization(org: Org, stamp: string, systemUser: string): void {
  const { name, organizationType, instanceName, isSandbox } = org.seed.org;
  org.store.put('Organization', {
    Id: org.id,
    Name: name,
    OrganizationType: organizationType,
    InstanceName: instanceName,
    IsSandbox: isSandbox,
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'Europe/Berlin',
    FiscalYearStartMonth: 2,
    Country: 'DE',
    SignupCountryIsoCode: 'DE',
    CreatedDate: stamp,
    CreatedById: systemUser,
    LastModifiedDate: stamp,
    LastModifiedById: systemUser,
    SystemModstamp: stamp,
  });
}

function loadRecordTypes(org: Org, stamp: string, systemUser: string): void {
  for (const type of org.seed.recordTypes) {
    org.store.put('RecordType', {
      Id: id18(type.id, `record type ${type.developerName}`),
      Name: type.name,
      DeveloperName: type.developerName,
      SobjectType: type.object,
      IsActive: true,
      CreatedDate: stamp,
      CreatedById: systemUser,
      LastModifiedDate: stamp,
      LastModifiedById: systemUser,
      SystemModstamp: stamp,
    });
  }
}

function stampOf(seed: RecordSeed, field: string, fallback: string, where: string): string {
  const text = seed[field];
  if (text === undefined || text === null) return fallback;
  const millis = parseDateTime(String(text));
  if (millis === null) throw new Error(`${where}: ${field} is not an instant: ${String(text)}`);
  return toStamp(new Date(millis));
}

const AUDIT = new Set([
  'Id',
  'CreatedDate',
  'LastModifiedDate',
  'CreatedById',
  'LastModifiedById',
  'SystemModstamp',
]);

function loadRecord(
  org: Org,
  actor: Actor,
  def: ObjectDef,
  seed: RecordSeed,
  index: number,
  fallback: string,
): void {
  const where = `salesforce.records ${def.name}[${index}]`;
  const values: Record<string, FieldValue> = { OwnerId: actor.userId, ...autoNumbers(org, def) };
  for (const field of def.fields) {
    if (field.type === 'boolean') values[field.name] = field.defaultValue === true;
    else if (field.defaultValue !== null) values[field.name] = field.defaultValue;
  }
  for (const [key, value] of Object.entries(seed)) {
    if (AUDIT.has(key)) continue;
    const field = org.metadata.field(def, key);
    if (!field && org.metadata.isOmitted(def.name, key)) continue;
    if (!field) throw new Error(`${where}: ${def.name} has no field ${key}`);
    try {
      values[field.name] = toStored(org, field, value);
    } catch (error) {
      throw new Error(`${where}.${key}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const modified = stampOf(seed, 'LastModifiedDate', fallback, where);
  values['Id'] = typeof seed['Id'] === 'string' ? id18(seed['Id'], where) : org.makeId(def.keyPrefix);
  values['CreatedDate'] = stampOf(seed, 'CreatedDate', modified, where);
  values['CreatedById'] =
    typeof seed['CreatedById'] === 'string' ? id18(seed['CreatedById'], where) : actor.userId;
  values['LastModifiedDate'] = modified;
  values['LastModifiedById'] =
    typeof seed['LastModifiedById'] === 'string' ? id18(seed['LastModifiedById'], where) : actor.userId;
  values['SystemModstamp'] = modified;
  values['IsDeleted'] = false;
  if (!org.metadata.field(def, 'OwnerId')) delete values['OwnerId'];
  beforeSave(org, actor, def, { values, given: new Set(Object.keys(seed)), before: null });
  org.store.put(def.name, values);
}

/** Fills an org with what its seed says; throws with the place of the first thing that does not fit. */
export function loadSeed(org: Org): void {
  const { seed } = org;
  const stamp = toStamp(new Date(org.clock.now().getTime() - SEED_AGE_MS));
  const first = seed.users[0];
  if (!first) throw new Error('salesforce.users is empty');
  const systemUser = id18(first.id, `user ${first.username}`);
  const actor: Actor = { userId: systemUser, allowDuplicates: true };
  loadProfile(org, stamp, systemUser);
  for (const user of seed.users) loadUser(org, user, stamp, systemUser);
  loadOrganization(org, stamp, systemUser);
  loadRecordTypes(org, stamp, systemUser);
  for (const { object, items } of seed.records) {
    const def = org.metadata.object(object);
    if (!def && org.metadata.isOmitted(object)) continue;
    if (!def) throw new Error(`salesforce.records: this org has no object ${object}`);
    items.forEach((item, index) => loadRecord(org, actor, def, item, index, stamp));
  }
  const versions = org.metadata.object('ContentVersion');
  for (const file of versions ? seed.files : []) {
    const bytes =
      file.base64 === undefined ? Buffer.from(file.text ?? '', 'utf8') : Buffer.from(file.base64, 'base64');
    insertRecord(org, actor, versions as ObjectDef, {
      Title: file.title,
      PathOnClient: file.pathOnClient,
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: file.linkedTo,
    });
  }
  for (const permission of seed.fieldPermissions)
    if (!org.metadata.permit(permission))
      throw new Error(`salesforce.fieldPermissions: there is no ${permission.object}.${permission.field}`);
}

/** Hash of stored bytes, for tests that compare files. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
