import { deskInProcess, type DeskInProcess } from '../sync/support/desk-in-process';
import { setRole } from '../emulators/gitlab/control/control-routes';
import { changeRemotely } from '../emulators/salesforce/control';
import { failureLog, type Proof } from './proof';
import { localRows, nameThere, provenFeeds, type ProvenFeed } from './support/pull-feeds';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BIN_DAYS = 15;
const MANY = 2500;
/** So many changes at most come in between while a pass reads, since small pages would never catch up with more. */
const BETWEEN_PAGES = 200;
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
  readonly feed: ProvenFeed;
  readonly id: string;
  name: string;
  /** Its last stamp: nothing that is written later has an earlier one, since the row was locked until then. */
  touchedAt: number;
  removedAt: number | null;
  purged: boolean;
  wasHidden: boolean;
};

function keyOf({ feed, id }: Row): string {
  return `${feed.stream} ${id}`;
}

/** Two systems whose rows come, change, go and hide, and a desk that reads them through faults and restarts. */
class History {
  readonly rows: Row[] = [];
  readonly hit = new Map<string, number>();
  private all!: DeskInProcess;
  private feeds: ProvenFeed[] = [];
  private made = 0;
  /** When the last pass was over, by the servers' clock. */
  private readAt = 0;
  private wasRemoved = false;
  /** Answers until requests fail; null for no fault. */
  private answersLeft: number | null = null;
  private disturbed = false;
  private disturbances = 0;

  constructor(private readonly chance: Chance) {}

  async start(isLarge: boolean): Promise<void> {
    const skew = [-DAY, 0, DAY, this.chance(DAY)][this.chance(4)] ?? 0;
    const pageSize = isLarge ? 200 + this.chance(1800) : 1 + this.chance(60);
    const afterAnswer = async (url: string): Promise<Response | undefined> => {
      if (this.disturbed && /SystemModstamp|updated_at/.test(url)) {
        this.all.later(SECOND);
        for (let n = Math.min(this.chance(4), this.disturbances); n > 0; n -= 1) {
          this.disturbances -= 1;
          if (this.change()) this.note('page cuts');
        }
      }
      // A lost answer to a renewal ends a sign-in for good, which is another promise's matter.
      if (this.answersLeft === null || url.includes('/oauth2/')) return undefined;
      this.answersLeft -= 1;
      if (this.answersLeft === -1) this.note('restarts');
      return this.answersLeft < 0 ? new Response('later', { status: 503 }) : undefined;
    };
    this.all = await deskInProcess({ skew, afterAnswer }, pageSize);
    this.feeds = provenFeeds(this.all.world);
    if (skew !== 0) this.note('clocks off by up to a day');
    if (isLarge) {
      this.note(`times ${MANY} rows of one stamp`);
      // All but epics, which need as many requests.
      this.make(this.chance(this.feeds.length - 1), MANY);
    }
  }

  private note(what: string): void {
    this.hit.set(what, (this.hit.get(what) ?? 0) + 1);
  }

