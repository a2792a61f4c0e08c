import {
  address,
  currencyIsoCode,
  field,
  lookup,
  picklist,
  readOnly,
  required,
  systemFields,
} from './fields';
import type { FieldDef, ObjectDef } from './types';

/** An object with the traits most standard objects share; `overrides` change them. */
export function object(
  name: string,
  keyPrefix: string,
  fields: readonly FieldDef[],
  overrides: Partial<ObjectDef> = {},
): ObjectDef {
  const label = name
    .replace(/__c$/, '')
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    custom: name.endsWith('__c'),
    createable: true,
    updateable: true,
    deletable: true,
    searchable: true,
    mergeable: false,
    feedEnabled: true,
    triggerable: true,
    replicateable: true,
    layoutable: true,
    entityTag: false,
    fields,
    ...overrides,
  };
}

const SETUP = {
  createable: false,
  updateable: false,
  deletable: false,
  feedEnabled: false,
  triggerable: false,
} as const;

const account = object(
  'Account',
  '001',
  [
    ...systemFields('Account', { viewed: true }),
    readOnly(lookup('MasterRecordId', 'Account')),
    required(
      field('Name', 'string', {
        label: 'Account Name',
        nameField: true,
        extraTypeInfo: 'switchablepersonname',
      }),
    ),
    picklist('Type', ['Prospect', 'Customer', 'Partner', 'Former Customer', 'Other'], {
      label: 'Account Type',
    }),
    lookup('RecordTypeId', 'RecordType', { label: 'Record Type ID' }),
    lookup('ParentId', 'Account', { label: 'Parent Account ID', childRelationship: 'ChildAccounts' }),
    ...address('Billing', 'Billing'),
    ...address('Shipping', 'Shipping'),
    field('Phone', 'phone', { length: 40, label: 'Account Phone' }),
    field('Fax', 'phone', { length: 40, label: 'Account Fax' }),
    field('AccountNumber', 'string', { length: 40 }),
    field('Website', 'url'),
    readOnly(field('PhotoUrl', 'url', { label: 'Photo URL', extraTypeInfo: 'imageurl' })),
    field('Sic', 'string', { length: 20, label: 'SIC Code' }),
    picklist('Industry', ['Consulting', 'Technology', 'Telecommunications', 'Government', 'Other']),
    field('AnnualRevenue', 'currency', { scale: 0 }),
    field('NumberOfEmployees', 'int', { label: 'Employees' }),
    picklist('Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
    field('TickerSymbol', 'string', { length: 20 }),
    field('Description', 'textarea', { length: 32_000, label: 'Account Description' }),
    picklist('Rating', ['Hot', 'Warm', 'Cold'], { label: 'Account Rating' }),
    field('Site', 'string', { length: 80, label: 'Account Site' }),
    currencyIsoCode(),
    readOnly(field('LastActivityDate', 'date', { label: 'Last Activity' })),
    field('Jigsaw', 'string', { length: 20, label: 'Data.com Key' }),
    readOnly(field('JigsawCompanyId', 'string', { length: 20, label: 'Jigsaw Company ID' })),
    picklist('AccountSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Other']),
    field('SicDesc', 'string', { length: 80, label: 'SIC Description' }),
    readOnly(field('IsPartner', 'boolean', { label: 'Partner Account' })),
    picklist('Partners_Partner_Type__c', ['Alliance', 'Channel'], { label: 'Partner Type' }),
    picklist('Partner_Track__c', ['Open', 'Select', 'Technology'], { label: 'Partner Track' }),
    picklist('Partners_Partner_Status__c', ['Authorized', 'Pending', 'Former'], { label: 'Partner Status' }),
    readOnly(
      field('Account_ID_18__c', 'string', {
        length: 1300,
        label: 'Account ID (18)',
        calculated: true,
        calculatedFormula: 'CASESAFEID(Id)',
        groupable: false,
      }),
    ),
    picklist('Sales_Region__c', ['AMER', 'APAC', 'EMEA', 'PubSec'], { label: 'Region' }),
    field('Partner_Marketing_Email__c', 'email', { length: 80, label: 'Partner Marketing Email' }),
  ],
  { mergeable: true, entityTag: true },
);

function personName(label: string): FieldDef[] {
  return [
    required(field('LastName', 'string', { length: 80, compoundFieldName: 'Name' })),
    field('FirstName', 'string', { length: 40, compoundFieldName: 'Name' }),
    picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Mx.', 'Dr.', 'Prof.'], {
      length: 40,
      compoundFieldName: 'Name',
    }),
    readOnly(
      field('Name', 'string', {
        length: 121,
        nillable: false,
        nameField: true,
        label,
        extraTypeInfo: 'personname',
      }),
    ),
  ];
}

const contact = object('Contact', '003', [
  ...systemFields('Contact', { viewed: true }),
  lookup('AccountId', 'Account', { label: 'Account ID', childRelationship: 'Contacts' }),
  ...personName('Full Name'),
  ...address('Mailing', 'Mailing'),
  field('Phone', 'phone', { length: 40, label: 'Business Phone' }),
  field('MobilePhone', 'phone', { length: 40 }),
  field('Email', 'email', { length: 80, idLookup: true }),
  field('Title', 'string', { length: 128 }),
  field('Department', 'string', { length: 80 }),
  picklist('LeadSource', ['Web', 'Partner Referral', 'Trade Show', 'Webcast', 'Other'], { length: 255 }),
  field('Description', 'textarea', { length: 32_000 }),
  currencyIsoCode(),
]);

