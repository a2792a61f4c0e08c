import { ok } from '../../../shared/lib/result';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import type { Remotely } from '../common/failure';
import type { CrmSession } from './find-record';
import { quote, soql } from './soql';

/** Ids of the files that hang on a record. */
export async function linkedDocuments(session: CrmSession, linkTo: string): Promise<Remotely<string[]>> {
  const where = [`LinkedEntityId = ${quote(linkTo)}`];
  const answer = await session.client.query(
    soql({ fields: ['ContentDocumentId'], object: 'ContentDocumentLink', where, limit: 2000 }),
  );
  if (!answer.ok) return answer;
  const ids = answer.value.records.flatMap((raw) =>
    typeof raw === 'object' && raw !== null && 'ContentDocumentId' in raw
      ? [String(raw.ContentDocumentId)]
      : [],
  );
  return ok(ids);
}

/** Hangs files on a record; those that hang there already are left alone. */
export async function addLinks(
  session: CrmSession,
  linkTo: string,
  documents: readonly string[],
): Promise<Remotely<void>> {
  if (documents.length === 0) return ok(undefined);
  const there = await linkedDocuments(session, linkTo);
  if (!there.ok) return there;
  const known = new Set(there.value.map(completeSalesforceId));
  for (const document of documents) {
    if (known.has(completeSalesforceId(document))) continue;
    const made = await session.client.create('ContentDocumentLink', {
      ContentDocumentId: document,
      LinkedEntityId: linkTo,
      ShareType: 'V',
    });
    if (!made.ok) return made;
  }
  return ok(undefined);
}
