import { findActivityType } from '../../../shared/domain/lookup';
import { type StaysHere, staysHere } from '../../../shared/domain/pop/stays-here';
import type { StoredDocument } from '../../../shared/schema/document';
import { useRecords } from '../../data/hooks';
import { Notice } from '../../ui/states';
import { useDesk } from '../desk-context';

const words: Record<StaysHere, string> = {
  'lead-list': 'A list of people: it stays on this computer and is not sent.',
  'not-filed':
    'Not sent yet: it may list people. Open it and choose what it is in place of “Not filed”; all but a lead list is sent then.',
  misplaced: 'Not for this request: it counts nowhere and is not sent.',
};

const sentBefore =
  'Not for this request: it counts nowhere. It was sent before, so delete it in Salesforce and in the POP issue too.';

/** Says why a document is not sent to the remotes; nothing where it is (POP-8). */
export function StaysHereNotice({ document }: { readonly document: StoredDocument }) {
  const { playbook } = useDesk();
  const request = useRecords('fund-request').byId.get(document.requestId);
  if (request === undefined) return null;
  const why = staysHere(document, findActivityType(playbook, request.activityType), playbook);
  if (why === null) return null;
  const isSent = document.salesforce !== null || document.gitlabUpload !== null;
  if (isSent && why !== 'misplaced') return null;
  return <Notice tone={why === 'not-filed' ? 'waiting' : 'info'}>{isSent ? sentBefore : words[why]}</Notice>;
}
