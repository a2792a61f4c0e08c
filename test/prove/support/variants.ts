import { type ClaimAction, decideClaim } from '../../../shared/domain/pop/claim-decision';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { IntentKind } from '../../../shared/schema/intent';
import { PlainDate } from '../../../shared/schema/values';
import { deleteIssue } from '../../emulators/gitlab/model/issues';
import { existing } from '../../emulators/gitlab/model/world';
import { changeRemotely } from '../../emulators/salesforce/control';
import { chooseSide } from '../../sync/support/choose';
import { CLAIM, dropFile, prepare, REQUEST, writesOf } from './day';
import type { Chance } from './seeded';
import { type Device, partnerOf } from './world';

/** One thing that an intent of a kind can carry: what is done before, with the network well, and what the person then does. */
export type Variant = {
  readonly name: string;
  /** How many writes it needs at most; a cut is made at one of them. */
  readonly writes: number;
  prepare(device: Device, chance: Chance): Promise<() => Promise<void>>;
};

const PLAN = '55555555-0000-4000-8000-000000000001';
const FILE = '33333333-0000-4000-8000-000000000001';
const HOUR = 3_600_000;

async function aRequest(device: Device): Promise<void> {
  const { desk } = device;
  await desk.settle();
  await desk.request({ id: REQUEST, partnerId: await partnerOf(device) });
}

async function approved(device: Device): Promise<void> {
  await aRequest(device);
  await device.desk.approve(REQUEST);
  await device.desk.settle();
}

async function claim({ desk }: Device): Promise<void> {
  const { partnerId } = await desk.get('fund-request', REQUEST);
  await desk.claim(REQUEST, { id: CLAIM as never, partnerId, stage: 'approval-needed' });
}

async function claimed(device: Device): Promise<void> {
  await approved(device);
  await claim(device);
  await device.desk.settle();
}

async function decide({ desk }: Device, action: ClaimAction): Promise<void> {
  const decided = decideClaim(await desk.get('claim', CLAIM), action, desk.playbook);
  if (!decided.ok) throw new Error(decided.error.message);
  await desk.claim(REQUEST, { id: CLAIM as never, ...decided.value });
}

/** What a colleague deletes while it is edited here, and is asked about then. */
async function askedAbout({ desk }: Device): Promise<() => Promise<void>> {
  for (let pass = 0; pass < 20; pass += 1) {
    await desk.sync();
    const [conflict] = await desk.store.openConflicts();
    if (conflict?.kind === 'remote-delete') return () => chooseSide(desk, conflict, { record: 'mine' });
    desk.clock.advance(HOUR);
  }
  throw new Error('nobody was asked about the deletion');
}

async function issueIsDeleted({ desk, world }: Device): Promise<void> {
  const id = (await desk.get('plan-item', PLAN)).gitlab?.id ?? 0;
  deleteIssue(world.gitlab, existing(world.gitlab.issues, id));
}

async function planned(device: Device): Promise<void> {
  await device.desk.settle();
  await device.desk.planItem({ id: PLAN, partnerId: await partnerOf(device) });
  await device.desk.settle();
}

function planStatus(name: string, status: 'done' | 'cancelled'): Variant {
  return {
    name,
    writes: 1,
    async prepare(device) {
      await planned(device);
      return async () => void (await device.desk.planItem({ id: PLAN, status }));
    },
  };
}

function decision(name: string, writes: number, actions: readonly ClaimAction['kind'][]): Variant {
  return {
    name,
    writes,
    async prepare(device) {
      await claimed(device);
      return async () => {
        for (const kind of actions) await decide(device, actionOf(device, kind));
      };
    },
  };
}

