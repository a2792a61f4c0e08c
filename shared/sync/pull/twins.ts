import { statusOf } from '../../domain/merging/approval-fields';
import { decisionFields } from '../../domain/merging/decisive';
import type { FundRequest } from '../../schema/fund-request';
import type { RecordKey } from '../../schema/intent';
import type { AnyRecord, RecordKind } from '../../schema/record';
import type { RemoteRow } from '../../schema/remote-command';
import type { GitlabRef, SalesforceRef } from '../../schema/remote-ref';
import { type AbsorbContext, forgetBase, withRef } from '../absorb';
import { closeLate } from '../closed-items';
import type { Draft } from '../draft';
import { baseKey, keyOf, remoteLabel } from '../keys';
import { necessary } from '../necessary';
import { itemParts, readMarker, subIssueOf } from '../markers';

type Twin = NonNullable<RemoteRow['twin']>;

/** What open changes of a record have done in GitLab was done on the twin, so it is done anew. */
async function redoInGitlab(draft: Draft, key: RecordKey): Promise<void> {
  for (const intent of await draft.openIntents(key)) {
    const steps = intent.steps.filter(({ remote, state }) => remote !== 'gitlab' || state !== 'done');
    if (steps.length < intent.steps.length) draft.putIntent({ ...intent, steps });
  }
}

/** What the twin of a POP issue had been told has to be told to the one that counts. */
async function tellPopIssue(draft: Draft, request: FundRequest): Promise<void> {
  for (const record of await draft.all('claim', 'requestId', request.id)) {
    const key = keyOf({ kind: 'claim', record });
    const fields = { stage: 'pending' };
    await draft.putBase({
      key: baseKey(key, 'gitlab'),
      record: key,
      remote: 'gitlab',
      fields,
      stamp: null,
    });
    await redoInGitlab(draft, key);
  }
  for (const record of await draft.all('document', 'requestId', request.id)) {
    await draft.put({ kind: 'document', record: { ...record, gitlabUpload: null } });
    await redoInGitlab(draft, keyOf({ kind: 'document', record }));
  }
}

async function moveRequest(
  draft: Draft,
  request: FundRequest,
  part: string,
  row: RemoteRow,
  of: GitlabRef,
  context: AbsorbContext,
): Promise<boolean> {
  const { gitlab } = request;
  const key = subIssueOf(part, context.playbook);
  const stored = key === undefined ? gitlab.epic : gitlab.issues[key];
  if (stored?.id !== row.ref.id) return false;
  const links =
    key === undefined ? { ...gitlab, epic: of } : { ...gitlab, issues: { ...gitlab.issues, [key]: of } };
  await draft.put({ kind: 'fund-request', record: { ...request, gitlab: links } });
  await closeLate(draft, request, part, of, context);
  if (key === context.playbook.gitlab.popIssue) await tellPopIssue(draft, request);
  // Links, lists, label and files are brought to the one that counts by going through the approval's steps again.
  const open = await draft.openIntents({ kind: 'fund-request', id: request.id });
  const comes = open.some(
    ({ kind, steps }) => kind === 'fund-request.approved' && steps.every(({ state }) => state === 'todo'),
  );
  if (!comes && request.approval.kind === 'approved' && request.decisionGivenUp === undefined)
    draft.addIntent(
      necessary(draft, context.newId, 'fund-request.approved', request, [
        'status',
        'state',
        'approvedAmount',
      ]),
    );
  return true;
}

async function moveGitlab(
  draft: Draft,
  row: RemoteRow,
  twin: Twin,
  context: AbsorbContext,
): Promise<boolean> {
  const { of, marker } = twin;
  if (of.remote !== 'gitlab') return false;
  const named = readMarker(marker, itemParts(context.playbook));
  const request = named && (await draft.get('fund-request', named.id));
  if (named && request) return moveRequest(draft, request, named.part, row, of, context);
  const item = await draft.get('plan-item', marker);
  if (item?.gitlab?.id !== row.ref.id) return false;
  await draft.put({ kind: 'plan-item', record: { ...item, gitlab: of } });
  await forgetBase(draft, { kind: 'plan-item', record: item }, 'gitlab');
  return true;
}

/** What a decided request's twin had been told is told to the one that counts, which was born undecided. */
async function tellDecision(draft: Draft, request: FundRequest, { newId }: AbsorbContext): Promise<void> {
  if (statusOf(request.approval) === 'draft' || request.decisionGivenUp !== undefined) return;
  const record = { kind: 'fund-request', id: request.id } as const;
  const names = [...decisionFields('fund-request')];
  const undecided = { ...Object.fromEntries(names.map((name) => [name, null])), status: 'draft' };
  const key = baseKey(record, 'salesforce');
  await draft.putBase({ key, record, remote: 'salesforce', fields: undecided, stamp: null });
  const kind = request.approval.kind === 'approved' ? 'fund-request.approved' : 'fund-request.put';
  draft.addIntent(necessary(draft, newId, kind, request, names));
}

async function moveSalesforce(
  draft: Draft,
  kind: RecordKind,
  row: RemoteRow,
  of: SalesforceRef,
  context: AbsorbContext,
): Promise<boolean> {
  const record = await draft.only(kind, 'salesforce.id', String(row.ref.id));
  if (!record) return false;
  const entry = { kind, record } as AnyRecord;
  await draft.put(withRef(entry, of));
  await forgetBase(draft, entry, 'salesforce');
  if (entry.kind === 'fund-request') await tellDecision(draft, entry.record, context);
  return true;
}

/**
 * Takes a row that was put aside because the same thing came into being twice: what points to it points to the one
 * that counts from now on, and the person is told (G3).
 */
export async function takeTwin(
  draft: Draft,
  row: RemoteRow,
  twin: Twin,
  kind: RecordKind | null,
  context: AbsorbContext,
): Promise<boolean> {
  const { of } = twin;
  const moved =
    of.remote === 'gitlab'
      ? await moveGitlab(draft, row, twin, context)
      : kind !== null && (await moveSalesforce(draft, kind, row, of, context));
  if (moved || twin.fresh) {
    const name = row.fields.title ?? row.fields.subject ?? row.ref.id;
    const where = of.url ?? of.id;
    draft.log(
      'warning',
      `${remoteLabel[of.remote]}: “${String(name)}” was there twice; the one that counts is ${where}, the other was put aside.`,
    );
  }
  return moved;
}
