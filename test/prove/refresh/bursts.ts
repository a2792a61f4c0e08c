import { type EmulatorBench, emulatorBench } from '../../contract/remotes/emulator-bench';
import { agree, OAUTH_APP } from '../../contract/remotes/browser';
import { anIssue, aRequestPut } from '../../contract/remotes/commands';
import { failureLog, type Proof } from '../proof';

const CALLS = 200;
/** Every so manieth call writes; the others read. */
const WRITES_EVERY = 8;

async function burst(bench: EmulatorBench, where: 'salesforce' | 'gitlab'): Promise<string | null> {
  if (where === 'salesforce') bench.salesforce.runtime.tokens.expireAccessTokens();
  else await bench.fault('gitlab', { kind: 'expire-tokens' });
  await bench.requests(where);
  const outcomes = await Promise.all(
    Array.from({ length: CALLS }, async (_, at) => {
      if (at % WRITES_EVERY === 0)
        return bench.remote.execute(where === 'salesforce' ? aRequestPut(bench.partnerId) : anIssue());
      const stream = where === 'salesforce' ? 'partners' : 'gitlab-issues';
      return bench.remote.pull({ stream, cursor: null, limit: 5 });
    }),
  );
  const renewals = (await bench.requests(where)).filter((path) => /\/oauth2?\/token/.test(path)).length;
  const failed = outcomes
    .filter(({ kind }) => kind !== 'done' && kind !== 'page')
    .map((outcome) => `${outcome.kind}${'why' in outcome ? `: ${outcome.why}` : ''}`);
  if (renewals === 1 && failed.length === 0) return null;
  return `${where}: ${renewals} renewals, ${failed.length} of ${CALLS} calls failed (${[...new Set(failed)].join(', ')})`;
}

/** P7: many calls that find their token expired at the same time make one renewal, and all of them succeed. */
export const refreshBursts: Proof = {
  id: 'P7a',
  title: 'One renewal for many',
  unit: `${CALLS} calls at once with an expired token, at one remote`,
  sizes: { test: 5, full: 50 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const bench = await emulatorBench({
      options: { openBrowser: agree, timeoutMs: 60_000 },
      salesforce: { dailyApiRequests: 10_000_000 },
    });
    try {
      const { url } = bench.gitlab;
      const signedIn = await bench.remotes.connect({
        remote: 'gitlab',
        url,
        token: null,
        clientId: OAUTH_APP,
      });
      if (!signedIn.ok) throw new Error(signedIn.error.message);
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        const what = await burst(bench, seed % 2 === 0 ? 'salesforce' : 'gitlab');
        if (what !== null) fail(seed, what);
        if ((seed - firstSeed + 1) % 10 === 0) say(`${seed - firstSeed + 1} bursts`);
      }
    } finally {
      await bench.stop();
    }
    return { checked: count, failures, notes: [`${count * CALLS} calls`] };
  },
};
