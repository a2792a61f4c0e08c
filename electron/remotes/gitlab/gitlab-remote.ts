import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok, type Result } from '../../../shared/lib/result';
import type {
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
} from '../../../shared/schema/remote-command';
import { createAuthorized } from '../common/authorized';
import { complaintOf } from '../common/complaint';
import type { Remotely } from '../common/failure';
import { createHttp } from '../common/http';
import type { Kept } from '../common/kept';
import { readServerUrl } from '../common/origin';
import type { Complaint, GitlabConnection, RemotesOptions } from '../common/ports';
import { createServerTime } from '../common/server-clock';
import type { BrowserSignIn } from '../common/sign-in';
import type { Status } from '../common/status';
import { createTokenBox, type Tokens } from '../common/token-box';
import { createGitlabClient } from './client';
import { TokenSelf, UserRow } from './dto/answers';
import { edit } from './edit';
import { ensureEpic, ensureIssue } from './ensure';
import { attach } from './file';
import type { GitlabSession, ItemKind } from './items';
import { link } from './link';
import { note } from './notes';
import { redeemCode, renewTokens, signInUrl } from './oauth';
import { createPlace } from './place';
import { pullItems } from './pull';

const TIMEOUT_MS = 30_000;
const TRANSFER_TIMEOUT_MS = 10 * 60 * 1000;
/** Scope without which nothing can be written. */
const SCOPE = 'api';

export type GitCommand = Exclude<RemoteCommand, { kind: 'crm.put' | 'crm.file' }>;

/** How to connect: a personal access token, or an application id for the browser. */
export type GitlabConnect = {
  readonly url: string;
  readonly token: string | null;
  readonly clientId: string | null;
};

/** GitLab as one of the two remotes. */
export type GitlabRemote = {
  execute(command: GitCommand): Promise<RemoteOutcome>;
  pull(kind: ItemKind, request: PullRequest): Promise<PullPage>;
  check(): Promise<ConnectionState>;
  connect(input: GitlabConnect): Promise<Result<ConnectionState, Complaint>>;
  disconnect(): Promise<void>;
};

type Obtained = {
  readonly tokens: Tokens;
  readonly clientId: string | null;
  readonly redirectUri: string | null;
};

