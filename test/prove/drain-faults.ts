import type { IntentKind } from '../../shared/schema/intent';
import type { Remote } from '../../shared/ports/remote';
import { joinMarker } from '../../electron/remotes/salesforce/marker-text';
import { changeRemotely } from '../emulators/salesforce/control';
import { chooseSide } from '../sync/support/choose';
import { Crash } from '../sync/support/crash';
import { failureLog, type Proof } from './proof';
import { isWrite } from './support/cuts';
import { REQUEST } from './support/day';
import { befall, type FaultKind, faultKinds, type Hits } from './support/faults';
import { act, countDone, doneText, finish, newValues, type Values } from './support/hands';
import { createLedger, type Ledger } from './support/ledger';
import { mortal } from './support/mortal';
import { disagreements, markerIn } from './support/oracle';
import { type Chance, seeded } from './support/seeded';
import { count, listed, total } from './support/tally';
import { type Call, type Device, type KeyMode, makeWorld, type ProofWorld } from './support/world';

const MINUTE = 60_000;
/** A file that was given up comes within this time or not at all. */
const LONGEST_UPLOAD = 10 * MINUTE;
/** How the orgs keep this app's ids, by turns. */
const KEYS: readonly KeyMode[] = ['external-id', 'field', 'text'];

type Fault = {
  readonly kind: FaultKind;
  left: number;
  readonly server: Call['server'] | null;
  /** It strikes a write; of what happens on the wire about every tenth request is one. */
  readonly waits: boolean;
};

/** A request that was given up, and when. */
type LateCall = { readonly call: Call; readonly at: number };

type Desktop = Device & { dead: boolean };

type Network = {
  readonly chance: Chance;
  readonly world: ProofWorld;
  readonly device: Desktop;
  faults: Fault[];
  readonly late: LateCall[];
  readonly met: Met;
  readonly ledger: Ledger;
  readonly values: Values;
  calm: boolean;
};

/** What a run met. */
type Met = Hits & { readonly keys: Map<KeyMode, number>; readonly done: Map<IntentKind, number> };

