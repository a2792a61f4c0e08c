import { deskInProcess } from '../sync/support/desk-in-process';
import { issuesOf, partnersOf } from '../sync/support/server-feeds';

const CHANGES = 1000;
const HOUR = 3_600_000;
/** As the app reads. */
const PAGE = 2000;

/** Requests that it takes to learn of 1,000 changes in one feed of each system, and of none; both against the emulators. */
export async function benchCalls(): Promise<readonly string[]> {
  const all = await deskInProcess({}, PAGE);
  const { desk, world } = all;
  const feeds = [partnersOf(world), issuesOf(world, '2026-12-01')];
  /** One change a second, as people make them. */
  function change(): void {
    for (let n = 0; n < CHANGES; n += 1) {
      for (const feed of feeds) feed.make(`Row ${n}`);
      all.later(1000);
    }
  }
  change();
  await desk.sync();
  all.later(HOUR);
  await desk.sync();
  // Past the time within which rows come again that may have been on their way.
  all.later(HOUR / 2);
  const count = (part: string): number => world.asked.filter((request) => request.includes(part)).length;
  const lines: string[] = [];
  for (const what of ['no', String(CHANGES)]) {
    if (what !== 'no') for (const feed of feeds) for (let n = 0; n < CHANGES; n += 1) feed.make(`Later ${n}`);
    world.asked.length = 0;
    await desk.sync();
    lines.push(
      `requests for ${what} changes: Salesforce ${count('Account')} (partners), GitLab ${count('/issues') - count('iids')} (issues) and ${count('iids')} after known ones; all feeds together ${world.asked.length}`,
    );
    all.later(HOUR / 2);
  }
  return lines;
}