function run(session: GitlabSession, command: GitCommand): Promise<RemoteOutcome> {
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
): GitlabRemote {
  const { log } = options;
  const now = () => Date.parse(options.clock.now());
  /** Address of a sign-in that is under way. */
  let visiting: string | null = null;
  /** While tokens and address are being exchanged, neither may be used with the other's predecessor. */
  let moving = false;
  /** What is wrong as long as this connection stands, whatever else works. */
  let standing: string | null = null;

  const serverTime = createServerTime(now);
  const http = createHttp({
    fetch: options.fetch,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    server: 'GitLab',
    origins: () =>
      [visiting, kept.get()?.url ?? null].flatMap((url) => (url === null ? [] : [new URL(url).origin])),
    onHeaders: serverTime.learn,
  });

  async function renew(refresh: string): Promise<Remotely<Tokens>> {
    const connection = kept.get();
    if (connection === null || connection.clientId === null)
      return err({ kind: 'sign-in', why: 'Sign in to GitLab under Connections.' });
    const { url, clientId, redirectUri } = connection;
    return renewTokens(http, url, clientId, redirectUri ?? '', refresh, now());
  }

  const tokens = createTokenBox({
    secrets: options.secrets,
    key: 'gitlab.tokens',
    server: 'GitLab',
    renew,
    log,
  });
  const client = createGitlabClient({
    authorized: createAuthorized(http, tokens, 'GitLab'),
    base: () => (moving ? null : (kept.get()?.url ?? null)),
    now,
    transferTimeoutMs: options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS,
  });
  const place = createPlace(client, options.playbook, now);
  const session: GitlabSession = { client, place, log, stated: serverTime.stated, known: new Map() };

  async function obtain(input: GitlabConnect, url: string): Promise<Result<Obtained, Complaint>> {
    const { token, clientId } = input;
    if (token !== null)
      return ok({ tokens: { access: token.trim(), refresh: null }, clientId: null, redirectUri: null });
    if (clientId === null)
      return err({
        message: 'Neither an access token nor an application id was given.',
        fix: 'Enter a personal access token with the scope “api”, or the id of an OAuth application.',
      });
    const back = await browser((redirect, state, pkce) => signInUrl(url, clientId, redirect, state, pkce));
    if (!back.ok) return back;
    const { redirectUri, code, pkce } = back.value;
    const answer = await redeemCode(http, url, clientId, redirectUri, code, pkce, now());
    return answer.ok ? ok({ tokens: answer.value, clientId, redirectUri }) : err(complaintOf(answer.error));
  }

  /** Asks who a token belongs to before it replaces the one in use. */
  async function ownerOf(url: string, access: string): Promise<Result<UserRow, Complaint>> {
    const answer = await http.send({
      method: 'GET',
      url: `${url}/api/v4/user`,
      headers: { Authorization: `Bearer ${access}`, Accept: 'application/json' },
    });
    if (!answer.ok) return err(complaintOf(answer.error));
    const user = UserRow.safeParse(answer.value.status === 200 ? readJson(answer.value.body) : null);
    if (user.success) return ok(user.data);
    if (answer.value.status === 401)
      return err({
        message: 'GitLab does not know this access token, or it has expired.',
        fix: 'Make a new token with the scope “api” in your GitLab preferences and enter it here.',
      });
    if (answer.value.status === 403)
      return err({
        message: 'The access token may not read your account.',
        fix: 'Use a token with the scope “api”.',
      });
    return err({
      message: `${url} does not answer like GitLab (status ${answer.value.status}).`,
      fix: 'Enter the address of GitLab as the browser shows it, without the path of a project.',
    });
  }

  /** What a personal token lacks, in plain words; null when nothing is known to be wrong. */
  async function scopeNote(): Promise<string | null> {
    if (kept.get()?.clientId !== null) return null;
    const self = await client.get('/personal_access_tokens/self', {}, TokenSelf, 'the access token');
    if (!self.ok || self.value.scopes.includes(SCOPE)) return null;
    return `The access token lacks the scope “${SCOPE}”, so nothing can be written to GitLab. Connect with one that has it.`;
  }

  async function check(): Promise<ConnectionState> {
    if (kept.get() === null) return status.get();
    const answer = await client.get('/user', {}, UserRow, 'your account');
    if (answer.ok) {
      standing = await scopeNote();
      status.set({ user: answer.value.username, state: 'signed-in', note: standing });
    } else if (answer.error.kind === 'sign-in') status.set({ state: 'signed-out', note: answer.error.why });
    else if (answer.error.kind === 'not-sent' || answer.error.kind === 'lost')
      status.set({ state: 'unreachable', note: answer.error.why });
    else status.set({ state: 'signed-in', note: complaintOf(answer.error).message });
    return status.get();
  }

  async function settleIn(url: string, obtained: Obtained, user: UserRow): Promise<ConnectionState> {
    const { clientId, redirectUri } = obtained;
    moving = true;
    try {
      await tokens.put(obtained.tokens);
      await kept.set({ url, clientId, redirectUri, userId: user.id, userName: user.username });
      place.forget();
      session.known.clear();
    } finally {
      moving = false;
    }
    status.set({ origin: new URL(url).origin, user: user.username, state: 'signed-in', note: null });
    return check();
  }

  return {
    async execute(command) {
      const outcome = await run(session, command);
      status.learn(outcome, standing);
      return outcome;
    },
    async pull(kind, request) {
      const page = await pullItems(session, kind, kept.get()?.url ?? '', request);
      status.learn(page, standing);
      return page;
    },
    check,
    async connect(input) {
      const url = readServerUrl(input.url, 'GitLab');
      if (!url.ok) return url;
      visiting = url.value;
      try {
        const obtained = await obtain(input, url.value);
        if (!obtained.ok) return obtained;
        const user = await ownerOf(url.value, obtained.value.tokens.access);
        if (!user.ok) return user;
        return ok(await settleIn(url.value, obtained.value, user.value));
      } finally {
        visiting = null;
      }
    },
    async disconnect() {
      await tokens.clear();
      await kept.set(null);
      place.forget();
      session.known.clear();
      status.set({ origin: null, user: null, state: 'not-set-up', note: null });
    },
  };
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return null;
  }
}
