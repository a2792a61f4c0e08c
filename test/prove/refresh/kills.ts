import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAUTH_APP } from '../../contract/remotes/browser';
import { type EmulatorBench, emulatorBench } from '../../contract/remotes/emulator-bench';
import { Desk } from '../../sync/support/desk';
import { failureLog, type Proof } from '../proof';
import { type RemotesChild, startRemotesChild } from './child';
import { type KillPoint, killPoints } from './messages';

/** What one case does: whose renewal is hit, and where; null kills at a time that the seed gives. */
type Plan = {
  readonly where: 'salesforce' | 'gitlab';
  readonly point: KillPoint | null;
  readonly delayMs: number;
};

function planOf(seed: number): Plan {
  const points: readonly (KillPoint | null)[] = [...killPoints, null];
  return {
    where: seed % 2 === 0 ? 'salesforce' : 'gitlab',
    point: points[Math.floor(seed / 2) % points.length] ?? null,
    delayMs: (seed * 7919) % 60,
  };
}

/** Points at which the server has given new tokens and none of them has reached the disk. */
const GONE: readonly (KillPoint | null)[] = ['after-answer', 'before-write', 'before-rename'];

/** Counts how often a refresh token was used a second time at either, which costs a person her sign-in. */
function countReuse(bench: EmulatorBench): () => number {
  const { tokens } = bench.salesforce.runtime;
  const refresh = tokens.refresh;
  let reused = 0;
  Object.assign(tokens, {
    refresh: (...given: Parameters<typeof refresh>) => {
      const result = refresh(...given);
      if (result === 'reused') reused += 1;
      return result;
    },
  });
  return () => reused + bench.gitlab.world.reusedRefreshTokens;
}

async function signIn(child: RemotesChild, bench: EmulatorBench): Promise<boolean> {
  const { loginUrl, clientId } = bench.salesforce.login('channel-desk');
  const one = await child.connect({ remote: 'salesforce', loginUrl, clientId });
  const two = await child.connect({
    remote: 'gitlab',
    url: bench.gitlab.url,
    token: null,
    clientId: OAUTH_APP,
  });
  return one && two;
}

function idOf(seed: number, head: string): string {
  return `${head}1111111-0000-4000-8000-${String(seed).padStart(12, '0')}`;
}

/** How often the work of a case is there, in Salesforce and in GitLab. */
async function made(bench: EmulatorBench, seed: number): Promise<[number, number]> {
  const requests = (await bench.crmRecords('PartnerFundRequest')).filter(
    (record) => record['Channel_Desk_Id__c'] === idOf(seed, '1'),
  );
  const issues = (await bench.gitItems('issue')).filter(({ description }) =>
    description?.includes(`channel-desk:${idOf(seed, '5')}`),
  );
  return [requests.length, issues.length];
}

type CaseResult = { readonly what: string | null; readonly signedOut: boolean };

async function oneCase(
  bench: EmulatorBench,
  seed: number,
  start: (folder: string) => RemotesChild,
  reuses: () => number,
): Promise<CaseResult> {
  const { where, point, delayMs } = planOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'refresh-kill-'));
  const problems: string[] = [];
  try {
    const first = start(folder);
    if (!(await signIn(first, bench))) return { what: 'the first sign-in failed', signedOut: false };
    const desk = new Desk();
    desk.clock.advance(Date.now() - Date.parse(desk.clock.now()));
    desk.engine = desk.newEngine({ remote: first.remote });
    await desk.settle();
    const [partner] = (await desk.store.list({ kind: 'partner' })).filter(
      ({ salesforce }) => salesforce?.id === bench.partnerId,
    );
    await desk.request({ id: idOf(seed, '1'), partnerId: partner?.id ?? '', salesforce: null });
    await desk.planItem({ id: idOf(seed, '5'), partnerId: partner?.id ?? null });

    if (where === 'salesforce') bench.salesforce.runtime.tokens.expireAccessTokens();
    else await bench.fault('gitlab', { kind: 'expire-tokens' });
    if (point !== null) await first.arm(point);
    const pass = desk.sync();
    if (point === null) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await first.kill();
    }
    await pass;
    if (first.died() !== 'SIGKILL') problems.push(`it was not killed at ${point ?? 'any time'}`);
    await bench.unfault('gitlab');
    const before = reuses();

    const second = start(folder);
    desk.engine = desk.newEngine({ remote: second.remote });
    desk.clock.advance(3_600_000);
    const report = await desk.sync();
    const state = (await second.connections()).find(({ remote }) => remote === where);
    const signedOut = state?.state === 'signed-out';
    if (signedOut && !/Sign in again/.test(state.note ?? ''))
      problems.push(`signed out without a way out: ${state.note}`);
    if (GONE.includes(point) && !signedOut) problems.push('the new tokens were lost, but it does not say so');
    if (point !== null && !GONE.includes(point) && signedOut)
      problems.push(`signed out needlessly: ${state.note}`);
    if (!signedOut && reuses() !== before) problems.push('a refresh token was used twice without a word');
    if (report.parked > 0) problems.push(`${report.parked} waiting changes were parked`);

    if (signedOut && !(await signIn(second, bench))) problems.push('signing in again failed');
    await desk.settle();
    const counts = await made(bench, seed);
    if (counts.join() !== '1,1') problems.push(`the work is there ${counts.join(' and ')} times`);
    await second.kill();
    return {
      what:
        problems.length === 0 ? null : `${where} ${point ?? `after ${delayMs} ms`}: ${problems.join('; ')}`,
      signedOut,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** P7: the process dies around the storing of new tokens; then it works on or says plainly to sign in, and what waits is whole. */
export const refreshKills: Proof = {
  id: 'P7b',
  title: 'Killed while renewing a sign-in',
  unit: 'kill of the process that holds the tokens',
  sizes: { test: 14, full: 100 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    let signedOut = 0;
    const kills = new Map<string, number>();
    const bench = await emulatorBench({ salesforce: { dailyApiRequests: 10_000_000 } });
    const reuses = countReuse(bench);
    const running: RemotesChild[] = [];
    try {
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        const result = await oneCase(
          bench,
          seed,
          (folder) => {
            const child = startRemotesChild(folder);
            running.push(child);
            return child;
          },
          reuses,
        );
        if (result.what !== null) fail(seed, result.what);
        if (result.signedOut) signedOut += 1;
        const { where, point } = planOf(seed);
        const name = `${where} ${point ?? 'any time'}`;
        kills.set(name, (kills.get(name) ?? 0) + 1);
        if ((seed - firstSeed + 1) % 10 === 0) say(`${seed - firstSeed + 1} kills`);
      }
    } finally {
      for (const child of running) await child.kill();
      await bench.stop();
    }
    return {
      checked: count,
      failures,
      notes: [
        `${signedOut} times to sign in again, ${count - signedOut} times not`,
        `killed at ${kills.size} places: ${[...kills].map(([name, times]) => `${name} ${times}`).join(', ')}`,
      ],
    };
  },
};
