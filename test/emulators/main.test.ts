import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from '../../shared/schema/zod';

const Announcement = z.strictObject({
  gitlab: z.strictObject({
    url: z.url(),
    token: z.string(),
    oauthToken: z.string(),
    group: z.string(),
    project: z.string(),
    issueTemplate: z.string(),
    controlUrl: z.url(),
  }),
  salesforce: z.strictObject({
    loginUrl: z.url(),
    clientId: z.string(),
    refreshToken: z.string(),
    apiVersion: z.string(),
    fundRequestObject: z.string(),
    externalIdField: z.string(),
    controlUrl: z.url(),
  }),
});

interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

const launched: Launched[] = [];

function launch(...args: string[]): Launched {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const entry = { child, ended, stdout: () => stdout, stderr: () => stderr };
  launched.push(entry);
  return entry;
}

async function announcementOf(entry: Launched): Promise<z.infer<typeof Announcement>> {
  const ended = entry.ended.then((code) => {
    throw new Error(`the launcher ended with ${code}: ${entry.stderr()}`);
  });
  const line = new Promise<string>((resolve) => {
    entry.child.stdout?.on('data', () => {
      if (entry.stdout().includes('\n')) resolve(entry.stdout());
    });
  });
  return Announcement.parse(JSON.parse(await Promise.race([line, ended])));
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

describe('emulator launcher', { timeout: 60_000 }, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'emulators-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const { child, ended } of launched.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
  });

  it('prints one line of JSON, both systems answer, and SIGTERM ends everything with code 0', async () => {
    const entry = launch();
    const { gitlab, salesforce } = await announcementOf(entry);
    const project = `${gitlab.url}/api/v4/projects/${encodeURIComponent(gitlab.project)}`;
    for (const headers of [
      { 'private-token': gitlab.token },
      { authorization: `Bearer ${gitlab.oauthToken}` },
    ] as Record<string, string>[]) {
      const template = await fetch(`${project}/templates/issues/${gitlab.issueTemplate}`, { headers });
      expect(template.status).toBe(200);
      const group = await fetch(`${gitlab.url}/api/v4/groups/${gitlab.group}`, { headers });
      expect(group.status).toBe(200);
    }
    const token = await fetch(`${salesforce.loginUrl}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: salesforce.clientId,
        refresh_token: salesforce.refreshToken,
      }),
    });
    expect(token.status).toBe(200);
    const { access_token } = z.object({ access_token: z.string() }).parse(await token.json());
    const object = `${salesforce.loginUrl}/services/data/v${salesforce.apiVersion}/sobjects/${salesforce.fundRequestObject}`;
    const described = await fetch(`${object}/describe`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(JSON.stringify(await described.json())).toContain(`"${salesforce.externalIdField}"`);
    for (const url of [gitlab.controlUrl, salesforce.controlUrl])
      expect(await answers(`${url}/health`)).toBe(true);

    entry.child.kill('SIGTERM');
    expect(await entry.ended).toBe(0);
    expect(entry.stdout().trim().split('\n')).toHaveLength(1);
    expect(entry.stderr()).toBe('');
    expect(await answers(gitlab.url)).toBe(false);
    expect(await answers(salesforce.loginUrl)).toBe(false);
  });

  it('takes ports; says which one is taken and how to choose another; leaves nothing running', async () => {
    const first = launch('--gitlab-port=0', '--salesforce-port', '0');
    const { gitlab } = await announcementOf(first);
    const port = new URL(gitlab.url).port;
    const second = launch('--gitlab-port', port);
    expect(await second.ended).toBe(1);
    expect(second.stdout()).toBe('');
    expect(second.stderr()).toContain(`port ${port} on 127.0.0.1 is taken`);
    expect(second.stderr()).toContain('--gitlab-port');
    expect(await answers(gitlab.url)).toBe(true);
  });

  it('the emulators end with a launcher that is killed', async () => {
    const entry = launch();
    const { gitlab, salesforce } = await announcementOf(entry);
    entry.child.kill('SIGKILL');
    await expect.poll(() => answers(gitlab.url), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => answers(salesforce.loginUrl), { timeout: 20_000 }).toBe(false);
  });

  it('a seed with mistakes: the file, the place and the reason, before anything starts', async () => {
    const file = join(folder, 'seed.json');
    writeFileSync(file, JSON.stringify({ people: [], gitlab: { users: 3, groups: [], projects: [] } }));
    const bad = launch(`--seed=${file}`);
    expect(await bad.ended).toBe(1);
    expect(bad.stderr()).toContain(file);
    expect(bad.stderr()).toMatch(/gitlab\.users: .*expected array/);
    expect(bad.stdout()).toBe('');
    writeFileSync(file, '{"people": [');
    const broken = launch('--seed', file);
    expect(await broken.ended).toBe(1);
    expect(broken.stderr()).toContain('is not JSON');
    const missing = launch('--seed', join(folder, 'none.json'));
    expect(await missing.ended).toBe(1);
    expect(missing.stderr()).toContain("can't be read");
  });

  it('unknown arguments and ports that are none are refused with the usage', async () => {
    const unknown = launch('--port', '3');
    expect(await unknown.ended).toBe(1);
    expect(unknown.stderr()).toContain('--salesforce-port N');
    const word = launch('--gitlab-port', 'many');
    expect(await word.ended).toBe(1);
    expect(word.stderr()).toContain('not "many"');
  });
});
