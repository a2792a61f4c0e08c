import type { ConnectionState } from '../../shared/ipc/contract';
import { assertNever } from '../../shared/lib/assert-never';
import type { Homes } from '../../shared/schema/home';
import type { Result } from '../../shared/lib/result';
import type { Remote } from '../../shared/ports/remote';
import type {
  PresenceAnswer,
  PresenceRequest,
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../../shared/schema/remote-command';
import type { Stream } from '../../shared/schema/sync-state';
import type { Transfer } from '../../shared/schema/transfer';
import type { Kept } from './common/kept';
import type { Complaint, Connections, RemotesOptions } from './common/ports';
import { createBrowserSignIn } from './common/sign-in';
import { createStatus } from './common/status';
import { tokensKey } from './common/token-box';
import { createTransfers } from './common/transfers';
import { createGitlabRemote } from './gitlab/gitlab-remote';
import type { GitlabConnect } from './gitlab/sign-in';
import type { ItemKind } from './gitlab/items';
import { createSalesforceRemote } from './salesforce/salesforce-remote';
import type { SalesforceConnect } from './salesforce/sign-in';
import type { CrmEntity } from './salesforce/shape';

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
  /** Ends a sign-in that waits for the browser, which then counts as refused. */
  cancelConnect(): void;
  /** Signs out and forgets the connection; says in plain words what could not be done, null when all was. */
  disconnect(remote: ConnectionState['remote']): Promise<string | null>;
  /** Calls sent to both since these remotes were made, signing in included. */
  calls(): number;
  /** Where this workspace's data is from. */
  homes(): Promise<Homes>;
  /** Has what is from nowhere yet be from there. */
  adoptHomes(homes: Homes): Promise<void>;
  /** Parts of the playbook's mapping that the connected org lacks, in plain words. */
  missing(): string[];
  /** Calls back after every change of a connection; gives what ends that. */
  onChange(callback: (connections: ConnectionState[]) => void): () => void;
  /** Calls back whenever an upload begins, has come further or is over, with those under way; gives what ends that. */
  onTransfers(callback: (transfers: Transfer[]) => void): () => void;
  /** Stops an upload of which something has not left yet; false when it is too late. */
  stopTransfer(marker: string): boolean;
};

type Feed =
  | { readonly remote: 'salesforce'; readonly entity: CrmEntity }
  | { readonly remote: 'gitlab'; readonly item: ItemKind };

const feeds: Readonly<Record<Stream, Feed>> = {
  partners: { remote: 'salesforce', entity: 'partner' },
  budgets: { remote: 'salesforce', entity: 'budget' },
  'fund-requests': { remote: 'salesforce', entity: 'fund-request' },
  claims: { remote: 'salesforce', entity: 'claim' },
  registrations: { remote: 'salesforce', entity: 'registration' },
  'gitlab-issues': { remote: 'gitlab', item: 'issue' },
  'gitlab-epics': { remote: 'gitlab', item: 'epic' },
};

type Readers<A> = {
  readonly salesforce: (entity: CrmEntity) => Promise<A>;
  readonly gitlab: (item: ItemKind) => Promise<A>;
};

function notSetUp(remote: string): { kind: 'sign-in'; why: string } {
  return { kind: 'sign-in', why: `${remote} is not connected yet. Set it up under Connections.` };
}

