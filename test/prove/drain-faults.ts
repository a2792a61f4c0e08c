import type { Remote } from '../../shared/ports/remote';
import { changeRemotely } from '../emulators/salesforce/control';
import { chooseSide } from '../sync/support/choose';
import { Crash } from '../sync/support/crash';
import type { Proof, ProofFailure } from './proof';
import { isWrite, lostConnection, refusedConnection } from './support/cuts';
import { CLAIM, dropFile, REQUEST } from './support/day';
import { createLedger, type Ledger } from './support/ledger';
import { mortal } from './support/mortal';
import { disagreements, markerIn } from './support/oracle';
import { type Chance, seeded } from './support/seeded';
import { type Call, type Device, makeWorld, partnerOf, type ProofWorld } from './support/world';

const MINUTE = 60_000;
const words = ['red', 'green', 'blue'] as const;
const ends = ['2026-12-11', '2026-12-12', '2026-12-13'] as const;
const stages = ['pending', 'approval-needed', 'approved'] as const;

/** Everything that a network, a server or a process may do to a request. */
const faultKinds = [
  'reset',
  'refused',
  'time-out',
  'never-settles',
  'delay',
  'truncated',
  'unauthorised',
  'request-limit',
  'no-access',
  'conflict',
  'locked',
  'too-many',
  'too-many-until',
  'internal-error',
  'bad-gateway-after-commit',
  'unavailable-until',
  'malformed',
  'other-json',
  'captive-portal',
  'redirect',
  'slow-drip',
  'twice',
  'late',
  'dies',
] as const;
type FaultKind = (typeof faultKinds)[number];

type Fault = { readonly kind: FaultKind; left: number; readonly server: Call['server'] | null };

type Desktop = Device & { dead: boolean };

type Network = {
  readonly chance: Chance;
  readonly world: ProofWorld;
  readonly device: Desktop;
  faults: Fault[];
  readonly late: Call[];
  readonly hit: Map<FaultKind, number>;
  readonly ledger: Ledger;
  /** Texts so far, of which every second is like no other. */
  texts: number;
  calm: boolean;
};

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function refusal(call: Call, status: number, code: string, message: string): Response {
  return call.server === 'salesforce'
    ? json(status, [{ errorCode: code, message }])
    : json(status, { message });
}

