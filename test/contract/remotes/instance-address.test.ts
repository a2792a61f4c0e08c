import { describe, expect, it } from 'vitest';
import type { FetchLike } from '../../../electron/remotes/common/ports';
import { createRemotes } from '../../../electron/remotes/remotes';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { aRequestPut, done } from './commands';
import { emulatorBench, memoryOptions } from './emulator-bench';

const loginUrl = 'https://login.example';

function answering(instanceUrl: string, asked: string[]): FetchLike {
  return async (url) => {
    asked.push(new URL(url).origin);
    return Response.json({
      access_token: 'a-token-that-must-stay-here',
      refresh_token: 'another',
      instance_url: instanceUrl,
      id: `${loginUrl}/id/00D5g00000Demo1EAB/0055g00000Us001AAA`,
    });
  };
}

describe('the address of the org', () => {
  it.each([
    'http://org.example',
    'http://127.0.0.1:9',
    'ftp://org.example',
    'nonsense',
    'https://user:pw@org.example',
  ])('G11 is not taken when it is %s', async (instanceUrl) => {
    const asked: string[] = [];
    const { options, secrets } = memoryOptions(answering(instanceUrl, asked), shippedPlaybook());
    const remotes = createRemotes(options);
    const result = await remotes.connect({
      remote: 'salesforce',
      loginUrl,
      clientId: 'desk',
      refreshToken: 'first',
    });
    expect(result.ok).toBe(false);
    expect(asked).toEqual([loginUrl]);
    expect(secrets.size).toBe(0);
    expect(JSON.stringify(result)).not.toContain('a-token-that-must-stay-here');
  });

  it('may change with a renewal, and the work goes on there', async () => {
    const asked = new Set<string>();
    let moveTo: string | null = null;
    const bench = await emulatorBench({
      fetch: (real) => async (url, init) => {
        asked.add(new URL(url).origin);
        const answer = await real(url, init);
        if (moveTo === null || !url.includes('/oauth2/token')) return answer;
        return Response.json({ ...((await answer.json()) as object), instance_url: moveTo });
      },
    });
    try {
      moveTo = bench.salesforce.url.replace('127.0.0.1', 'localhost');
      bench.salesforce.runtime.tokens.expireAccessTokens();
      await bench.remote.execute(aRequestPut(bench.partnerId));
      asked.clear();
      done(await bench.remote.execute(aRequestPut(bench.partnerId)));
      expect([...asked]).toEqual([moveTo]);
    } finally {
      await bench.stop();
    }
  });
});
