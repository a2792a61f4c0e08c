import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import { type Channel, type ChannelIn, type ChannelOut, ipcContract } from '../../shared/ipc/contract';
import type { RemoteOutcome } from '../../shared/schema/remote-command';
import { type Emulators, launchEmulators } from './support/emulators';
import { type Desk, launchDesk, removeFolder } from './support/launch';

// The remotes' contract tests run on Node's network; what is different on Chromium's is shown here, in the app.

let emulators: Emulators;
let desk: Desk;

test.beforeAll(async () => {
  emulators = await launchEmulators();
  desk = await launchDesk({ env: { CHANNEL_DESK_DEMO: emulators.announcement } });
  await expect
    .poll(async () => {
      const states = await call('connections.list', undefined);
      return states.ok ? states.value.map(({ state }) => state) : states.error;
    })
    .toEqual(['signed-in', 'signed-in']);
});

test.afterAll(async () => {
  await desk.close();
  await emulators.stop();
  removeFolder(desk.userData);
});

test.beforeEach(async () => {
  await emulators.gitlab.reset();
  await emulators.salesforce.reset();
});

async function call<C extends Channel>(channel: C, input: ChannelIn<C>): Promise<ChannelOut<C>> {
  const answer = await desk.page.evaluate(
    async ([name, value]) => {
      const { bytes, ...rest } = (value ?? {}) as { bytes?: number[] };
      // Bytes cross from the test into the page as numbers.
      const whole = bytes === undefined ? value : { ...rest, bytes: Uint8Array.from(bytes) };
      return window.api.invoke(name, whole);
    },
    [channel, input] as const,
  );
  return ipcContract[channel].out.parse(answer) as ChannelOut<C>;
}

