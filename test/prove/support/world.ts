import type { HttpBindings } from '@hono/node-server';
import type { FetchLike } from '../../../electron/remotes/common/ports';
import { createRemotes, type Remotes } from '../../../electron/remotes/remotes';
import type { Clock } from '../../../shared/ports/clock';
import { createGitlabApp } from '../../emulators/gitlab/app';
import type { GitlabApp } from '../../emulators/gitlab/http/env';
import { worldFromSeed } from '../../emulators/gitlab/model/seed-world';
import type { Tier, World as Gitlab } from '../../emulators/gitlab/model/world';
import { createApp } from '../../emulators/salesforce/app';
import { createLock } from '../../emulators/salesforce/lock';
import { createTokens } from '../../emulators/salesforce/oauth-tokens';
import { createOrg, type SalesforceScenario } from '../../emulators/salesforce/org';
import type { Runtime } from '../../emulators/salesforce/routes/env';
import { loadSeed } from '../../emulators/salesforce/seed-load';
import { createCursors } from '../../emulators/salesforce/soql/cursors';
import { GitlabSeed } from '../../emulators/scenario/gitlab-seed';
import { SalesforceSeed } from '../../emulators/scenario/salesforce-seed';
import { DEFAULT_SCENARIO, loadScenario, type Scenario } from '../../emulators/scenario/scenario';
import { createServerClock } from '../../emulators/shared-http/clock';
import { createFaults } from '../../emulators/shared-http/faults';
import type { RequestLog } from '../../emulators/shared-http/request-log';
import { memoryOptions } from '../../contract/remotes/emulator-bench';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { Desk, TestClock, testIds, thePlaybook } from '../../sync/support/desk';

export type Server = 'salesforce' | 'gitlab';

/** One request on its way; `deliver` hands it to the server as often as it is called, with another body if one is given. */
export type Call = {
  readonly server: Server;
  readonly device: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** What it carries, where that is text. */
  readonly body: string | null;
  deliver(body?: string): Promise<Response>;
};

/** What the network does with a request. */
export type Wire = (call: Call) => Promise<Response>;

/** How an org keeps this app's ids: unique external id, plain text field, or a line in a long text. */
export type KeyMode = 'external-id' | 'field' | 'text';

const ORIGINS: Readonly<Record<Server, string>> = {
  salesforce: 'http://127.0.0.1:1',
  gitlab: 'http://127.0.0.1:2',
};
const PARTNER = 'Cobalt DevOps GmbH';
const KEYED = ['PartnerFundRequest', 'PartnerFundClaim', 'Event', 'ContentVersion'];

let scenario: Scenario | undefined;
const seeds = new Map<KeyMode, SalesforceScenario>();

function theScenario(): Scenario {
  scenario ??= loadScenario(DEFAULT_SCENARIO);
  return scenario;
}

/** The default scenario with one partner and nothing else, so that thousands of worlds are made quickly. */
function salesforceSeed(mode: KeyMode): SalesforceScenario {
  const known = seeds.get(mode);
  if (known) return known;
  const { people, salesforce } = theScenario();
  const accounts = salesforce.records.find(({ object }) => object === 'Account');
  const items = (accounts?.items ?? []).filter(({ Name }) => Name === PARTNER);
  const field = { name: 'Channel_Desk_Id__c', type: 'string', length: 80 };
  const seed = {
    people,
    salesforce: SalesforceSeed.parse({
      ...salesforce,
      files: [],
      records: [{ object: 'Account', items }],
      ...(mode === 'external-id' ? {} : { omitFields: KEYED.map((object) => `${object}.${field.name}`) }),
      ...(mode === 'field'
        ? {
            externalIdField: 'Unused_Id__c',
            omitFields: KEYED.map((object) => `${object}.Unused_Id__c`),
            customFields: KEYED.map((object) => ({ object, fields: [field] })),
          }
        : {}),
    }),
  };
  seeds.set(mode, seed);
  return seed;
}

function gitlabSeed(): GitlabSeed {
  return GitlabSeed.parse({ ...theScenario().gitlab, issues: [], epics: [] });
}

const silentLog: RequestLog = {
  list: () => [],
  clear: () => undefined,
  add: (entry) => ({ ...entry, seq: 0, status: null }),
};

/** Bindings for routes that were written for sockets; nothing listens behind them. */
const noSocket = { incoming: { socket: { destroyed: true } }, outgoing: {} } as unknown as HttpBindings;

/** A device: its store survives, its process can be ended and started again. */
export type Device = {
  readonly desk: Desk;
  readonly number: number;
  readonly world: ProofWorld;
  /** Lines of the technical log. */
  readonly logged: string[];
  remotes(): Remotes;
  /** A new process over the same store: nothing that was only in memory is left. */
  restart(): Promise<void>;
};

