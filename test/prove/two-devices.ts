import { Crash } from '../sync/support/crash';
import { chooseSide } from '../sync/support/choose';
import type { IntentKind } from '../../shared/schema/intent';
import { failureLog, type Proof } from './proof';
import { type CutPoint, cutPoints, isWrite, strike } from './support/cuts';
import { CLAIM, dropFile, REQUEST, SECOND } from './support/day';
import { countDone, doneText } from './support/hands';
import { mortal } from './support/mortal';
import { disagreements } from './support/oracle';
import { type Chance, seeded } from './support/seeded';
import { count, listed } from './support/tally';
import { bring, putRight, type Verdict, verdicts } from './support/verdicts';
import { type Call, type Device, makeWorld, partnerOf, type ProofWorld } from './support/world';

const words = ['red', 'green', 'blue'] as const;
const ends = ['2026-12-11', '2026-12-12', '2026-12-13'] as const;
const stages = ['pending', 'approval-needed', 'approved'] as const;
const MINUTE = 60_000;

type Desktop = Device & { dead: boolean };

/** The network of a history: a few cuts that wait for the next write, requests that will arrive late, and turns of chance. */
type Network = {
  readonly chance: Chance;
  readonly cuts: CutPoint[];
  readonly late: { readonly call: Call; readonly at: number }[];
  readonly devices: Desktop[];
  readonly manner: Manner;
  readonly met: Met;
  /** Requests of which somebody kept another status over the approval in Salesforce. */
  readonly takenBack: Set<string>;
  calm: boolean;
};

/** What a history is made of. */
export type Manner = {
  /** Of a hundred deeds, how many decide, end or move something on. */
  readonly verdicts: number;
  /** Which of them come up. */
  readonly of: readonly Verdict[];
  /** Of a hundred writes, how many take a cut that waits. */
  readonly takesCut: number;
  readonly steps: { readonly least: number; readonly more: number };
  /** Of a hundred histories, how many begin with an approved request, at times with a claim. */
  readonly approved: number;
  /** How many verdicts are thought of until one can be brought. */
  readonly tries: number;
};

const STEPS = { least: 8, more: 14 };
/** As the proof goes about it: every cut is taken by the next write. */
const whole: Manner = {
  verdicts: 35,
  // Two requests in the right states are rarer than one, so that this comes up more often.
  of: [...verdicts, 'give-funds', 'give-funds'],
  takesCut: 100,
  steps: STEPS,
  approved: 50,
  tries: 4,
};
const beforeFunds = verdicts.filter((verdict) => verdict !== 'give-funds');
/** Histories that begin with a draft and give no funds away, by which an earlier failure is named. */
export const fromDraft: Manner = { ...whole, of: beforeFunds, approved: 0, tries: 1 };
/** Histories of edits and approvals only, by which earlier failures are named. */
export const plainly: Manner = { ...fromDraft, verdicts: 0, takesCut: 50, steps: { least: 5, more: 12 } };

/** What histories met. */
type Met = {
  readonly cuts: Map<CutPoint, number>;
  readonly deeds: Map<Verdict, number>;
  readonly done: Map<IntentKind, number>;
};

