import { causeText } from '../../../shared/lib/cause';
import type { Home } from '../../../shared/schema/home';
import type { ConnectionState } from '../../../shared/ipc/contract';
import { assertNever } from '../../../shared/lib/assert-never';
import { err, ok, type Result } from '../../../shared/lib/result';
import type {
  CrmPut,
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
import { readServerUrl } from '../common/origin';
import {
  type Complaint,
  leftOfSignIn,
  notKept,
  type RemotesOptions,
  type SalesforceConnection,
} from '../common/ports';
import { createServerTime } from '../common/server-clock';
import type { BrowserSignIn } from '../common/sign-in';
import type { Status } from '../common/status';
import type { Transfers } from '../common/transfers';
import { createSignOuts } from '../common/sign-out';
import { createTokenBox, type Tokens, tokensKey } from '../common/token-box';
import { createBudget, SPENT_MS } from './budget';
import { bundledSession } from './bundle';
import { endCampaign } from './campaign';
import { createSalesforceClient } from './client';
import { attachFile, clearTwinUploads } from './files';
import { salesforceOAuth, type SignedIn } from './oauth';
import type { CrmSession } from './find-record';
import { createOrg } from './org';
import { pullEntity, type PullSession } from './pull';
import { presenceOf } from './presence';
import { put } from './put';
import { renewSignIn, type SalesforceConnect, signIn } from './sign-in';
import type { CrmEntity } from './shape';
import { createCreateWatch, type KeptCreates } from './create-watch';
import { createUploadWatch, type KeptUploads } from './upload-watch';

/** Version asked for where the org offers it; what the field facts in this folder were read from. */
const PREFERRED_VERSION = '62.0';
const TIMEOUT_MS = 30_000;
const STILL_VALID =
  'You are signed out here, but Salesforce could not be told. To end the sign-in there too, revoke this app in your Salesforce settings, under OAuth connected apps.';
const ASK_FOR_RENEWAL =
  'So that you stay signed in, have your administrator give the app the scope “refresh_token”.';
const ENDS_BY_ITSELF = `Salesforce gave a sign-in that cannot be renewed, so it ends by itself after a while. ${ASK_FOR_RENEWAL}`;
const ADD_OR_CORRECT =
  'Ask your Salesforce administrator to add what is missing or to let you see it, or correct the names in the playbook (salesforce.yaml).';
const TRANSFER_TIMEOUT_MS = 10 * 60 * 1000;

export type CrmCommand = Extract<RemoteCommand, { kind: 'crm.put' | 'crm.file' | 'crm.campaign' }>;

/** Salesforce as one of the two remotes. */
export type SalesforceRemote = {
  execute(command: CrmCommand): Promise<RemoteOutcome>;
  /** Writes of different records, bundled; the outcomes come in their order. */
  putAll(commands: readonly CrmPut[]): Promise<RemoteOutcome[]>;
  pull(entity: CrmEntity, request: PullRequest): Promise<PullPage>;
  presence(entity: CrmEntity, request: PresenceRequest): Promise<PresenceAnswer>;
  check(): Promise<ConnectionState>;
  connect(input: SalesforceConnect): Promise<Result<ConnectionState, Complaint>>;
  /** Signs out here at once and then there; says what could not be done. */
  disconnect(): Promise<string | null>;
  /** Parts of the mapping that the org does not have, in plain words. */
  missing(): string[];
};

/** Puts the Salesforce remote together. */
export function createSalesforceRemote(
  options: RemotesOptions,
  kept: Kept<SalesforceConnection>,
  status: Status,
  browser: BrowserSignIn,
  transfers: Transfers,
  watched: { readonly uploads: KeptUploads; readonly creates: KeptCreates },
): SalesforceRemote {
  const { playbook, log } = options;
  const now = () => Date.parse(options.clock.now());
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const serverTime = createServerTime('Salesforce', now);
  const signOuts = createSignOuts(salesforceOAuth);
  /** Origins of the sign-ins that are under way; one that is given up for another is still here when that begins. */
  const visiting: string[] = [];
  /** While tokens and address are being exchanged, neither may be used with the other's predecessor. */
  let moving = false;

  const http = createHttp({
    fetch: options.fetch,
    timeoutMs,
    server: 'Salesforce',
    origins: () => {
      const connection = kept.get();
      return [
        ...visiting,
        ...signOuts.origins(),
        ...(connection ? [new URL(connection.loginUrl).origin, connection.instanceUrl] : []),
      ];
    },
    onHeaders(headers) {
      serverTime.learn(headers);
      status.warn('clock', serverTime.skewNote());
    },
  });

  async function renew(refresh: string, connection: SalesforceConnection): Promise<Remotely<Tokens>> {
    const answer = await renewSignIn({ http, now }, connection.loginUrl, connection.clientId, refresh);
    if (!answer.ok) return answer;
    // The org may have moved; the answer is the one place that says where to. Whoever signed out stays so.
    if (answer.value.instanceUrl !== connection.instanceUrl && kept.get() === connection)
      await kept.set({ ...connection, instanceUrl: answer.value.instanceUrl });
    return ok({ access: answer.value.access, refresh: answer.value.refresh ?? refresh });
  }

  /** Ends a sign-in at the server; false when it could not be told. */
  async function signOutThere(
    { loginUrl, clientId }: Pick<SalesforceConnection, 'loginUrl' | 'clientId'>,
    given: Pick<Tokens, 'refresh'> | null,
  ): Promise<boolean> {
    if (given === null || given.refresh === null) return true;
    return signOuts.end(http, { address: loginUrl, clientId }, given.refresh);
  }

  const tokens = createTokenBox({
    secrets: options.secrets,
    key: tokensKey('salesforce'),
    server: 'Salesforce',
    connection: kept.get,
    unrenewable: `Sign in again under Connections. What waits here is kept and sent then. ${ASK_FOR_RENEWAL}`,
    renew,
    discard: (late, connection) => signOutThere(connection, late),
    kept: (isKept) => status.warn('key-store', isKept ? null : notKept('Salesforce')),
    log,
  });
  const budget = createBudget(() => playbook().salesforce.requests, now);
  const client = createSalesforceClient({
    authorized: createAuthorized(http, tokens, 'Salesforce'),
    base: () => (moving ? null : kept.get()),
    now,
    timeoutMs,
    transferTimeoutMs: options.transferTimeoutMs ?? TRANSFER_TIMEOUT_MS,
    onUsage(used, max) {
      budget.note(used, max);
      status.usage(used, max, budget.reserve());
      status.warn('budget', budget.refusal('sending') ?? budget.refusal('reading'));
    },
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
    log,
    files: options.files,
    transfers,
    now,
    known: new Map(),
    leftTwins: new Map(),
    uploads: createUploadWatch(watched.uploads, log),
    creates: createCreateWatch(watched.creates, log),
  };

  function forget(): void {
    org.forget();
    session.known.clear();
    session.leftTwins.clear();
  }

  function noteMissing(): void {
    const missing = org.missing();
    status.warn('mapping', missing.length === 0 ? null : [...missing, ADD_OR_CORRECT].join(' '));
  }

  async function check(): Promise<ConnectionState> {
    if (kept.get() === null) return status.get();
    const answer = await client.ping();
    noteMissing();
    status.learnFailure(answer.ok ? null : answer.error);
    return status.get();
  }

  /** Why this work has to wait for more of the org's daily requests; null when it need not (SY-29). */
  async function outOfBudget(work: 'reading' | 'sending'): Promise<string | null> {
    // One request tells whether there are more by now.
    if (budget.isStale()) await client.ping();
    return budget.refusal(work);
  }

  async function settleIn(
    signedIn: SignedIn,
    refresh: string | null,
    loginUrl: string,
    clientId: string,
  ): Promise<ConnectionState> {
    const { access, instanceUrl, organizationId, userId } = signedIn;
    const fresh = { loginUrl, clientId, instanceUrl, organizationId, userId, userName: null };
    const settled = { ...fresh, apiVersion: PREFERRED_VERSION };
    const before = kept.get();
    let replaced: Tokens | null = null;
    moving = true;
    try {
      replaced = await tokens.put({ access, refresh });
      await kept.set(settled);
      forget();
      budget.forget();
    } finally {
      moving = false;
    }
    status.set({ origin: instanceUrl, user: null, state: 'signed-in', note: null });
    status.warn('renewal', refresh === null ? ENDS_BY_ITSELF : null);
    if (before !== null && replaced?.refresh !== refresh) await signOutThere(before, replaced);
    const versions = await client.versions();
    const offered = versions.ok ? versions.value : [];
    const newest = [...offered].sort((a, b) => Number(a) - Number(b)).at(-1);
    const apiVersion = offered.includes(PREFERRED_VERSION)
      ? PREFERRED_VERSION
      : (newest ?? PREFERRED_VERSION);
    const identity = await client.identity(organizationId, userId);
    const userName = identity.ok ? (identity.value.username ?? identity.value.display_name ?? null) : null;
    // Who signed out meanwhile, or signed in anew, has the last word.
    if (kept.get() !== settled) return status.get();
    await kept.set({ ...fresh, apiVersion, userName });
    status.set({ user: userName });
    return check();
  }

  /** From the first exchange on this desk belongs to the org. */
  async function settleHome(): Promise<void> {
    const connection = kept.get();
    if (connection !== null && kept.home() === null) await kept.setHome(homeOf(connection));
  }

  function carryOut(command: CrmCommand): Promise<RemoteOutcome> {
    switch (command.kind) {
      case 'crm.put':
        return put(session, command);
      case 'crm.file':
        return attachFile(session, command);
      case 'crm.campaign':
        return endCampaign(session, command);
      default:
        return assertNever(command);
    }
  }

  /** A bug met by one of many takes none of the others along; what became of that one has to be looked for. */
  async function putOne(bundled: CrmSession, command: CrmPut): Promise<RemoteOutcome> {
    try {
      return await put(bundled, command);
    } catch (cause) {
      const why = causeText(cause);
      log.error(`A write to Salesforce broke off: ${why}`);
      return { kind: 'ambiguous', why: `the write broke off: ${why}` };
    }
  }

  return {
    async execute(command) {
      const spent = await outOfBudget('sending');
      if (spent !== null) return { kind: 'wait', why: spent, afterMs: SPENT_MS };
      const outcome = await carryOut(command);
      if (outcome.kind === 'done') await settleHome();
      noteMissing();
      status.learn(outcome);
      return outcome;
    },
    async putAll(commands) {
      const spent = await outOfBudget('sending');
      if (spent !== null) return commands.map(() => ({ kind: 'wait', why: spent, afterMs: SPENT_MS }));
      const bundled = bundledSession(session, client);
      const outcomes = await Promise.all(commands.map((command) => putOne(bundled, command)));
      if (outcomes.some(({ kind }) => kind === 'done')) await settleHome();
      noteMissing();
      for (const outcome of outcomes) status.learn(outcome);
      return outcomes;
    },
    async pull(entity, request) {
      const spent = await outOfBudget('reading');
      if (spent !== null) return { kind: 'held', why: spent };
      const page = await pullEntity(session, entity, request);
      if (page.kind === 'page' && page.rows.length > 0) await settleHome();
      if (entity === 'claim' && page.kind === 'page' && !page.more) await clearTwinUploads(session);
      noteMissing();
      status.learn(page);
      return page;
    },
    async presence(entity, request) {
      const spent = await outOfBudget('reading');
      if (spent !== null) return { kind: 'held', why: spent };
      const answer = await presenceOf(session, entity, request);
      if (answer.kind !== 'presence') status.learn(answer);
      return answer;
    },
    check,
    async connect(input) {
      const loginUrl = readServerUrl(input.loginUrl, 'Salesforce');
      if (!loginUrl.ok) return loginUrl;
      const { origin } = new URL(loginUrl.value);
      visiting.push(origin);
      try {
        const signedIn = await signIn({ http, browser, now }, input, loginUrl.value);
        if (!signedIn.ok) return signedIn;
        const stranger = strangerTo(kept.home(), homeOf(signedIn.value), 'Salesforce');
        if (stranger !== null) {
          if (input.refreshToken === undefined)
            await signOutThere({ loginUrl: loginUrl.value, clientId: input.clientId }, signedIn.value);
          return err(stranger);
        }
        return ok(await settleIn(signedIn.value, signedIn.value.refresh, loginUrl.value, input.clientId));
      } finally {
        visiting.splice(visiting.indexOf(origin), 1);
      }
    },
    async disconnect() {
      const connection = kept.get();
      const { tokens: given, renewalEnds, notWiped } = await tokens.clear();
      const left = await kept.set(null).then(() => notWiped, causeText);
      forget();
      budget.forget();
      status.reset();
      const isTold = connection === null || (await signOutThere(connection, given));
      const isOver = (await renewalEnds) && isTold;
      return leftOfSignIn('Salesforce', left, isOver ? null : STILL_VALID);
    },
    missing: org.missing,
  };
}

/** The first 15 characters name an org; longer forms only add a check. */
function homeOf({ organizationId, instanceUrl }: SignedIn | SalesforceConnection): Home {
  return { id: organizationId.slice(0, 15), name: new URL(instanceUrl).host };
}
