import { createHash } from 'node:crypto';
import type { Log } from '../../../shared/ports/log';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { WatchedCreate } from '../common/ports';
import type { EntityShape } from './shape';
import { wireValue } from './write-body';

/** The oldest go first; they say little. */
const WATCHED = 2000;
/** Longer than a request can be under way and a computer is usually left alone. */
const WATCHED_MS = 30 * 24 * 60 * 60 * 1000;

/** Where the watched creates lie between starts. */
export type KeptCreates = {
  get(): readonly WatchedCreate[];
  set(creates: readonly WatchedCreate[]): Promise<void>;
};

/** One create under watch: what became of it is told here. */
export type Watching = {
  /** It came to this record. */
  made(id: string): Promise<void>;
  /** It certainly came to nothing. */
  drop(): Promise<void>;
};

/** Creates whose twin may still appear; they outlive a restart, since what was under way may take effect after it (G3). */
export type CreateWatch = {
  of(recordId: string): readonly WatchedCreate[];
  add(create: Omit<WatchedCreate, 'made'>): Promise<Watching>;
};

function wireText(value: unknown): string {
  // What an org's automation does to a spelling changes nothing of what was meant.
  return typeof value === 'string'
    ? value.toLowerCase().replace(/\s+/g, ' ').trim()
    : JSON.stringify(value ?? null);
}

/** Digest of what these fields say, the same before a record is written and when it is read again. */
export function printOf(
  names: readonly string[],
  fields: FieldMap,
  shape: EntityShape,
  playbook: Playbook,
): string {
  const values = shape.slots.flatMap((slot) => {
    const { domain, field } = slot;
    if (field === null || !names.includes(domain)) return [];
    const value = fields[domain] ?? null;
    const wire = value === null ? null : wireValue(slot, field, value, shape, playbook);
    const text = wire === null ? 'null' : wire.ok ? wireText(wire.value) : JSON.stringify(value);
    return [`${domain}=${text}`];
  });
  return createHash('sha256').update(values.sort().join('\n')).digest('hex').slice(0, 32);
}

/** Watches over what is kept; a disk that takes nothing leaves the watch to this run of the app. */
export function createCreateWatch(kept: KeptCreates, log: Log): CreateWatch {
  async function keep(creates: readonly WatchedCreate[]): Promise<void> {
    try {
      await kept.set(creates.slice(-WATCHED));
    } catch (error) {
      log.warn(`The watch over new records was not stored: ${String(error)}`);
    }
  }
  return {
    of: (recordId) => kept.get().filter((create) => create.recordId === recordId),
    async add(given) {
      let own: WatchedCreate = { ...given, made: null };
      const become = (next: WatchedCreate | null): Promise<void> => {
        const creates = kept.get().flatMap((create) => (create !== own ? [create] : next ? [next] : []));
        own = next ?? own;
        return keep(creates);
      };
      await keep([...kept.get().filter(({ at }) => given.at - at < WATCHED_MS), own]);
      return { made: (id) => become({ ...own, made: id }), drop: () => become(null) };
    },
  };
}
