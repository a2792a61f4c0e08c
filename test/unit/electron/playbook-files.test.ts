import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Demo, inDemo, readDemo } from '../../../electron/platform/demo';
import { openPlaybook } from '../../../electron/platform/playbook-files';
import { openPlaybookMemory } from '../../../electron/platform/playbook-memory';
import { shippedPlaybook } from '../../support/shipped-playbook';

const resources = join(import.meta.dirname, '../../../resources');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playbook-test-'));
  mkdirSync(join(folder, 'own'));
  cpSync(join(resources, 'playbook'), join(folder, 'playbook'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open() {
  return openPlaybook(
    { playbook: join(folder, 'playbook'), holidays: join(resources, 'holidays'), own: join(folder, 'own') },
    (playbook) => playbook,
  );
}

describe('the playbook’s files', () => {
  it('are the shipped ones', () => {
    const source = open();
    const loaded = source.load();
    expect(loaded).toMatchObject({ ok: true, value: { playbook: { version: shippedPlaybook().version } } });
    expect(source.current()?.gitlab.group).toBe(shippedPlaybook().gitlab.group);
  });

  it('give way to a file of the person of the same name', () => {
    const text = readFileSync(join(resources, 'playbook/gitlab.yaml'), 'utf8');
    writeFileSync(join(folder, 'own/gitlab.yaml'), text.replace(/group: .*/, 'group: our-own-group'));
    writeFileSync(join(folder, 'own/DE.json'), '{ "2026-11-23": "Founders’ day" }');
    const loaded = open().load();
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        playbook: { gitlab: { group: 'our-own-group' } },
        holidays: { DE: { '2026-11-23': 'Founders’ day' } },
      },
    });
  });

  it('PB-8 bring the holidays of the countries that regions name, and no others', () => {
    const path = join(folder, 'playbook/regions.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('country: DE', 'country: FR'));
    const loaded = open().load();
    const countries = loaded.ok ? Object.keys(loaded.value.holidays) : [];
    expect(countries.sort()).toEqual(
      [...new Set(loaded.ok ? loaded.value.playbook.regions.map(({ country }) => country) : [])].sort(),
    );
    expect(countries).toContain('FR');
    expect(countries).not.toContain('DE');
  });

  it('are read again once one of them was changed', () => {
    const source = open();
    source.load();
    const path = join(folder, 'playbook/gitlab.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/group: .*/, 'group: another-group-by-now'));
    expect(source.load()).toMatchObject({
      value: { playbook: { gitlab: { group: 'another-group-by-now' } } },
    });
  });

  it('with a mistake are named, and the last good playbook stays in use', () => {
    const source = open();
    source.load();
    writeFileSync(join(folder, 'own/roles.yaml'), 'roles: [');
    const loaded = source.load();
    expect(loaded).toMatchObject({ ok: false, error: [{ file: 'roles.yaml' }] });
    expect(source.current()?.version).toBe(shippedPlaybook().version);
  });

  it('that were never whole give no playbook', () => {
    writeFileSync(join(folder, 'own/roles.yaml'), 'roles: [');
    expect(open().current()).toBeNull();
  });
});

describe('things in the folder of own files that are no files of a playbook', () => {
  it('are left alone when they are an editor’s or the system’s', () => {
    // Emacs marks a file with unsaved changes by a link to nowhere; macOS puts such files beside others on a network disk.
    symlinkSync('sonja@laptop.4711:1790000000', join(folder, 'own/.#gitlab.yaml'));
    writeFileSync(join(folder, 'own/._gitlab.yaml'), Buffer.from([0, 5, 22, 7]));
    expect(open().load()).toMatchObject({ ok: true });
  });

  it('are named when they stand for one and cannot be read, and the app goes on with the last good ones', () => {
    const source = open();
    source.load();
    symlinkSync(join(folder, 'disk-that-is-gone/gitlab.yaml'), join(folder, 'own/gitlab.yaml'));
    mkdirSync(join(folder, 'own/DE.json'));
    const loaded = source.load();
    expect(loaded).toMatchObject({
      ok: false,
      error: [
        { file: 'gitlab.yaml', message: expect.stringMatching(/cannot be read.*ENOENT/) },
        { file: 'DE.json', message: expect.stringMatching(/cannot be read.*EISDIR/) },
      ],
    });
    expect(loaded.ok ? [] : loaded.error).toHaveLength(2);
    expect(source.current()?.version).toBe(shippedPlaybook().version);
    rmSync(join(folder, 'own'), { recursive: true });
    expect(source.load()).toMatchObject({ ok: true });
  });
});

describe('the playbook that is remembered', () => {
  const file = () => join(folder, 'memory.json');
  const openWith = (program: string) =>
    openPlaybook(
      { playbook: join(folder, 'playbook'), holidays: join(resources, 'holidays'), own: join(folder, 'own') },
      (playbook) => playbook,
      openPlaybookMemory(file(), program),
    );
  /** Makes the remembered group another one, so that one sees where an answer comes from. */
  const mark = () =>
    writeFileSync(
      file(),
      readFileSync(file(), 'utf8').replace(shippedPlaybook().gitlab.group, 'from-the-memory'),
    );
  const groupOf = (program = 'one build') => {
    const loaded = openWith(program).load();
    return loaded.ok ? loaded.value.playbook.gitlab.group : null;
  };

  it('spares reading the files again', () => {
    openWith('one build').load();
    mark();
    expect(groupOf()).toBe('from-the-memory');
  });

  it('is read anew by another build, after a change, and when the memory is damaged', () => {
    const { group } = shippedPlaybook().gitlab;
    openWith('one build').load();
    mark();
    expect(groupOf('another build')).toBe(group);
    mark();
    writeFileSync(join(folder, 'own/DE.json'), '{ "2026-11-23": "Founders’ day" }');
    expect(groupOf('another build')).toBe(group);
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.slice(0, whole.length / 2));
    expect(groupOf('another build')).toBe(group);
  });

  it('is not one with mistakes', () => {
    writeFileSync(join(folder, 'own/roles.yaml'), 'roles: [');
    expect(openWith('one build').load().ok).toBe(false);
    expect(existsSync(file())).toBe(false);
  });
});

describe('the demo workspace', () => {
  const demo: Demo = {
    gitlab: { url: 'http://127.0.0.1:1', token: 't', group: 'a-group', project: 'a-group/a-project' },
    salesforce: {
      loginUrl: 'http://127.0.0.1:2',
      clientId: 'c',
      refreshToken: 'r',
      fundRequestObject: 'MDF_Request__c',
    },
  };
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (text: string) => void logged.push(text),
  };

  it('is read from what the emulators announce', () => {
    expect(readDemo(JSON.stringify({ ...demo, more: 1 }), log)).toEqual(demo);
    expect(readDemo(undefined, log)).toBeNull();
  });

  it.each(['{', '[]', '{"gitlab":{}}'])('%s is no workspace, and the log says why', (text) => {
    logged.length = 0;
    expect(readDemo(text, log)).toBeNull();
    expect(logged.join()).toContain('CHANNEL_DESK_DEMO');
  });

  it('takes the places and the objects of its systems', () => {
    const adapted = inDemo(shippedPlaybook(), demo);
    expect(adapted.gitlab).toMatchObject({ group: 'a-group', project: 'a-group/a-project' });
    const mapping = adapted.salesforce.mappings.find(({ key }) => key === adapted.salesforce.mapping);
    expect(mapping?.entities['fund-request'].object).toBe('MDF_Request__c');
  });
});
