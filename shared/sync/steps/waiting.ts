import type { Intent, RecordKey } from '../../schema/intent';
import type { Draft } from '../draft';
import { touches } from '../../domain/merging/verdicts';
import { type Built, park } from './step';

/** The open intents that will bring a record into Salesforce. */
async function bringing(draft: Draft, key: RecordKey, self: Intent): Promise<Intent[]> {
  const open = await draft.openIntents(key);
  return open.filter((intent) => intent.id !== self.id && touches(intent, 'salesforce'));
}

/** Waits for a fund request that is on its way to Salesforce, or asks the person when none is. */
export async function waitForRequest(draft: Draft, requestId: string, self: Intent): Promise<Built> {
  const waitsFor = await bringing(draft, { kind: 'fund-request', id: requestId }, self);
  if (waitsFor.length > 0) return { kind: 'later', waitsFor };
  return park(
    'needs-request',
    'Its fund request is not in Salesforce, and nothing is waiting that would bring it there.',
    'Change and save the fund request so that it is sent, or discard this change.',
  );
}

/** The saga that makes the GitLab items of an approved request, while it is not done. */
export async function openSaga(draft: Draft, requestId: string): Promise<Intent | undefined> {
  const open = await draft.openIntents({ kind: 'fund-request', id: requestId });
  return open.find((intent) => intent.kind === 'fund-request.approved');
}