/** One thing that is done to a claim, with what it needs. */
export function actionOf({ desk }: Device, kind: ClaimAction['kind']): ClaimAction {
  const at = desk.clock.now();
  const by = 'Rita Reviewer';
  const note = 'The photos of the booth are missing.';
  switch (kind) {
    case 'accept':
      return { kind, at, by, findings: [] };
    case 'reject':
    case 'request-changes':
      return { kind, at, by, note };
    case 'open-requisition':
      return { kind, zipNumber: 'ZIP-7', zipDate: PlainDate.parse('2026-11-20') };
    case 'receive':
    case 'pay':
      return { kind, at };
    case 'take-back':
      return { kind };
    case 'forfeit':
      return { kind, at, by, note, deadline: 'expired' };
  }
}

async function withdraw({ desk }: Device): Promise<void> {
  const at = desk.clock.now();
  const before = await desk.get('fund-request', REQUEST);
  const approval: FundRequest['approval'] = { kind: 'withdrawn', at, reason: 'The venue is gone.' };
  await desk.save(
    { kind: 'fund-request', record: { ...before, approval } },
    { kind: 'fund-request.put', fields: ['status', 'state', 'approvedAmount', 'declineReason'] },
  );
}

const more: Partial<Record<IntentKind, readonly Variant[]>> = {
  'fund-request.put': [
    {
      name: 'withdrawn',
      writes: 1,
      async prepare(device) {
        await aRequest(device);
        await device.desk.settle();
        return () => withdraw(device);
      },
    },
    {
      name: 'made again',
      writes: 1,
      async prepare(device) {
        const { desk, world } = device;
        await aRequest(device);
        await desk.settle();
        const id = (await desk.get('fund-request', REQUEST)).salesforce?.id ?? '';
        changeRemotely(world.salesforce.org, { action: 'delete', object: 'PartnerFundRequest', id });
        await desk.edit(REQUEST, { title: 'Renamed roadshow' });
        return askedAbout(device);
      },
    },
  ],
  'fund-request.approved': [
    {
      name: 'with a file and a claim that came before',
      writes: 12,
      async prepare(device) {
        await aRequest(device);
        await dropFile(device.desk, REQUEST, 1, FILE);
        await claim(device);
        await device.desk.settle();
        return () => device.desk.approve(REQUEST);
      },
    },
  ],
  'claim.put': [
    decision('accepted', 2, ['accept']),
    decision('rejected', 3, ['reject']),
    decision('changes asked for', 2, ['request-changes']),
    decision('paid', 4, ['accept', 'open-requisition', 'pay']),
    {
      name: 'made again',
      writes: 2,
      async prepare(device) {
        const { desk, world } = device;
        await claimed(device);
        const id = (await desk.get('claim', CLAIM)).salesforce?.id ?? '';
        changeRemotely(world.salesforce.org, { action: 'delete', object: 'PartnerFundClaim', id });
        await desk.claim(REQUEST, { id: CLAIM as never, title: 'Claim for the roadshow in Graz' });
        return askedAbout(device);
      },
    },
  ],
  'document.put': [
    {
      name: 'on a draft',
      writes: 2,
      async prepare(device) {
        await aRequest(device);
        await device.desk.settle();
        return () => dropFile(device.desk, REQUEST, 1, FILE);
      },
    },
  ],
  'plan-item.put': [
    planStatus('done', 'done'),
    planStatus('cancelled', 'cancelled'),
    {
      name: 'opened again',
      writes: 1,
      async prepare(device) {
        await planned(device);
        await device.desk.planItem({ id: PLAN, status: 'done' });
        await device.desk.settle();
        return async () => void (await device.desk.planItem({ id: PLAN, status: 'planned' }));
      },
    },
    {
      name: 'made again',
      writes: 1,
      async prepare(device) {
        await planned(device);
        await issueIsDeleted(device);
        await device.desk.planItem({ id: PLAN, title: 'Webcast series in Graz' });
        return askedAbout(device);
      },
    },
  ],
};

/** What intents of a kind carry, the common ones first. */
export function variantsOf(kind: IntentKind): readonly [Variant, ...Variant[]] {
  const common: Variant = {
    name: 'made or changed',
    writes: writesOf[kind],
    prepare: (device, chance) => prepare(device, kind, chance),
  };
  return [common, ...(more[kind] ?? [])];
}
