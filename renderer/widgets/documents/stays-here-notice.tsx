import { findActivityType } from '../../../shared/domain/lookup';
import { type StaysHere, staysHere } from '../../../shared/domain/pop/stays-here';
import type { StoredDocument } from '../../../shared/schema/document';
import { useRecords } from '../../data/hooks';
import { Notice } from '../../ui/states';
import { useDesk } from '../desk-context';
import { useIsClosed } from './use-is-closed';

const words: Record<Exclude<StaysHere, 'not-filed'>, string> = {
  'lead-list': 'A list of people: it stays on this computer and is not sent.',
  misplaced: 'Not for this request: it counts nowhere and is not sent.',
};

const sentBefore =
  'Not for this request: it counts nowhere. It was sent before, so delete it in Salesforce and in the POP issue too.';

const notFiled = {
  listed:
    'Not sent yet: it may list people. Open it and choose what it is in place of “Not filed”; all but a lead list is sent then.',
  open: 'Not sent yet: it may list people. Choose what it is in place of “Not filed”; all but a lead list is sent then.',
};
const neverFiled =
  'Not sent: it may list people, and nobody said what it is before the claim was decided. It stays on this computer.';

type StaysHereNoticeProps = {
  readonly document: StoredDocument;
  /** Whether it stands beside the document with its “Serves as”, or in a list from which that is opened. */
  readonly isOpen: boolean;
};

/** Says why a document is not sent to the remotes, and what to do about it from here; nothing where it is sent (POP-8). */
export function StaysHereNotice({ document, isOpen }: StaysHereNoticeProps) {
  const { playbook } = useDesk();
  const isClosed = useIsClosed(document.requestId);
  const request = useRecords('fund-request').byId.get(document.requestId);
  if (request === undefined) return null;
  const why = staysHere(document, findActivityType(playbook, request.activityType), playbook);
  if (why === null) return null;
  const isSent = document.salesforce !== null || document.gitlabUpload !== null;
  if (isSent && why !== 'misplaced') return null;
  if (why !== 'not-filed') return <Notice tone="info">{isSent ? sentBefore : words[why]}</Notice>;
  if (isClosed) return <Notice tone="info">{neverFiled}</Notice>;
  return <Notice tone="waiting">{isOpen ? notFiled.open : notFiled.listed}</Notice>;
}
