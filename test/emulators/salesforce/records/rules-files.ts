import { createHash } from 'node:crypto';
import { ApiError, badJson } from '../errors';
import type { Actor, Org } from '../org';
import { type Draft, textOf } from './draft';
import { requiredMissing } from './values';

const FILE_TYPES: Readonly<Record<string, string>> = {
  csv: 'CSV',
  doc: 'WORD',
  docx: 'WORD_X',
  jpeg: 'JPG',
  jpg: 'JPG',
  pdf: 'PDF',
  png: 'PNG',
  pptx: 'POWER_POINT_X',
  txt: 'TEXT',
  xlsx: 'EXCEL_X',
  xml: 'XML',
};
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

function decode(base64: string): Uint8Array {
  if (!BASE64.test(base64)) throw badJson('Value must be Base64 encoded: VersionData');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function extensionOf(path: string): string | null {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? name.slice(dot + 1) : null;
}

function titleOf(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  const extension = extensionOf(path);
  return extension === null ? name : name.slice(0, -(extension.length + 1));
}

function link(org: Org, documentId: string, entityId: string, shareType: string): void {
  org.store.put('ContentDocumentLink', {
    Id: org.makeId('06A'),
    IsDeleted: false,
    SystemModstamp: org.stamp(),
    LinkedEntityId: entityId,
    ContentDocumentId: documentId,
    ShareType: shareType,
    Visibility: 'AllUsers',
  });
}

function newDocument(org: Org, actor: Actor, draft: Draft): string {
  const documentId = org.makeId('069');
  const now = org.stamp();
  const owner = textOf(draft, 'OwnerId');
  org.store.put('ContentDocument', {
    Id: documentId,
    IsDeleted: false,
    OwnerId: owner,
    CreatedDate: now,
    CreatedById: actor.userId,
    LastModifiedDate: now,
    LastModifiedById: actor.userId,
    SystemModstamp: now,
    IsArchived: false,
    PublishStatus: 'R',
    SharingOption: 'A',
  });
  link(org, documentId, owner, 'I');
  const place = textOf(draft, 'FirstPublishLocationId');
  if (place !== '' && place !== owner) link(org, documentId, place, 'V');
  return documentId;
}

function previousVersions(org: Org, documentId: string): number {
  const ids = org.store.find('ContentVersion', 'ContentDocumentId', documentId);
  for (const id of ids) {
    const version = org.store.get('ContentVersion', id);
    if (version?.['IsLatest'] === true) org.store.put('ContentVersion', { ...version, IsLatest: false });
  }
  return ids.length;
}

function publish(org: Org, actor: Actor, draft: Draft): void {
  const documentId = textOf(draft, 'ContentDocumentId');
  const document = org.store.get('ContentDocument', documentId);
  if (!document) return;
  const { values } = draft;
  const now = org.stamp();
  org.store.put('ContentDocument', {
    ...document,
    Title: values['Title'] ?? null,
    Description: values['Description'] ?? null,
    FileType: values['FileType'] ?? null,
    FileExtension: values['FileExtension'] ?? null,
    ContentSize: values['ContentSize'] ?? null,
    ContentModifiedDate: now,
    LatestPublishedVersionId: values['Id'] ?? null,
    LastModifiedDate: now,
    LastModifiedById: actor.userId,
    SystemModstamp: now,
  });
}

/** A new version takes its bytes in, gets its document (and the link to the first place) and becomes the latest. */
export function versionRules(org: Org, actor: Actor, draft: Draft): void {
  const { values } = draft;
  if (draft.before !== null) {
    publish(org, actor, draft);
    return;
  }
  const base64 = values['VersionData'];
  if (typeof base64 !== 'string') throw requiredMissing(['VersionData']);
  const bytes = decode(base64);
  delete values['VersionData'];
  const path = textOf(draft, 'PathOnClient');
  const extension = extensionOf(path);
  const id = textOf(draft, 'Id');
  const into = textOf(draft, 'ContentDocumentId');
  if (into !== '' && textOf(draft, 'FirstPublishLocationId') !== '') {
    throw new ApiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'FirstPublishLocationId can be set on the first version only',
      ['FirstPublishLocationId'],
    );
  }
  const older = into === '' ? 0 : previousVersions(org, into);
  values['ContentDocumentId'] = into === '' ? newDocument(org, actor, draft) : into;
  values['VersionNumber'] = String(older + 1);
  values['IsLatest'] = true;
  values['IsMajorVersion'] = true;
  values['PublishStatus'] = 'R';
  values['FileExtension'] = extension;
  values['FileType'] = FILE_TYPES[(extension ?? '').toLowerCase()] ?? 'UNKNOWN';
  values['ContentSize'] = bytes.length;
  values['Checksum'] = createHash('md5').update(bytes).digest('hex');
  values['ContentModifiedDate'] = org.stamp();
  values['ContentModifiedById'] = actor.userId;
  org.store.putBytes(id, bytes);
  publish(org, actor, draft);
}

/** Fills in a version's title before required fields are checked. */
export function versionDefaults(draft: Draft): void {
  if (textOf(draft, 'Title') === '' && textOf(draft, 'PathOnClient') !== '') {
    draft.values['Title'] = titleOf(textOf(draft, 'PathOnClient'));
  }
}

/** A document is linked to a record at most once. */
export function documentRules(org: Org, draft: Draft): void {
  if (draft.before !== null) return;
  const entity = textOf(draft, 'LinkedEntityId');
  const twin = org.store
    .find('ContentDocumentLink', 'ContentDocumentId', textOf(draft, 'ContentDocumentId'))
    .map((id) => org.store.get('ContentDocumentLink', id))
    .find((row) => row?.['LinkedEntityId'] === entity && row['IsDeleted'] !== true);
  if (twin) {
    throw new ApiError(
      400,
      'DUPLICATE_VALUE',
      `duplicate value found: LinkedEntityId duplicates value on record with id: ${String(twin['Id']).slice(0, 15)}`,
      [],
    );
  }
}
