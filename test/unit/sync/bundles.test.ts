import { describe, expect, it } from 'vitest';
import type { RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Pass, StoreRefused } from '../../../shared/sync/pass';
import type { Ready } from '../../../shared/sync/ready';
import { readyToLeave, settleLeft } from '../../../shared/sync/together';
import type { MemoryStore } from '../../support/memory-store';
import { id, item, itemsToSend, made, refused } from './items-to-send';
import { git } from './steps-support';

/** Sends the changes of so many plan items together, with these outcomes. */
async function sent(
  count: number,
  outcomesOf: (leaving: readonly Ready[], store: MemoryStore) => readonly RemoteOutcome[],
  over: (store: MemoryStore) => Partial<MemoryStore> = () => ({}),
) {
  const { store, numbers, said, pass } = await itemsToSend(count, over);
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
  const nothing = { intents: new Set<string>(), wholes: new Set<string>() };
  const together = await readyToLeave(pass, await store.openIntents(), nothing, way);
  const outcomes = together.leaving.length === 0 ? [] : await way.send(pass, together.leaving);
  const bundle = {
    held: together.held,
    size: together.ready.length,
    ...(await settleLeft(pass, together, outcomes)),
  };
  const states = await Promise.all(
    numbers.map(async (n) => (await store.intent(id(n)))?.steps.find(({ key }) => key === 'issue')?.state),
  );
  return { bundle, states, pass, said, left, store };
}

describe('SY-86 SY-89 writes that leave together', () => {
  it('are stored as on their way before they leave, and settled each by itself', async () => {
    const { bundle, states, pass, store } = await sent(3, () => [made(1), refused, made(3)]);
    expect(bundle).toEqual({ held: [], size: 3, progress: true, stuck: [id(2)] });
    expect(states).toEqual(['done', 'parked', 'done']);
    expect([...pass.rested]).toEqual([id(2)]);
    expect((await store.get('plan-item', 'item-3'))?.gitlab).toEqual(git(3));
    expect(pass.counts).toMatchObject({ sent: 2, parked: 1 });
  });

  it('are no progress when none of them got done', async () => {
    expect((await sent(2, () => [refused, refused])).bundle).toEqual({
      held: [],
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
    expect(bundle).toEqual({ held: [], size: 0, progress: false, stuck: [] });
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
    expect(bundle).toEqual({ held: [], size: 3, progress: true, stuck: [id(2)] });
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
