import { isCancelledHere } from '../../domain/merging/approval-fields';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import { IntentId } from '../../schema/ids';
import type { RemoteRow } from '../../schema/remote-command';
import type { AbsorbContext } from '../absorb';
import type { Draft } from '../draft';
import { baseKey } from '../keys';
import { epicPart, issuePart, subIssueOf } from '../markers';

/** Remembers that the closing of the epic was asked for, so that who opens it again has the last word. */
const ASKED = 'closing';

/** The item that stands for a part of a request; none before it is known. */
export function refOfPart(request: FundRequest, part: string, playbook: Playbook) {
  const key = subIssueOf(part, playbook);
  return key === undefined ? request.gitlab.epic : request.gitlab.issues[key];
}

/**
 * Remembers whether an item of a request is open, and asks for its epic to be closed once all its sub-issues are
 * (MDF-6). An issue that is opened again lets it be asked anew.
 */
export async function noteItemState(
  draft: Draft,
  request: FundRequest,
  part: string,
  row: RemoteRow,
  { playbook, newId }: AbsorbContext,
): Promise<void> {
  const ref = refOfPart(request, part, playbook);
  const { state } = row.fields;
  // A late twin of an item says nothing about the item itself.
  if (ref?.id !== row.ref.id || typeof state !== 'string') return;
  const record = { kind: 'fund-request', id: request.id } as const;
  const before = (await draft.base(record, 'gitlab'))?.fields ?? {};
  const fields = { ...before, [part]: state };
  const parts = playbook.gitlab.subIssues.map(({ key }) => issuePart(key));
  const isFinished = parts.length > 0 && parts.every((issue) => fields[issue] === 'closed');
  const asked = before[ASKED] === true;
  const hasEpic = request.gitlab.epic !== null;
  // A cancellation that was taken here and not given up closes the epic itself, after the issues.
  const closesItself = isCancelledHere(request.approval) && request.decisionGivenUp === undefined;
  const asks = isFinished && !asked && hasEpic && !closesItself && fields[epicPart] !== 'closed';
  await draft.putBase({
    key: baseKey(record, 'gitlab'),
    record,
    remote: 'gitlab',
    // After a rebuild the epic may be read last: what could not be asked yet is asked then.
    fields: { ...fields, [ASKED]: isFinished && (asked || hasEpic) },
    stamp: null,
  });
  if (!asks) return;
  draft.addIntent({
    id: IntentId.parse(newId()),
    kind: 'fund-request.finished',
    subject: record,
    label: request.title,
    createdAt: draft.now,
    fields: [],
    state: 'waiting',
    steps: [],
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
  });
  draft.log('info', `GitLab: every issue of “${request.title}” is closed, so its epic is to be closed too.`);
}