/** Puts both remotes together over one transport, one key store and one file of connections. */
export function createRemotes(given: RemotesOptions): Remotes {
  let calls = 0;
  const options: RemotesOptions = {
    ...given,
    fetch: (url, init) => {
      calls += 1;
      return given.fetch(url, init);
    },
  };
  const listeners = new Set<(connections: ConnectionState[]) => void>();
  const watchers = new Set<(transfers: Transfer[]) => void>();
  let connections: Connections = {
    salesforce: null,
    gitlab: null,
    home: { salesforce: null, gitlab: null },
    uploads: [],
    creates: [],
  };
  let saving: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;

  const statuses = { salesforce: createStatus('salesforce', tell), gitlab: createStatus('gitlab', tell) };

  function all(): ConnectionState[] {
    return [statuses.salesforce.get(), statuses.gitlab.get()];
  }

  function tell(): void {
    for (const listener of listeners) listener(all());
  }

  /**
   * One write at a time, each with everything there is when it begins, so that the last one on disk is the last one made
   * and what many ask for at once is written once.
   */
  function save(next: Connections): Promise<void> {
    connections = next;
    if (waiting !== null) return waiting;
    const saved = saving.then(() => {
      waiting = null;
      return options.store.save(connections);
    });
    waiting = saved;
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
  const transfers = createTransfers(() => {
    for (const watcher of watchers) watcher(transfers.list());
  });
  const salesforce = createSalesforceRemote(
    options,
    kept('salesforce'),
    statuses.salesforce,
    browser,
    transfers,
    {
      uploads: {
        get: () => connections.uploads,
        set: (uploads) => save({ ...connections, uploads: [...uploads] }),
      },
      creates: {
        get: () => connections.creates,
        set: (creates) => save({ ...connections, creates: [...creates] }),
      },
    },
  );
  const gitlab = createGitlabRemote(options, kept('gitlab'), statuses.gitlab, browser, transfers);

  async function load(): Promise<void> {
    const stored = await options.store.load();
    if (stored === null) return;
    connections = stored;
    await restore('salesforce', stored.salesforce?.instanceUrl, stored.salesforce?.userName);
    const address = stored.gitlab === null ? undefined : new URL(stored.gitlab.url).origin;
    await restore('gitlab', address, stored.gitlab?.userName);
    if (stored.salesforce === null) await wipeLeft('salesforce');
    if (stored.gitlab === null) await wipeLeft('gitlab');
  }

  /** Tokens of a sign-in that was ended while the disk did not let go of them. */
  async function wipeLeft(remote: ConnectionState['remote']): Promise<void> {
    try {
      const key = tokensKey(remote);
      if ((await options.secrets.load(key)) !== null) await options.secrets.remove(key);
    } catch {
      // The next start tries again.
    }
  }

  async function restore(
    remote: ConnectionState['remote'],
    origin: string | undefined,
    user: string | null | undefined,
  ): Promise<void> {
    if (origin === undefined) return;
    // What cannot be read now is not gone; the first call tells more.
    const signedIn = await options.secrets.load(tokensKey(remote)).then(
      (text) => text !== null,
      () => true,
    );
    statuses[remote].set({
      origin,
      user: user ?? null,
      state: signedIn ? 'signed-in' : 'signed-out',
      note: signedIn ? null : 'The sign-in was not kept on this computer. Sign in again under Connections.',
    });
  }

  let loaded: Promise<void> | null = null;

  /** Reads the kept connections, and once more for whoever asks after that failed. */
  function ready(): Promise<void> {
    loaded ??= load().catch((cause: unknown) => {
      loaded = null;
      throw cause;
    });
    return loaded;
  }
  // Whoever needs them meets the failure.
  ready().catch(() => undefined);

  function execute(command: RemoteCommand): Promise<RemoteOutcome> {
    switch (command.kind) {
      case 'crm.put':
      case 'crm.file':
      case 'crm.campaign':
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

  async function read<A>(stream: Stream, by: Readers<A>): Promise<A | ReturnType<typeof notSetUp>> {
    const feed = feeds[stream];
    if (feed.remote === 'gitlab')
      return connections.gitlab === null ? notSetUp('GitLab') : by.gitlab(feed.item);
    return connections.salesforce === null ? notSetUp('Salesforce') : by.salesforce(feed.entity);
  }

  function pull(request: PullRequest): Promise<PullPage> {
    return read(request.stream, {
      salesforce: (entity) => salesforce.pull(entity, request),
      gitlab: (item) => gitlab.pull(item, request),
    });
  }

  function presence(request: PresenceRequest): Promise<PresenceAnswer> {
    return read(request.stream, {
      salesforce: (entity) => salesforce.presence(entity, request),
      gitlab: (item) => gitlab.presence(item, request),
    });
  }

  return {
    ready,
    calls: () => calls,
    connections: all,
    async execute(command) {
      await ready();
      return execute(command);
    },
    async putAll(commands) {
      await ready();
      return connections.salesforce === null
        ? commands.map(() => notSetUp('Salesforce'))
        : salesforce.putAll(commands);
    },
    async pull(request) {
      await ready();
      return pull(request);
    },
    async presence(request) {
      await ready();
      return presence(request);
    },
    async check() {
      await ready();
      await Promise.all([salesforce.check(), gitlab.check()]);
      return all();
    },
    cancelConnect: () => browser.cancel(),
    async connect(input) {
      await ready();
      return input.remote === 'salesforce' ? salesforce.connect(input) : gitlab.connect(input);
    },
    async disconnect(remote) {
      await ready();
      return remote === 'salesforce' ? salesforce.disconnect() : gitlab.disconnect();
    },
    async homes() {
      await ready();
      return connections.home;
    },
    async adoptHomes({ salesforce: org, gitlab: instance }) {
      await ready();
      const { home } = connections;
      const homes = { salesforce: home.salesforce ?? org, gitlab: home.gitlab ?? instance };
      await save({ ...connections, home: homes });
    },
    missing: salesforce.missing,
    onChange(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    onTransfers(callback) {
      watchers.add(callback);
      return () => watchers.delete(callback);
    },
    stopTransfer: transfers.stop,
  };
}
