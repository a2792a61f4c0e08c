import * as fs from 'node:fs';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskProblem } from '../../../electron/platform/disk-problem';
import { numberedName, safeFileName } from '../../../electron/platform/file-name';
import { openJsonFile } from '../../../electron/platform/json-file';
import { isAllowedLink } from '../../../electron/platform/links';
import { mailtoUrl } from '../../../electron/platform/mail';
import { redact } from '../../../electron/platform/redact';
import { fixedPlace, saveFile } from '../../../electron/platform/save-file';
import { type KeyStore, openSecrets } from '../../../electron/platform/secrets';
import { boundsFor, minimumSize } from '../../../electron/main/window-bounds';
import { firstWindowState, openWindowState } from '../../../electron/main/window-state';
import { type FileCalls, writeWhole } from '../../../electron/platform/write-whole';
import { z } from '../../../shared/schema/zod';

let folder: string;
let logged: string[];
const log = {
  info: (message: string) => void logged.push(message),
  warn: (message: string) => void logged.push(message),
  error: (message: string) => void logged.push(message),
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-test-'));
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('G11 log lines', () => {
  it.each([
    ['Authorization: Bearer 00D5g000004ABCD!AQEAQ.x_y', 'AQEAQ'],
    ['PRIVATE-TOKEN glpat-AbC_12-3.4x9', 'AbC_12'],
    ['{"access_token":"aaa.bbb","refresh_token":"5Aep861RefreshRefreshRefresh0001"}', 'aaa.bbb'],
    ['refresh 5Aep861RefreshRefreshRefresh0001 used', '5Aep861'],
    ['session 00D5g000004ABCD!AQEAQ.x_y ended', 'AQEAQ'],
    ['GET /callback?code=abc123&state=xyz789', 'abc123'],
    ['GET /callback?code=abc123&state=xyz789', 'xyz789'],
    ['code_verifier=veryverysecret&x=1', 'veryverysecret'],
    ['password: hunter2, user: kim', 'hunter2'],
  ])('%s loses its secret', (line, secret) => {
    const cut = redact(line);
    expect(cut).not.toContain(secret);
    expect(cut).toContain('…');
  });

  it('leaves ordinary lines as they are', () => {
    const line = 'Refused a request of a page to https://example.com: 403, 3 tokens of text, code 12.';
    expect(redact(line)).toBe(line);
  });
});

describe('small files', () => {
  const Shape = z.object({ count: z.int() });

  it('come back as they were written, and nothing else lies beside them', () => {
    const file = openJsonFile(join(folder, 'deep', 'state.json'), Shape, { count: 0 }, log);
    expect(file.read()).toEqual({ count: 0 });
    file.write({ count: 3 });
    expect(file.read()).toEqual({ count: 3 });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['state.json']);
    expect(statSync(join(folder, 'deep', 'state.json')).mode & 0o077).toBe(0);
  });

  it.each(['{"count":', '{"count":"three"}', ''])('%j is set aside and said', (text) => {
    const path = join(folder, 'state.json');
    writeFileSync(path, text);
    expect(openJsonFile(path, Shape, { count: 0 }, log).read()).toEqual({ count: 0 });
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
    expect(logged.join()).toContain('set aside');
  });

  it('keep their old content when a write fails', () => {
    const path = join(folder, 'state.json');
    writeFileSync(path, 'old');
    expect(() => writeWhole(path, { length: 1 } as unknown as Uint8Array)).toThrow();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });

  /** The real disk that notes what is done to it, by the name of the file. */
  function watched(change: Partial<FileCalls> = {}): { files: FileCalls; calls: string[] } {
    const calls: string[] = [];
    const open = new Map<number, string>();
    const named = (path: fs.PathLike): string =>
      String(path)
        .slice(folder.length)
        .replace(/\d+\.part/, 'part');
    const files: FileCalls = {
      ...fs,
      openSync(path, flags, mode) {
        const handle = fs.openSync(path, flags, mode);
        open.set(handle, named(path));
        return handle;
      },
      fsyncSync(handle) {
        calls.push(`sync ${open.get(handle)}`);
        fs.fsyncSync(handle);
      },
      renameSync(from, to) {
        calls.push(`rename ${named(from)} to ${named(to)}`);
        fs.renameSync(from, to);
      },
      ...change,
    };
    return { files, calls };
  }

  it('are synced before they get their name, and the folder after that', () => {
    const { files, calls } = watched();
    writeWhole(join(folder, 'deep', 'state.json'), 'new', files);
    expect(calls).toEqual([
      'sync /deep/state.json.part',
      'rename /deep/state.json.part to /deep/state.json',
      'sync /deep',
    ]);
    expect(readFileSync(join(folder, 'deep', 'state.json'), 'utf8')).toBe('new');
  });

  it('are written however little the disk takes at a time, and stand where a folder cannot be synced', () => {
    const path = join(folder, 'state.json');
    const { files } = watched({
      writeSync: ((handle: number, bytes: Uint8Array, from: number) =>
        fs.writeSync(handle, bytes, from, 1)) as FileCalls['writeSync'],
      fsyncSync(handle) {
        if (fs.fstatSync(handle).isDirectory()) throw new Error('EINVAL');
      },
    });
    writeWhole(path, 'little by little', files);
    expect(readFileSync(path, 'utf8')).toBe('little by little');
  });

  it('keep their old content when the sync fails', () => {
    const path = join(folder, 'state.json');
    writeFileSync(path, 'old');
    const { files } = watched({
      fsyncSync() {
        throw new Error('EIO');
      },
    });
    expect(() => writeWhole(path, 'new', files)).toThrow('EIO');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});

describe('the remembered place of the window', () => {
  it('is the first one on a disk that gives and takes nothing, and the app goes on', () => {
    const path = join(folder, 'window-state.json');
    fs.mkdirSync(path);
    const state = openWindowState(path, log);
    expect(state.read()).toEqual(firstWindowState);
    expect(() => state.write({ ...firstWindowState, maximized: true })).not.toThrow();
    expect(logged.join()).toContain(path);
  });

  it('comes back as it was written', () => {
    const state = openWindowState(join(folder, 'window-state.json'), log);
    state.write({ ...firstWindowState, maximized: true });
    expect(state.read()).toEqual({ ...firstWindowState, maximized: true });
  });
});

describe('G11 secrets', () => {
  const reverse = (text: string): string => [...text].reverse().join('');
  const keyStore: KeyStore = {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(reverse(text)),
    decryptString: (encrypted) => reverse(encrypted.toString()),
  };

  it('rest encrypted where the system has a key store', async () => {
    const path = join(folder, 'secrets.json');
    await openSecrets(path, keyStore, log).save('gitlab.tokens', 'glpat-secret');
    const again = openSecrets(path, keyStore, log);
    expect(again.durable).toBe(true);
    expect(await again.load('gitlab.tokens')).toBe('glpat-secret');
    expect(readFileSync(path, 'utf8')).not.toContain('secret');
    await again.remove('gitlab.tokens');
    expect(await again.load('gitlab.tokens')).toBeNull();
  });

  it.each([
    ['there is none', { ...keyStore, isEncryptionAvailable: () => false }],
    ['it is basic_text', { ...keyStore, getSelectedStorageBackend: () => 'basic_text' }],
  ])('stay in memory when %s', async (_when, weak) => {
    const path = join(folder, 'secrets.json');
    const secrets = openSecrets(path, weak, log);
    await secrets.save('gitlab.tokens', 'glpat-secret');
    expect(secrets.durable).toBe(false);
    expect(await secrets.load('gitlab.tokens')).toBe('glpat-secret');
    expect(readdirSync(folder)).toEqual([]);
    expect(await openSecrets(path, weak, log).load('gitlab.tokens')).toBeNull();
  });

  it('that cannot be decrypted any more ask for a new sign-in', async () => {
    const path = join(folder, 'secrets.json');
    await openSecrets(path, keyStore, log).save('gitlab.tokens', 'glpat-secret');
    const changed: KeyStore = {
      ...keyStore,
      decryptString: () => {
        throw new Error('wrong key');
      },
    };
    expect(await openSecrets(path, changed, log).load('gitlab.tokens')).toBeNull();
    expect(logged.join()).toContain('signing in again');
  });
});

describe('saving files', () => {
  it.each([
    ['../../etc/passwd', '-..-etc-passwd'],
    ['C:\\Users\\x.pdf', 'C--Users-x.pdf'],
    ['con.txt', '_con.txt'],
    ['.hidden', 'hidden'],
    ['report\u202Efdp.exe', 'reportfdp.exe'],
    ['Übersicht Q4 – 日本.pdf', 'Übersicht Q4 – 日本.pdf'],
    ['a\nb.csv', 'ab.csv'],
    ['...', 'document'],
  ])('%j becomes %j', (suggested, safe) => {
    expect(safeFileName(suggested)).toBe(safe);
  });

  it('counts instead of writing over another file', async () => {
    expect(numberedName('a.b.pdf', 2)).toBe('a.b (2).pdf');
    expect(numberedName('notes', 3)).toBe('notes (3)');
    const bytes = new Uint8Array([1]);
    await saveFile('a.pdf', bytes, fixedPlace(folder));
    await saveFile('a.pdf', bytes, fixedPlace(folder));
    expect(readdirSync(folder).sort()).toEqual(['a (2).pdf', 'a.pdf']);
  });

  it('may be read by whom the system lets read her files, and one that is replaced by whom it was', async () => {
    const modeOf = (name: string): number => statSync(join(folder, name)).mode & 0o777;
    writeFileSync(join(folder, 'by-hand.pdf'), '');
    const save = (name: string) => saveFile(name, new Uint8Array([1]), async () => join(folder, name));
    await save('new.pdf');
    expect(modeOf('new.pdf')).toBe(modeOf('by-hand.pdf'));
    chmodSync(join(folder, 'by-hand.pdf'), 0o664);
    await save('by-hand.pdf');
    expect(modeOf('by-hand.pdf')).toBe(0o664);
    expect(statSync(join(folder, 'by-hand.pdf')).size).toBe(1);
  });

  it('does nothing when the person changes her mind', async () => {
    expect(await saveFile('a.pdf', new Uint8Array(), async () => null)).toEqual({ ok: true, value: null });
  });

  it('says why the disk refused, and throws bugs on', async () => {
    writeFileSync(join(folder, 'file'), '');
    const under = await saveFile('a.pdf', new Uint8Array(), async () => join(folder, 'file', 'a.pdf'));
    expect(under).toMatchObject({ ok: false, error: { message: expect.stringContaining('a.pdf') } });
    chmodSync(folder, 0o755);
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    expect(diskProblem('/x/a.pdf', full)).toEqual({
      message: '/x/a.pdf could not be written: the disk is full.',
      fix: 'Free some space or choose another place, and save again.',
    });
    expect(() => diskProblem('/x', new TypeError('a bug'))).toThrow('a bug');
  });
});

describe('MDF-5 mail drafts', () => {
  const draft = {
    to: ['kim@example.com'],
    cc: ['lee@example.com'],
    subject: 'Your request',
    body: 'One\nTwo',
  };

  it('become one address with everything encoded', () => {
    expect(mailtoUrl({ ...draft, subject: 'A & B?\r\nBcc: x@example.com' }, 'linux')).toEqual({
      ok: true,
      value:
        'mailto:kim%40example.com?cc=lee%40example.com&subject=A%20%26%20B%3F%20Bcc%3A%20x%40example.com&body=One%0D%0ATwo',
    });
    expect(mailtoUrl({ to: [], cc: [], subject: '', body: '' }, 'linux')).toEqual({
      ok: true,
      value: 'mailto:',
    });
  });

  it.each([
    'kim',
    'kim@example.com,lee@example.com',
    'a@b?bcc=c@d',
    '"x" <a@b.c>',
    'a b@c.d',
    'a@b&attach=/etc',
  ])('refuse %j by name', (wrong) => {
    expect(mailtoUrl({ ...draft, cc: [wrong] }, 'linux')).toMatchObject({
      ok: false,
      error: { message: `"${wrong}" is not a mail address.` },
    });
  });

  it('take every address that the app takes elsewhere', () => {
    expect(
      mailtoUrl({ to: ['r&d@example.com', '100%@example.com'], cc: [], subject: '', body: '' }, 'linux'),
    ).toEqual({
      ok: true,
      value: 'mailto:r%26d%40example.com,100%25%40example.com',
    });
  });

  it('that Windows would cut say so', () => {
    const long = { ...draft, body: 'x'.repeat(3000) };
    expect(mailtoUrl(long, 'win32')).toMatchObject({ ok: false, error: { fix: /Copy the text/ } });
    expect(mailtoUrl(long, 'linux').ok).toBe(true);
  });
});

describe('15 links', () => {
  const origins = ['https://acme.my.salesforce.com', 'https://gitlab.example.com', 'http://127.0.0.1:8080'];

  it.each([
    'https://gitlab.example.com/a/b/-/issues/1#note_2',
    'https://acme.my.salesforce.com/0015g00000AbCdE',
    'https://acme.lightning.force.com/lightning/r/Account/0015g00000AbCdE/view',
    'http://127.0.0.1:8080/x',
  ])('%s opens', (url) => {
    expect(isAllowedLink(url, origins)).toBe(true);
  });

  it.each([
    'https://other.lightning.force.com/',
    'https://gitlab.example.com@evil.example/',
    'https://gitlab.example.com:444/',
    'http://gitlab.example.com/',
    'http://127.0.0.1:8081/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://acme.my.salesforce.com.evil.example/',
    'no address',
  ])('%s does not', (url) => {
    expect(isAllowedLink(url, origins)).toBe(false);
  });

  it('no plain http beyond this machine, connected or not', () => {
    expect(isAllowedLink('http://gitlab.example.com/', ['http://gitlab.example.com'])).toBe(false);
  });
});

describe('the window’s place', () => {
  const screen = { x: 0, y: 25, width: 1440, height: 875 };
  const state = { maximized: false, theme: 'system' } as const;

  it('is the remembered one while its title can be reached', () => {
    const bounds = { x: 300, y: 100, width: 1200, height: 700 };
    expect(boundsFor({ ...state, bounds }, [screen])).toEqual(bounds);
    const second = { x: 1440, y: 0, width: 1920, height: 1080 };
    const beyond = { ...bounds, x: 1800 };
    expect(boundsFor({ ...state, bounds: beyond }, [screen, second])).toEqual(beyond);
  });

  it('is the usual one when that screen is gone', () => {
    const bounds = { x: 1800, y: 100, width: 1200, height: 700 };
    expect(boundsFor({ ...state, bounds }, [screen])).toEqual({ width: 1200, height: 700 });
  });

  it('fits the screen and is never too small', () => {
    expect(boundsFor({ ...state, bounds: null }, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      width: 1024,
      height: 700,
    });
    const tiny = { x: 0, y: 30, width: 10, height: 10 };
    expect(boundsFor({ ...state, bounds: tiny }, [screen])).toMatchObject(minimumSize);
  });
});
