/** So many records are read in one task: few enough that no frame is lost to them. */
const READ_AT_ONCE = 100;

/** So many changed records are what a person's own action changes; they are shown without waiting for others. */
const FEW = 20;

/** Showing costs as much as there is to show, so a flood of changes is shown the more rarely the more there is. */
const REST_PER_RECORD_MS = 1 / 25;
const LONGEST_REST_MS = 4000;

type Found<R> = Map<string, R | undefined>;

type RefresherParts<R> = {
  /** Reads those records that are there. */
  read(ids: readonly string[]): Promise<readonly R[]>;
  /** Shows records as they are now; undefined is no longer there. */
  show(found: ReadonlyMap<string, R | undefined>): void;
  /** How many are shown in all. */
  held(): number;
};

/** Brings changed records of a kind to the screens. */
export type Refresher = {
  /** Resolves when these records are shown as they are, or rejects when they cannot be read. */
  refresh(ids: ReadonlySet<string>): Promise<void>;
};

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Makes a refresher: a few changes are shown at once, many are gathered, read part by part, and shown together. */
export function createRefresher<R extends { readonly id: string }>(parts: RefresherParts<R>): Refresher {
  let coming: { readonly ids: Set<string>; readonly shown: Promise<void> } | null = null;
  let current: Found<R> = new Map();
  let last: Promise<unknown> = Promise.resolve();

  async function readInto(found: Found<R>, ids: readonly string[]): Promise<void> {
    const there = new Map((await parts.read(ids)).map((record) => [record.id, record]));
    for (const id of ids) found.set(id, there.get(id));
  }

  async function refreshFew(ids: readonly string[]): Promise<void> {
    const found: Found<R> = new Map();
    await readInto(found, ids);
    // What a round has read of these before is old by now.
    for (const [id, record] of found) if (current.has(id)) current.set(id, record);
    parts.show(found);
  }

  async function showRound(ids: ReadonlySet<string>): Promise<void> {
    // Neighbours are read together, which takes the store far less than one by one.
    const all = [...ids].sort();
    current = new Map();
    for (let at = 0; at < all.length; at += READ_AT_ONCE)
      await readInto(current, all.slice(at, at + READ_AT_ONCE));
    parts.show(current);
    current = new Map();
  }

  function startRound(): { readonly ids: Set<string>; readonly shown: Promise<void> } {
    const ids = new Set<string>();
    const shown = last.then(() => {
      coming = null;
      return showRound(ids);
    });
    const pause = () => rest(Math.min(LONGEST_REST_MS, parts.held() * REST_PER_RECORD_MS));
    last = shown.then(pause, pause);
    return { ids, shown };
  }

  return {
    refresh(ids) {
      if (ids.size <= FEW) return refreshFew([...ids]);
      coming ??= startRound();
      for (const id of ids) coming.ids.add(id);
      return coming.shown;
    },
  };
}
