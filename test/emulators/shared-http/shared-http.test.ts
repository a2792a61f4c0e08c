import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServerClock, type ServerClock } from './clock';
import { startControlServer } from './control';
import { faultMiddleware } from './fault-middleware';
import { createFaults, type Faults } from './faults';
import { resolveRelativeDates } from './relative-dates';
import { createRequestLog, maskSecrets, type RequestLog, requestLogMiddleware } from './request-log';
import { type NodeEnv, type RunningServer, startServer } from './serve';

interface Rig {
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: ServerClock;
  readonly server: RunningServer;
  readonly control: RunningServer;
  readonly writes: string[];
  tokensExpired: number;
}

async function startRig(): Promise<Rig> {
  const faults = createFaults();
  const log = createRequestLog();
  const clock = createServerClock();
  const writes: string[] = [];
  const app = new Hono<NodeEnv>();
  const counters = { tokensExpired: 0 };
  app.use(requestLogMiddleware(log, clock.now));
  app.use(
    faultMiddleware(faults, {
      requestLimit: (retryAfter) =>
        new Response('slow down', { status: 429, headers: { 'retry-after': String(retryAfter ?? 1) } }),
      lockRow: () => new Response('locked', { status: 409 }),
      expireTokens: () => {
        counters.tokensExpired += 1;
      },
    }),
  );
  app.post('/things', async (c) => {
    writes.push(await c.req.text());
    return c.json({ id: writes.length, text: 'a thing with a body long enough to be cut' }, 201);
  });
  app.get('/things', (c) => c.json({ things: writes }));
  const server = await startServer(app, { port: 0 });
  const control = await startControlServer({
    port: 0,
    faults,
    log,
    clock,
    target: server,
    routes: () => undefined,
  });
  return {
    faults,
    log,
    clock,
    server,
    control,
    writes,
    get tokensExpired() {
      return counters.tokensExpired;
    },
  };
}

