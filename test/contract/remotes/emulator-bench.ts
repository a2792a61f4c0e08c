import { createRemotes, type Remotes } from '../../../electron/remotes/remotes';
import type { FetchLike, RemotesOptions } from '../../../electron/remotes/common/ports';
import type { Playbook } from '../../../shared/playbook/playbook';
import { Instant } from '../../../shared/schema/values';
import { z } from '../../../shared/schema/zod';
import { type GitlabEmulator, startGitlab } from '../../emulators/gitlab/start';
import { type RunningSalesforce, startSalesforce } from '../../emulators/salesforce/start';
import { GitlabSeed } from '../../emulators/scenario/gitlab-seed';
import { SalesforceSeed, type SalesforceSeedInput } from '../../emulators/scenario/salesforce-seed';
import { CUSTOM_OBJECTS_SCENARIO, DEFAULT_SCENARIO, loadScenario } from '../../emulators/scenario/scenario';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { createTestFiles, type TestFiles } from '../../support/test-files';
import { sampleBytes } from './commands';
import type { ContractBench, CrmRecord, GitItem, RemoteName } from './contract-bench';

/** What a test may set differently. */
export type BenchChanges = {
  readonly scenario?: 'default' | 'custom-objects';
  readonly salesforce?: Partial<SalesforceSeedInput>;
  readonly gitlab?: Partial<z.input<typeof GitlabSeed>>;
  readonly playbook?: (playbook: Playbook) => Playbook;
  readonly options?: Partial<RemotesOptions>;
  /** Sees and may replace every request. */
  readonly fetch?: (real: FetchLike) => FetchLike;
};

/** The remotes of this app over both emulators, connected and ready. */
export type EmulatorBench = ContractBench & {
  readonly remotes: Remotes;
  readonly salesforce: RunningSalesforce;
  readonly gitlab: GitlabEmulator;
  readonly secrets: Map<string, string>;
  /** Where the remotes find the bytes of documents. */
  readonly files: TestFiles;
  /** What was logged, in order. */
  readonly logged: string[];
  /** Takes back all faults that are still armed. */
  unfault(where: RemoteName): Promise<void>;
  /** Sets how far the server's clock is off, in milliseconds. */
  skew(where: RemoteName, skewMs: number): Promise<void>;
};

const Note = z.object({ id: z.int(), body: z.string(), system: z.boolean() });
const Item = z.object({
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  description: z.string().nullable(),
  state: z.string(),
  confidential: z.boolean(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()).default([]),
  start: z.string().nullable(),
  due: z.string().nullable(),
  epic: z.object({ iid: z.int() }).nullish(),
  notes: z.array(Note),
});
const GitState = z.object({
  issues: z.array(Item),
  epics: z.array(Item),
  uploads: z.array(z.object({ filename: z.string(), sha256: z.string() })),
});
const CrmState = z.object({
  files: z.array(z.object({ title: z.string(), sha256: z.string(), linkedTo: z.array(z.string()) })),
});
const Logged = z.array(z.object({ method: z.string(), path: z.string() }));

/** A store, key store and log in memory, and the real clock. */
export function memoryOptions(fetcher: FetchLike, playbook: Playbook) {
  const secrets = new Map<string, string>();
  const files = createTestFiles();
  files.add(sampleBytes);
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  let stored: Awaited<ReturnType<RemotesOptions['store']['load']>> = null;
  const options: RemotesOptions = {
    fetch: fetcher,
    playbook: () => playbook,
    store: {
      load: async () => stored,
      save: async (connections) => {
        stored = connections;
      },
    },
    secrets: {
      durable: false,
      load: async (key) => secrets.get(key) ?? null,
      save: async (key, value) => void secrets.set(key, value),
      remove: async (key) => void secrets.delete(key),
    },
    files,
    clock: {
      now: () => Instant.parse(new Date().toISOString()),
      sleep: () => Promise.resolve(),
    },
    log: { info: log, warn: log, error: log },
    openBrowser: async () => undefined,
    timeoutMs: 5_000,
    transferTimeoutMs: 10_000,
  };
  return { options, secrets, logged, files };
}

async function control<T>(url: string, schema: z.ZodType<T>, method = 'GET', body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return schema.parse(text === '' ? null : JSON.parse(text));
}

function gitItem(item: z.infer<typeof Item>): GitItem {
  const { epic, ...rest } = item;
  return { ...rest, epicIid: epic?.iid ?? null };
}

