import { describe, expect, it } from 'vitest';
import { useBenches } from './bench-pool';
import { agree, OAUTH_APP } from './browser';

const start = useBenches();

/** The first page is left as it is, as by somebody who closes it; every later one is agreed to. */
function agreesFromTheSecond(): { openBrowser: (url: string) => Promise<void>; firstOpened: Promise<void> } {
  let opened: () => void = () => undefined;
  const firstOpened = new Promise<void>((resolve) => {
    opened = resolve;
  });
  let pages = 0;
  return {
    firstOpened,
    openBrowser: async (url) => {
      pages += 1;
      if (pages > 1) await agree(url);
      else opened();
    },
  };
}

type Remotes = Awaited<ReturnType<typeof start>>['remotes'];

/** Signs in, and once more as soon as the browser was opened for the first. */
async function expectSecondWins(
  remotes: Remotes,
  input: Parameters<Remotes['connect']>[0],
  firstOpened: Promise<void>,
): Promise<void> {
  const first = remotes.connect(input);
  await firstOpened;
  expect(await remotes.connect(input)).toMatchObject({ ok: true, value: { state: 'signed-in' } });
  expect(await first).toMatchObject({ ok: false, error: { message: expect.stringContaining('cancelled') } });
}

describe('signing in again while an earlier sign-in still waits for the browser', () => {
  it('works at Salesforce', async () => {
    const { openBrowser, firstOpened } = agreesFromTheSecond();
    const bench = await start({ options: { openBrowser } });
    await bench.remotes.disconnect('salesforce');
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const input = { remote: 'salesforce' as const, loginUrl, clientId };
    await expectSecondWins(bench.remotes, input, firstOpened);
  });

  it('works at GitLab', async () => {
    const { openBrowser, firstOpened } = agreesFromTheSecond();
    const bench = await start({ options: { openBrowser } });
    await bench.remotes.disconnect('gitlab');
    const input = { remote: 'gitlab' as const, url: bench.gitlab.url, token: null, clientId: OAUTH_APP };
    await expectSecondWins(bench.remotes, input, firstOpened);
  });

  it('leaves one of two that begin at once', async () => {
    let pages = 0;
    const bench = await start({
      options: {
        openBrowser: async (url) => {
          pages += 1;
          await agree(url);
        },
      },
    });
    await bench.remotes.disconnect('gitlab');
    const input = { remote: 'gitlab' as const, url: bench.gitlab.url, token: null, clientId: OAUTH_APP };
    const [first, second] = await Promise.all([bench.remotes.connect(input), bench.remotes.connect(input)]);
    expect(first).toMatchObject({ ok: false, error: { message: expect.stringContaining('cancelled') } });
    expect(second).toMatchObject({ ok: true });
    expect(pages).toBe(1);
  });
});

describe('a browser that does not say that it opened', () => {
  it('keeps nobody from giving up, nor from signing in', async () => {
    let isSilent = true;
    let opened: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const bench = await start({
      options: {
        openBrowser: async (url) => {
          opened();
          if (!isSilent) await agree(url);
          await new Promise(() => undefined);
        },
      },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    const given = bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId });
    await asked;
    bench.remotes.cancelConnect();
    expect(await given).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('cancelled') },
    });
    isSilent = false;
    expect(await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId })).toMatchObject({
      ok: true,
    });
  });

  it('is told from one that could not be opened', async () => {
    const bench = await start({
      options: { openBrowser: () => Promise.reject(new Error('no program for https')) },
    });
    const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
    expect(await bench.remotes.connect({ remote: 'salesforce', loginUrl, clientId })).toMatchObject({
      ok: false,
      error: { message: 'The browser could not be opened.' },
    });
  });
});
