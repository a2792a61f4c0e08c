import { describe, expect, it } from 'vitest';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteOutcome } from '../../../shared/schema/remote-command';
import { createGates } from '../../../shared/sync/gates';
import { type Pass, StoreRefused } from '../../../shared/sync/pass';
import type { Ready } from '../../../shared/sync/ready';
import { sendTogether } from '../../../shared/sync/together';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { git } from './steps-support';
import { anIntent, now } from './support';

const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const item = (n: number, over: Record<string, unknown> = {}): AnyRecord => ({
  kind: 'plan-item',
  record: newPlanItem(now, { id: `item-${n}`, title: `Item ${n}`, partnerId: null, ...over }),
});

/** Sends the changes of so many plan items together, with these outcomes. */
async function sent(
  count: number,
  outcomesOf: (leaving: readonly Ready[], store: MemoryStore) => readonly RemoteOutcome[],
  over: (store: MemoryStore) => Partial<MemoryStore> = () => ({}),
) {
  const store = createMemoryStore();
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  await store.commit({
    puts: numbers.map((n) => item(n)),
    intents: numbers.map((n) =>
      anIntent({ id: id(n), seq: n, kind: 'plan-item.put', subject: { kind: 'plan-item', id: `item-${n}` } }),
    ),
  });
  const said: string[] = [];
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
  } as unknown as Pass;
  const left: string[][] = [];
  const way = {
    remote: 'gitlab' as const,
    most: 10,
    accepts: () => true,
    async send(_pass: Pass, leaving: readonly Ready[]) {
      left.push(leaving.map(({ intent }) => intent.id));
      const states = await Promise.all(
        leaving.map(async ({ intent }) => (await store.intent(intent.id))?.state),
      );
      expect(states).toEqual(leaving.map(() => 'running'));
      return outcomesOf(leaving, store);
    },
  };
  const bundle = await sendTogether(pass, await store.openIntents(), new Set(), way);
  const states = await Promise.all(
    numbers.map(async (n) => (await store.intent(id(n)))?.steps.find(({ key }) => key === 'issue')?.state),
  );
  return { bundle, states, pass, said, left, store };
}

const made = (n: number): RemoteOutcome => ({ kind: 'done', ref: git(n), row: null });
const refused: RemoteOutcome = {
  kind: 'refused',
  refusal: { code: 'c', message: 'm', fields: [], fix: 'f' },
};

describe('SY-86 SY-89 writes that leave together', () => {
  it('are stored as on their way before they leave, and settled each by itself', async () => {
    const { bundle, states, pass, store } = await sent(3, () => [made(1), refused, made(3)]);
    expect(bundle).toEqual({ size: 3, progress: true, stuck: [id(2)] });
    expect(states).toEqual(['done', 'parked', 'done']);
    expect([...pass.rested]).toEqual([id(2)]);
    expect((await store.get('plan-item', 'item-3'))?.gitlab).toEqual(git(3));
    expect(pass.counts).toMatchObject({ sent: 2, parked: 1 });
  });

  it('are no progress when none of them got done', async () => {
    expect((await sent(2, () => [refused, refused])).bundle).toEqual({
      size: 2,
      progress: false,
      stuck: [id(1), id(2)],
    });
  });

  it('may have arrived when nothing was said of one', async () => {
    const { states, store } = await sent(2, () => [made(1)]);
    expect(states).toEqual(['done', 'sent']);
    expect((await store.intent(id(2)))?.problem?.message).toContain('nothing was said about it.');
  });

  it('are not worth it for one alone', async () => {
    const { bundle, left, store } = await sent(1, () => []);
    expect(bundle).toEqual({ size: 0, progress: false, stuck: [] });
    expect(left).toEqual([]);
    expect((await store.intent(id(1)))?.state).toBe('waiting');
  });

  it('SY-9 leave out what was changed meanwhile; nothing is sent when that is all of them', async () => {
    for (const changed of [[1], [1, 2]]) {
      let isRead = false;
      const { bundle, left } = await sent(
        2,
        (leaving) => leaving.map((_, n) => made(n + 5)),
        (store) => ({
          async getMany(kind, ids) {
            const found = await store.getMany(kind, ids);
            if (!isRead && kind === 'plan-item') {
              isRead = true;
              await store.commit({ puts: changed.map((n) => item(n, { rev: 1, title: 'Newer' })) });
            }
            return found;
          },
        }),
      );
      expect(left).toEqual(changed.length === 2 ? [] : [[id(2)]]);
      expect(bundle).toMatchObject({ size: 2, progress: changed.length === 1 });
      expect(bundle.stuck).toEqual(changed.map(id));
    }
  });

  it('SY-107 are settled one by one when the program fails on one of them', async () => {
    const odd = {
      kind: 'done',
      ref: git(2),
      get row(): never {
        throw new Error('odd');
      },
    } as RemoteOutcome;
    const { bundle, states, pass, said } = await sent(3, () => [made(1), odd, made(3)]);
    expect(bundle).toEqual({ size: 3, progress: true, stuck: [id(2)] });
    expect(states).toEqual(['done', 'sent', 'done']);
    expect([...pass.rested]).toEqual([id(2)]);
    expect(said).toEqual(['a change could not be worked on: odd']);
  });

  it('end the pass when the store refuses', async () => {
    let commits = 0;
    const refusal = sent(
      2,
      () => [made(1), made(2)],
      (store) => ({
        async commit(commit) {
          commits += 1;
          return commits === 2
            ? { ok: false, error: { kind: 'storage', message: 'full' } }
            : store.commit(commit);
        },
      }),
    );
    await expect(refusal).rejects.toBeInstanceOf(StoreRefused);
    expect(commits).toBe(2);
  });
});