/** Both systems of record in this process, reached by the app's own remotes over a fetch that needs no sockets. */
export type ProofWorld = {
  readonly clock: TestClock;
  /** How the org keeps this app's ids. */
  readonly keys: KeyMode;
  readonly salesforce: Runtime;
  readonly gitlab: Gitlab;
  readonly gitlabApp: GitlabApp;
  /** Salesforce id of the one partner. */
  readonly account: string;
  /** What the network does; `null` delivers everything. */
  wire: Wire | null;
  /** Requests that were delivered. */
  calls: number;
  device(as?: 'dana' | 'marcus'): Promise<Device>;
};

/** What a world is like. */
export type WorldChanges = { readonly keys?: KeyMode; readonly tier?: Tier };

function instantClock(clock: TestClock): Clock {
  return { now: () => clock.now(), sleep: () => Promise.resolve() };
}

/** Makes a world; its clock moves a little with every request, so that stamps differ as they do in life. */
export function makeWorld(changes: WorldChanges = {}): ProofWorld {
  const clock = new TestClock();
  const serverClock = createServerClock(() => new Date(clock.now()));
  const keys = changes.keys ?? 'external-id';
  const org = createOrg(salesforceSeed(keys), serverClock);
  loadSeed(org);
  const runtime: Runtime = {
    org,
    tokens: createTokens(org),
    cursors: createCursors(org),
    lock: createLock(),
  };
  const salesforceApp = createApp(runtime, createFaults(), silentLog);
  const gitlab = worldFromSeed(gitlabSeed(), serverClock, changes.tier);
  const gitlabApp = createGitlabApp(gitlab);
  let devices = 0;

  function deliver(server: Server, url: string, init: RequestInit): Promise<Response> {
    world.calls += 1;
    clock.advance(7);
    const request = new Request(url, init);
    return Promise.resolve(
      server === 'salesforce' ? salesforceApp.fetch(request, noSocket) : gitlabApp.fetch(request, noSocket),
    );
  }

  function fetchOf(device: number): FetchLike {
    return async (url, init) => {
      const { origin, pathname, search } = new URL(url);
      const server: Server = origin === ORIGINS.salesforce ? 'salesforce' : 'gitlab';
      const { signal: _signal, ...rest } = init;
      const call: Call = {
        server,
        device,
        method: init.method ?? 'GET',
        path: pathname + search,
        body: typeof rest.body === 'string' ? rest.body : null,
        deliver: (body) => deliver(server, url, body === undefined ? rest : { ...rest, body }),
      };
      return world.wire === null ? call.deliver() : world.wire(call);
    };
  }

  async function connect(remotes: Remotes, user: 'dana' | 'marcus'): Promise<void> {
    const username = user === 'dana' ? 'dana.weber' : 'marcus.lind';
    const users = [...org.store.all('User')];
    const crmUser = users.find(({ Username }) => String(Username).startsWith(username)) ?? users[0];
    const clientId = 'channel-desk';
    const granted = runtime.tokens.grant({
      userId: String(crmUser?.['Id']),
      clientId,
      scopes: ['api', 'refresh_token'],
    });
    const one = await remotes.connect({
      remote: 'salesforce',
      loginUrl: ORIGINS.salesforce,
      clientId,
      refreshToken: granted.refreshToken ?? '',
    });
    const token = user === 'dana' ? 'glpat-dana' : 'glpat-marcus';
    const two = await remotes.connect({ remote: 'gitlab', url: ORIGINS.gitlab, token, clientId: null });
    if (!one.ok || !two.ok) throw new Error(JSON.stringify([one, two]));
  }

  const world: ProofWorld = {
    clock,
    keys,
    salesforce: runtime,
    gitlab,
    gitlabApp,
    account: String([...org.store.all('Account')][0]?.['Id']),
    wire: null,
    calls: 0,
    async device(as = 'dana') {
      devices += 1;
      const number = devices;
      const store: MemoryStore = createMemoryStore();
      const desk = new Desk(store, 50, clock, testIds(number, number));
      const logged: string[] = [];
      // The file of connections outlives a restart, with what has to be looked after there.
      const { store: connections } = memoryOptions(fetchOf(number), thePlaybook()).options;
      const start = async (): Promise<Remotes> => {
        const { options, files } = memoryOptions(fetchOf(number), thePlaybook());
        files.serve(store);
        const log = (message: string): void => void logged.push(message);
        const remotes = createRemotes({
          ...options,
          store: connections,
          clock: instantClock(clock),
          log: { info: log, warn: log, error: log },
        });
        await remotes.ready();
        const wire = world.wire;
        world.wire = null;
        await connect(remotes, as);
        world.wire = wire;
        desk.engine = desk.newEngine({ remote: remotes });
        return remotes;
      };
      let remotes = await start();
      return {
        desk,
        number,
        world,
        logged,
        remotes: () => remotes,
        async restart() {
          remotes = await start();
        },
      };
    },
  };
  return world;
}

/** The local id of the world's partner, once a device has read it. */
export async function partnerOf(device: Device): Promise<string> {
  const [partner] = await device.desk.store.list({ kind: 'partner' });
  if (!partner) throw new Error('the partner was not read');
  return partner.id;
}
