import { describe, expect, it } from 'vitest';
import type { RemoteRow } from '../../shared/schema/remote-command';
import { inProcessRemotes, type InProcess } from '../support/in-process-remotes';
import { thePlaybook } from './support/desk';
import { type Feed, issuesOf, partnersOf } from './support/server-feeds';

const START = Date.parse('2026-11-02T09:00:00.000Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

type Changes = Parameters<typeof inProcessRemotes>[0];

const feeds = [
  ['Salesforce', partnersOf],
  ['GitLab', issuesOf],
] as const;

function started(changes: Partial<Changes> = {}): Promise<InProcess> {
  return inProcessRemotes({ playbook: thePlaybook(), start: START, ...changes });
}

async function pageOf(feed: Feed, cursor: string | null, limit: number) {
  const page = await feed.world.remotes.pull({ stream: feed.stream, cursor, limit });
  if (page.kind !== 'page') throw new Error(JSON.stringify(page));
  return page;
}

async function round(feed: Feed, from: string | null, limit: number) {
  const rows: RemoteRow[] = [];
  for (let cursor = from, pages = 1; ; pages += 1) {
    if (pages > 500) throw new Error('the feed does not come to an end');
    const page = await pageOf(feed, cursor, limit);
    rows.push(...page.rows);
    cursor = page.cursor;
    if (!page.more) return { rows, cursor, pages };
  }
}

function titles(rows: readonly RemoteRow[]): Set<unknown> {
  return new Set(rows.map(({ fields }) => fields.title ?? fields.name));
}

describe.each(feeds)('rounds of a feed of %s', (_name, feedOf) => {
  it('SY-72 brings a row that showed up behind the bookmark of a round that was interrupted for days', async () => {
    const world = await started();
    const feed = feedOf(world);
    for (let n = 0; n < 6; n += 1) feed.make(`Early ${n}`);
    world.time.server += 3 * MINUTE;
    for (let n = 0; n < 6; n += 1) feed.make(`Later ${n}`);
    const first = await pageOf(feed, null, 8);
    expect(first.more).toBe(true);
    // A transaction that wrote two minutes ago ends only now, behind what has been read.
    world.time.server -= 2 * MINUTE;
    feed.make('Late');
    world.time.server += 3 * DAY;
    const rest = await round(feed, first.cursor, 8);
    const next = await round(feed, rest.cursor, 8);
    expect(titles([...first.rows, ...rest.rows, ...next.rows])).toContain('Late');
  });

  it('SY-72 brings a row that showed up behind the end of the last round, and a quiet feed brings nothing', async () => {
    const world = await started();
    const feed = feedOf(world);
    for (let n = 0; n < 30; n += 1) feed.make(`Row ${n}`);
    const first = await round(feed, null, 20);
    world.time.server -= 2 * MINUTE;
    feed.make('Late');
    world.time.server += 4 * MINUTE;
    const second = await round(feed, first.cursor, 20);
    expect(titles(second.rows)).toContain('Late');
    world.time.server += DAY;
    const third = await round(feed, second.cursor, 20);
    const fourth = await round(feed, third.cursor, 20);
    expect(fourth).toMatchObject({ rows: [], pages: 1 });
  });

  it('SY-73 misses none of 2,500 rows of one stamp while others change between the pages', async () => {
    let feed: Feed | undefined;
    const ids: (string | number)[] = [];
    let asked = 0;
    const world = await started({
      async afterAnswer(url) {
        if (!feed || !/SystemModstamp|updated_at/.test(url)) return undefined;
        asked += 1;
        feed.world.time.server += 1000;
        for (let n = 0; n < 7; n += 1)
          feed.change(ids[(asked * 131 + n * 17) % ids.length] ?? '', `Moved ${asked} ${n}`);
        return undefined;
      },
    });
    const made = feedOf(world);
    for (let n = 0; n < 2500; n += 1) ids.push(made.make(`Row ${n}`));
    world.time.server += MINUTE;
    feed = made;
    const first = await round(made, null, 200);
    feed = undefined;
    world.time.server += DAY;
    const second = await round(made, first.cursor, 200);
    const read = new Map([...first.rows, ...second.rows].map((row) => [row.ref.id, row]));
    expect(read.size).toBe(2500);
    const there = (await round(made, null, 2000)).rows;
    const titleOf = (row: RemoteRow | undefined) => row?.fields.title ?? row?.fields.name;
    expect(there.filter((row) => titleOf(read.get(row.ref.id)) !== titleOf(row))).toEqual([]);
  });

  it.each([-DAY, DAY])('SY-74 reads the same with a clock that is off by %i ms', async (skew) => {
    const world = await started({ skew });
    const feed = feedOf(world);
    const ids = Array.from({ length: 5 }, (_, n) => feed.make(`Row ${n}`));
    const first = await round(feed, null, 2);
    expect(titles(first.rows).size).toBe(5);
    world.time.server += 3 * MINUTE;
    feed.change(ids[0] ?? '', 'Changed');
    const late = world.time.server;
    world.time.server -= MINUTE;
    feed.make('Late');
    world.time.server = late + MINUTE;
    const second = await round(feed, first.cursor, 2);
    expect(titles(second.rows)).toContain('Changed');
    expect(titles(second.rows)).toContain('Late');
  });
});