async function execute(command: ChannelIn<'remote.execute'>): Promise<RemoteOutcome> {
  const outcome = await call('remote.execute', command);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

function anIssue(): ChannelIn<'remote.execute'> {
  return {
    kind: 'git.issue',
    marker: randomUUID(),
    repeat: false,
    title: 'Roadshow in Munich',
    template: null,
    body: 'Two days',
    confidential: false,
    labels: [],
    assignee: null,
    due: null,
    since: '2026-01-01T00:00:00.000Z',
  };
}

function aRequest(): ChannelIn<'remote.execute'> {
  return {
    kind: 'crm.put',
    marker: randomUUID(),
    repeat: false,
    entity: 'fund-request',
    recordId: randomUUID(),
    salesforceId: null,
    expectStamp: null,
    fields: { title: 'Roadshow in Munich', start: '2026-12-01', end: '2026-12-02', status: 'draft' },
  };
}

/** Of what arrived, the requests of one method to one kind of place. */
function sent(requests: readonly string[], method: string, place: RegExp): string[] {
  return requests.filter((request) => request.startsWith(`${method} `) && place.test(request));
}

for (const kind of ['drop-before', 'drop-after-commit', 'reset', 'truncate'] as const) {
  test(`G3 a write to GitLab whose connection dies (${kind}) is sent once and is ambiguous`, async () => {
    // A connection that has served before is the one that Chromium would try again on.
    expect((await execute(anIssue())).kind).toBe('done');
    await emulators.gitlab.reset();
    await emulators.gitlab.fault({ kind, match: { method: 'POST', path: '/issues$' } });
    expect((await execute(anIssue())).kind).toBe('ambiguous');
    expect(sent(await emulators.gitlab.requests(), 'POST', /\/issues$/)).toHaveLength(1);
  });
}

test('G3 a write to Salesforce whose connection dies is sent once and is ambiguous', async () => {
  await execute(aRequest());
  await emulators.salesforce.reset();
  await emulators.salesforce.fault({
    kind: 'drop-after-commit',
    match: { method: 'POST', path: '/sobjects/' },
  });
  expect((await execute(aRequest())).kind).toBe('ambiguous');
  expect(sent(await emulators.salesforce.requests(), 'POST', /\/sobjects\//)).toHaveLength(1);
});

test('G8 an expired token is renewed by one request, and the write happens once', async () => {
  await emulators.salesforce.fault({ kind: 'expire-tokens', match: { method: 'POST', path: '/sobjects/' } });
  await execute(aRequest());
  const requests = await emulators.salesforce.requests();
  expect(sent(requests, 'POST', /\/oauth2\/token/)).toHaveLength(1);
  expect(sent(requests, 'POST', /\/sobjects\//)).toHaveLength(2);
});

test('G5 writes that nobody answers end, and leave the way free for the next ones', async () => {
  const impatient = await launchDesk({
    env: { CHANNEL_DESK_DEMO: emulators.announcement, CHANNEL_DESK_REMOTE_TIMEOUT: '1500' },
  });
  const write = (): Promise<unknown> =>
    impatient.page.evaluate((command) => window.api.invoke('remote.execute', command), anIssue());
  try {
    await expect.poll(write).toMatchObject({ value: { kind: 'done' } });
    // More than the connections that Chromium grants to one server, which are six.
    const hanging = 10;
    await emulators.gitlab.fault({
      kind: 'delay',
      ms: 120_000,
      times: hanging,
      match: { method: 'POST', path: '/issues$' },
    });
    const outcomes = await Promise.all(Array.from({ length: hanging }, write));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ value: { kind: 'ambiguous' } });
    await emulators.gitlab.reset();
    expect(await write()).toMatchObject({ value: { kind: 'done' } });
  } finally {
    await impatient.close();
    removeFolder(impatient.userData);
  }
});

for (const [name, answer, says] of [
  [
    'a redirect of a hotel',
    { status: 302, headers: { location: 'http://portal.example/in' } },
    'portal.example',
  ],
  [
    'a page of a hotel',
    { status: 200, body: '<h1>Wi-Fi</h1>', headers: { 'content-type': 'text/html' } },
    'web page',
  ],
  [
    'a proxy that wants a password',
    { status: 407, body: 'who are you?', headers: { 'proxy-authenticate': 'Basic realm="x"' } },
    'proxy',
  ],
] as const) {
  test(`G5 ${name} parks nothing and is named`, async () => {
    await emulators.gitlab.fault({
      kind: 'status',
      ...answer,
      headers: { ...answer.headers },
      times: 9,
      match: { method: 'POST', path: '/issues$' },
    });
    const outcome = await execute(anIssue());
    expect(outcome).toMatchObject({ why: expect.stringMatching(says) });
    expect(['ambiguous', 'unreachable']).toContain(outcome.kind);
    expect(sent(await emulators.gitlab.requests(), 'POST', /\/issues$/)).toHaveLength(1);
  });
}

test('G5 a request that hangs when the computer wakes is given up at once, and the next one goes through', async () => {
  await emulators.gitlab.fault({ kind: 'delay', ms: 600_000, match: { method: 'POST', path: '/issues$' } });
  const hanging = execute(anIssue());
  await expect.poll(async () => sent(await emulators.gitlab.requests(), 'POST', /\/issues$/).length).toBe(1);
  await desk.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  // The time limit of a request has other words.
  expect(await hanging).toMatchObject({ kind: 'ambiguous', why: expect.stringContaining('network changed') });
  expect((await execute(anIssue())).kind).toBe('done');
});

test('G5 an answer that comes in small pieces is waited for', async () => {
  await emulators.gitlab.fault({
    kind: 'slow-drip',
    chunks: 6,
    ms: 30,
    match: { method: 'POST', path: '/issues$' },
  });
  expect((await execute(anIssue())).kind).toBe('done');
});

test('G7 a file arrives byte by byte as it is here', async () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31) % 256);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const issue = await execute(anIssue());
  if (issue.kind !== 'done' || issue.ref.remote !== 'gitlab') throw new Error(JSON.stringify(issue));
  expect(
    await call('journal.put-file', { sha256: sha256 as never, bytes: [...bytes] as never }),
  ).toMatchObject({
    value: { kind: 'done' },
  });
  const uploaded = await execute({
    kind: 'git.file',
    marker: randomUUID(),
    repeat: false,
    issueIid: issue.ref.iid ?? 0,
    name: 'Fotos für München.png',
    sha256: sha256 as never,
    note: 'Proof',
  });
  expect(uploaded.kind).toBe('done');
  expect(JSON.stringify(await emulators.gitlab.state())).toContain(sha256);
});

