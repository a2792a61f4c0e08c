import { err, ok } from '../../../shared/lib/result';
import { completeSalesforceId } from '../../../shared/schema/salesforce-id';
import { z } from '../../../shared/schema/zod';
import type { Remotely } from '../common/failure';
import type { CrmSession } from './find-record';
import { among, soql } from './soql';

const Link = z.object({ ContentDocumentId: z.string() });

/** Ids of the files that hang on any of these records. */
export async function linkedDocuments(
  session: CrmSession,
  records: readonly string[],
): Promise<Remotely<string[]>> {
  const where = [among('LinkedEntityId', records)];
  const answer = await session.client.query(
    soql({ fields: ['ContentDocumentId'], object: 'ContentDocumentLink', where, limit: 2000 }),
  );
  if (!answer.ok) return answer;
  const rows = Link.array().safeParse(answer.value.records);
  if (rows.success) return ok([...new Set(rows.data.map(({ ContentDocumentId }) => ContentDocumentId))]);
  const raw = JSON.stringify(answer.value.records).slice(0, 20_000);
  return err({ kind: 'unreadable', why: 'The list of files on a record could not be understood.', raw });
}

/** Hangs files on a record; those that hang there already are left alone. */
export async function addLinks(
  session: CrmSession,
  linkTo: string,
  documents: readonly string[],
): Promise<Remotely<void>> {
  if (documents.length === 0) return ok(undefined);
  const there = await linkedDocuments(session, [linkTo]);
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
