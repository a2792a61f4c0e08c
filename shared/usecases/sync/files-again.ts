import type { Choices } from '../../domain/merging/resolve';
import { conflictSubjects } from '../../domain/merging/decisive';
import type { Commit } from '../../ports/local-store';
import type { Conflict } from '../../schema/sync-state';
import type { UseCaseContext } from '../context';
import { newIntent } from '../new-intent';

type Part = Required<Pick<Commit, 'puts' | 'expect' | 'newIntents'>>;

/**
 * The files of a request or claim that is made again in Salesforce, to be hung on the new record: they went with the one
 * that was deleted there (SY-56). The upload looks for each first, so that none is sent twice.
 */
export async function filesAgain(
  { store, clock, ids }: UseCaseContext,
  { kind, remote, record }: Conflict,
  choices: Choices,
): Promise<Part> {
  const none: Part = { puts: [], expect: [], newIntents: [] };
  const isMadeAgain = kind === 'remote-delete' && choices[conflictSubjects.record] === 'mine';
  if (!isMadeAgain || remote !== 'salesforce') return none;
  const claim = record.kind === 'claim' ? await store.get('claim', record.id) : undefined;
  const requestId = record.kind === 'fund-request' ? record.id : claim?.requestId;
  if (requestId === undefined) return none;
  const documents = await store.listMany('document', 'requestId', [requestId]);
  const gone = documents.filter(({ salesforce }) => salesforce !== null);
  const now = clock.now();
  return {
    puts: gone.map((document) => ({
      kind: 'document',
      record: { ...document, salesforce: null, rev: document.rev + 1, updatedAt: now },
    })),
    expect: gone.map(({ id, rev }) => ({ key: { kind: 'document', id }, rev })),
    newIntents: gone.map(({ id, name }) =>
      newIntent({
        id: ids.uuid(),
        kind: 'document.put',
        subject: { kind: 'document', id },
        label: name,
        now,
        fields: null,
      }),
    ),
  };
}