  private make(feedIndex = this.chance(this.feeds.length), count = 1 + this.chance(3)): void {
    const feed = this.feeds[feedIndex];
    if (!feed) return;
    for (let n = 0; n < count; n += 1) {
      this.made += 1;
      const name = `Row ${this.made}`;
      const id = String(feed.make(name));
      this.rows.push({
        feed,
        id,
        name: nameThere(feed, id, name),
        touchedAt: this.all.world.time.server,
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

  private change(row = this.pick()): boolean {
    if (!row) return false;
    this.made += 1;
    row.feed.change(row.id, `Changed ${this.made}`);
    row.name = nameThere(row.feed, row.id, `Changed ${this.made}`);
    row.touchedAt = this.all.world.time.server;
    return true;
  }

  private remove(): void {
    const row = this.pick();
    if (!row) return;
    row.feed.remove(row.id);
    row.removedAt = this.all.world.time.server;
    this.wasRemoved ||= row.feed.object !== null;
  }

  private hide(hidden: boolean, row = this.pick()): void {
    const object = row?.feed.object ?? null;
    if (!row || object === null || row.purged) return;
    row.wasHidden ||= hidden;
    if (hidden) this.note('lost access');
    changeRemotely(this.all.world.org, { action: hidden ? 'hide' : 'show', object, id: row.id });
  }

  /** Lets time run; what has lain in the recycle bin long enough is gone from it. */
  private later(ms: number): void {
    this.all.later(ms);
    const due = this.all.world.time.server - BIN_DAYS * DAY;
    for (const row of this.rows) {
      const { object } = row.feed;
      if (object === null || row.purged || row.removedAt === null || row.removedAt > due) continue;
      changeRemotely(this.all.world.org, { action: 'purge', object, id: row.id });
      row.purged = true;
      this.note('deletes beyond the window');
    }
  }

  /** Something that was written up to the longest time ago that its system allows, and shows only now. */
  private lateCommit(): void {
    const { time } = this.all.world;
    const now = time.server;
    const row = this.chance(2) === 0 ? undefined : this.pick();
    const index = row ? this.feeds.indexOf(row.feed) : this.chance(this.feeds.length);
    const feed = this.feeds[index];
    if (!feed) return;
    const age = this.chance(2) === 0 ? feed.latestMs : this.chance(feed.latestMs);
    time.server = Math.max(now - age, row?.touchedAt ?? 0);
    if (time.server < this.readAt) this.note(`late commits of ${feed.stream}`);
    if (row) this.change(row);
    else this.make(index);
    time.server = now;
  }

  private async pass(): Promise<void> {
    const fault = this.chance(3);
    this.answersLeft = fault === 0 ? this.chance(12) : null;
    this.disturbed = this.chance(3) === 0;
    this.disturbances = BETWEEN_PAGES;
    await this.all.desk.sync();
    this.readAt = this.all.world.time.server;
    if (fault === 0) {
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
        this.make(undefined, 1 + this.chance(6));
        break;
      case 2:
      case 3:
        this.change();
        break;
      case 4:
        this.remove();
        break;
      case 5:
        this.lateCommit();
        break;
      case 6:
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
          if (this.wasRemoved) this.note('emptied lists');
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
        // What began before the pass ends soon after it.
        if (this.chance(2) === 0) {
          this.later(this.chance(2 * MINUTE));
          this.lateCommit();
        }
        return this.falselyDeleted();
    }
    return null;
  }

  private async falselyDeleted(): Promise<string | null> {
    const local = await localRows(this.all.desk.store);
    const wrong = this.rows.find((row) => row.removedAt === null && local.get(keyOf(row))?.deleted === true);
    return wrong ? `${wrong.name} (${keyOf(wrong)}) counts as deleted and is there` : null;
  }

  /** What always could be seen has to be here after every whole pass, without waiting for the weekly reading. */
  private async late(): Promise<string | null> {
    const local = await localRows(this.all.desk.store);
    const wrong = this.rows.find(
      (row) => row.removedAt === null && !row.wasHidden && local.get(keyOf(row))?.name !== row.name,
    );
    return wrong ? `${wrong.name} (${keyOf(wrong)}) was missed until the next whole reading` : null;
  }

  /** Gives all rights back, lets everything settle and compares both sides. */
  async end(): Promise<string | null> {
    setRole(this.all.world.world, 'dana.weber', 'channel-marketing', 'owner');
    for (const row of this.rows) this.hide(false, row);
    // A round that was interrupted goes on where it was; what showed up behind that comes with the next one.
    await this.all.desk.sync();
    for (const wait of [HOUR, 8 * DAY, 2 * HOUR, 2 * DAY, 2 * HOUR]) {
      this.later(wait);
      const report = await this.all.desk.sync();
      if (!report.complete) return `a pass did not come to its end: ${report.notes.join(' ')}`;
      const late = await this.late();
      if (late !== null) return late;
    }
    const local = await localRows(this.all.desk.store);
    const held = await this.all.desk.store.quarantined();
    const named = held.filter(({ id }) => id.startsWith('missing:')).map(({ raw }) => raw);
    for (const row of this.rows) {
      const { id, name, removedAt } = row;
      const mine = local.get(keyOf(row));
      if ((mine?.count ?? 0) > 1) return `${name} (${keyOf(row)}) is here ${mine?.count} times`;
      if (removedAt === null) {
        if (!mine) return `${name} (${keyOf(row)}) was missed`;
        if (mine.deleted) return `${name} (${keyOf(row)}) counts as deleted and is there`;
        if (mine.name !== name) return `${name} (${keyOf(row)}) is ${mine.name} here`;
      } else if (mine && !mine.deleted && !named.some((raw) => raw.includes(id)))
        return `${name} (${keyOf(row)}) was deleted and nobody says so`;
    }
    const known = new Set(this.rows.map(keyOf));
    const unknown = [...local]
      .filter(([key, { name }]) => !known.has(key) && !/^Steady|^Request of/.test(name))
      .map(([key]) => key);
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
  'late commits of partners',
  'late commits of fund-requests',
  'late commits of claims',
  'late commits of registrations',
  'late commits of gitlab-issues',
  'late commits of gitlab-epics',
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
  unit: 'history of six feeds',
  sizes: { test: 200, full: 5000 },
  async run({ count, firstSeed, say }) {
    const { failures, fail } = failureLog(say);
    const hits = new Map<string, number>();
    for (let at = 0; at < count; at += 1) {
      const seed = firstSeed + at;
      const what = await failureOf(seed, hits);
      if (what !== null) fail(seed, what);
      if ((at + 1) % 100 === 0) say(`${at + 1} of ${count}, ${failures.length} failed`);
    }
    return { checked: count, failures, notes: [...hits].map(([what, times]) => `${times} ${what}`) };
  },
};
