import { describe, expect, it } from 'vitest';
import type { Connections, ConnectionStore, SecretStore } from '../../../electron/remotes/common/ports';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';
import { anIssue, aRequestPut, done } from './commands';
import { createRemotes } from '../../../electron/remotes/remotes';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { memoryOptions } from './emulator-bench';

const start = useBenches();

/** What lies on a disk that sometimes neither gives nor takes. */
function aDisk() {
  const values = new Map<string, string>();
  const disk = { gives: true, takes: true, connections: null as Connections | null, values };
  function giving<T>(value: T): T {
    if (!disk.gives) throw new Error('EMFILE: too many open files');
    return value;
  }
  function taking(): void {
    if (!disk.takes) throw new Error('ENOSPC: no space left on device');
  }
  const secrets: SecretStore = {
    durable: true,
    load: async (key) => giving(values.get(key) ?? null),
    save: async (key, value) => {
      taking();
      values.set(key, value);
    },
    remove: async (key) => {
      taking();
      values.delete(key);
    },
  };
  const store: ConnectionStore = {
    load: async () => giving(disk.connections),
    save: async (connections) => {
      taking();
      disk.connections = connections;
    },
  };
  return { disk, options: { secrets, store, openBrowser: agree } };
}

describe('a disk that does not give what was kept', () => {
  it('is asked again, and nobody has to sign in anew', async () => {
    const { disk, options } = aDisk();
    const bench = await start({ options });
    const { options: others } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    // The next start, while the disk gives nothing.
    disk.gives = false;
    const remotes = createRemotes({ ...others, files: bench.files, ...options });
    await expect(remotes.ready()).rejects.toThrow('EMFILE');
    disk.gives = true;
    await remotes.ready();
    expect(remotes.connections().map(({ state }) => state)).toEqual(['signed-in', 'signed-in']);
    disk.gives = false;
    expect(await remotes.execute(aRequestPut(bench.partnerId))).toMatchObject({
      kind: 'unreachable',
      why: expect.stringContaining('The sign-in at Salesforce could not be read on this computer (EMFILE'),
    });
    disk.gives = true;
    done(await remotes.execute(aRequestPut(bench.partnerId)));
    done(await remotes.execute(anIssue()));
  });

  it('keeps nobody from signing in anew, nor from signing out', async () => {
    const { disk, options } = aDisk();
    const bench = await start({ options });
    const { options: others } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    const remotes = createRemotes({ ...others, files: bench.files, ...options });
    await remotes.ready();
    disk.gives = false;
    const gitlab = { remote: 'gitlab' as const, url: bench.gitlab.url, token: null, clientId: OAUTH_APP };
    expect(await remotes.connect(gitlab)).toMatchObject({ ok: true, value: { state: 'signed-in' } });
    await remotes.disconnect('salesforce');
    expect([...disk.values.keys()]).toEqual(['gitlab.tokens']);
  });
});

describe('a disk that does not take that somebody signed out', () => {
  it.each([
    ['salesforce', 'Salesforce'],
    ['gitlab', 'GitLab'],
  ] as const)('does not keep it from %s, and she is told what is left', async (remote, name) => {
    const revoked: string[] = [];
    const { disk, options } = aDisk();
    const bench = await start({
      options,
      fetch: (real) => (url, init) => {
        if (url.endsWith('/revoke')) revoked.push(new URL(url).origin);
        return real(url, init);
      },
    });
    const gitlab = { remote: 'gitlab' as const, url: bench.gitlab.url, token: null, clientId: OAUTH_APP };
    expect((await bench.remotes.connect(gitlab)).ok).toBe(true);
    revoked.length = 0;
    disk.takes = false;
    const note = await bench.remotes.disconnect(remote);
    expect(note).toContain(`the sign-in at ${name} could not be removed from this computer (ENOSPC`);
    expect(note).toContain('disconnect again');
    expect(revoked).toEqual([new URL(bench[remote].url).origin]);
    expect(bench.remotes.connections().find((one) => one.remote === remote)?.state).toBe('not-set-up');
    disk.takes = true;
    expect(await bench.remotes.disconnect(remote)).toBeNull();
    expect(disk.values.has(`${remote}.tokens`)).toBe(false);
    expect(disk.connections).toMatchObject({ [remote]: null });
  });

  it('does not say of a personal access token that it is gone', async () => {
    const { disk, options } = aDisk();
    const bench = await start({ options });
    disk.takes = false;
    const note = await bench.remotes.disconnect('gitlab');
    expect(note).toContain('could not be removed from this computer');
    expect(note).toContain('GitLab still accepts the access token: revoke it');
    expect(note).not.toContain('is gone');
  });

  it('is asked again at the next start for what it did not let go', async () => {
    const { disk, options } = aDisk();
    const { options: others } = memoryOptions((url, init) => fetch(url, init), shippedPlaybook());
    await createRemotes({ ...others, ...options }).disconnect('gitlab');
    disk.values.set('gitlab.tokens', '{}');
    await createRemotes({ ...others, ...options }).ready();
    expect([...disk.values.keys()]).toEqual([]);
  });
});
