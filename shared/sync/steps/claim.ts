import { fieldsToSend } from '../../domain/merging/field-values';
import { project } from '../../domain/merging/projections';
import { labelOfStage } from '../../domain/pop/labels';
import type { Claim } from '../../schema/claim';
import type { GitlabRef } from '../../schema/remote-ref';
import { baseOf } from '../absorb';
import { contestedFields } from '../conflicts';
import type { Draft } from '../draft';
import { projectionContext } from '../links';
import { markerOf } from '../markers';
import { absorbConfirmed, crmPut } from './crm-put';
import { popIssueOf } from './request-items';
import { type Built, nothing, type StepContext, type StepPlan } from './step';
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
      title: null,
      body: null,
      addLabels: context.playbook.pop.labels.always,
      scopedLabel: labelOfStage(claim.stage, context.playbook),
      start: null,
      due: null,
      close: claim.stage === 'completed',
      expectStamp: base.stamp,
    },
  };
}

async function build(draft: Draft, context: StepContext): Promise<Built> {
  const claim = await draft.get('claim', context.intent.subject.id);
  if (!claim) return nothing();
  const request = await draft.get('fund-request', claim.requestId);
  const issue = request ? popIssueOf(request, context.playbook) : null;
  if (issue) return buildEdit(draft, context, claim, issue);
  const saga = await openSaga(draft, claim.requestId);
  return saga ? { kind: 'later', waitsFor: [saga] } : nothing();
}

function labelStep(context: StepContext): StepPlan {
  return {
    key: 'label',
    remote: 'gitlab',
    title: 'Move the label of the POP issue',
    after: ['crm'],
    build: (draft) => build(draft, context),
    async settle(draft, confirmed) {
      const record = await draft.get('claim', context.intent.subject.id);
      if (record) await absorbConfirmed(draft, { kind: 'claim', record }, confirmed, context);
    },
  };
}

/** A claim to Salesforce, and its stage to the labels of the POP issue (POP-2). */
export function claimSteps(context: StepContext): StepPlan[] {
  return [crmPut(context, 'Save the claim in Salesforce'), labelStep(context)];
}
