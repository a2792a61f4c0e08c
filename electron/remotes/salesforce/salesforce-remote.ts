import type { ConnectionState } from '../../../shared/ipc/contract';
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
import type { Complaint, RemotesOptions, SalesforceConnection } from '../common/ports';
import { createServerTime } from '../common/server-clock';
import type { BrowserSignIn } from '../common/sign-in';
import type { Status } from '../common/status';
import { createTokenBox, type Tokens } from '../common/token-box';
import { createSalesforceClient } from './client';
import { attachFile } from './files';
import { redeemCode, renewTokens, type SignedIn, signInUrl } from './oauth';
import { createOrg } from './org';
import { pullEntity, type PullSession } from './pull';
import { put } from './put';
import type { CrmEntity } from './shape';

/** Version asked for where the org offers it; what the field facts in this folder were read from. */
const PREFERRED_VERSION = '62.0';
const TIMEOUT_MS = 30_000;
const TRANSFER_TIMEOUT_MS = 10 * 60 * 1000;

export type CrmCommand = Extract<RemoteCommand, { kind: 'crm.put' | 'crm.file' }>;

/** How to connect an org; a refresh token that is given spares the browser. */
export type SalesforceConnect = {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly refreshToken?: string;
};

/** Salesforce as one of the two remotes. */
export type SalesforceRemote = {
  execute(command: CrmCommand): Promise<RemoteOutcome>;
  pull(entity: CrmEntity, request: PullRequest): Promise<PullPage>;
  check(): Promise<ConnectionState>;
  connect(input: SalesforceConnect): Promise<Result<ConnectionState, Complaint>>;
  disconnect(): Promise<void>;
  /** Parts of the mapping that the org does not have, in plain words. */
  missing(): string[];
};