/** Starts both emulators and connects the remotes to them. */
export async function emulatorBench(changes: BenchChanges = {}): Promise<EmulatorBench> {
  const scenario = loadScenario(
    changes.scenario === 'custom-objects' ? CUSTOM_OBJECTS_SCENARIO : DEFAULT_SCENARIO,
  );
  // Files of the scenario hang on its records, so they go when those are replaced.
  const files = changes.salesforce?.records === undefined ? scenario.salesforce.files : [];
  const seed = SalesforceSeed.parse({ ...scenario.salesforce, files, ...changes.salesforce });
  const salesforce = await startSalesforce({ scenario: { people: scenario.people, salesforce: seed } });
  const gitlab = await startGitlab({
    scenario: { gitlab: GitlabSeed.parse({ ...scenario.gitlab, ...changes.gitlab }) },
  });
  const shipped = shippedPlaybook();
  const playbook = changes.playbook === undefined ? shipped : changes.playbook(shipped);
  const real: FetchLike = (url, init) => fetch(url, init);
  const {
    options,
    secrets,
    logged,
    files: testFiles,
  } = memoryOptions(changes.fetch?.(real) ?? real, playbook);
  const remotes = createRemotes({ ...options, ...changes.options });
  const login = salesforce.login('channel-desk');
  const { loginUrl, clientId, refreshToken } = login;
  const one = await remotes.connect({ remote: 'salesforce', loginUrl, clientId, refreshToken });
  const two = await remotes.connect({
    remote: 'gitlab',
    url: gitlab.url,
    token: 'glpat-dana',
    clientId: null,
  });
  if (!one.ok || !two.ok) throw new Error(JSON.stringify([one, two]));
  const controlOf = (where: RemoteName) =>
    where === 'salesforce' ? salesforce.controlUrl : gitlab.controlUrl;

  async function crmRecords(object: string): Promise<CrmRecord[]> {
    const all = await control(
      `${salesforce.controlUrl}/state/${object}`,
      z.array(z.record(z.string(), z.unknown())),
    );
    return all.filter((record) => record['IsDeleted'] !== true);
  }

  const accounts = await crmRecords('Account');
  const partnerId = String(accounts.find(({ Name }) => Name === 'Cobalt DevOps GmbH')?.['Id']);
  const project = [...gitlab.world.projects.values()].find(({ path }) => path === playbook.gitlab.project);
  const group = [...gitlab.world.groups.values()].find(({ path }) => path === playbook.gitlab.group);

  const bench: EmulatorBench = {
    remote: remotes,
    remotes,
    salesforce,
    gitlab,
    secrets,
    logged,
    files: testFiles,
    partnerId,
    async fault(where, ...faults) {
      await control(`${controlOf(where)}/faults`, z.unknown(), 'POST', faults);
    },
    async requests(where) {
      const list = await control(`${controlOf(where)}/requests`, Logged);
      await control(`${controlOf(where)}/requests`, z.unknown(), 'DELETE');
      return list.map(({ method, path }) => `${method} ${path}`);
    },
    async offline(where, offline) {
      await control(`${controlOf(where)}/offline`, z.unknown(), 'POST', { offline });
    },
    async unfault(where) {
      await control(`${controlOf(where)}/faults`, z.unknown(), 'DELETE');
    },
    async skew(where, skewMs) {
      await control(`${controlOf(where)}/clock`, z.unknown(), 'POST', { skewMs });
    },
    crmRecords,
    async crmFiles() {
      const state = await control(`${salesforce.controlUrl}/state?object=Account`, CrmState);
      return state.files;
    },
    async crmChange(change) {
      const answer = await control(
        `${salesforce.controlUrl}/records`,
        z.object({ id: z.string() }),
        'POST',
        change,
      );
      return answer.id;
    },
    async gitItems(kind) {
      const state = await control(`${gitlab.controlUrl}/state`, GitState);
      return (kind === 'issue' ? state.issues : state.epics).map(gitItem);
    },
    async gitUploads() {
      return (await control(`${gitlab.controlUrl}/state`, GitState)).uploads;
    },
    async gitChange(method, path, body) {
      const at = path.replace('{project}', String(project?.id)).replace('{group}', String(group?.id));
      // Deleting is for owners only.
      const change = {
        as: method === 'DELETE' ? 'root' : 'mdf-ops',
        method,
        path: at,
        ...(body === undefined ? {} : { body }),
      };
      return (
        (await control(
          `${gitlab.controlUrl}/change`,
          z.record(z.string(), z.unknown()).nullable(),
          'POST',
          change,
        )) ?? {}
      );
    },
    async stop() {
      await Promise.all([salesforce.stop(), gitlab.stop()]);
    },
  };
  await bench.requests('salesforce');
  await bench.requests('gitlab');
  return bench;
}
