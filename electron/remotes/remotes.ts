import type { ConnectionState } from '../../shared/ipc/contract';
import { assertNever } from '../../shared/lib/assert-never';
import type { Result } from '../../shared/lib/result';
import type { Remote } from '../../shared/ports/remote';
import type { PullPage, PullRequest, RemoteCommand, RemoteOutcome } from '../../shared/schema/remote-command';
import type { Kept } from './common/kept';
import type { Complaint, Connections, RemotesOptions } from './common/ports';
import { createBrowserSignIn } from './common/sign-in';
import { createStatus, type Status } from './common/status';
import { createGitlabRemote, type GitlabConnect } from './gitlab/gitlab-remote';
import { createSalesforceRemote, type SalesforceConnect } from './salesforce/salesforce-remote';

/** How to connect one of the remotes. */
export type ConnectInput =
  | ({ readonly remote: 'salesforce' } & SalesforceConnect)
  | ({ readonly remote: 'gitlab' } & GitlabConnect);

/** Both systems of record together with their connections. */
export type Remotes = Remote & {
  /** State of both connections as last known; not set up until {@link Remotes.ready} has resolved. */
  connections(): ConnectionState[];
  /** Resolves once the kept connections have been read. */
  ready(): Promise<void>;
  /** Asks both remotes who we are; cheap. */
  check(): Promise<ConnectionState[]>;
  connect(input: ConnectInput): Promise<Result<ConnectionState, Complaint>>;
  /** Signs out and forgets the connection; says in plain words what could not be done, null when all was. */
  disconnect(remote: ConnectionState['remote']): Promise<string | null>;
  /** Parts of the playbook's mapping that the connected org lacks, in plain words. */
  missing(): string[];
  /** Calls back after every change of a connection; gives what ends that. */
  onChange(callback: (connections: ConnectionState[]) => void): () => void;
};

function notSetUp(remote: string): { kind: 'sign-in'; why: string } {
  return { kind: 'sign-in', why: `${remote} is not connected yet. Set it up under Connections.` };
}

/** Puts both remotes together over one transport, one key store and one file of connections. */
export function createRemotes(options: RemotesOptions): Remotes {
  const listeners = new Set<(connections: ConnectionState[]) => void>();
  let connections: Connections = { salesforce: null, gitlab: null, home: { salesforce: null, gitlab: null } };
  let saving: Promise<void> = Promise.resolve();

  const statuses = { salesforce: createStatus('salesforce', tell), gitlab: createStatus('gitlab', tell) };

  function all(): ConnectionState[] {
    return [statuses.salesforce.get(), statuses.gitlab.get()];
  }

  function tell(): void {
    for (const listener of listeners) listener(all());
  }

  /** One write at a time, each with everything, so that the last one on disk is the last one made. */
  function save(next: Connections): Promise<void> {
    connections = next;
    const saved = saving.then(() => options.store.save(next));
    saving = saved.catch(() => undefined);
    return saved;
  }

  function kept<K extends ConnectionState['remote']>(key: K): Kept<NonNullable<Connections[K]>> {
    return {
      get: () => connections[key] as NonNullable<Connections[K]> | null,
      set: (value) => save({ ...connections, [key]: value }),
      home: () => connections.home[key],
      setHome: (home) => save({ ...connections, home: { ...connections.home, [key]: home } }),
    };
  }

  const browser = createBrowserSignIn(options);
  const salesforce = createSalesforceRemote(options, kept('salesforce'), statuses.salesforce, browser);
  const gitlab = createGitlabRemote(options, kept('gitlab'), statuses.gitlab, browser);

  async function load(): Promise<void> {
    const stored = await options.store.load();
    if (stored === null) return;
    connections = stored;
    await restore(
      statuses.salesforce,
      'salesforce.tokens',
      stored.salesforce?.instanceUrl,
      stored.salesforce?.userName,
    );
    const address = stored.gitlab === null ? undefined : new URL(stored.gitlab.url).origin;
    await restore(statuses.gitlab, 'gitlab.tokens', address, stored.gitlab?.userName);
  }

  async function restore(
    status: Status,
    key: string,
    origin: string | undefined,
    user: string | null | undefined,
  ): Promise<void> {
    if (origin === undefined) return;
    const signedIn = (await options.secrets.load(key)) !== null;
    status.set({
      origin,
      user: user ?? null,
      state: signedIn ? 'signed-in' : 'signed-out',
      note: signedIn ? null : 'The sign-in was not kept on this computer. Sign in again under Connections.',
    });
  }

  const loaded = load();

  function execute(command: RemoteCommand): Promise<RemoteOutcome> {
    switch (command.kind) {
      case 'crm.put':
      case 'crm.file':
        return connections.salesforce === null
          ? Promise.resolve(notSetUp('Salesforce'))
          : salesforce.execute(command);
      case 'git.epic':
      case 'git.issue':
      case 'git.link':
      case 'git.edit':
      case 'git.file':
      case 'git.note':
        return connections.gitlab === null ? Promise.resolve(notSetUp('GitLab')) : gitlab.execute(command);
      default:
        return assertNever(command);
    }
  }

  function pull(request: PullRequest): Promise<PullPage> {
    const { stream } = request;
    if (stream === 'gitlab-issues' || stream === 'gitlab-epics') {
      if (connections.gitlab === null) return Promise.resolve(notSetUp('GitLab'));
      return gitlab.pull(stream === 'gitlab-issues' ? 'issue' : 'epic', request);
    }
    if (connections.salesforce === null) return Promise.resolve(notSetUp('Salesforce'));
    switch (stream) {
      case 'partners':
        return salesforce.pull('partner', request);
      case 'budgets':
        return salesforce.pull('budget', request);
      case 'fund-requests':
        return salesforce.pull('fund-request', request);
      case 'claims':
        return salesforce.pull('claim', request);
      case 'registrations':
        return salesforce.pull('registration', request);
      default:
        return assertNever(stream);
    }
  }

  return {
    ready: () => loaded,
    connections: all,
    async execute(command) {
      await loaded;
      return execute(command);
    },
    async pull(request) {
      await loaded;
      return pull(request);
    },
    async check() {
      await loaded;
      await Promise.all([salesforce.check(), gitlab.check()]);
      return all();
    },
    async connect(input) {
      await loaded;
      return input.remote === 'salesforce' ? salesforce.connect(input) : gitlab.connect(input);
    },
    async disconnect(remote) {
      await loaded;
      return remote === 'salesforce' ? salesforce.disconnect() : gitlab.disconnect();
    },
    missing: salesforce.missing,
    onChange(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
}