/** A run that has met nothing yet. */
export function nothingMet(): Met {
  return { onWrites: new Map(), others: new Map(), keys: new Map(), done: new Map() };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function flush(network: Network): Promise<void> {
  for (const { call } of network.late.splice(0)) await network.ledger.late(call);
}

/** Lets time run. Where nothing marks a file, one that comes later than any transaction can is no twin that could be told. */
async function later(network: Network, ms: number): Promise<void> {
  const { late, world, ledger } = network;
  const due = Date.parse(world.clock.now()) + ms - LONGEST_UPLOAD;
  for (const held of late.filter(({ call, at }) => call.path.includes('ContentVersion') && at < due)) {
    late.splice(late.indexOf(held), 1);
    await ledger.late(held.call);
  }
  world.clock.advance(ms);
}

async function onTheWire(network: Network, call: Call): Promise<Response> {
  if (network.calm) return call.deliver();
  const { chance } = network;
  // Sign-in answers are another proof's business, and a request that only reads cannot come late.
  const isToken = call.path.includes('/oauth2/');
  const writes = isWrite(call);
  const fault = network.faults.find(
    ({ kind, server, left, waits }) =>
      left > 0 &&
      kind !== 'never-settles' &&
      (server === null || server === call.server) &&
      (writes || !waits) &&
      (kind !== 'late' || writes) &&
      (!isToken || kind === 'reset' || kind === 'refused'),
  );
  if (fault === undefined || fault.kind === 'never-settles' || chance.percent(30)) return call.deliver();
  fault.left -= 1;
  count(writes ? network.met.onWrites : network.met.others, fault.kind);
  return befall(fault.kind, call, {
    world: network.world,
    chance,
    hold: () => void network.late.push({ call, at: Date.parse(network.world.clock.now()) }),
    kill: () => {
      network.device.dead = true;
    },
  });
}

/** The remote as an engine sees it whose process may lose a call: done or not, no word of it ever comes. */
function forgetful(network: Network): Remote {
  const { device, chance } = network;
  async function losing<T>(writes: boolean, call: () => Promise<T>): Promise<T> {
    const fault = network.faults.find(
      ({ kind, left, waits }) => left > 0 && kind === 'never-settles' && (writes || !waits),
    );
    if (network.calm || fault === undefined) return call();
    fault.left -= 1;
    count(writes ? network.met.onWrites : network.met.others, fault.kind);
    if (chance.percent(50)) await call();
    return never();
  }
  const remotes = device.remotes();
  return {
    execute: (command) => losing(true, () => remotes.execute(command)),
    putAll: (commands) => losing(true, () => remotes.putAll(commands)),
    pull: (request) => losing(false, () => remotes.pull(request)),
    presence: (request) => losing(false, () => remotes.presence(request)),
  };
}

function arm(network: Network): void {
  const { device } = network;
  const store = mortal(device.desk.store, () => device.dead);
  device.desk.engine = device.desk.newEngine({ store, remote: forgetful(network) });
}

/** One pass, with time running by the minute while it waits for something; false when it never ends. */
async function sync(network: Network): Promise<boolean> {
  const { device, world } = network;
  let ended = false;
  const pass = device.desk.engine
    .run()
    .catch((cause: unknown) => {
      if (!(cause instanceof Crash)) throw cause;
    })
    .finally(() => {
      ended = true;
    });
  for (let idle = 0; idle < 4000; idle += 1) {
    const before = world.calls;
    for (let turns = 0; turns < 5 && !ended; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    if (ended) break;
    if (world.calls === before) await later(network, MINUTE);
  }
  if (!ended) return false;
  await pass;
  if (device.dead) {
    device.dead = false;
    await device.restart();
    arm(network);
  }
  return true;
}

async function work({ device, chance, ledger, values }: Network): Promise<void> {
  await ledger.lookHere();
  const entered = (record: string, field: string, value: string): Promise<void> =>
    ledger.entered('person', record, field, value);
  await act({ device, chance, entered }, values);
}

/** A colleague works on the other side. */
async function colleague(network: Network): Promise<void> {
  const { world, chance, device, ledger, values } = network;
  await ledger.lookHere();
  if (chance.percent(15)) return finish(device);
  const request = await device.desk.store.get('fund-request', REQUEST);
  if (chance.percent(50) && request?.salesforce) {
    const [field, name, value] = chance.percent(50)
      ? ['description', 'Description', values.text()]
      : ['region', 'Region__c', chance.pick(['APAC', 'EMEA'])];
    const object = 'PartnerFundRequest';
    const { id } = request.salesforce;
    const there = world.salesforce.org.store.get(object, id);
    // A twin of it was put into the recycle bin, where a colleague does not edit it.
    if (!there || there['IsDeleted'] === true) return;
    await ledger.entered('colleague', REQUEST, field, value);
    // Where the id is a line of the text, a colleague leaves it there.
    const kept = field === 'description' && world.keys === 'text' ? joinMarker(value, REQUEST) : value;
    changeRemotely(world.salesforce.org, { action: 'update', object, id, fields: { [name]: kept } });
    return;
  }
  const marked = [...world.gitlab.issues.values()].filter(
    ({ description }) => description?.includes('<!-- channel-desk:55555555') ?? false,
  );
  // What a colleague does to a twin that nobody has put aside yet stays there, in the closed twin.
  const items = marked.filter((item, at) => {
    const own = markerIn(item.description);
    return marked.findIndex(({ description }) => markerIn(description) === own) === at;
  });
  if (items.length === 0) return;
  const item = chance.pick(items);
  const due = values.day();
  const marker = markerIn(item.description);
  if (marker !== null) await ledger.entered('colleague', marker, 'end', due);
  await world.gitlabApp.request(`/api/v4/projects/${item.projectId}/issues/${item.iid}`, {
    method: 'PUT',
    headers: { 'private-token': 'glpat-marcus', 'content-type': 'application/json' },
    body: JSON.stringify({ due_date: due }),
  });
}

/** Problems that a person must solve, solved as she would: by trying again. */
async function retryParked({ device }: Network): Promise<void> {
  for (const intent of await device.desk.store.openIntents()) {
    if (intent.state !== 'parked' || intent.problem?.code.startsWith('needs-')) continue;
    await device.desk.commit({
      intents: [{ ...intent, state: 'waiting', problem: null, rev: (intent.rev ?? 0) + 1 }],
    });
  }
}

async function choose({ device, chance, ledger }: Network): Promise<void> {
  for (const conflict of await device.desk.store.openConflicts()) {
    const side = chance.percent(50) ? 'mine' : 'theirs';
    const choices = conflict.fields.map(({ field }) => [field, side] as const);
    await chooseSide(device.desk, conflict, Object.fromEntries(choices));
    if (side === 'theirs') for (const { field } of conflict.fields) ledger.gaveUp(conflict.record.id, field);
  }
}

/** Longest virtual time after the network is well in which everything must have drained. */
const BOUND_MS = 26 * 60 * MINUTE;

/** Lets the loop run as it does in the app, by the times that its reports name; how long it took, or null. */
async function drainAll(network: Network): Promise<{ readonly drained: boolean; readonly stuck: boolean }> {
  const { device, world } = network;
  const began = Date.parse(world.clock.now());
  let quiet = 0;
  while (Date.parse(world.clock.now()) - began < BOUND_MS) {
    if (!(await sync(network))) return { drained: false, stuck: true };
    await choose(network);
    await retryParked(network);
    const open = await device.desk.store.openIntents();
    quiet = open.length === 0 && (await device.desk.store.openConflicts()).length === 0 ? quiet + 1 : 0;
    if (quiet === 3) return { drained: true, stuck: false };
    world.clock.advance(open.length === 0 ? MINUTE : 5 * MINUTE);
  }
  return { drained: false, stuck: false };
}

const STEPS = 200;

/** One schedule: 200 steps of work, faults, passes and restarts; the problems that are left when the network is well. */
export async function schedule(seed: number, met: Met): Promise<string[]> {
  const chance = seeded(seed);
  const keys = KEYS[seed % KEYS.length] ?? 'external-id';
  const world = makeWorld({ keys, tier: chance.percent(85) ? 'premium' : 'free' });
  count(met.keys, keys);
  const device: Desktop = Object.assign(await world.device(), { dead: false });
  const ledger = createLedger(world, device);
  const values = newValues(chance);
  const network: Network = { chance, world, device, faults: [], late: [], met, ledger, values, calm: true };
  world.wire = (call) => onTheWire(network, call).finally(ledger.lookThere);
  arm(network);
  await sync(network);
  network.calm = false;
  for (let step = 0; step < STEPS; step += 1) {
    const roll = chance.int(100);
    if (roll < 35) await work(network);
    else if (roll < 45) await colleague(network);
    else if (roll < 65) {
      const server = chance.pick(['salesforce', 'gitlab', null] as const);
      const left = 1 + chance.int(3);
      network.faults.push({ kind: chance.pick(faultKinds), left, server, waits: chance.percent(75) });
      network.faults = network.faults.filter((fault) => fault.left > 0).slice(-6);
    } else if (roll < 88) {
      if (!(await sync(network))) return ['a pass never ended'];
    } else if (roll < 91) await flush(network);
    else if (roll < 93) {
      await device.restart();
      arm(network);
    } else await later(network, chance.int(40) * MINUTE);
    world.clock.advance(1500);
  }
  network.calm = true;
  await flush(network);
  const { drained, stuck } = await drainAll(network);
  if (stuck) return ['a pass never ended'];
  await ledger.lookHere();
  await countDone(device, met.done);
  const problems = await disagreements(world, [device]);
  problems.push(...ledger.lost(device.desk.store.allConflicts()));
  return drained ? problems : ['it did not drain in time', ...problems];
}

/** P5: fault schedules, after which everything has drained and both sides agree. */
export const drainFaults: Proof = {
  id: 'P5',
  title: `Always drains: schedules of ${faultKinds.length} kinds of fault`,
  unit: 'schedule',
  sizes: { test: 50, full: 1000 },
  async run({ count: size, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const met = nothingMet();
    for (let seed = firstSeed; seed < firstSeed + size; seed += 1) {
      const problems = await schedule(seed, met);
      if (problems.length > 0) fail(seed, problems.join('; '));
      if ((seed - firstSeed) % 50 === 49) say(`${seed - firstSeed + 1} schedules, ${failures.length} failed`);
    }
    return { checked: size, failures, notes: notesOf(met) };
  },
};

function notesOf({ onWrites, others, keys, done }: Met): string[] {
  return [
    `faults on writes: ${listed(onWrites)}`,
    `faults on others: ${total(others)}`,
    `orgs: ${listed(keys)}`,
    doneText(done),
  ];
}
