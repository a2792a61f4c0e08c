import { textOf } from '../../domain/merging/projection';
import { withCampaign } from '../../domain/merging/fund-request-fields';
import { campaignOf } from '../../domain/mdf/campaign';
import type { FundRequest } from '../../schema/fund-request';
import type { IntentStep } from '../../schema/intent';
import { isClosedFor, noteClosed } from '../closed-items';
import type { Draft } from '../draft';
import { campaignPart, campaignStep, markerOf } from '../markers';
import { type Built, nothing, type StepContext, type StepPlan } from './step';

/** Whether a request may still take place, so that its campaign is needed. */
function stands({ approval, deletedRemotely }: FundRequest): boolean {
  return !deletedRemotely && approval.kind !== 'withdrawn' && approval.kind !== 'declined';
}

async function build(draft: Draft, { intent, playbook }: StepContext, step: IntentStep): Promise<Built> {
  const request = await draft.get('fund-request', intent.subject.id);
  const campaign = request && campaignOf(request, playbook);
  if (!request || !campaign || request.approval.kind !== 'withdrawn') return nothing();
  // Who named it otherwise since has the last word.
  if (await isClosedFor(draft, request, campaignPart, campaign)) return nothing();
  const [other] = await draft.requests((one) => one.campaign?.id === campaign.id && stands(one));
  if (other !== undefined) {
    const why = `“${campaign.name ?? campaign.id}” is also the campaign of “${other.title}”; it was left as it is.`;
    return { ...nothing(), why };
  }
  const { prefix, campaignStatus } = playbook.mdf.cancellation;
  return {
    kind: 'send',
    sent: { knownName: campaign.name },
    write: {
      kind: 'crm.campaign',
      marker: markerOf(intent.subject, campaignStep),
      campaignId: campaign.id,
      namePrefix: prefix,
      status: campaignStatus,
      // A name that was read since the first try may be a colleague's.
      knownName: textOf(step.sent?.[0]?.['knownName'] ?? campaign.name),
    },
  };
}

/**
 * Has the campaign of a cancelled activity say so in Salesforce (MDF-12); no step where the request names none, which
 * is looked at again once Salesforce has taken the cancelling.
 */
export async function endCampaignSteps(
  draft: Draft,
  context: StepContext,
  after: readonly string[],
): Promise<StepPlan[]> {
  const { intent, playbook } = context;
  const request = await draft.get('fund-request', intent.subject.id);
  if (!request || campaignOf(request, playbook) === null) return [];
  return [
    {
      key: campaignStep,
      remote: 'salesforce',
      about: intent.subject,
      title: `Rename its campaign and set it to “${playbook.mdf.cancellation.campaignStatus}”`,
      after,
      build: (writing, step) => build(writing, context, step),
      async settle(writing, { row }) {
        const before = await writing.get('fund-request', intent.subject.id);
        if (!before?.campaign) return;
        await noteClosed(writing, before, campaignPart, before.campaign);
        const record = withCampaign(before, { campaign: before.campaign.id, ...row?.fields });
        await writing.put({ kind: 'fund-request', record });
      },
    },
  ];
}
