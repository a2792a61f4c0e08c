import type { NewIntent } from '../../ports/local-store';
import type { StoredDocument } from '../../schema/document';
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
