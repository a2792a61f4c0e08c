import { deskInProcess, type DeskInProcess } from '../sync/support/desk-in-process';
import { type Feed, issuesOf, partnersOf } from '../sync/support/server-feeds';
import { setRole } from '../emulators/gitlab/control/control-routes';
import { changeRemotely } from '../emulators/salesforce/control';
import type { Proof } from './proof';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BIN_DAYS = 15;
const MANY = 2500;
/** Every so many histories hold many rows of one stamp. */
const MANY_EVERY = 40;

type Chance = (below: number) => number;

/** Mulberry32: the same numbers for the same seed on every machine. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Row = {
  readonly feed: Feed;
  readonly id: string;
  name: string;
  removedAt: number | null;
  purged: boolean;
  wasHidden: boolean;
};

/** Two systems whose rows come, change, go and hide, and a desk that reads them through faults and restarts. */
class History {
  readonly rows: Row[] = [];
  readonly hit = new Map<string, number>();
  private all!: DeskInProcess;
  private feeds: Feed[] = [];
  private made = 0;
  /** Answers until requests fail; null for no fault. */
  private answersLeft: number | null = null;
  private disturbed = false;

  constructor(private readonly chance: Chance) {}

  async start(isLarge: boolean): Promise<void> {
    const skew = [-DAY, 0, DAY, this.chance(DAY)][this.chance(4)] ?? 0;
    const pageSize = isLarge ? 200 + this.chance(1800) : 1 + this.chance(60);
    const afterAnswer = async (url: string): Promise<Response | undefined> => {
      if (this.disturbed && /SystemModstamp|updated_at/.test(url)) {
        this.all.later(SECOND);
        for (let n = this.chance(4); n > 0; n -= 1) this.change();
      }
      // A lost answer to a renewal ends a sign-in for good, which is another promise's matter.
      if (this.answersLeft === null || url.includes('/oauth2/')) return undefined;
      this.answersLeft -= 1;
      return this.answersLeft < 0 ? new Response('later', { status: 503 }) : undefined;
    };
    this.all = await deskInProcess({ skew, afterAnswer }, pageSize);
    this.feeds = [partnersOf(this.all.world), issuesOf(this.all.world, '2026-12-01')];
    if (skew !== 0) this.note('clocks off by up to a day');
    if (isLarge) {
      this.note(`times ${MANY} rows of one stamp`);
      this.make(this.chance(2), MANY);
    }
  }

  private note(what: (typeof pullScenes)[number]): void {
    this.hit.set(what, (this.hit.get(what) ?? 0) + 1);
  }

  private make(feedIndex: number, count: number): void {
    const feed = this.feeds[feedIndex];
    if (!feed) return;
    for (let n = 0; n < count; n += 1) {
      this.made += 1;
      const name = `Row ${this.made}`;
      this.rows.push({
        feed,
        id: String(feed.make(name)),
        name,
        removedAt: null,
        purged: false,
        wasHidden: false,
      });
    }
  }

  private pick(): Row | undefined {
    const alive = this.rows.filter(({ removedAt }) => removedAt === null);
    return alive[this.chance(alive.length)];
  }

  private change(): void {
    const row = this.pick();
    if (!row) return;
    this.made += 1;
    row.name = `Changed ${this.made}`;
    row.feed.change(row.id, row.name);
  }

  private remove(): void {
    const row = this.pick();
    if (!row) return;
    row.feed.remove(row.id);
    row.removedAt = this.all.world.time.server;
  }

  private hide(hidden: boolean, row = this.pick()): void {
    if (row?.feed.stream !== 'partners' || row.purged) return;
    row.wasHidden ||= hidden;
    changeRemotely(this.all.world.org, { action: hidden ? 'hide' : 'show', object: 'Account', id: row.id });
  }

  /** Lets time run; what has lain in the recycle bin long enough is gone from it. */
  private later(ms: number): void {
    this.all.later(ms);
    const due = this.all.world.time.server - BIN_DAYS * DAY;
    for (const row of this.rows) {
      if (row.feed.stream !== 'partners' || row.purged || row.removedAt === null || row.removedAt > due)
        continue;
      changeRemotely(this.all.world.org, { action: 'purge', object: 'Account', id: row.id });
      row.purged = true;
      this.note('deletes beyond the window');
    }
  }

  /** Something that was written a while ago and shows only now. */
  private lateCommit(): void {
    const { time } = this.all.world;
    const now = time.server;
    time.server -= this.chance(4 * MINUTE);
    if (this.chance(2) === 0) this.make(this.chance(2), 1 + this.chance(3));
    else this.change();
    time.server = now;
  }

  private async pass(): Promise<void> {
    const fault = this.chance(3);
    this.answersLeft = fault === 0 ? this.chance(12) : null;
    this.disturbed = this.chance(3) === 0;
    if (this.disturbed) this.note('page cuts');
    await this.all.desk.sync();
    if (fault === 0) {
      this.note('restarts');
      this.all.desk.engine = this.all.desk.newEngine({ remote: this.all.world.remotes });
    }
    this.answersLeft = null;
    this.disturbed = false;
  }

