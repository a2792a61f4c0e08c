import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppFacts } from '../../../electron/ipc/handlers/app';
import type { Caller } from '../../../electron/ipc/register';
import { earlyListeners } from '../../../electron/main/early-answers';
import { readFirstFiles } from '../../../electron/main/first-files';
import { openPlaybook } from '../../../electron/platform/playbook-files';
import { openPlaybookMemory } from '../../../electron/platform/playbook-memory';
import { ipcContract } from '../../../shared/ipc/contract';
import { readProcess } from '../../../shared/playbook/process';
import { shippedPlaybook } from '../../support/shipped-playbook';

const resources = join(import.meta.dirname, '../../../resources');
const facts: AppFacts = {
  version: '1.0.0',
  electron: '25.0.0',
  chromium: '114',
  platform: 'linux',
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  demo: false,
  evaluationRuntime: false,
  settings: {},
};
const event = {} as Parameters<ReturnType<typeof earlyListeners>[string]>[0];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'early-test-'));
  cpSync(join(resources, 'playbook'), join(folder, 'playbook'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function early(over: { caller?: Caller | null; facts?: AppFacts | null } = {}) {
  const file = join(folder, 'memory');
  const folders = {
    playbook: join(folder, 'playbook'),
    holidays: join(resources, 'holidays'),
    own: join(folder, 'own'),
  };
  let shown = 0;
  const listeners = earlyListeners({
    callerOf: () => (over.caller === undefined ? 'desk' : over.caller),
    facts: over.facts === undefined ? facts : over.facts,
    folders,
    memory: { file, program: 'this build' },
    show: () => void (shown += 1),
  });
  return {
    ask: (channel: string, input?: unknown) => listeners[channel]?.(event, input),
    remember: () =>
      openPlaybook(folders, (playbook) => playbook, openPlaybookMemory(file, 'this build')).load(),
    shown: () => shown,
  };
}

describe('17 answers before anything is loaded', () => {
  it('keep the contract of their channels', () => {
    const { ask, remember, shown } = early();
    remember();
    for (const channel of ['app.info', 'app.ready', 'playbook.load'] as const)
      expect(ipcContract[channel].out.safeParse(ask(channel)), channel).toMatchObject({ success: true });
    expect(shown()).toBe(1);
  });

  it('give the playbook as it was last read, and none when a file has changed since', () => {
    const { ask, remember } = early();
    expect(ask('playbook.load')).toBeUndefined();
    remember();
    const { value } = ask('playbook.load') as { value: string };
    expect(readProcess(value)).toMatchObject({ ok: true, value: { playbook: shippedPlaybook() } });
    writeFileSync(join(folder, 'playbook/roles.yaml'), 'roles: []');
    expect(ask('playbook.load')).toBeUndefined();
  });

  it.each([
    ['a stranger', { caller: null }],
    ['a page that is printed', { caller: 'print' }],
  ] as const)('leave %s to the gate', (_who, over) => {
    const { ask, remember, shown } = early(over);
    remember();
    for (const channel of ['app.info', 'app.ready', 'playbook.load'])
      expect(ask(channel), channel).toBeUndefined();
    expect(shown()).toBe(0);
  });

  it('leave to the gate what comes with an input, and the demo', () => {
    const { ask } = early();
    expect(ask('app.info', { more: true })).toBeUndefined();
    expect(early({ facts: null }).ask('app.info')).toBeUndefined();
  });
});

describe('files of the first page', () => {
  it('are in memory until each has been asked for once', () => {
    const root = join(folder, 'pages');
    cpSync(join(resources, 'playbook'), root, { recursive: true });
    writeFileSync(
      join(root, 'index.html'),
      '<script src="./a.js"></script><link href="/b.css"><a href="../x.js">',
    );
    writeFileSync(join(root, 'a.js'), 'a');
    writeFileSync(join(root, 'b.css'), 'b');
    writeFileSync(join(root, 'c.js'), 'c');
    const files = readFirstFiles(root);
    expect(files.take(join(root, 'a.js'))?.toString()).toBe('a');
    expect(files.take(join(root, 'a.js'))).toBeNull();
    expect(files.take(join(root, 'b.css'))?.toString()).toBe('b');
    expect(files.take(join(root, 'c.js'))).toBeNull();
  });

  it('are none when the page is not there', () => {
    expect(readFirstFiles(folder).take(join(folder, 'index.html'))).toBeNull();
  });
});
