import { field, lookup, picklist, readOnly, required, systemFields } from './fields';
import { object } from './objects-core';
import type { ObjectDef } from './types';

/** Objects that a file can be attached to; custom objects are added by the registry. */
export const LINK_TARGETS: readonly string[] = [
  'Account',
  'Campaign',
  'Contact',
  'Event',
  'Lead',
  'Organization',
  'PartnerFundAllocation',
  'PartnerFundClaim',
  'PartnerFundRequest',
  'PartnerMarketingBudget',
  'Task',
  'User',
];

const contentVersion = object('ContentVersion', '068', [
  ...systemFields('ContentVersion'),
  lookup('ContentDocumentId', 'ContentDocument', {
    label: 'ContentDocument ID',
    childRelationship: 'ContentVersions',
    updateable: false,
    nillable: false,
    defaultedOnCreate: true,
  }),
  readOnly(field('IsLatest', 'boolean', { label: 'Is Latest' })),
  field('ContentUrl', 'url', { length: 1300 }),
  readOnly(field('VersionNumber', 'string', { length: 20 })),
  required(field('Title', 'string', { nameField: true, defaultedOnCreate: true })),
  field('Description', 'textarea', { length: 1000 }),
  field('ReasonForChange', 'string', { length: 1000 }),
  picklist('SharingOption', ['A', 'R'], { length: 40, restrictedPicklist: true, chosen: 'A' }),
  picklist('SharingPrivacy', ['N', 'P'], { length: 40, restrictedPicklist: true, chosen: 'N' }),
  required(field('PathOnClient', 'string', { length: 500, updateable: false })),
  readOnly(field('ContentModifiedDate', 'datetime')),
  readOnly(lookup('ContentModifiedById', 'User')),
  readOnly(field('FileType', 'string', { length: 20 })),
  readOnly(picklist('PublishStatus', ['P', 'R', 'U'], { length: 40 })),
  field('VersionData', 'base64', { updateable: false }),
  readOnly(field('ContentSize', 'int', { label: 'Size' })),
  readOnly(field('FileExtension', 'string', { length: 40 })),
  field('FirstPublishLocationId', 'reference', {
    label: 'First Publish Location ID',
    referenceTo: [...LINK_TARGETS],
    relationshipName: 'FirstPublishLocation',
    polymorphic: true,
    updateable: false,
  }),
  picklist('Origin', ['C', 'H'], { length: 40, restrictedPicklist: true, chosen: 'C', updateable: false }),
  picklist('ContentLocation', ['S', 'E', 'L'], {
    length: 40,
    restrictedPicklist: true,
    chosen: 'S',
    updateable: false,
  }),
  readOnly(field('Checksum', 'string', { length: 50 })),
  field('IsMajorVersion', 'boolean', { updateable: false }),
  readOnly(field('VersionDataUrl', 'url', { length: 1300 })),
]);

const contentDocument = object(
  'ContentDocument',
  '069',
  [
    ...systemFields('ContentDocument', { viewed: true }),
    field('Title', 'string', { nameField: true, nillable: false, createable: false }),
    field('Description', 'textarea', { length: 1000, createable: false }),
    readOnly(field('IsArchived', 'boolean')),
    readOnly(picklist('PublishStatus', ['P', 'R', 'U'], { length: 40 })),
    readOnly(lookup('LatestPublishedVersionId', 'ContentVersion')),
    readOnly(field('ContentSize', 'int')),
    readOnly(field('FileType', 'string', { length: 20 })),
    readOnly(field('FileExtension', 'string', { length: 40 })),
    readOnly(field('ContentModifiedDate', 'datetime')),
    picklist('SharingOption', ['A', 'R'], { length: 40, restrictedPicklist: true, createable: false }),
  ],
  { createable: false },
);

const contentDocumentLink = object(
  'ContentDocumentLink',
  '06A',
  [
    ...systemFields('ContentDocumentLink', { owner: false }).filter(
      ({ name }) => name === 'Id' || name === 'IsDeleted' || name === 'SystemModstamp',
    ),
    required(
      field('LinkedEntityId', 'reference', {
        label: 'Linked Entity ID',
        referenceTo: [...LINK_TARGETS],
        relationshipName: 'LinkedEntity',
        childRelationship: 'ContentDocumentLinks',
        polymorphic: true,
        updateable: false,
      }),
    ),
    required(
      lookup('ContentDocumentId', 'ContentDocument', {
        label: 'ContentDocument ID',
        childRelationship: 'ContentDocumentLinks',
        updateable: false,
        cascadeDelete: true,
      }),
    ),
    picklist('ShareType', ['V', 'C', 'I'], { length: 40, restrictedPicklist: true, chosen: 'V' }),
    picklist('Visibility', ['AllUsers', 'InternalUsers', 'SharedUsers'], {
      length: 40,
      restrictedPicklist: true,
      chosen: 'AllUsers',
    }),
  ],
  { feedEnabled: false, searchable: false, replicateable: false },
);

/** Files: a version holds the bytes, a document gathers versions, a link attaches the document to a record. */
export const FILE_OBJECTS: readonly ObjectDef[] = [contentVersion, contentDocument, contentDocumentLink];
