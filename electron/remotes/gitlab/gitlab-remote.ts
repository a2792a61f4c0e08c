import { causeText } from '../../../shared/lib/cause';
import type { Home } from '../../../shared/schema/home';
import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok, type Result } from '../../../shared/lib/result';
import type {
  PresenceAnswer,
  PresenceRequest,
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../../../shared/schema/remote-command';
import { createAuthorized } from '../common/authorized';
import type { Remotely } from '../common/failure';
import { createHttp } from '../common/http';
import { type Kept, strangerTo } from '../common/kept';
import { renewGrant } from '../common/oauth';
import { readServerUrl } from '../common/origin';
import {
  type Complaint,
  type GitlabConnection,
  leftOfSignIn,
  notKept,
  type RemotesOptions,
} from '../common/ports';
import { createServerTime } from '../common/server-clock';
import type { BrowserSignIn } from '../common/sign-in';
import type { Status } from '../common/status';
import type { Transfers } from '../common/transfers';
import { createSignOuts } from '../common/sign-out';
import { createTokenBox, type Tokens, tokensKey } from '../common/token-box';
import { createGitlabClient } from './client';
import { UserRow } from './dto/answers';
import { edit } from './edit';
import { ensureEpic, ensureIssue } from './ensure';
import { attach } from './file';
import type { GitlabSession, ItemKind } from './items';
import { strangersNumber } from './home';
import { link } from './link';
import { note } from './notes';
import { gitlabOAuth, readTokens } from './oauth';
import { createPlace } from './place';
import { presenceOf } from './presence';
import { pullItems } from './pull';
import { type GitlabConnect, type GitlabSignIn, signIn } from './sign-in';

const TIMEOUT_MS = 30_000;
const TRANSFER_TIMEOUT_MS = 10 * 60 * 1000;

export type GitCommand = Extract<RemoteCommand, { kind: `git.${string}` }>;

/** GitLab as one of the two remotes. */
export type GitlabRemote = {
  execute(command: GitCommand): Promise<RemoteOutcome>;
  pull(kind: ItemKind, request: PullRequest): Promise<PullPage>;
  presence(kind: ItemKind, request: PresenceRequest): Promise<PresenceAnswer>;
  check(): Promise<ConnectionState>;
  connect(input: GitlabConnect): Promise<Result<ConnectionState, Complaint>>;
  /** Signs out here at once and then there; says what could not be done. */
  disconnect(): Promise<string | null>;
};

async function run(session: GitlabSession, command: GitCommand): Promise<RemoteOutcome> {
  const strange = 'item' in command ? await strangersNumber(session, command) : null;
  if (strange !== null) return strange;
  switch (command.kind) {
    case 'git.epic':
      return ensureEpic(session, command);
    case 'git.issue':
      return ensureIssue(session, command);
    case 'git.link':
      return link(session, command);
    case 'git.edit':
      return edit(session, command);
    case 'git.file':
      return attach(session, command);
    case 'git.note':
      return note(session, command);
    default:
      return assertNever(command);
  }
}

/** Puts the GitLab remote together. */
export function createGitlabRemote(
  options: RemotesOptions,
  kept: Kept<GitlabConnection>,
  status: Status,
  browser: BrowserSignIn,
  transfers: Transfers,
): GitlabRemote {
  const { log } = options;
  const now = () => Date.parse(options.clock.now());
  const serverTime = createServerTime('GitLab', now);
  const signOuts = createSignOuts(gitlabOAuth);
  /** Origins of the sign-ins that are under way; one that is given up for another is still here when that begins. */
  const visiting: string[] = [];
  /** While tokens and address are being exchanged, neither may be used with the other's predecessor. */
  let moving = false;

  const http = createHttp({
    fetch: options.fetch,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    server: 'GitLab',
    origins: () => {
      const connection = kept.get();
      return [...visiting, ...signOuts.origins(), ...(connection ? [new URL(connection.url).origin] : [])];
    },
    onHeaders(headers) {
      serverTime.learn(headers);
      status.warn('clock', serverTime.skewNote());
    },
  });

  async function renew(refresh: string, connection: GitlabConnection): Promise<Remotely<Tokens>> {
    const { url, clientId, redirectUri } = connection;
    if (clientId === null)
      return err({
        kind: 'sign-in',
        why: 'You are not signed in to GitLab.',
        fix: 'Sign in under Connections.',
      });
    const place = { address: url, clientId };
    const answer = await renewGrant(http, gitlabOAuth, place, refresh, redirectUri, now());
    return answer.ok ? readTokens(answer.value) : answer;
  }

  /** Ends a sign-in at the server; false when it could not be told. A personal token is the person's own to revoke. */
  async function signOutThere(connection: GitlabConnection, given: Tokens | null): Promise<boolean> {
    const { url, clientId } = connection;
    if (given === null) return true;
    if (clientId === null || given.refresh === null) return false;
    return signOuts.end(http, { address: url, clientId }, given.refresh);
  }

  const tokens = createTokenBox({
    secrets: options.secrets,
    key: tokensKey('gitlab'),
    server: 'GitLab',
    connection: kept.get,
    unrenewable:
      'Connect again under Connections; a personal access token has to be a new one. What waits here is kept and sent then.',
    renew,
    discard: (late, connection) => signOutThere(connection, late),
    kept: (isKept) => status.warn('key-store', isKept ? null : notKept('GitLab')),
    log,
  });
  const client = createGitlabClient({
    authorized: createAuthorized(http, tokens, 'GitLab'),
    base: () => (moving ? null : (kept.get()?.url ?? null)),
    now,
    transferTimeoutMs: options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS,
  });
  const place = createPlace(client, options.playbook, now);
  const session: GitlabSession = {
    client,
    place,
    log,
    files: options.files,
    transfers,
    now,
    stated: serverTime.stated,
    listed: new Map(),
    notes: new Map(),
    notesLeft: new Map(),
    leftTwins: new Map(),
  };

  /** Drops what was seen with one sign-in; which notes have still to be looked through is owed under the next one too. */
  function forget(): void {
    place.forget();
    session.listed.clear();
    session.notes.clear();
    session.leftTwins.clear();
  }

  function noteMissing(): void {
    const missing = place.missing();
    status.warn('mapping', missing.length === 0 ? null : missing.join(' '));
  }

  async function check(): Promise<ConnectionState> {
    if (kept.get() === null) return status.get();
    const answer = await client.get('/user', {}, UserRow, 'your account');
    if (answer.ok) status.set({ user: answer.value.username });
    status.learnFailure(answer.ok ? null : answer.error);
    return status.get();
  }

  async function settleIn(url: string, { obtained, user }: GitlabSignIn): Promise<ConnectionState> {
    const { clientId, redirectUri } = obtained;
    const before = kept.get();
    let replaced: Tokens | null = null;
    moving = true;
    try {
      replaced = await tokens.put(obtained.tokens);
      await kept.set({ url, clientId, redirectUri, userId: user.id, userName: user.username });
      forget();
    } finally {
      moving = false;
    }
    status.set({ origin: new URL(url).origin, user: user.username, state: 'signed-in', note: null });
    if (before !== null && replaced?.refresh !== obtained.tokens.refresh)
      await signOutThere(before, replaced);
    return check();
  }

  /** From the first exchange on this desk belongs to the instance. */
  async function settleHome(): Promise<void> {
    const url = kept.get()?.url;
    if (url !== undefined && kept.home() === null) await kept.setHome(homeOf(url));
  }

  return {
    async execute(command) {
      const outcome = await run(session, command);
      if (outcome.kind === 'done') await settleHome();
      noteMissing();
      status.learn(outcome);
      return outcome;
    },
    async pull(kind, request) {
      const page = await pullItems(session, kind, kept.get()?.url ?? '', request);
      if (page.kind === 'page' && page.rows.length > 0) await settleHome();
      noteMissing();
      status.learn(page);
      return page;
    },
    async presence(kind, request) {
      const answer = await presenceOf(session, kind, request);
      if (answer.kind !== 'presence') status.learn(answer);
      return answer;
    },
    check,
    async connect(input) {
      const url = readServerUrl(input.url, 'GitLab');
      if (!url.ok) return url;
      // Known before anybody signs in: the address is the instance.
      const stranger = strangerTo(kept.home(), homeOf(url.value), 'GitLab');
      if (stranger !== null) return err(stranger);
      const { origin } = new URL(url.value);
      visiting.push(origin);
      try {
        const signedIn = await signIn({ http, browser, now }, input, url.value);
        return signedIn.ok ? ok(await settleIn(url.value, signedIn.value)) : signedIn;
      } finally {
        visiting.splice(visiting.indexOf(origin), 1);
      }
    },
    async disconnect() {
      const connection = kept.get();
      const { tokens: given, renewalEnds, notWiped } = await tokens.clear();
      const left = await kept.set(null).then(() => notWiped, causeText);
      forget();
      status.reset();
      const isTold = connection === null || (await signOutThere(connection, given));
      const isOver = (await renewalEnds) && isTold;
      return leftOfSignIn('GitLab', left, isOver ? null : stillValid(connection, left === null));
    },
  };
}

function stillValid(connection: GitlabConnection | null, isForgotten: boolean): string {
  if (connection?.clientId !== null)
    return 'You are signed out here, but GitLab could not be told. To end the sign-in there too, revoke this app in your GitLab preferences, under Applications.';
  const gone = isForgotten ? 'The access token is gone from this computer. ' : '';
  return `${gone}GitLab still accepts ${isForgotten ? 'it' : 'the access token'}: revoke it in your GitLab preferences, under Access tokens, if nothing else uses it.`;
}

function homeOf(url: string): Home {
  return { id: url.toLowerCase(), name: url };
}
