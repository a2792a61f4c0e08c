import { createHash } from 'node:crypto';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { IntentKind } from '../../../shared/schema/intent';
import { DocumentId } from '../../../shared/schema/ids';
import { Sha256 } from '../../../shared/schema/values';
import { changeRemotely } from '../../emulators/salesforce/control';
import type { Desk } from '../../sync/support/desk';
import { newDocument } from '../../sync/support/work';
import type { Chance } from './seeded';
import { type Device, partnerOf } from './world';

/** The request about which a case turns. */
export const REQUEST = '11111111-0000-4000-8000-000000000001';
/** Another request of the same partner and quarter. */
export const SECOND = '11111111-0000-4000-8000-000000000002';
export const CLAIM = '22222222-0000-4000-8000-000000000001';

/** A decline by the last level. */
export async function decline(desk: Desk, id: string): Promise<void> {
  const before = await desk.get('fund-request', id);
  const at = desk.clock.now();
  const reason = 'The budget of the quarter is spent.';
  await desk.save(
    {
      kind: 'fund-request',
      record: {
        ...before,
        approval: { kind: 'declined', at, level: 3, reason },
        decisions: [
          ...before.decisions,
          {
            level: 3,
            role: 'final-approver',
            verdict: 'decline',
            at,
            by: 'Fiona Final',
            recordedBy: 'Fiona Final',
            reason,
            acknowledged: [],
            playbookVersion: desk.playbook.version,
            basedOnStamp: before.salesforce?.stamp ?? null,
          },
        ],
      },
    },
    { kind: 'fund-request.declined', fields: ['status', 'state'] },
  );
}

/** The activity of an approved request is cancelled. */
export async function cancel(desk: Desk, id: string): Promise<void> {
  const before = await desk.get('fund-request', id);
  const approval: FundRequest['approval'] = {
    kind: 'withdrawn',
    at: desk.clock.now(),
    reason: 'The venue is gone.',
    cancelledBy: 'Chris Manager',
  };
  await desk.save(
    { kind: 'fund-request', record: { ...before, approval } },
    { kind: 'fund-request.cancelled', fields: ['status', 'state', 'approvedAmount', 'declineReason'] },
  );
}

/** A document whose bytes follow from a number. */
export async function dropFile(desk: Desk, requestId: string, n: number, id: string): Promise<void> {
  const bytes = new TextEncoder().encode(`invoice number ${n}`);
  const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
  const record = newDocument(desk.clock.now(), {
    id: DocumentId.parse(id),
    requestId,
    sha256,
    size: bytes.length,
    name: `invoice-${n}.pdf`,
  });
  await desk.commit({ blobs: [{ sha256, bytes }] });
  await desk.save({ kind: 'document', record }, { kind: 'document.put' });
}

/** A colleague closes every sub-issue of the request. */
export async function closeIssues({ world }: Device): Promise<void> {
  for (const issue of world.gitlab.issues.values()) {
    if (!issue.description?.includes(`${REQUEST}-issue-`)) continue;
    await world.gitlabApp.request(`/api/v4/projects/${issue.projectId}/issues/${issue.iid}`, {
      method: 'PUT',
      headers: { 'private-token': 'glpat-marcus', 'content-type': 'application/json' },
      body: JSON.stringify({ state_event: 'close' }),
    });
  }
}

/** A colleague makes the campaign of the request in Salesforce; it is read before anything else is done. */
async function giveCampaign({ desk, world }: Device): Promise<void> {
  const { org } = world.salesforce;
  const fields = { Name: 'MDF - Roadshow', Type: 'Partner - MDF', Status: 'In Progress' };
  const { id } = changeRemotely(org, { action: 'create', object: 'Campaign', fields });
  changeRemotely(org, {
    action: 'update',
    object: 'PartnerFundRequest',
    id: (await desk.get('fund-request', REQUEST)).salesforce?.id ?? '',
    fields: { CampaignId: id },
  });
  desk.clock.advance(2000);
  await desk.settle();
}

/** What a person does for each kind of intent, after what it rests on is in both systems. */
export async function prepare(
  device: Device,
  kind: IntentKind,
  chance: Chance,
): Promise<() => Promise<void>> {
  const { desk } = device;
  await desk.settle();
  const partnerId = await partnerOf(device);
  const request = async (): Promise<void> => void (await desk.request({ id: REQUEST, partnerId }));
  const approved = async (): Promise<void> => {
    await request();
    await desk.approve(REQUEST);
    await desk.settle();
  };
  const claim = async (stage: 'approval-needed' | 'approved'): Promise<void> => {
    const { partnerId: partner } = await desk.get('fund-request', REQUEST);
    await desk.claim(REQUEST, { id: CLAIM as never, partnerId: partner, stage });
  };
  switch (kind) {
    case 'fund-request.put':
      if (chance.percent(50)) return request;
      await request();
      await desk.settle();
      return () => desk.edit(REQUEST, { title: 'Renamed roadshow', description: 'Three days in Graz' });
    case 'fund-request.approved':
      await request();
      if (chance.percent(70)) await desk.settle();
      return () => desk.approve(REQUEST);
    case 'fund-request.declined':
      await request();
      await desk.settle();
      return () => decline(desk, REQUEST);
    case 'fund-request.cancelled':
      await approved();
      await giveCampaign(device);
      return () => cancel(desk, REQUEST);
    case 'fund-request.finished':
      await approved();
      return () => closeIssues(device);
    case 'claim.put':
      await approved();
      if (chance.percent(30)) {
        await claim('approval-needed');
        await desk.settle();
        return () => claim('approved');
      }
      return () => claim('approval-needed');
    case 'document.put':
      await approved();
      if (chance.percent(50)) {
        await claim('approval-needed');
        await desk.settle();
      }
      return () => dropFile(desk, REQUEST, 1, '33333333-0000-4000-8000-000000000001');
    case 'registration.put':
      return async () => void (await desk.registration(partnerId));
    case 'plan-item.put':
      if (chance.percent(60)) return async () => void (await desk.planItem({ partnerId }));
      await desk.planItem({ partnerId });
      await desk.settle();
      return async () => void (await desk.planItem({ partnerId, title: 'Renamed', end: '2026-12-01' }));
  }
}

/** How many writes the intents of a kind need at most; a cut is made at one of them. */
export const writesOf: Readonly<Record<IntentKind, number>> = {
  'fund-request.put': 1,
  'fund-request.approved': 9,
  'fund-request.declined': 1,
  'fund-request.cancelled': 6,
  'fund-request.finished': 1,
  'claim.put': 2,
  'document.put': 3,
  'registration.put': 1,
  'plan-item.put': 1,
};
