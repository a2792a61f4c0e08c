import { describe, expect, test } from 'vitest';
import { SetupProblem } from '../../../electron/runtime/say.mjs';
import {
  installSystemPackages,
  missingPackages,
  systemNeeds,
} from '../../../electron/runtime/system-packages.mjs';

const bookworm = 'ID=debian\nVERSION_ID="12"\n';
const everything = ['app', 'screen', 'test'];

type Machine = Parameters<typeof missingPackages>[1];

function machine(changes: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    environment: {},
    root: false,
    osRelease: bookworm,
    hasProgram: () => true,
    hasLibrary: () => true,
    hasFont: () => true,
    ...changes,
  };
}

const bare = { hasProgram: () => false, hasLibrary: () => false, hasFont: () => false };

async function problemOf(work: Promise<unknown>): Promise<SetupProblem> {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof SetupProblem)) throw new Error(`No set-up problem but ${String(problem)}.`);
  return problem;
}

describe('what is missing', () => {
  test('setup: nothing is missing where everything is found', () => {
    expect(missingPackages(everything, machine())).toEqual([]);
  });

  test('setup: a bare machine lacks each package of the table once', () => {
    const wanted = [...new Set(systemNeeds.map((need) => need.package))];
    expect(missingPackages(everything, machine(bare))).toEqual(wanted);
  });

  test('setup: starting in a window asks for no virtual screen, browser or fonts', () => {
    expect(missingPackages(['app'], machine(bare))).toEqual([
      'libgtk-3-0',
      'libnss3',
      'libasound2',
      'libgbm1',
    ]);
  });

  test('setup: the tools alone need nothing of the system', () => {
    expect(missingPackages([], machine(bare))).toEqual([]);
  });

  test('setup: Chinese, Japanese and Korean share one font package', () => {
    const noHangul = machine({ hasFont: ({ language }) => language !== 'ko' });
    expect(missingPackages(everything, noHangul)).toEqual(['fonts-noto-cjk']);
  });

  test('setup: a browser named by the person counts', () => {
    const withoutChromium = { hasProgram: (name: string) => name !== 'chromium' };
    expect(missingPackages(everything, machine(withoutChromium))).toEqual(['chromium']);
    const named = machine({ ...withoutChromium, environment: { CHANNEL_DESK_CHROMIUM: '/opt/chromium' } });
    expect(missingPackages(everything, named)).toEqual([]);
  });

  test.each([
    ['Debian 12', bookworm, 'libgtk-3-0'],
    ['Debian 13', 'ID=debian\nVERSION_ID="13"\n', 'libgtk-3-0t64'],
    ['Ubuntu 22.04', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n', 'libgtk-3-0'],
    ['Ubuntu 24.04', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', 'libgtk-3-0t64'],
  ])('setup: the GTK package has the name it has on %s', (_system, osRelease, name) => {
    expect(missingPackages(['app'], machine({ ...bare, osRelease }))[0]).toBe(name);
  });
});

describe('where it may not install', () => {
  test('setup: without the rights of root the exact command is named', async () => {
    const lacking = machine({ hasProgram: (name) => name !== 'Xvfb' && name !== 'pdftotext' });
    const problem = await problemOf(installSystemPackages(everything, lacking));
    expect(problem.message).toContain('xvfb, poppler-utils');
    expect(problem.fix).toContain(
      "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends xvfb poppler-utils'",
    );
  });

  test('setup: on another distribution nothing is installed, not even as root', async () => {
    const fedora = machine({
      osRelease: 'ID=fedora\n',
      root: true,
      hasLibrary: (name) => name !== 'libgbm.so.1',
    });
    const problem = await problemOf(installSystemPackages(['app'], fedora));
    expect(problem.message).toContain('libgbm1');
    expect(problem.why).toContain('only on Debian');
  });

  test('setup: other systems than Linux bring it all along', async () => {
    expect(await installSystemPackages(everything, machine({ ...bare, platform: 'darwin' }))).toBe(false);
  });

  test('setup: where nothing is missing nothing happens', async () => {
    expect(await installSystemPackages(everything, machine())).toBe(false);
  });
});