describe('shared HTTP parts of the emulators', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(async () => {
    await rig.control.stop();
    await rig.server.stop();
  });

  function post(text = 'x'): Promise<Response> {
    return fetch(`${rig.server.url}/things`, { method: 'POST', body: text });
  }

  it('an idle connection lives as long as behind a web server, so that none ends under the next burst (P7a, 45)', async () => {
    const answer = await fetch(`${rig.server.url}/things`);
    await answer.text();
    expect(answer.headers.get('keep-alive')).toBe('timeout=65');
  });

  it('drop-before loses the request, drop-after-commit loses only the answer', async () => {
    rig.faults.add({ kind: 'drop-before', match: { method: 'POST', path: '^/things$' } });
    await expect(post('lost')).rejects.toThrow();
    expect(rig.writes).toEqual([]);
    rig.faults.add({ kind: 'drop-after-commit' });
    await expect(post('kept')).rejects.toThrow();
    expect(rig.writes).toEqual(['kept']);
    expect((await post('again')).status).toBe(201);
    expect(rig.log.list().map((entry) => entry.status)).toEqual([null, null, 201]);
  });

  it('reset cuts the connection', async () => {
    rig.faults.add({ kind: 'reset' });
    await expect(post()).rejects.toThrow();
    expect(rig.writes).toEqual([]);
  });

  it('truncate breaks the answer in the middle, malformed-json completes it with half a document', async () => {
    rig.faults.add({ kind: 'truncate' }, { kind: 'malformed-json' });
    const first = await post();
    expect(first.status).toBe(201);
    await expect(first.text()).rejects.toThrow();
    const second = await post();
    const text = await second.text();
    expect(text.length).toBeGreaterThan(5);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('slow-drip delivers the whole answer in pieces', async () => {
    rig.faults.add({ kind: 'slow-drip', chunks: 4, ms: 1 });
    const answer = await post();
    expect(await answer.json()).toMatchObject({ id: 1 });
  });

  it('status answers instead of the handler, with its headers and body', async () => {
    rig.faults.add({ kind: 'status', status: 503, body: { sorry: true }, headers: { 'Retry-After': '7' } });
    const answer = await post();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toEqual({ sorry: true });
    expect(rig.writes).toEqual([]);
  });

  it('a fault starts at the n-th match, strikes the given number of times and can look at the body', async () => {
    rig.faults.add({ kind: 'request-limit', match: { body: 'poison', count: 2 }, times: 2, retryAfter: 3 });
    const statuses: number[] = [];
    for (const text of ['good', 'poison', 'poison', 'good', 'poison', 'poison'])
      statuses.push((await post(text)).status);
    expect(statuses).toEqual([201, 201, 429, 201, 429, 201]);
  });

  it('expire-tokens runs before the handler', async () => {
    rig.faults.add({ kind: 'expire-tokens' });
    expect((await post()).status).toBe(201);
    expect(rig.tokensExpired).toBe(1);
  });

  it('the control server arms and clears faults, shows requests, turns the network off and moves the clock', async () => {
    const json = { 'content-type': 'application/json' };
    const fault = JSON.stringify([{ kind: 'lock-row', times: 5 }]);
    const armed = await fetch(`${rig.control.url}/faults`, { method: 'POST', headers: json, body: fault });
    expect(armed.status).toBe(201);
    expect((await post()).status).toBe(409);
    await fetch(`${rig.control.url}/faults`, { method: 'DELETE' });
    expect((await post()).status).toBe(201);
    expect(await (await fetch(`${rig.control.url}/requests`)).json()).toHaveLength(2);

    await fetch(`${rig.control.url}/offline`, { method: 'POST', headers: json, body: '{"offline":true}' });
    await expect(post()).rejects.toThrow();
    await fetch(`${rig.control.url}/offline`, { method: 'POST', headers: json, body: '{"offline":false}' });
    expect((await post()).status).toBe(201);

    const hour = 3_600_000;
    await fetch(`${rig.control.url}/clock`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ skewMs: hour }),
    });
    expect(rig.clock.now().getTime() - Date.now()).toBeGreaterThan(hour / 2);
  });

  it('the control server refuses what is not a fault and says where', async () => {
    const answer = await fetch(`${rig.control.url}/faults`, { method: 'POST', body: '{"kind":"explode"}' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('kind');
    expect((await fetch(`${rig.control.url}/faults`, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await fetch(`${rig.control.url}/nothing`)).status).toBe(404);
  });

  it('the request log never keeps a secret', async () => {
    await fetch(`${rig.server.url}/things?oauth_token=abc123&x=1`, {
      headers: { authorization: 'Bearer abc123' },
    });
    await fetch(`${rig.server.url}/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'private-token': 'abc123' },
      body: JSON.stringify({ refresh_token: 'abc123', name: 'kept' }),
    });
    expect(JSON.stringify(rig.log.list())).not.toContain('abc123');
    expect(JSON.stringify(rig.log.list())).toContain('kept');
    expect(maskSecrets('grant_type=refresh_token&refresh_token=s3&code=x')).toBe(
      'grant_type=refresh_token&refresh_token=***&code=***',
    );
  });

  it('seeds may name days and instants relative to the time they are loaded', () => {
    const now = new Date('2026-11-22T10:11:12.345Z');
    expect(
      resolveRelativeDates(
        { a: ['@day', '@day-22'], b: { c: '@now-2h', d: '@now' }, e: 'me@day.example', f: 5 },
        now,
      ),
    ).toEqual({
      a: ['2026-11-22', '2026-10-31'],
      b: { c: '2026-11-22T08:11:12.000Z', d: '2026-11-22T10:11:12.000Z' },
      e: 'me@day.example',
      f: 5,
    });
    expect(
      resolveRelativeDates(['@quarter-start', '@quarter-end', '@quarter-start+1', '@quarter-end-1'], now),
    ).toEqual(['2026-11-01', '2027-01-31', '2027-02-01', '2026-10-31']);
    expect(resolveRelativeDates('@quarter-start', new Date('2026-01-15T00:00:00Z'))).toBe('2025-11-01');
  });
});
