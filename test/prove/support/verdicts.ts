import { decideClaim } from '../../../shared/domain/pop/claim-decision';
import { changeRemotely } from '../../emulators/salesforce/control';
import { cancel, CLAIM, closeIssues, decline, REQUEST, SECOND } from './day';
import type { Chance } from './seeded';
import { cancelWithoutFunds, giveFunds } from './give-funds';
import { actionOf } from './variants';
import type { Device } from './world';

/** Everything that ends something or moves it on, here or by a colleague in the other system. */
export const verdicts = [
  'decline',
  'cancel',
  'give-funds',
  'finish',
  'accept',
  'reject',
  'request-changes',
  'pay',
  'move-there',
  'plan-over',
] as const;
export type Verdict = (typeof verdicts)[number];

async function judge(
  device: Device,
  kind: 'accept' | 'reject' | 'request-changes' | 'pay',
): Promise<boolean> {
  const { desk } = device;
  const before = await desk.store.get('claim', CLAIM);
  if (!before || before.deletedRemotely) return false;
  // A claim is paid through a requisition.
  const opened =
    kind === 'pay' ? decideClaim(before, actionOf(device, 'open-requisition'), desk.playbook) : null;
  const ready = opened?.ok ? { ...before, ...opened.value } : before;
  const decided = decideClaim(ready, actionOf(device, kind), desk.playbook);
  if (!decided.ok) return false;
  await desk.claim(REQUEST, { id: CLAIM as never, ...decided.value });
  return true;
}

/** A colleague sends an undecided request back, or on to another level. */
async function moveThere(device: Device, id: string, chance: Chance): Promise<boolean> {
  const { org } = device.world.salesforce;
  const request = await device.desk.store.get('fund-request', id);
  const there = request?.salesforce && org.store.get('PartnerFundRequest', request.salesforce.id);
  if (!there || there['IsDeleted'] === true || there['Status'] !== 'Draft') return false;
  const state = chance.pick(['sent-back', 'in-review-2', 'in-review-3'] as const);
  const change = { action: 'update', object: 'PartnerFundRequest', id: String(there['Id']) } as const;
  changeRemotely(org, { ...change, fields: { Channel_Desk_State__c: state } });
  return true;
}

/** Takes an acceptance back in Salesforce that a cancelling is stopped by, and cancels what gets no funds, as the desk then says. */
export async function putRight(device: Device): Promise<void> {
  await cancelWithoutFunds(device);
  const { store } = device.desk;
  const stopped = (await store.openIntents()).some(({ problem }) => problem?.code === 'needs-open-proof');
  const id = stopped ? (await store.get('claim', CLAIM))?.salesforce?.id : undefined;
  if (id === undefined) return;
  const change = { action: 'update', object: 'PartnerFundClaim', id, fields: { Status: 'Draft' } } as const;
  changeRemotely(device.world.salesforce.org, change);
}

async function planOver({ desk }: Device, chance: Chance): Promise<boolean> {
  const items = await desk.store.list({ kind: 'plan-item' });
  if (items.length === 0) return false;
  const status = chance.pick(['done', 'planned', 'cancelled'] as const);
  await desk.planItem({ id: chance.pick(items).id, status });
  return true;
}

/** Does this where it can be done now; whether it was. */
export async function bring(device: Device, verdict: Verdict, id: string, chance: Chance): Promise<boolean> {
  const { desk } = device;
  const request = await desk.store.get('fund-request', id);
  const kind = request?.approval.kind;
  switch (verdict) {
    case 'decline':
      if (kind !== 'draft' && kind !== 'in-review') return false;
      await decline(desk, id);
      return true;
    case 'cancel': {
      const claim = id === REQUEST ? await desk.store.get('claim', CLAIM) : undefined;
      const isProven = claim?.decision.kind === 'accepted' || claim?.decision.kind === 'paid';
      if (kind !== 'approved' || isProven) return false;
      await cancel(desk, id);
      return true;
    }
    case 'give-funds':
      return giveFunds(device, id === REQUEST ? { from: id, to: SECOND } : { from: id, to: REQUEST });
    case 'finish':
      if (kind !== 'approved' || id !== REQUEST) return false;
      await closeIssues(device);
      return true;
    case 'accept':
    case 'reject':
    case 'request-changes':
    case 'pay':
      return judge(device, verdict);
    case 'move-there':
      return moveThere(device, id, chance);
    case 'plan-over':
      return planOver(device, chance);
  }
}