/** Histories that have met nothing yet. */
export function nothingMet(): Met {
  return { cuts: new Map(), deeds: new Map(), done: new Map() };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function flush(network: Network): Promise<void> {
  for (const { call } of network.late.splice(0)) await call.deliver();
}

/** A server that was given up on ends a file within so many minutes; what it would bring later is looked for no more. */
const LATEST_FILE = 10 * MINUTE;

/** Time goes on; the files of requests that were given up arrive before a server would have ended them. */
async function wait(world: ProofWorld, network: Network, milliseconds: number): Promise<void> {
  const then = Date.parse(world.clock.now()) + milliseconds;
  const isDue = ({ call, at }: Network['late'][number]): boolean =>
    call.path.endsWith('/sobjects/ContentVersion') && then - at > LATEST_FILE;
  const due = network.late.filter(isDue);
  for (const one of due) network.late.splice(network.late.indexOf(one), 1);
  for (const { call } of due) await call.deliver();
  world.clock.advance(milliseconds);
}

function timeIn({ devices }: Network): number {
  return Math.max(...devices.map(({ world }) => Date.parse(world.clock.now())));
}

async function onTheWire(network: Network, call: Call): Promise<Response> {
  const { chance } = network;
  if (network.calm) return call.deliver();
  // Two devices at once: who is served first is up to chance.
  for (let turns = chance.int(4); turns > 0; turns -= 1) await turn();
  if (isWrite(call) && network.late.length > 0 && chance.percent(25)) await flush(network);
  const isTaken =
    isWrite(call) && (network.manner.takesCut === 100 || chance.percent(network.manner.takesCut));
  const cut = isTaken ? network.cuts.pop() : undefined;
  if (cut !== undefined) count(network.met.cuts, cut);
  const answer =
    cut === undefined
      ? await call.deliver()
      : await strike(cut, call, {
          hold: () => void network.late.push({ call, at: timeIn(network) }),
          kill: () => {
            const device = network.devices.find(({ number }) => number === call.device);
            if (device) device.dead = true;
          },
        });
  for (let turns = chance.int(3); turns > 0; turns -= 1) await turn();
  return answer;
}

async function sync(device: Desktop): Promise<void> {
  try {
    await device.desk.sync();
  } catch (cause) {
    if (!(cause instanceof Crash)) throw cause;
  }
  if (!device.dead) return;
  device.dead = false;
  await device.restart();
  arm(device);
}

/** Gives the engine a store that ends with the process. */
function arm(device: Desktop): void {
  const store = mortal(device.desk.store, () => device.dead);
  device.desk.engine = device.desk.newEngine({ store, remote: device.remotes() });
}

async function editRequest(device: Desktop, id: string, chance: Chance): Promise<void> {
  const word = chance.pick(words);
  if ((await device.desk.store.get('fund-request', id)) === undefined) return;
  await device.desk.edit(id, chance.percent(50) ? { title: word } : { description: word });
}

async function act(device: Desktop, { chance, manner, met }: Network): Promise<void> {
  const { desk } = device;
  const partnerId = await partnerOf(device);
  const id = chance.percent(75) ? REQUEST : SECOND;
  if (manner.verdicts > 0 && chance.percent(manner.verdicts)) {
    for (let tries = manner.tries; tries > 0; tries -= 1) {
      const verdict = chance.pick(manner.of);
      if (!(await bring(device, verdict, id, chance))) continue;
      count(met.deeds, verdict);
      return;
    }
    return;
  }
  const request = await desk.store.get('fund-request', id);
  switch (chance.int(8)) {
    case 0:
      return request ? editRequest(device, id, chance) : void (await desk.request({ id, partnerId }));
    case 1:
    case 2:
      if (request?.approval.kind === 'draft') await desk.approve(id);
      return;
    case 3: {
      const claim = await desk.store.get('claim', CLAIM);
      if (request?.approval.kind !== 'approved' || id !== REQUEST) return;
      await desk.claim(REQUEST, {
        id: CLAIM as never,
        partnerId: request.partnerId,
        stage: chance.pick(stages),
        ...(claim ? {} : { title: 'Claim of the day' }),
      });
      return;
    }
    case 4: {
      const n = 1 + chance.int(2);
      const file = `33333333-0000-4000-8000-00000000000${n}`;
      if (request && id === REQUEST && (await desk.store.get('document', file)) === undefined)
        await dropFile(desk, REQUEST, n, file);
      return;
    }
    case 5:
      if ((await desk.store.count('registration')) === 0) await desk.registration(partnerId);
      return;
    case 6: {
      // Each device plans its own items and moves the dates of all.
      const own = `55555555-0000-4000-8000-00000000000${device.number}`;
      const [other] = (await desk.store.list({ kind: 'plan-item' })).filter((item) => item.id !== own);
      const target = other && chance.percent(40) ? other.id : own;
      const end = chance.pick(ends);
      const isNew = (await desk.store.get('plan-item', target)) === undefined;
      await desk.planItem({ id: target, end, ...(isNew ? { partnerId, title: chance.pick(words) } : {}) });
      return;
    }
    default:
      return editRequest(device, id, chance);
  }
}

/** What a person does about answers that nobody could read, and about refusals that others have cured. */
async function retryParked({ desk }: Desktop): Promise<void> {
  for (const intent of await desk.store.openIntents()) {
    if (intent.state !== 'parked' || intent.problem?.code.startsWith('needs-')) continue;
    await desk.commit({
      intents: [{ ...intent, state: 'waiting', problem: null, rev: (intent.rev ?? 0) + 1 }],
    });
  }
}

async function choose({ desk }: Desktop, mine: boolean, takenBack: Set<string>): Promise<number> {
  const conflicts = await desk.store.openConflicts();
  for (const conflict of conflicts) {
    const side = mine ? 'mine' : 'theirs';
    const choices = Object.fromEntries(conflict.fields.map(({ field }) => [field, side] as const));
    if (conflict.theirs['status'] === 'approved' && choices['status'] === 'mine')
      takenBack.add(conflict.record.id);
    await chooseSide(desk, conflict, choices);
  }
  return conflicts.length;
}

async function quiet(devices: readonly Desktop[]): Promise<boolean> {
  for (const { desk } of devices)
    if ((await desk.store.openIntents()).length > 0 || (await desk.store.openConflicts()).length > 0)
      return false;
  return true;
}

/** The network is well again: both devices sync and their people choose until nothing asks any more. */
async function calmDown(world: ProofWorld, network: Network, chance: Chance): Promise<boolean> {
  network.calm = true;
  network.cuts.length = 0;
  await flush(network);
  let still = 0;
  for (let round = 0; round < 60; round += 1) {
    for (const device of network.devices) {
      await sync(device);
      await choose(device, chance.percent(50), network.takenBack);
      await retryParked(device);
      await putRight(device);
    }
    world.clock.advance(10 * MINUTE);
    still = (await quiet(network.devices)) ? still + 1 : 0;
    if (still === 2) return true;
  }
  return false;
}

async function beginApproved(device: Desktop, chance: Chance): Promise<void> {
  const { desk } = device;
  await desk.approve(REQUEST);
  await sync(device);
  const { partnerId } = await desk.get('fund-request', REQUEST);
  if (chance.percent(50)) {
    await desk.request({ id: SECOND, partnerId });
    await sync(device);
  }
  if (chance.percent(30)) return;
  await desk.claim(REQUEST, { id: CLAIM as never, partnerId, stage: 'approval-needed', title: 'Claim' });
  await sync(device);
}

/** One history of two devices at once; the problems that are left when all is quiet. */
export async function history(
  seed: number,
  manner: Manner = whole,
  met: Met = nothingMet(),
): Promise<string[]> {
  const chance = seeded(seed);
  const keys = chance.percent(60) ? 'external-id' : chance.pick(['field', 'text'] as const);
  const world = makeWorld({ keys, tier: chance.percent(85) ? 'premium' : 'free' });
  const takenBack = new Set<string>();
  const network: Network = { chance, cuts: [], late: [], devices: [], manner, met, takenBack, calm: true };
  world.wire = (call) => onTheWire(network, call);
  // Mostly two devices of one person; at times a colleague who does the same.
  const second = chance.percent(80) ? 'dana' : 'marcus';
  for (let number = 1; number <= 2; number += 1) {
    const device: Desktop = Object.assign(await world.device(number === 2 ? second : 'dana'), {
      dead: false,
    });
    arm(device);
    network.devices.push(device);
  }
  const [one, two] = network.devices;
  if (!one || !two) throw new Error('two devices are needed');
  await sync(one);
  await one.desk.request({ id: REQUEST, partnerId: await partnerOf(one) });
  await sync(one);
  if (manner.approved > 0 && chance.percent(manner.approved)) await beginApproved(one, chance);
  world.clock.advance(MINUTE);
  await sync(two);
  network.calm = false;
  const steps = manner.steps.least + chance.int(manner.steps.more);
  for (let step = 0; step < steps; step += 1) {
    const device = chance.pick(network.devices);
    const roll = chance.int(100);
    if (roll < 45) await act(device, network);
    else if (roll < 57) await sync(device);
    else if (roll < 80) await Promise.all(network.devices.map(sync));
    else if (roll < 92) network.cuts.push(chance.pick(cutPoints));
    else if (roll < 96) await flush(network);
    else await wait(world, network, chance.int(90) * MINUTE);
    world.clock.advance(500);
  }
  const drained = await calmDown(world, network, chance);
  const problems = await disagreements(world, network.devices, takenBack);
  for (const device of network.devices) await countDone(device, met.done);
  return drained ? problems : ['it never became quiet', ...problems];
}

/** P3: random histories of two devices of one person. */
export const twoDevices: Proof = {
  id: 'P3b',
  title: 'Exactly once in effect: two devices at once, with cuts and deaths',
  unit: 'history',
  sizes: { test: 500, full: 10_000 },
  async run({ count: size, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const met = nothingMet();
    for (let seed = firstSeed; seed < firstSeed + size; seed += 1) {
      const problems = await history(seed, whole, met);
      if (problems.length > 0) fail(seed, problems.join('; '));
      if ((seed - firstSeed) % 200 === 199)
        say(`${seed - firstSeed + 1} histories, ${failures.length} failed`);
    }
    return { checked: size, failures, notes: notesOf(met) };
  },
};

function notesOf({ cuts, deeds, done }: Met): string[] {
  return [`cuts: ${listed(cuts)}`, `verdicts: ${listed(deeds)}`, doneText(done)];
}
