import { fieldsToSend } from '../../domain/merging/field-values';
import { project } from '../../domain/merging/projections';
import { labelOfStage } from '../../domain/pop/labels';
import type { Claim } from '../../schema/claim';
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

async function buildEdit(draft: Draft, context: StepContext, claim: Claim, issue: GitlabRef): Promise<Built> {
  const entry = { kind: 'claim', record: claim } as const;
  const mine = project(entry, 'gitlab', await projectionContext(draft, context.playbook, entry));
  const base = await baseOf(draft, entry, 'gitlab');
  const sent = fieldsToSend(base.fields, mine);
  const contested = await contestedFields(draft, entry, 'gitlab');
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
      close: claim.stage === 'completed',
      // Before anything was agreed, the issue is known as it was when it was made: others may have moved it since.
      expectStamp: base.stamp ?? issue.stamp,
    },
  };
}

async function build(draft: Draft, context: StepContext, claimId: string): Promise<Built> {
  const claim = await draft.get('claim', claimId);
  if (!claim) return nothing();
  const request = await draft.get('fund-request', claim.requestId);
  const issue = request ? popIssueOf(request, context.playbook) : null;
  if (issue) return buildEdit(draft, context, claim, issue);
  const saga = await openSaga(draft, claim.requestId);
  return saga && saga.id !== context.intent.id ? { kind: 'later', waitsFor: [saga] } : nothing();
}

function labelStep(context: StepContext, claimId: string, after: string): StepPlan {
  return {
    key: 'label',
    remote: 'gitlab',
    about: { kind: 'claim', id: claimId },
    title: 'Move the label of the POP issue',
    after: [after],
    build: (draft) => build(draft, context, claimId),
    async settle(draft, confirmed) {
      const record = await draft.get('claim', claimId);
      if (record) await absorbConfirmed(draft, { kind: 'claim', record }, confirmed, context);
    },
  };
}

/** A claim to Salesforce, and its stage to the labels of the POP issue (POP-2). */
export function claimSteps(context: StepContext): StepPlan[] {
  return [
    crmPut(context, 'Save the claim in Salesforce'),
    labelStep(context, context.intent.subject.id, 'crm'),
  ];
}

/** The step of an approval that gives the new POP issue the stage of a claim which came before it. */
export async function earlierClaimSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const claims = await draft.all('claim', 'requestId', context.intent.subject.id);
  const [claim] = claims.filter(({ deletedRemotely }) => !deletedRemotely);
  if (!claim) return [];
  const open = await draft.openIntents({ kind: 'claim', id: claim.id });
  return open.length > 0 ? [] : [labelStep(context, claim.id, issuePart(context.playbook.gitlab.popIssue))];
}
