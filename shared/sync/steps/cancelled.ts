import { takenUp } from '../../domain/merging/decisive';
import { cancellationNote } from '../../domain/mdf/cancellation';
import { decideClaim } from '../../domain/pop/claim-decision';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { GitlabRef } from '../../schema/remote-ref';
import type { Draft } from '../draft';
import { isClosedFor, noteCancelled, noteClosed } from '../closed-items';
import { isTakenBack } from '../../domain/merging/verdicts';
import { epicPart, issuePart, markerOf } from '../markers';
import { necessary } from '../necessary';
import { crmPut } from './crm-put';
import { endCampaignSteps } from './end-campaign';
import { shortTitle } from './saga';
import { type Built, nothing, park, type StepContext, type StepPlan, whichItem } from './step';
import { proven, unreadClaimOf } from './unread-claim';

/** Heading under which a closed item says why. */
const HEADING = '## Cancelled';

type RefOf = (request: FundRequest) => GitlabRef | null | undefined;

async function buildClose(draft: Draft, context: StepContext, part: string, refOf: RefOf): Promise<Built> {
  const request = await draft.get('fund-request', context.intent.subject.id);
  const ref = request === undefined ? null : refOf(request);
  const partner = request && (await draft.get('partner', request.partnerId));
  if (!request || !ref || !partner || ref.iid === null) return nothing(ref ?? null);
  if (ref.type !== 'epic' && ref.type !== 'issue') return nothing(ref);
  // Who opened it again since has the last word.
  if (await isClosedFor(draft, request, part, ref)) return nothing(ref);
  return {
    kind: 'send',
    sent: undefined,
    write: {
      kind: 'git.edit',
      marker: markerOf(context.intent.subject, `${part}-cancel`),
      type: ref.type,
      iid: ref.iid,
      item: whichItem(ref),
      title: null,
      titlePrefix: context.playbook.mdf.cancellation.prefix,
      body: null,
      // Into the body as it is then: people have worked in it (G4).
      addLinks: {
        heading: HEADING,
        lines: [{ text: `* ${cancellationNote(request, partner, context.playbook)}`, url: null }],
      },
      addLabels: [],
      scopedLabel: null,
      start: null,
      due: null,
      close: true,
      expectStamp: null,
    },
  };
}

function closeStep(
  context: StepContext,
  part: string,
  title: string,
  after: readonly string[],
  refOf: RefOf,
): StepPlan {
  return {
    key: `${part}-cancel`,
    remote: 'gitlab',
    about: context.intent.subject,
    title,
    after,
    build: (draft) => buildClose(draft, context, part, refOf),
    async settle(draft) {
      const request = await draft.get('fund-request', context.intent.subject.id);
      const ref = request && refOf(request);
      if (ref) await noteClosed(draft, request, part, ref);
    },
  };
}

/** Whether the proof was accepted, here or in Salesforce: there it may wait for the person's choice meanwhile. */
async function isProven(draft: Draft, claim: Claim): Promise<boolean> {
  if (claim.deletedRemotely) return false;
  if (claim.decision.kind === 'accepted' || claim.decision.kind === 'paid') return true;
  const open = await draft.openConflicts({ kind: 'claim', id: claim.id });
  return open.some(({ remote, theirs }) => remote === 'salesforce' && proven.has(theirs.status));
}

/** What follows once Salesforce has taken the cancelling: what is still claimed is rejected, since nothing is paid on it any more. */
async function onceTaken(draft: Draft, { intent, playbook, newId }: StepContext): Promise<void> {
  const request = await draft.get('fund-request', intent.subject.id);
  if (request?.approval.kind !== 'withdrawn') return;
  await noteCancelled(draft, request);
  const { reason, cancelledBy = '' } = request.approval;
  for (const claim of await draft.all('claim', 'requestId', request.id)) {
    if (claim.deletedRemotely) continue;
    const action = { kind: 'reject', at: draft.now, by: cancelledBy, note: reason } as const;
    const decided = decideClaim(claim, action, playbook);
    if (!decided.ok) continue;
    const record = { ...takenUp(claim), ...decided.value };
    await draft.put({ kind: 'claim', record });
    // One that nobody has received and Salesforce does not know need not be made there for this.
    if (claim.salesforce !== null || claim.receivedAt !== null)
      draft.addIntent(necessary(draft, newId, 'claim.put', record, ['status', 'stage', 'amount']));
    draft.log('info', `The claim of “${request.title}” is rejected with its activity.`);
  }
}

