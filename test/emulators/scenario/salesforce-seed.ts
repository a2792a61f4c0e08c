import { z } from '../../../shared/schema/zod';
import { FieldType } from '../salesforce/metadata/types';

const SfId = z.string().regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/, 'a 15- or 18-character Salesforce id');
const ApiName = z.string().regex(/^[A-Za-z]\w*$/, 'an API name');

/** A custom field that a seed adds to an object. */
export const FieldSeed = z.object({
  name: z.string().regex(/^[A-Za-z]\w*__c$/, 'the API name of a custom field ends with __c'),
  label: z.string().optional(),
  type: FieldType.default('string'),
  length: z.int().positive().optional(),
  required: z.boolean().default(false),
  /** Choices of a picklist; API value and label are the same. */
  values: z.array(z.string()).default([]),
  restricted: z.boolean().default(false),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  externalId: z.boolean().default(false),
  /** External ids are unique unless told otherwise; two records may then share one. */
  unique: z.boolean().optional(),
  /** Object that a reference points to. */
  referenceTo: ApiName.optional(),
  /** Name under which the parent lists these records, without `__r`. */
  childRelationship: ApiName.optional(),
});
export type FieldSeed = z.infer<typeof FieldSeed>;

/** A custom object that a seed adds; it has `Name`, an owner and the system fields without being told. */
export const ObjectSeed = z.object({
  name: z.string().regex(/^[A-Za-z]\w*__c$/, 'the API name of a custom object ends with __c'),
  label: z.string(),
  labelPlural: z.string().optional(),
  keyPrefix: z.string().regex(/^a[A-Za-z0-9]{2}$/, 'custom objects have key prefixes a00 to aZZ'),
  /** Pattern of a number that the server puts into `Name`, e.g. `C-{00000}`; without it people fill in `Name`. */
  autoNumber: z
    .string()
    .regex(/\{0+\}/, 'a pattern such as C-{00000}')
    .optional(),
  fields: z.array(FieldSeed).default([]),
});
export type ObjectSeed = z.infer<typeof ObjectSeed>;

/** What the login may do with a field; what is left out stays as it is for everybody. */
export const FieldPermission = z.object({
  object: ApiName,
  field: ApiName,
  /** A field that may not be read is not described, and no query knows it. */
  readable: z.boolean().optional(),
  createable: z.boolean().optional(),
  updateable: z.boolean().optional(),
  /** All that a picklist offers, in place of what it offers by itself. */
  values: z.array(z.string()).optional(),
});
export type FieldPermission = z.infer<typeof FieldPermission>;

/** An app that may ask for tokens. */
export const ClientSeed = z.object({
  clientId: z.string().min(1),
  /** Null for a public client, which must not send a secret. */
  clientSecret: z.string().nullable().default(null),
  /** Every refresh gives a new refresh token and the old one, used again, revokes everything. */
  rotateRefreshTokens: z.boolean().default(true),
  /** A refresh token that is valid from the start. */
  refreshToken: z.string().optional(),
  /** Key of the person who gave it. */
  grantedBy: z.string().optional(),
  /** Key of the person that the app is when it signs in by its secret alone. */
  runAs: z.string().optional(),
  /** Certificate or public key, in PEM, of the key that signs the app's assertions. */
  certificate: z.string().optional(),
});
export type ClientSeed = z.infer<typeof ClientSeed>;

/** A person's login in this org. */
export const UserSeed = z.object({
  id: SfId,
  /** Key in the scenario's `people`. */
  person: z.string(),
  username: z.string().min(3),
  title: z.string().nullable().default(null),
  /** Campaigns are invisible to those who are none. */
  marketingUser: z.boolean().default(true),
});
export type UserSeed = z.infer<typeof UserSeed>;

/** Records that agree in all `fields` are duplicates; `allowSave` lets a client insist. */
export const DuplicateRuleSeed = z.object({
  object: ApiName,
  name: z.string(),
  fields: z.array(ApiName).min(1),
  allowSave: z.boolean().default(true),
});
export type DuplicateRuleSeed = z.infer<typeof DuplicateRuleSeed>;

/** A file that is there from the start, attached to a record. */
export const FileSeed = z.object({
  title: z.string(),
  pathOnClient: z.string(),
  linkedTo: SfId,
  text: z.string().optional(),
  base64: z.string().optional(),
});
export type FileSeed = z.infer<typeof FileSeed>;

/** Field values by API name; `Id` may be given, `CreatedDate` and `LastModifiedDate` too. */
export const RecordSeed = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type RecordSeed = z.infer<typeof RecordSeed>;

/** Everything the emulated Salesforce org starts with. */
export const SalesforceSeed = z.object({
  org: z.object({
    id: SfId,
    name: z.string(),
    instanceName: z.string().default('EU99'),
    organizationType: z.string().default('Enterprise Edition'),
    isSandbox: z.boolean().default(false),
  }),
  /** Version that clients are told to use. */
  apiVersion: z
    .string()
    .regex(/^\d+\.0$/)
    .default('62.0'),
  /** Text field that holds this app's ids; unique and external id on four objects. */
  externalIdField: z.string().default('Channel_Desk_Id__c'),
  /** Object that stands for fund requests, for clients that ask the launcher. */
  fundRequestObject: ApiName.default('PartnerFundRequest'),
  users: z.array(UserSeed).min(1),
  clients: z.array(ClientSeed).min(1),
  recordTypes: z
    .array(
      z.object({
        id: SfId,
        object: ApiName,
        developerName: ApiName,
        name: z.string(),
        isDefault: z.boolean().default(false),
      }),
    )
    .default([]),
  /** Objects that this org does not have. */
  omitObjects: z.array(ApiName).default([]),
  /** Fields that this org does not have, `Object.Field`; `*` stands for every object or every custom field. */
  omitFields: z.array(z.string().regex(/^(?:\w+|\*)\.(?:\w+|\*)$/)).default([]),
  customFields: z.array(z.object({ object: ApiName, fields: z.array(FieldSeed).min(1) })).default([]),
  customObjects: z.array(ObjectSeed).default([]),
  /** Field-level security of whoever logs in. */
  fieldPermissions: z.array(FieldPermission).default([]),
  duplicateRules: z.array(DuplicateRuleSeed).default([]),
  dailyApiRequests: z.int().positive().default(15_000),
  /** Seconds that an access token lives. */
  accessTokenSeconds: z.int().positive().default(7200),
  /** Seconds that a query locator lives. */
  locatorSeconds: z.int().positive().default(900),
  /** Records in the order in which they are made, so that parents come first. */
  records: z.array(z.object({ object: ApiName, items: z.array(RecordSeed) })).default([]),
  files: z.array(FileSeed).default([]),
});
export type SalesforceSeed = z.infer<typeof SalesforceSeed>;
/** What a seed file may write: defaulted parts left out. */
export type SalesforceSeedInput = z.input<typeof SalesforceSeed>;
