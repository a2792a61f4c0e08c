import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../emulators/shared-http/faults';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';
import { aCrmFile, aGitFile, anIssue, aRequestPut, crmId, done, gitRef } from './commands';
import type { EmulatorBench } from './emulator-bench';

const start = useBenches();
const html = { 'content-type': 'text/html; charset=utf-8' };
const portal = '<!doctype html><title>Hotel Wi-Fi</title><h1>Welcome, please sign in</h1>';

type Case = {
  readonly title: string;
  readonly where: 'salesforce' | 'gitlab';
  readonly fault: FaultSpec;
  /** What becomes of the request; nothing of this list may park what waits. */
  readonly kind: 'sign-in' | 'unreachable' | 'ambiguous' | 'wait';
  readonly says: RegExp;
  readonly wayOut: RegExp;
};

function status(code: number, body: unknown, headers: Record<string, string> = {}): FaultSpec {
  return { kind: 'status', status: code, body, headers, match: { path: 'services/data|api/v4' }, times: 99 };
}

const cases: readonly Case[] = [
  {
    title: 'the API is disabled for the org or the user',
    where: 'salesforce',
    fault: status(403, [
      { errorCode: 'API_DISABLED_FOR_ORG', message: 'The REST API is not enabled for this Organization.' },
    ]),
    kind: 'sign-in',
    says: /does not let you use its API/,
    wayOut: /API Enabled/,
  },
  {
    title: 'the password has expired',
    where: 'salesforce',
    fault: status(403, [
      {
        errorCode: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
        message:
          "The user's password has expired, you must call SetPassword before attempting any other API operations",
      },
    ]),
    kind: 'sign-in',
    says: /password has expired/,
    wayOut: /set a new password/,
  },
  {
    title: 'the token lacks the scope',
    where: 'gitlab',
    fault: status(403, {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the access token.',
      scope: 'api',
    }),
    kind: 'sign-in',
    says: /lacks the scope/,
    wayOut: /Connect again/,
  },
  {
    title: 'the group enforces single sign-on',
    where: 'gitlab',
    fault: status(403, {
      message: "403 Forbidden - Cannot find valid SSO session. Please login via your group's SSO",
    }),
    kind: 'sign-in',
    says: /SSO/,
    wayOut: /single sign-on of your company/,
  },
  {
    title: 'the terms were not accepted',
    where: 'gitlab',
    fault: status(403, {
      message:
        '403 Forbidden - You (@dana.weber) must accept the Terms of Service in order to perform this action.',
    }),
    kind: 'sign-in',
    says: /Terms of Service/,
    wayOut: /accept the terms/,
  },
  {
    title: 'only some addresses are let in',
    where: 'gitlab',
    fault: status(403, { message: '403 Forbidden - Your IP address is not allowed by the group' }),
    kind: 'sign-in',
    says: /IP address/,
    wayOut: /VPN/,
  },
  {
    title: 'a hotel answers with its own page',
    where: 'gitlab',
    fault: status(200, portal, html),
    kind: 'ambiguous',
    says: /Instead of an answer of GitLab came a web page/,
    wayOut: /open any page in your browser/,
  },
  {
    title: 'a hotel sends to its sign-in page',
    where: 'salesforce',
    fault: status(302, undefined, { location: 'http://portal.hotel.example/login' }),
    kind: 'ambiguous',
    says: /redirect to portal\.hotel\.example/,
    wayOut: /open any page in your browser/,
  },
  {
    title: 'the network asks for a sign-in',
    where: 'gitlab',
    fault: status(511, portal, html),
    kind: 'ambiguous',
    says: /web page \(status 511\)/,
    wayOut: /open any page in your browser/,
  },
  {
    title: 'the requests of the day are used up',
    where: 'salesforce',
    fault: { kind: 'request-limit', times: 99 },
    kind: 'wait',
    says: /all the requests of your org for today/,
    wayOut: /Nothing has to be done/,
  },
];

const page = (code: string) =>
  `<html>\r\n<head><title>${code}</title></head>\r\n<body><center><h1>${code}</h1></center></body></html>`;