/** Puts the Salesforce remote together. */
export function createSalesforceRemote(
  options: RemotesOptions,
  kept: Kept<SalesforceConnection>,
  status: Status,
  browser: BrowserSignIn,
): SalesforceRemote {
  const { playbook, log } = options;
  const now = () => Date.parse(options.clock.now());
  const serverTime = createServerTime(now);
  /** Addresses of a sign-in that is under way. */
  let visiting: string[] = [];
  /** While tokens and address are being exchanged, neither may be used with the other's predecessor. */
  let moving = false;

  const http = createHttp({
    fetch: options.fetch,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    server: 'Salesforce',
    origins: () => {
      const connection = kept.get();
      return [
        ...visiting,
        ...(connection ? [new URL(connection.loginUrl).origin, connection.instanceUrl] : []),
      ];
    },
    onHeaders: serverTime.learn,
  });

  async function renew(refresh: string): Promise<Remotely<Tokens>> {
    const connection = kept.get();
    if (connection === null) return err({ kind: 'sign-in', why: 'Sign in to Salesforce under Connections.' });
    const answer = await renewTokens(http, connection.loginUrl, connection.clientId, refresh, now());
    if (!answer.ok) return answer;
    // The org may have moved; the answer is the one place that says where to.
    if (answer.value.instanceUrl !== connection.instanceUrl)
      await kept.set({ ...connection, instanceUrl: answer.value.instanceUrl });
    return ok({ access: answer.value.access, refresh: answer.value.refresh ?? refresh });
  }

  const tokens = createTokenBox({
    secrets: options.secrets,
    key: 'salesforce.tokens',
    server: 'Salesforce',
    renew,
    log,
  });
  const client = createSalesforceClient({
    authorized: createAuthorized(http, tokens, 'Salesforce'),
    base: () => (moving ? null : kept.get()),
    now,
    transferTimeoutMs: options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS,
    onUsage: status.usage,
  });
  const org = createOrg(client, playbook, now);
  const session: PullSession = {
    client,
    org,
    context: () => ({ playbook: playbook(), instanceUrl: kept.get()?.instanceUrl ?? '' }),
    userId: () => kept.get()?.userId ?? null,
    orgKey: () => kept.get()?.organizationId ?? '',
    serverNow: serverTime.now,
    stated: serverTime.stated,
  };

  function missingNote(): string | null {
    const missing = org.missing();
    return missing.length === 0 ? null : missing.join(' ');
  }

  async function check(): Promise<ConnectionState> {
    if (kept.get() === null) return status.get();
    const answer = await client.ping();
    if (answer.ok) status.set({ state: 'signed-in', note: missingNote() });
    else if (answer.error.kind === 'sign-in') status.set({ state: 'signed-out', note: answer.error.why });
    else if (answer.error.kind === 'not-sent' || answer.error.kind === 'lost')
      status.set({ state: 'unreachable', note: answer.error.why });
    else status.set({ state: 'signed-in', note: complaintOf(answer.error).message });
    return status.get();
  }

  async function settleIn(
    signedIn: SignedIn,
    refresh: string | null,
    loginUrl: string,
    clientId: string,
  ): Promise<ConnectionState> {
    const { access, instanceUrl, organizationId, userId } = signedIn;
    const fresh = { loginUrl, clientId, instanceUrl, organizationId, userId, userName: null };
    moving = true;
    try {
      await tokens.put({ access, refresh });
      await kept.set({ ...fresh, apiVersion: PREFERRED_VERSION });
      org.forget();
    } finally {
      moving = false;
    }
    status.set({ origin: instanceUrl, user: null, state: 'signed-in', note: null });
    const versions = await client.versions();
    const offered = versions.ok ? versions.value : [];
    const newest = [...offered].sort((a, b) => Number(a) - Number(b)).at(-1);
    const apiVersion = offered.includes(PREFERRED_VERSION)
      ? PREFERRED_VERSION
      : (newest ?? PREFERRED_VERSION);
    const identity = await client.identity(organizationId, userId);
    const userName = identity.ok ? (identity.value.username ?? identity.value.display_name ?? null) : null;
    await kept.set({ ...fresh, apiVersion, userName });
    status.set({ user: userName });
    return check();
  }

  async function obtain(input: SalesforceConnect, loginUrl: string): Promise<Result<SignedIn, Complaint>> {
    const { clientId, refreshToken } = input;
    if (refreshToken !== undefined) {
      const answer = await renewTokens(http, loginUrl, clientId, refreshToken, now());
      if (!answer.ok) return err(complaintOf(answer.error));
      return ok({ ...answer.value, refresh: answer.value.refresh ?? refreshToken });
    }
    const back = await browser((redirectUri, state, pkce) =>
      signInUrl(loginUrl, clientId, redirectUri, state, pkce),
    );
    if (!back.ok) return back;
    const { redirectUri, code, pkce } = back.value;
    const answer = await redeemCode(http, loginUrl, clientId, redirectUri, code, pkce, now());
    return answer.ok ? answer : err(complaintOf(answer.error));
  }

  return {
    async execute(command) {
      const outcome =
        command.kind === 'crm.put' ? await put(session, command) : await attachFile(session, command);
      status.learn(outcome, missingNote());
      return outcome;
    },
    async pull(entity, request) {
      const page = await pullEntity(session, entity, request);
      status.learn(page, missingNote());
      return page;
    },
    check,
    async connect(input) {
      const loginUrl = readServerUrl(input.loginUrl, 'Salesforce');
      if (!loginUrl.ok) return loginUrl;
      visiting = [new URL(loginUrl.value).origin];
      try {
        const signedIn = await obtain(input, loginUrl.value);
        if (!signedIn.ok) return signedIn;
        return ok(await settleIn(signedIn.value, signedIn.value.refresh, loginUrl.value, input.clientId));
      } finally {
        visiting = [];
      }
    },
    async disconnect() {
      await tokens.clear();
      await kept.set(null);
      org.forget();
      status.set({ origin: null, user: null, state: 'not-set-up', note: null, apiUsed: null, apiMax: null });
    },
    missing: org.missing,
  };
}
