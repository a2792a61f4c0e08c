import { findActivityType } from '../../domain/lookup';
import { type StaysHere, staysHere } from '../../domain/pop/stays-here';
import type { NewIntent } from '../../ports/local-store';
import type { StoredDocument } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';

/** The upload of a document to the remotes, to be stored with it (POP-6). */
export function uploadOf(context: UseCaseContext, document: StoredDocument): NewIntent {
  return newIntent({
    id: context.ids.uuid(),
    kind: 'document.put',
    subject: { kind: 'document', id: document.id },
    label: document.name,
    now: context.clock.now(),
    fields: null,
  });
}

/** The upload of a document that had to stay here before and no longer has to (POP-8); none where it was sent, waits or was given up. */
export async function uploadOnceFree(
  context: UseCaseContext,
  document: StoredDocument,
  before: StaysHere | null,
  after: StaysHere | null,
): Promise<NewIntent[]> {
  const isSetFree = before !== null && after === null;
  const isSent = document.salesforce !== null && document.gitlabUpload !== null;
  if (!isSetFree || isSent || document.uploadGivenUp) return [];
  const intents = await context.store.intentsFor({ kind: 'document', id: document.id });
  const isWaiting = intents.some(({ state }) => state !== 'done' && state !== 'discarded');
  return isWaiting ? [] : [uploadOf(context, document)];
}

/** The uploads of a request's documents that are filed under a line of its activity's checklist again, since that is of another type; a list of people, and what nobody filed, stays (POP-8). */
export async function uploadsAfterRetyping(
  context: UseCaseContext,
  before: FundRequest,
  after: FundRequest,
): Promise<NewIntent[]> {
  if (before.activityType === after.activityType) return [];
  const [was, is] = [before, after].map(({ activityType }) =>
    findActivityType(context.playbook, activityType),
  );
  const documents = await context.store.list({
    kind: 'document',
    by: { index: 'requestId', equals: after.id },
  });
  const uploads = documents.map((document) =>
    uploadOnceFree(
      context,
      document,
      staysHere(document, was, context.playbook),
      staysHere(document, is, context.playbook),
    ),
  );
  return (await Promise.all(uploads)).flat();
}
