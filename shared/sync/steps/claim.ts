import { toEpochMs } from '../../domain/calendar/zoned';
import { fieldsToSend } from '../../domain/merging/field-values';
import { toldClaim } from '../../domain/merging/given-up';
import { IN_SALESFORCE } from '../../domain/merging/claim-fields';
import { project } from '../../domain/merging/projections';
import { labelOfStage } from '../../domain/pop/labels';
import { presentClaim } from '../../domain/pop/present-claim';
import { rejectionNote } from '../../domain/pop/rejection';
import type { Claim } from '../../schema/claim';
import type { FieldMap } from '../../schema/field-value';
import type { FundRequest } from '../../schema/fund-request';
import type { GitlabRef } from '../../schema/remote-ref';
import { baseOf } from '../absorb';
import { contestedFields } from '../conflicts';
import type { Draft } from '../draft';
import { projectionContext } from '../links';
import { issuePart, markerOf } from '../markers';
import { absorbConfirmed, crmPut } from './crm-put';
import { popIssueOf } from './request-items';
import { type Built, nothing, type StepContext, type StepPlan, whichItem } from './step';
import { openSaga } from './waiting';

/** Key of the step that says why a claim was rejected, and the part of its marker. */
const REJECTED = 'rejected';

async function buildEdit(
  draft: Draft,
  context: StepContext,
  { claim, request, issue }: OnIssue,
): Promise<Built> {
  const entry = { kind: 'claim', record: claim } as const;
  const mine = project(entry, 'gitlab', await projectionContext(draft, context.playbook, entry));
  const base = await baseOf(draft, entry, 'gitlab');
  const wasRejected = (base.fields.rejected ?? null) !== null;
  const isTakenBack = wasRejected && claim.decision.kind !== 'rejected';
  const sent: FieldMap = { ...fieldsToSend(base.fields, mine), ...(isTakenBack ? { rejected: null } : {}) };
  const contested = await contestedFields(draft, entry, 'gitlab');
  const closes = claim.stage === 'completed' || claim.decision.kind === 'rejected';
  if (issue.iid === null || Object.keys(sent).length === 0 || contested.has('stage')) return nothing(issue);
  return {
    kind: 'send',
    sent,
    write: {
      kind: 'git.edit',
      marker: markerOf(claim, `label-${claim.stage}`),
      type: 'issue',
      iid: issue.iid,
      item: whichItem(issue),
      title: null,
      body: null,
      addLabels: context.playbook.pop.labels.always,
      scopedLabel: labelOfStage(claim.stage, context.playbook),
      start: null,
      due: null,
      close: closes,
      // A closed issue whose label is put back, or whose rejection is taken back, is open again while the activity stands.
      ...(isTakenBack || (base.fields.stage === 'completed' && sent.stage !== undefined)
        ? { reopen: !closes && request.approval.kind === 'approved' }
        : {}),
      // Before anything was agreed, the issue is known as it was when it was made: others may have moved it since.
      expectStamp: base.stamp ?? issue.stamp,
    },
  };
}

type OnIssue = { readonly claim: Claim; readonly request: FundRequest; readonly issue: GitlabRef };

/** A rejection cannot be taken off the issue again, so an older change leaves it to the one that takes it to Salesforce first. */
async function isLeftToLater(draft: Draft, { intent }: StepContext, claim: Claim): Promise<boolean> {
  if (claim.decision.kind !== 'rejected' || intent.subject.kind !== 'claim') return false;
  const open = await draft.openIntents(intent.subject);
  return open.some(({ seq }) => seq > intent.seq);
}

/** Builds a write to the POP issue, or waits for the approval that is about to open it. */
async function onIssue(
  draft: Draft,
  context: StepContext,
  claimId: string,
  build: (parts: OnIssue) => Promise<Built>,
): Promise<Built> {
  const stored = await draft.get('claim', claimId);
  if (!stored) return nothing();
  const claim = toldClaim(stored);
  const request = await draft.get('fund-request', claim.requestId);
  const issue = request ? popIssueOf(request, context.playbook) : null;
  if (await isLeftToLater(draft, context, claim)) return nothing(issue);
  if (request && issue) return build({ claim, request, issue });
  const saga = await openSaga(draft, claim.requestId);
  return saga && saga.id !== context.intent.id ? { kind: 'later', waitsFor: [saga] } : nothing();
}

