import { decideClaim } from '../../../shared/domain/pop/claim-decision';
import { type IntentKind, intentKinds } from '../../../shared/schema/intent';
import { PlainDate } from '../../../shared/schema/values';
import { cancel, CLAIM, closeIssues, decline, dropFile, REQUEST } from './day';
import type { Chance } from './seeded';
import { count } from './tally';
import { actionOf } from './variants';
import { type Device, partnerOf } from './world';

const SECOND = '11111111-0000-4000-8000-000000000002';
const words = ['red', 'green', 'blue'] as const;
const kinds = ['fund-request', 'claim', 'document', 'registration', 'plan-item'] as const;
const stages = ['pending', 'approval-needed', 'approved'] as const;
const DAY = 24 * 3_600_000;

/** What a person does, as often as it is named. */
const deeds = [
  'edit',
  'edit',
  'edit',
  'approve',
  'approve',
  'decline',
  'claim',
  'claim',
  'judge',
  'judge',
  'file',
  'registration',
  'plan',
  'plan',
  'plan-over',
] as const;

/** A person at a device who does every kind of thing. */
export type Hand = {
  readonly device: Device;
  readonly chance: Chance;
  /** Called with each value that she put in. */
  entered(record: string, field: string, value: string): Promise<void>;
};

/** Texts and days, of which every second text and nearly every day is like no other. */
export type Values = { text(): string; day(): PlainDate };

/** Counts up, so that values follow from the chance alone. */
export function newValues(chance: Chance): Values {
  let made = 0;
  return {
    text() {
      const word = chance.pick(words);
      made += 1;
      return made % 2 === 0 ? word : `${word} ${made}`;
    },
    day() {
      made += 1;
      const at = Date.parse('2026-11-20') + (made % 300) * DAY;
      return PlainDate.parse(new Date(at).toISOString().slice(0, 10));
    },
  };
}

async function edit({ device, chance, entered }: Hand, id: string, values: Values): Promise<void> {
  const field = chance.pick(['title', 'description'] as const);
  const value = values.text();
  await device.desk.edit(id, { [field]: value });
  await entered(id, field, value);
}

async function claim({ device, chance }: Hand): Promise<void> {
  const { desk } = device;
  const request = await desk.store.get('fund-request', REQUEST);
  const before = await desk.store.get('claim', CLAIM);
  if (request?.approval.kind !== 'approved' || (before && before.decision.kind !== 'open')) return;
  const { partnerId } = request;
  const title = before?.title ?? 'Claim of the day';
  await desk.claim(REQUEST, { id: CLAIM as never, partnerId, stage: chance.pick(stages), title });
}

async function judge({ device, chance }: Hand): Promise<void> {
  const { desk } = device;
  const before = await desk.store.get('claim', CLAIM);
  if (!before || before.deletedRemotely) return;
  const kind = chance.pick(['accept', 'reject', 'request-changes', 'open-requisition', 'pay'] as const);
  const decided = decideClaim(before, actionOf(device, kind), desk.playbook);
  if (decided.ok) await desk.claim(REQUEST, { id: CLAIM as never, ...decided.value });
}

async function plan({ device, chance, entered }: Hand, values: Values): Promise<void> {
  const { desk } = device;
  // Each device plans items of its own and moves the dates of all.
  const own = `55555555-0000-4000-8000-0000000000${device.number}${1 + chance.int(2)}`;
  const [other] = (await desk.store.list({ kind: 'plan-item' })).filter(({ id }) => id !== own);
  const id = other && chance.percent(40) ? other.id : own;
  const isNew = (await desk.store.get('plan-item', id)) === undefined;
  const end = values.day();
  const partnerId = await partnerOf(device);
  await desk.planItem({ id, end, ...(isNew ? { partnerId, title: chance.pick(words) } : {}) });
  await entered(id, 'end', end);
}

/** One thing that the person does, of those that can be done now. */
export async function act(hand: Hand, values: Values): Promise<void> {
  const { device, chance } = hand;
  const { desk } = device;
  const deed = chance.pick(deeds);
  const id = chance.percent(75) ? REQUEST : SECOND;
  const request = await desk.store.get('fund-request', id);
  const isDraft = request?.approval.kind === 'draft';
  switch (deed) {
    case 'edit':
      if (request) return edit(hand, id, values);
      return void (await desk.request({ id, partnerId: await partnerOf(device) }));
    case 'approve':
      if (isDraft && (id === REQUEST || chance.percent(30))) await desk.approve(id);
      return;
    case 'decline':
      if (isDraft && (id === SECOND || chance.percent(15))) await decline(desk, id);
      return;
    case 'claim':
      return claim(hand);
    case 'judge':
      return judge(hand);
    case 'file': {
      const n = 1 + chance.int(3);
      const file = `33333333-0000-4000-8000-00000000000${n}`;
      const isThere = (await desk.store.get('fund-request', REQUEST)) !== undefined;
      if (isThere && !(await desk.store.get('document', file))) await dropFile(desk, REQUEST, n, file);
      return;
    }
    case 'registration':
      if ((await desk.store.count('registration')) === 0) await desk.registration(await partnerOf(device));
      return;
    case 'plan':
      return plan(hand, values);
    case 'plan-over': {
      const items = await desk.store.list({ kind: 'plan-item' });
      if (items.length === 0) return;
      await desk.planItem({
        id: chance.pick(items).id,
        status: chance.pick(['done', 'planned', 'cancelled'] as const),
      });
    }
  }
}

/** A colleague closes what was opened for the request, once all of it is there; the other request's activity is cancelled. */
export async function finish(device: Device): Promise<void> {
  const { desk } = device;
  const isOpened = async (id: string): Promise<boolean> => {
    const { issues } = (await desk.store.get('fund-request', id))?.gitlab ?? { issues: {} };
    return Object.keys(issues).length === desk.playbook.gitlab.subIssues.length;
  };
  if (await isOpened(REQUEST)) await closeIssues(device);
  const other = await desk.store.get('fund-request', SECOND);
  if (other?.approval.kind === 'approved' && (await isOpened(SECOND))) await cancel(desk, SECOND);
}

/** Adds to `done` how many intents of each kind a device brought to their end. */
export async function countDone({ desk: { store } }: Device, done: Map<IntentKind, number>): Promise<void> {
  for (const kind of kinds)
    for (const { id } of await store.list({ kind }))
      for (const intent of await store.intentsFor({ kind, id }))
        if (intent.state === 'done') count(done, intent.kind);
}

/** One line with the number of intents of each kind. */
export function doneText(done: ReadonlyMap<IntentKind, number>): string {
  return `done: ${intentKinds.map((kind) => `${kind} ${done.get(kind) ?? 0}`).join(', ')}`;
}