test('G7 G9 a large file leaves part by part, is told about on its way, and can be stopped', async () => {
  const issue = await execute(anIssue());
  if (issue.kind !== 'done' || issue.ref.remote !== 'gitlab') throw new Error(JSON.stringify(issue));
  const sha256 = await desk.page.evaluate(async () => {
    const bytes = new Uint8Array(32 * 1024 * 1024).map((_, index) => (index * 31) % 253);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    await window.api.invoke('journal.put-file', { sha256: hash, bytes });
    Object.assign(globalThis, { uploads: [] });
    window.api.on('uploads.changed', (list) =>
      (globalThis as unknown as { uploads: unknown[] }).uploads.push(list),
    );
    return hash;
  });
  const file = {
    kind: 'git.file',
    marker: randomUUID(),
    repeat: false,
    issueIid: issue.ref.iid ?? 0,
    name: 'Recording.mp4',
    sha256: sha256 as never,
    note: 'Proof',
  } as const;
  await desk.page.evaluate((marker) => {
    const end = window.api.on('uploads.changed', (list) => {
      const [upload] = list as { sent: number }[];
      if ((upload?.sent ?? 0) < 8 * 1024 * 1024) return;
      end();
      void window.api.invoke('remote.stop-upload', { marker });
    });
  }, file.marker);
  expect(await execute(file)).toMatchObject({ kind: 'refused', refusal: { code: 'stopped' } });
  expect(JSON.stringify(await emulators.gitlab.state())).not.toContain(sha256);
  expect((await execute({ ...file, repeat: true })).kind).toBe('done');
  expect(JSON.stringify(await emulators.gitlab.state())).toContain(sha256);
  const uploads = await desk.page.evaluate(
    () => (globalThis as unknown as { uploads: { sent: number; phase: string }[][] }).uploads,
  );
  expect(uploads.flat().map(({ phase }) => phase)).toContain('checking');
  expect(uploads.at(-1)).toEqual([]);
});

test('G11 a sign-in leaves no token on the disk in clear', async () => {
  const tokens = [...emulators.announcement.matchAll(/"(?:token|refreshToken)":"([^"]+)"/g)].map(
    ([, token]) => token ?? '',
  );
  expect(tokens).toHaveLength(2);
  const files = readdirSync(desk.userData, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('connections.json');
  for (const file of files) {
    const content = readFileSync(join(file.parentPath, file.name), 'latin1');
    for (const token of tokens) expect(content.includes(token), file.name).toBe(false);
  }
});

test('a change of a connection is told to the page without being asked for', async () => {
  await desk.page.evaluate(() => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    window.api.on('connections.changed', (states) => told.push(states));
  });
  const told = (): Promise<string> =>
    desk.page.evaluate(() =>
      JSON.stringify((globalThis as unknown as { told: unknown[] }).told.at(-1) ?? null),
    );
  expect(await call('connections.disconnect', { remote: 'gitlab' })).toMatchObject({ ok: true });
  await expect.poll(told).toMatch(/"remote":"gitlab"[^}]*"state":"not-set-up"/);
  const token = /"token":"([^"]+)"/.exec(emulators.announcement)?.[1] ?? '';
  const wrong = {
    remote: 'gitlab',
    url: emulators.gitlab.url,
    token: 'glpat-wrong',
    clientId: null,
  } as const;
  expect(await call('connections.connect', wrong)).toMatchObject({ ok: false });
  expect(await call('connections.connect', { ...wrong, token })).toMatchObject({
    ok: true,
    value: { state: 'signed-in' },
  });
  await expect.poll(told).toMatch(/"remote":"gitlab"[^}]*"state":"signed-in"/);
});

test('G1 an address where nobody answers is known to be unreached', async () => {
  const other = await launchEmulators();
  const second = await launchDesk({ env: { CHANNEL_DESK_DEMO: other.announcement } });
  try {
    const invoke = (channel: string, input: unknown): Promise<unknown> =>
      second.page.evaluate(([name, value]) => window.api.invoke(name, value), [channel, input] as const);
    await expect
      .poll(async () => JSON.stringify(await invoke('connections.list', undefined)))
      .toMatch(/signed-in.*signed-in/);
    await other.stop();
    expect(await invoke('remote.execute', anIssue())).toMatchObject({ value: { kind: 'unreachable' } });
    expect(await invoke('remote.pull', { stream: 'partners', cursor: null, limit: 10 })).toMatchObject({
      value: expect.stringContaining('"kind":"unreachable"'),
    });
    expect(await invoke('connections.check', undefined)).toMatchObject({
      value: [{ state: 'unreachable' }, { state: 'unreachable' }],
    });
  } finally {
    await second.close();
    await other.stop();
    removeFolder(second.userData);
  }
});