async function tryOut(bench: EmulatorBench, where: Case['where']) {
  return where === 'salesforce'
    ? bench.remote.execute(aRequestPut(bench.partnerId))
    : bench.remote.execute(anIssue());
}

describe('what is wrong is said in plain words with a way out', () => {
  it.each(cases)('$where: $title', async ({ where, fault, kind, says, wayOut }) => {
    const bench = await start();
    await bench.fault(where, fault);
    const outcome = await tryOut(bench, where);
    // A write that may have arrived is looked for; one that was only prepared by reading is simply not done.
    expect(kind === 'ambiguous' ? ['ambiguous', 'unreachable'] : [kind]).toContain(outcome.kind);
    const note = bench.remotes.connections()[where === 'salesforce' ? 0 : 1]?.note ?? '';
    expect(note).toMatch(says);
    expect(note).toMatch(wayOut);
    await bench.unfault(where);
    done(await tryOut(bench, where));
    expect(bench.remotes.connections()[where === 'salesforce' ? 0 : 1]).toMatchObject({
      state: 'signed-in',
      note: null,
    });
  });

  it.each(['salesforce', 'gitlab'] as const)(
    'G9 %s: a gateway before the server that asks for patience is no sign-in page of a network',
    async (where) => {
      const bench = await start();
      const slow = page('429 Too Many Requests');
      await bench.fault(where, status(429, slow, { ...html, 'retry-after': '90' }));
      expect(await tryOut(bench, where)).toMatchObject({ kind: 'wait', afterMs: 90_000 });
    },
  );

  it('G5 a file that is too large for the gateway is refused with a way out, not sent for ever', async () => {
    const bench = await start();
    const tooLarge: FaultSpec = {
      kind: 'status',
      status: 413,
      body: page('413 Request Entity Too Large'),
      headers: html,
      match: { method: 'POST' },
      times: 99,
    };
    const request = crmId(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    await bench.fault('salesforce', tooLarge);
    await bench.fault('gitlab', tooLarge);
    for (const command of [aCrmFile(request), aGitFile(iid)]) {
      const outcome = await bench.remote.execute(command);
      const refusal = outcome.kind === 'refused' ? outcome.refusal : null;
      expect(refusal).toMatchObject({ code: 'http-413', fix: expect.stringContaining('larger than') });
      expect(refusal?.message).not.toContain('<');
    }
  });

  it('the proxy wants a password: certainly nothing was done', async () => {
    let hasProxy = false;
    const bench = await start({
      fetch: (real) => (url, init) =>
        hasProxy
          ? Promise.resolve(new Response('Proxy Authentication Required', { status: 407 }))
          : real(url, init),
    });
    hasProxy = true;
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('unreachable');
    expect(bench.remotes.connections()[0]?.note).toMatch(
      /proxy server of this network.*Sign in to the proxy/,
    );
    hasProxy = false;
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('a hotel page during a renewal ends no sign-in', async () => {
    const bench = await start();
    bench.salesforce.runtime.tokens.expireAccessTokens();
    await bench.fault(
      'salesforce',
      { kind: 'status', status: 200, body: portal, headers: html, match: { path: 'oauth2/token' } },
      {
        kind: 'status',
        status: 302,
        headers: { location: 'http://portal.example/' },
        match: { path: 'oauth2/token' },
      },
    );
    for (const _time of [1, 2]) {
      expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('unreachable');
      expect(bench.remotes.connections()[0]?.note).toContain('open any page in your browser');
    }
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('a network that Salesforce does not accept ends no sign-in either', async () => {
    const bench = await start();
    bench.salesforce.runtime.tokens.expireAccessTokens();
    await bench.fault('salesforce', {
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'ip restricted or invalid login hours' },
      match: { path: 'oauth2/token' },
    });
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('wait');
    expect(bench.remotes.connections()[0]?.note).toMatch(/not accept sign-ins from this network.*VPN/);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
  });

  it('a revoked sign-in and an unknown application are told apart', async () => {
    const bench = await start({ options: { openBrowser: agree } });
    bench.salesforce.runtime.tokens.revokeAll();
    expect((await bench.remote.execute(aRequestPut(bench.partnerId))).kind).toBe('sign-in');
    expect(bench.remotes.connections()[0]?.note).toMatch(/expired or was revoked.*Sign in again/);
    const { url } = bench.gitlab;
    await bench.fault('gitlab', {
      kind: 'status',
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: 'Client authentication failed due to unknown client.',
      },
      match: { path: 'oauth/token' },
    });
    const result = await bench.remotes.connect({ remote: 'gitlab', url, token: null, clientId: OAUTH_APP });
    expect(result).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining('does not know this app'),
        fix: expect.stringContaining('PKCE'),
      },
    });
  });

  it.each(['salesforce', 'gitlab'] as const)(
    'a sign-in without the scope is not kept, at %s',
    async (remote) => {
      let narrowed = false;
      const bench = await start({
        options: { openBrowser: agree },
        fetch: (real) => async (url, init) => {
          const answer = await real(url, init);
          if (!/oauth2?\/token/.test(url) || !narrowed) return answer;
          return Response.json({ ...((await answer.json()) as object), scope: 'openid' });
        },
      });
      const before = new Map(bench.secrets);
      narrowed = true;
      const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
      const result = await bench.remotes.connect(
        remote === 'salesforce'
          ? { remote, loginUrl, clientId }
          : { remote, url: bench.gitlab.url, token: null, clientId: OAUTH_APP },
      );
      expect(result).toMatchObject({ ok: false, error: { fix: expect.stringContaining('scope') } });
      expect(bench.secrets).toEqual(before);
    },
  );

  it.each([
    ['salesforce', 12 * 60_000, /12 minutes behind the time of Salesforce/],
    ['gitlab', -45 * 60_000, /45 minutes ahead of the time of GitLab/],
  ] as const)('a clock that is off from %s is told and hinders nothing', async (where, skewMs, says) => {
    const bench = await start();
    await bench.skew(where, skewMs);
    done(await tryOut(bench, where));
    const at = where === 'salesforce' ? 0 : 1;
    expect(bench.remotes.connections()[at]).toMatchObject({
      state: 'signed-in',
      note: expect.stringMatching(says),
    });
    await bench.skew(where, 0);
    done(await tryOut(bench, where));
    expect(bench.remotes.connections()[at]?.note).toBeNull();
  });

  it('a clock that is a little off is not worth a word', async () => {
    const bench = await start();
    await bench.skew('salesforce', 4 * 60_000);
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    expect(bench.remotes.connections()[0]?.note).toBeNull();
  });

  it('a field and an object that the org does not have are named, and the rest works', async () => {
    const bench = await start({
      salesforce: {
        omitFields: ['PartnerFundRequest.GTM_Motion__c'],
        omitObjects: ['PartnerMarketingBudget'],
      },
    });
    done(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const page = await bench.remote.pull({ stream: 'budgets', cursor: null, limit: 5 });
    expect(page).toMatchObject({ kind: 'absent', why: expect.stringContaining('PartnerMarketingBudget') });
    const [salesforce] = await bench.remotes.check();
    expect(salesforce?.note).toContain('no field GTM_Motion__c on PartnerFundRequest');
    expect(salesforce?.note).toContain('no object PartnerMarketingBudget');
  });

  it('a server that speaks no encryption where it should is named, and nothing was sent', async () => {
    const received: string[] = [];
    const plain = createServer((socket) => {
      socket.on('data', (bytes) => {
        received.push(bytes.toString('latin1'));
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => {
      plain.listen(0, '127.0.0.1', resolve);
    });
    try {
      const { port } = plain.address() as AddressInfo;
      const bench = await start();
      const url = `https://127.0.0.1:${port}`;
      const result = await bench.remotes.connect({
        remote: 'gitlab',
        url,
        token: 'glpat-canary',
        clientId: null,
      });
      expect(result).toMatchObject({
        ok: false,
        error: {
          message: expect.stringContaining('not encrypted'),
          fix: expect.stringContaining('ask your IT'),
        },
      });
      expect(received.join('')).not.toContain('glpat-canary');
    } finally {
      plain.close();
    }
  });
});