function cut(response: Response, keep: number): Promise<Response> {
  return response.arrayBuffer().then(
    (bytes) =>
      new Response(bytes.slice(0, Math.floor(bytes.byteLength * keep)), {
        status: response.status === 204 ? 200 : response.status,
        headers: response.headers,
      }),
  );
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function strike(network: Network, call: Call, kind: FaultKind): Promise<Response> {
  const { world, chance } = network;
  switch (kind) {
    case 'reset':
      throw lostConnection();
    case 'refused':
      throw refusedConnection();
    case 'time-out':
      world.clock.advance(30_000);
      if (chance.percent(50)) await call.deliver();
      throw lostConnection('UND_ERR_HEADERS_TIMEOUT');
    case 'never-settles':
      throw new Error('a call that never settles is lost before it comes to the wire');
    case 'delay':
    case 'slow-drip':
      world.clock.advance(20_000);
      return call.deliver();
    case 'truncated':
      await call.deliver();
      throw lostConnection('UND_ERR_SOCKET');
    case 'unauthorised':
      return refusal(call, 401, 'INVALID_SESSION_ID', '401 Unauthorized');
    case 'request-limit':
      return call.server === 'salesforce'
        ? refusal(call, 403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
        : new Response('Retry later', { status: 429 });
    case 'no-access':
      return refusal(call, 404, 'NOT_FOUND', '404 Project Not Found');
    case 'conflict':
      return refusal(call, call.server === 'salesforce' ? 412 : 409, 'PRECONDITION_FAILED', 'Conflict: lock');
    case 'locked':
      return refusal(
        call,
        call.server === 'salesforce' ? 400 : 423,
        'UNABLE_TO_LOCK_ROW',
        'Resource is locked',
      );
    case 'too-many':
      return new Response('Retry later', { status: 429 });
    case 'too-many-until':
      return new Response('Retry later', {
        status: 429,
        headers: { 'retry-after': String(10 + chance.int(600)) },
      });
    case 'internal-error':
      return json(500, {});
    case 'bad-gateway-after-commit':
      await call.deliver();
      return new Response('<html>Bad gateway</html>', { status: 502 });
    case 'unavailable-until':
      return new Response('down', { status: 503, headers: { 'retry-after': '120' } });
    case 'malformed':
      return cut(await call.deliver(), 0.6);
    case 'other-json':
      await call.deliver();
      return json(200, { hello: 'world' });
    case 'captive-portal':
      return new Response('<html><h1>Welcome to the hotel</h1></html>', {
        status: 200,
        headers: { 'content-type': 'text/html' },
      });
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://hotel.example/' } });
    case 'twice':
      await call.deliver();
      return call.deliver();
    case 'late':
      network.late.push(call);
      throw lostConnection('UND_ERR_HEADERS_TIMEOUT');
    case 'dies':
      if (chance.percent(50)) await call.deliver();
      network.device.dead = true;
      throw lostConnection();
  }
}

async function flush(network: Network): Promise<void> {
  for (const call of network.late.splice(0)) await network.ledger.late(call);
}

async function onTheWire(network: Network, call: Call): Promise<Response> {
  if (network.calm) return call.deliver();
  const { chance } = network;
  const fault = network.faults.find(
    ({ kind, server, left }) =>
      left > 0 && kind !== 'never-settles' && (server === null || server === call.server),
  );
  if (fault === undefined || chance.percent(30)) return call.deliver();
  // Sign-in answers are another proof's business, and a request that only reads cannot come late.
  const isToken = call.path.includes('/oauth2/');
  if (isToken && fault.kind !== 'reset' && fault.kind !== 'refused') return call.deliver();
  if (fault.kind === 'late' && !isWrite(call)) return call.deliver();
  fault.left -= 1;
  network.hit.set(fault.kind, (network.hit.get(fault.kind) ?? 0) + 1);
  return strike(network, call, fault.kind);
}

/** The remote as an engine sees it whose process may lose a call: done or not, no word of it ever comes. */
function forgetful(network: Network): Remote {
  const { device, chance } = network;
  async function losing<T>(call: () => Promise<T>): Promise<T> {
    const fault = network.faults.find(({ kind, left }) => left > 0 && kind === 'never-settles');
    if (network.calm || fault === undefined) return call();
    fault.left -= 1;
    network.hit.set('never-settles', (network.hit.get('never-settles') ?? 0) + 1);
    if (chance.percent(50)) await call();
    return never();
  }
  const remotes = device.remotes();
  return {
    execute: (command) => losing(() => remotes.execute(command)),
    putAll: (commands) => losing(() => remotes.putAll(commands)),
    pull: (request) => losing(() => remotes.pull(request)),
    presence: (request) => losing(() => remotes.presence(request)),
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
    if (world.calls === before) world.clock.advance(MINUTE);
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

function text(network: Network): string {
  const word = network.chance.pick(words);
  network.texts += 1;
  return network.texts % 2 === 0 ? word : `${word} ${network.texts}`;
}

async function edit(network: Network, field: 'title' | 'description'): Promise<void> {
  const value = text(network);
  await network.device.desk.edit(REQUEST, { [field]: value });
  await network.ledger.entered('person', REQUEST, field, value);
}

async function act(network: Network): Promise<void> {
  const { chance, device, ledger } = network;
  await ledger.lookHere();
  const { desk } = device;
  const request = await desk.store.get('fund-request', REQUEST);
  const partnerId = await partnerOf(device);
  switch (chance.int(7)) {
    case 0:
      if (!request) await desk.request({ id: REQUEST, partnerId });
      else await edit(network, 'title');
      return;
    case 1:
      if (request) await edit(network, 'description');
      return;
    case 2:
      if (request?.approval.kind === 'draft' && chance.percent(40)) await desk.approve(REQUEST);
      return;
    case 3:
      if (request?.approval.kind === 'approved')
        await desk.claim(REQUEST, {
          id: CLAIM as never,
          partnerId: request.partnerId,
          stage: chance.pick(stages),
        });
      return;
    case 4: {
      const n = 1 + chance.int(3);
      const id = `33333333-0000-4000-8000-00000000000${n}`;
      if (request && !(await desk.store.get('document', id))) await dropFile(desk, REQUEST, n, id);
      return;
    }
    case 5:
      if ((await desk.store.count('registration')) === 0) await desk.registration(partnerId);
      return;
    default: {
      const id = `55555555-0000-4000-8000-00000000000${1 + chance.int(3)}`;
      const isNew = (await desk.store.get('plan-item', id)) === undefined;
      const end = chance.pick(ends);
      await desk.planItem({
        id,
        end,
        ...(isNew ? { partnerId, title: chance.pick(words) } : {}),
      });
      await ledger.entered('person', id, 'end', end);
    }
  }
}

/** A colleague works on the other side. */
async function colleague(network: Network): Promise<void> {
  const { world, chance, device, ledger } = network;
  await ledger.lookHere();
  const request = await device.desk.store.get('fund-request', REQUEST);
  if (chance.percent(50) && request?.salesforce) {
    const [field, name, value] = chance.percent(50)
      ? ['description', 'Description', text(network)]
      : ['region', 'Region__c', chance.pick(['APAC', 'EMEA'])];
    const object = 'PartnerFundRequest';
    const { id } = request.salesforce;
    if (!world.salesforce.org.store.get(object, id)) return;
    await ledger.entered('colleague', REQUEST, field, value);
    changeRemotely(world.salesforce.org, { action: 'update', object, id, fields: { [name]: value } });
    return;
  }
  const items = [...world.gitlab.issues.values()].filter(
    ({ description }) => description?.includes('<!-- channel-desk:55555555') ?? false,
  );
  if (items.length === 0) return;
  const item = chance.pick(items);
  const due = chance.pick(ends);
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
export async function schedule(seed: number, hit: Map<FaultKind, number>): Promise<string[]> {
  const chance = seeded(seed);
  const world = makeWorld({ tier: chance.percent(85) ? 'premium' : 'free' });
  const device: Desktop = Object.assign(await world.device(), { dead: false });
  const ledger = createLedger(world, device);
  const network: Network = { chance, world, device, faults: [], late: [], hit, ledger, texts: 0, calm: true };
  world.wire = (call) => onTheWire(network, call).finally(ledger.lookThere);
  arm(network);
  await sync(network);
  network.calm = false;
  for (let step = 0; step < STEPS; step += 1) {
    const roll = chance.int(100);
    if (roll < 35) await act(network);
    else if (roll < 45) await colleague(network);
    else if (roll < 65) {
      const server = chance.pick(['salesforce', 'gitlab', null] as const);
      network.faults.push({ kind: chance.pick(faultKinds), left: 1 + chance.int(3), server });
      if (network.faults.length > 4) network.faults.shift();
    } else if (roll < 88) {
      if (!(await sync(network))) return ['a pass never ended'];
    } else if (roll < 91) await flush(network);
    else if (roll < 93) {
      await device.restart();
      arm(network);
    } else world.clock.advance(chance.int(40) * MINUTE);
    world.clock.advance(1500);
  }
  network.calm = true;
  await flush(network);
  const { drained, stuck } = await drainAll(network);
  if (stuck) return ['a pass never ended'];
  await ledger.lookHere();
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
  async run({ count, firstSeed, say }) {
    const failures: ProofFailure[] = [];
    const hit = new Map<FaultKind, number>();
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const problems = await schedule(seed, hit);
      if (problems.length > 0) failures.push({ seed, what: problems.join('; ') });
      if ((seed - firstSeed) % 50 === 49) say(`${seed - firstSeed + 1} schedules, ${failures.length} failed`);
    }
    const total = [...hit.values()].reduce((sum, times) => sum + times, 0);
    return { checked: count, failures, notes: [`${total} faults of ${hit.size} kinds were met`] };
  },
};