async function buildNote(draft: Draft, context: StepContext, parts: OnIssue): Promise<Built> {
  const { claim, request, issue } = parts;
  const { decision } = claim;
  const partner = await draft.get('partner', request.partnerId);
  if (decision.kind !== 'rejected' || !partner || issue.iid === null) return nothing(issue);
  const { fields } = await baseOf(draft, { kind: 'claim', record: claim }, 'gitlab');
  // Another device that rejected it has said why, and closed the issue.
  const onIssueNow = (await draft.base({ kind: 'fund-request', id: request.id }, 'gitlab'))?.fields;
  const isClosed = onIssueNow?.[issuePart(context.playbook.gitlab.popIssue)] === 'closed';
  const isLearnt = decision.by === IN_SALESFORCE;
  if (fields.rejected === decision.note || (isLearnt && isClosed)) return nothing(issue);
  return {
    kind: 'send',
    sent: undefined,
    write: {
      kind: 'git.note',
      // Without the reason it must not stand in the way of who can give it.
      // Each rejection has a note of its own.
      marker: markerOf(claim, isLearnt ? `${REJECTED}-there` : `${REJECTED}-${toEpochMs(decision.at)}`),
      issueIid: issue.iid,
      item: whichItem(issue),
      body: rejectionNote(decision, request, partner, context.playbook),
    },
  };
}

function noteStep(context: StepContext, claimId: string, after: string): StepPlan {
  return {
    key: REJECTED,
    remote: 'gitlab',
    about: { kind: 'claim', id: claimId },
    title: 'Say on the POP issue why the claim was rejected',
    after: [after],
    build: (draft) => onIssue(draft, context, claimId, (parts) => buildNote(draft, context, parts)),
    settle: async () => undefined,
  };
}

function labelStep(context: StepContext, claimId: string, after: string, title: string): StepPlan {
  return {
    key: 'label',
    remote: 'gitlab',
    about: { kind: 'claim', id: claimId },
    title,
    after: [after],
    build: (draft) => onIssue(draft, context, claimId, (parts) => buildEdit(draft, context, parts)),
    async settle(draft, confirmed) {
      const record = await draft.get('claim', claimId);
      if (record) await absorbConfirmed(draft, { kind: 'claim', record }, confirmed, context);
    },
  };
}

/** What the POP issue has to learn of a claim: its stage, and of a rejected one the reason before it is closed (POP-2). */
function issueSteps(
  context: StepContext,
  claim: Claim | undefined,
  claimId: string,
  after: string,
): StepPlan[] {
  if (claim === undefined || toldClaim(claim).decision.kind !== 'rejected')
    return [labelStep(context, claimId, after, 'Move the label of the POP issue')];
  return [
    noteStep(context, claimId, after),
    labelStep(context, claimId, REJECTED, 'Close the POP issue of the rejected claim'),
  ];
}

/** A claim to Salesforce, its stage to the labels of the POP issue, and a rejection to that issue too (POP-2). */
export async function claimSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const { id } = context.intent.subject;
  const claim = await draft.get('claim', id);
  return [crmPut(context, 'Save the claim in Salesforce'), ...issueSteps(context, claim, id, 'crm')];
}

/** The steps of an approval that give the new POP issue what a claim which came before it has to tell. */
export async function earlierClaimSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const claims = await draft.all('claim', 'requestId', context.intent.subject.id);
  const claim = presentClaim(claims);
  if (!claim) return [];
  const open = await draft.openIntents({ kind: 'claim', id: claim.id });
  if (open.length > 0) return [];
  return issueSteps(context, claim, claim.id, issuePart(context.playbook.gitlab.popIssue));
}