/** The claim that keeps a cancelling from being sent, as what the person reads of it; null for none. */
async function standsAgainst(draft: Draft, requestId: string): Promise<Built | null> {
  const claims = await draft.all('claim', 'requestId', requestId);
  const are = await Promise.all(claims.map((claim) => isProven(draft, claim)));
  if (are.includes(true))
    return park(
      'needs-open-proof',
      'Its proof of performance was accepted meanwhile, so the activity took place.',
      'Discard this change; or have the claim put right in Salesforce, then it is sent by itself.',
    );
  const request = await draft.get('fund-request', requestId);
  const unread = request && (await unreadClaimOf(draft, request, claims));
  if (unread === undefined) return null;
  return park(
    'needs-readable-claim',
    `Its ${unread.what} could not be taken over, and its proof may be accepted there: ${unread.reason}`,
    'Have that claim put right in Salesforce, then this is sent by itself; or discard this change.',
  );
}

/** What has to be read before a cancelling leaves; one that was taken back waits for nothing, since it is only dropped. */
async function readFirst(draft: Draft, { intent }: StepContext): Promise<Pick<StepPlan, 'readsFirst'>> {
  const request = await draft.get('fund-request', intent.subject.id);
  return request !== undefined && isTakenBack(intent, request) ? {} : { readsFirst: 'claims' };
}

/** Keeps that somebody else had ended it there: whoever did may have given its funds to another activity (MDF-12). */
async function noteEndedThere(draft: Draft, id: string): Promise<void> {
  const request = await draft.get('fund-request', id);
  if (request?.approval.kind !== 'withdrawn') return;
  const approval = { ...request.approval, cancelledThereToo: true as const };
  await draft.put({ kind: 'fund-request', record: { ...request, approval } });
}

/** Holds a step back while the proof is accepted: whoever did that did not know of the cancelling, and the activity took place. */
async function unlessProven(reading: Draft, plan: StepPlan, context: StepContext): Promise<StepPlan> {
  const { intent } = context;
  let wasEndedThere = false;
  return {
    ...plan,
    async whenDone(draft) {
      await onceTaken(draft, context);
      if (wasEndedThere) await noteEndedThere(draft, intent.subject.id);
    },
    // Sent before what came in meanwhile is known, it would pass over a proof that was accepted while this computer was away.
    ...(await readFirst(reading, context)),
    async build(draft, step) {
      const built = await plan.build(draft, step);
      wasEndedThere = built.kind === 'nothing' && step.attempts === 0;
      if (built.kind !== 'send') return built;
      return (await standsAgainst(draft, intent.subject.id)) ?? built;
    },
  };
}

/**
 * All that follows the cancelling of an approved activity (MDF-12): Salesforce first, so that nothing is closed for a
 * decision that does not stand, then the issues that were opened for it, the epic, and its campaign in Salesforce.
 */
export async function cancelledSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const issues = context.playbook.gitlab.subIssues.map(({ key, title }) =>
    closeStep(
      context,
      issuePart(key),
      `Close “${shortTitle(title)}”`,
      ['crm'],
      ({ gitlab }) => gitlab.issues[key],
    ),
  );
  const epic = closeStep(
    context,
    epicPart,
    'Close the epic',
    issues.map(({ key }) => key),
    ({ gitlab }) => gitlab.epic,
  );
  const crm = await unlessProven(draft, crmPut(context, 'Cancel it in Salesforce'), context);
  // Last, since an org may have no place for what the campaign is to say; but it does not wait for GitLab (SY-17).
  const campaign = await endCampaignSteps(draft, context, [crm.key]);
  return [crm, ...issues, epic, ...campaign];
}