  async step(): Promise<string | null> {
    const { world } = this.all;
    switch (this.chance(14)) {
      case 0:
      case 1:
        this.make(this.chance(2), 1 + this.chance(6));
        break;
      case 2:
      case 3:
        this.change();
        break;
      case 4:
        this.remove();
        break;
      case 5:
        this.note('late commits');
        this.lateCommit();
        break;
      case 6:
        this.note('lost access');
        this.hide(true);
        break;
      case 7:
        this.hide(false);
        break;
      case 8:
        setRole(
          world.world,
          'dana.weber',
          'channel-marketing',
          [null, 'guest', 'owner'][this.chance(3)] as never,
        );
        break;
      case 9:
        if (this.chance(3) === 0) {
          this.note('emptied lists');
          world.org.store.purgeDeletions(world.time.server);
        }
        break;
      case 10:
        this.later(this.chance(20) * DAY);
        break;
      case 11:
        this.later(this.chance(3) * HOUR + this.chance(HOUR));
        break;
      default:
        this.later(this.chance(3 * MINUTE));
        await this.pass();
        return this.falselyDeleted();
    }
    return null;
  }

  private async local(): Promise<Map<string, { name: string; deleted: boolean; count: number }>> {
    const { store } = this.all.desk;
    const found = new Map<string, { name: string; deleted: boolean; count: number }>();
    const partners = await store.list({ kind: 'partner' });
    const items = await store.list({ kind: 'plan-item' });
    const seen = [
      ...partners.map(({ salesforce, name, deletedRemotely }) => ({
        id: salesforce?.id,
        name,
        deletedRemotely,
      })),
      ...items.map(({ gitlab, title, deletedRemotely }) => ({
        id: gitlab?.id,
        name: title,
        deletedRemotely,
      })),
    ];
    for (const { id, name, deletedRemotely: deleted } of seen) {
      const key = String(id);
      found.set(key, { name, deleted, count: (found.get(key)?.count ?? 0) + 1 });
    }
    return found;
  }

  private async falselyDeleted(): Promise<string | null> {
    const local = await this.local();
    const wrong = this.rows.find(
      ({ id, removedAt }) => removedAt === null && local.get(id)?.deleted === true,
    );
    return wrong ? `${wrong.name} (${wrong.id}) counts as deleted and is there` : null;
  }

  /** What always could be seen has to be here after every whole pass, without waiting for the weekly reading. */
  private async late(): Promise<string | null> {
    const local = await this.local();
    const wrong = this.rows.find(
      ({ id, name, removedAt, wasHidden }) =>
        removedAt === null && !wasHidden && local.get(id)?.name !== name,
    );
    return wrong ? `${wrong.name} (${wrong.id}) was missed until the next whole reading` : null;
  }

  /** Gives all rights back, lets everything settle and compares both sides. */
  async end(): Promise<string | null> {
    setRole(this.all.world.world, 'dana.weber', 'channel-marketing', 'owner');
    for (const row of this.rows) this.hide(false, row);
    for (const wait of [HOUR, 8 * DAY, 2 * HOUR, 2 * DAY, 2 * HOUR]) {
      this.later(wait);
      const report = await this.all.desk.sync();
      if (!report.complete) return `a pass did not come to its end: ${report.notes.join(' ')}`;
      const late = await this.late();
      if (late !== null) return late;
    }
    const local = await this.local();
    const held = await this.all.desk.store.quarantined();
    const named = held.filter(({ id }) => id.startsWith('missing:')).map(({ raw }) => raw);
    for (const { id, name, removedAt } of this.rows) {
      const mine = local.get(id);
      if ((mine?.count ?? 0) > 1) return `${name} (${id}) is here ${mine?.count} times`;
      if (removedAt === null) {
        if (!mine) return `${name} (${id}) was missed`;
        if (mine.deleted) return `${name} (${id}) counts as deleted and is there`;
        if (mine.name !== name) return `${name} (${id}) is ${mine.name} here`;
      } else if (mine && !mine.deleted && !named.some((raw) => raw.includes(id)))
        return `${name} (${id}) was deleted and nobody says so`;
    }
    const unknown = [...local.keys()].filter((id) => !this.rows.some((row) => row.id === id));
    return unknown.length > 0 ? `${unknown.join(', ')} is here and was never there` : null;
  }
}

async function failureOf(seed: number, hits: Map<string, number>): Promise<string | null> {
  const chance = chanceOf(seed);
  const history = new History(chance);
  const isLarge = seed % MANY_EVERY === 0;
  await history.start(isLarge);
  let failure: string | null = null;
  for (let steps = 10 + chance(20); steps > 0 && failure === null; steps -= 1) failure = await history.step();
  failure ??= await history.end();
  for (const [what, count] of history.hit) hits.set(what, (hits.get(what) ?? 0) + count);
  return failure;
}

/** What a run has to have met, or it proves nothing about it. */
export const pullScenes = [
  'late commits',
  `times ${MANY} rows of one stamp`,
  'clocks off by up to a day',
  'page cuts',
  'deletes beyond the window',
  'emptied lists',
  'lost access',
  'restarts',
] as const;

/** P6: whatever the feeds do, afterwards the desk holds what both systems hold; nothing missed, doubled or wrongly deleted. */
export const pullHistories: Proof = {
  id: 'P6',
  title: 'pull misses nothing',
  unit: 'history of both feeds',
  sizes: { test: 200, full: 5000 },
  async run({ count, firstSeed, say }) {
    const failures = [];
    const hits = new Map<string, number>();
    for (let at = 0; at < count; at += 1) {
      const seed = firstSeed + at;
      const what = await failureOf(seed, hits);
      if (what !== null) failures.push({ seed, what });
      if ((at + 1) % 100 === 0) say(`${at + 1} of ${count}, ${failures.length} failed`);
    }
    return { checked: count, failures, notes: [...hits].map(([what, times]) => `${times} ${what}`) };
  },
};