const lead = object('Lead', '00Q', [
  ...systemFields('Lead', { viewed: true }),
  ...personName('Full Name'),
  field('Title', 'string', { length: 128 }),
  required(field('Company', 'string')),
  field('Email', 'email', { length: 80, idLookup: true }),
  field('Phone', 'phone', { length: 40 }),
  field('Country', 'string', { length: 80 }),
  picklist('LeadSource', ['Web', 'Partner Referral', 'Trade Show', 'Webcast', 'Other']),
  picklist('Status', ['Raw', 'Inquiry', 'MQL', 'Accepted', 'Qualified', 'Disqualified'], {
    nillable: false,
    chosen: 'Raw',
  }),
  field('IsConverted', 'boolean', { createable: true, updateable: false }),
  currencyIsoCode(),
]);

const user = object(
  'User',
  '005',
  [
    ...systemFields('User', { owner: false, viewed: true, deletable: false }),
    required(field('Username', 'string', { length: 80, idLookup: true, unique: true })),
    ...personName('Full Name'),
    field('CompanyName', 'string', { length: 80 }),
    field('Department', 'string', { length: 80 }),
    field('Title', 'string', { length: 80 }),
    required(field('Email', 'email', { length: 128, idLookup: true })),
    required(field('Alias', 'string', { length: 8 })),
    required(field('CommunityNickname', 'string', { length: 40, label: 'Nickname' })),
    field('IsActive', 'boolean', { label: 'Active' }),
    field('TimeZoneSidKey', 'picklist', { length: 40, nillable: false, label: 'Time Zone' }),
    field('LocaleSidKey', 'picklist', { length: 40, nillable: false, label: 'Locale' }),
    field('LanguageLocaleKey', 'picklist', { length: 40, nillable: false, label: 'Language' }),
    lookup('ProfileId', 'Profile', {
      label: 'Profile ID',
      childRelationship: 'Users',
      nillable: false,
      defaultedOnCreate: true,
    }),
    readOnly(picklist('UserType', ['Standard', 'PowerPartner', 'Guest'], { length: 40 })),
    lookup('ManagerId', 'User', { label: 'Manager ID', childRelationship: 'ManagedUsers' }),
    field('UserPermissionsMarketingUser', 'boolean', { label: 'Marketing User' }),
    picklist('DefaultCurrencyIsoCode', ['USD', 'EUR', 'GBP', 'JPY'], { length: 3, restrictedPicklist: true }),
    currencyIsoCode(),
  ],
  { ...SETUP, feedEnabled: true },
);

const organization = object(
  'Organization',
  '00D',
  [
    ...systemFields('Organization', { owner: false, deletable: false }),
    field('Name', 'string', { length: 80, nillable: false, nameField: true }),
    field('Division', 'string', { length: 80 }),
    ...address('', ''),
    field('Phone', 'phone', { length: 40 }),
    field('PrimaryContact', 'string', { length: 80 }),
    field('DefaultLocaleSidKey', 'picklist', { length: 40 }),
    field('LanguageLocaleKey', 'picklist', { length: 40 }),
    field('TimeZoneSidKey', 'picklist', { length: 40 }),
    field('FiscalYearStartMonth', 'int'),
    field('UsesStartDateAsFiscalYearName', 'boolean'),
    field('OrganizationType', 'picklist', { length: 40 }),
    field('NamespacePrefix', 'string', { length: 15 }),
    field('InstanceName', 'string', { length: 5 }),
    field('IsSandbox', 'boolean'),
    field('IsReadOnly', 'boolean'),
    field('TrialExpirationDate', 'datetime'),
    field('SignupCountryIsoCode', 'string', { length: 2 }),
  ].map(readOnly),
  SETUP,
);

const recordType = object(
  'RecordType',
  '012',
  [
    ...systemFields('Record Type', { owner: false, deletable: false }),
    field('Name', 'string', { length: 80, nillable: false, nameField: true }),
    field('DeveloperName', 'string', { length: 80, nillable: false }),
    field('NamespacePrefix', 'string', { length: 15 }),
    field('Description', 'string', { length: 255 }),
    field('SobjectType', 'picklist', { length: 40, nillable: false }),
    field('IsActive', 'boolean'),
  ].map(readOnly),
  SETUP,
);

const profile = object(
  'Profile',
  '00e',
  [
    ...systemFields('Profile', { owner: false, deletable: false }),
    field('Name', 'string', { nillable: false, nameField: true }),
    field('UserType', 'picklist', { length: 40 }),
    field('Description', 'string', { length: 255 }),
  ].map(readOnly),
  SETUP,
);

/** Accounts, people and the org itself. */
export const CORE_OBJECTS: readonly ObjectDef[] = [
  account,
  contact,
  lead,
  user,
  organization,
  profile,
  recordType,
];
