import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteOutcome } from '../../../shared/schema/remote-command';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { git } from './steps-support';
import { anIntent, now } from './support';

/** The id of the change of an item. */
export function id(n: number): string {
  return `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
}

/** A plan item with that number; `over` replaces fields. */
export function item(n: number, over: Record<string, unknown> = {}): AnyRecord {
  return {
    kind: 'plan-item',
    record: newPlanItem(now, { id: `item-${n}`, title: `Item ${n}`, partnerId: null, ...over }),
  };
}

/** GitLab made the issue of an item. */
export function made(n: number): RemoteOutcome {
  return { kind: 'done', ref: git(n), row: null };
}

/** GitLab refused it. */
export const refused: RemoteOutcome = {
  kind: 'refused',
  refusal: { code: 'c', message: 'm', fields: [], fix: 'f' },
};

/** So many new plan items whose issues have to be made, and a pass over them; `over` replaces parts of its store. */
export async function itemsToSend(
  count: number,
  over: (store: MemoryStore) => Partial<MemoryStore> = () => ({}),
) {
  const store = createMemoryStore();
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  await store.commit({
    puts: numbers.map((n) => item(n)),
    intents: numbers.map((n) =>
      anIntent({
        id: id(n),
        seq: 10 * n,
        kind: 'plan-item.put',
        subject: { kind: 'plan-item', id: `item-${n}` },
      }),
    ),
  });
  const said: string[] = [];
  const host = { stopping: false };
  const pass = {
    store: { ...store, ...over(store) },
    clock: new TestClock(),
    ids: testIds(),
    playbook: thePlaybook(),
    gates: createGates(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set<string>(),
    log: { info: () => undefined, warn: () => undefined, error: (line: string) => void said.push(line) },
    changed: async () => undefined,
    isStopping: () => host.stopping,
  } as unknown as Pass;
  return { store, numbers, said, host, pass };
}
