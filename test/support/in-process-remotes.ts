import { createRemotes, type Remotes } from '../../electron/remotes/remotes';
import type { FetchLike } from '../../electron/remotes/common/ports';
import { fromEpochMs } from '../../shared/domain/calendar/zoned';
import type { Playbook } from '../../shared/playbook/playbook';
import type { TestFiles } from './test-files';
import { memoryOptions } from '../contract/remotes/emulator-bench';
import { createGitlabApp } from '../emulators/gitlab/app';
import type { World } from '../emulators/gitlab/model/world';
import { worldFromSeed } from '../emulators/gitlab/model/seed-world';
import { createApp } from '../emulators/salesforce/app';
import { createLock } from '../emulators/salesforce/lock';
import { createTokens } from '../emulators/salesforce/oauth-tokens';
import { createOrg, type Org } from '../emulators/salesforce/org';
import { loadSeed } from '../emulators/salesforce/seed-load';
import { createCursors } from '../emulators/salesforce/soql/cursors';
import { GitlabSeed } from '../emulators/scenario/gitlab-seed';
import { SalesforceSeed } from '../emulators/scenario/salesforce-seed';
import { loadScenario } from '../emulators/scenario/scenario';
import { createServerClock } from '../emulators/shared-http/clock';
import { createFaults } from '../emulators/shared-http/faults';
import { createRequestLog } from '../emulators/shared-http/request-log';

const SALESFORCE = 'https://salesforce.test';
const GITLAB = 'https://gitlab.test';

/** The remotes of this app over both emulators without sockets in between, with clocks that only move when told. */
export type InProcess = {
  readonly remotes: Remotes;
  readonly org: Org;
  readonly world: World;
  /** Where the remotes find the bytes of documents. */
  readonly files: TestFiles;
  /** The servers' time in milliseconds. */
  readonly time: { server: number; client: number };
  /** Requests that reached either system, `METHOD path`; emptied by the caller. */
  readonly asked: string[];
};

/** What a run may set differently. */
export type InProcessChanges = {
  readonly playbook: Playbook;
  readonly start: number;
  /** How far this machine's clock is ahead of the servers', in milliseconds. */
  readonly skew?: number;
  /** Called after each answer has been made and before it is handed on; may give another in its place. */
  readonly afterAnswer?: (url: string) => Promise<Response | undefined>;
};

const scenario = loadScenario();

/** Starts both systems without records and connects the remotes to them. */
export async function inProcessRemotes(changes: InProcessChanges): Promise<InProcess> {
  const time = { server: changes.start, client: changes.start + (changes.skew ?? 0) };
  const clock = createServerClock(() => new Date(time.server));
  const seed = SalesforceSeed.parse({ ...scenario.salesforce, files: [], records: [] });
  const org = createOrg({ people: scenario.people, salesforce: seed }, clock);
  loadSeed(org);
  const salesforce = createApp(
    { org, tokens: createTokens(org), cursors: createCursors(org), lock: createLock() },
    createFaults(),
    createRequestLog(),
  );
  const gitlabSeed = GitlabSeed.parse({ ...scenario.gitlab, issues: [], epics: [] });
  const world = worldFromSeed(gitlabSeed, clock);
  const gitlab = createGitlabApp(world);
  const asked: string[] = [];
  // The request log looks at the socket of a request to see whether anybody still waits for the answer.
  const bindings = { incoming: { socket: { destroyed: false } }, outgoing: {} };
  const fetchLike: FetchLike = async (url, init) => {
    const target = url.startsWith(SALESFORCE) ? salesforce : gitlab;
    asked.push(`${init.method ?? 'GET'} ${url.replace(/^https:\/\/[^/]+/, '')}`);
    const answer = await target.fetch(new Request(url, init), bindings as never);
    return (await changes.afterAnswer?.(url)) ?? answer;
  };
  const { options, files } = memoryOptions(fetchLike, changes.playbook);
  const remotes = createRemotes({
    ...options,
    clock: { now: () => fromEpochMs(time.client), sleep: () => Promise.resolve() },
  });
  const refreshToken = seed.clients.find(({ clientId }) => clientId === 'channel-desk')?.refreshToken ?? '';
  const connected = [
    await remotes.connect({
      remote: 'salesforce',
      loginUrl: SALESFORCE,
      clientId: 'channel-desk',
      refreshToken,
    }),
    await remotes.connect({ remote: 'gitlab', url: GITLAB, token: 'glpat-dana', clientId: null }),
  ];
  if (connected.some(({ ok }) => !ok)) throw new Error(JSON.stringify(connected));
  asked.length = 0;
  return { remotes, org, world, time, asked, files };
}
