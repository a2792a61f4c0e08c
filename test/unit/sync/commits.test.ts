import { describe, expect, it } from 'vitest';
import { err } from '../../../shared/lib/result';
import type { CommitProblem, LocalStore } from '../../../shared/ports/local-store';
import {
  commitDraft,
  commitInTurn,
  endsWork,
  type Pass,
  type ReadAhead,
  StoreRefused,
  untilStill,
  type Work,
  type Works,
} from '../../../shared/sync/pass';
import { stumble } from '../../../shared/sync/stumble';
import { TestClock, testIds } from '../../sync/support/desk';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aPartner } from '../../support/records';
import { anIntent, later, now } from './support';

const movedOn: CommitProblem = {
  kind: 'moved-on',
  key: { kind: 'partner', id: 'partner-1' },
  expected: 1,
  found: 2,
};
const cursorMovedOn: CommitProblem = { kind: 'cursor-moved-on', stream: 'claims' };
const steered: CommitProblem = { kind: 'intent-moved-on', id: 'i', expected: 1, found: 2 };

/** A pass over a store whose first commits are refused as given. */
function aPass(...refusals: (CommitProblem | undefined)[]) {
  const memory = createMemoryStore();
  let commits = 0;
  const store: LocalStore = {
    ...memory,
    async commit(commit) {
      commits += 1;
      // As on a disk, others have their turn meanwhile.
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      const refused = refusals.shift();
      return refused === undefined ? memory.commit(commit) : err(refused);
    },
  };
  let changes = 0;
  const said: string[] = [];
  const pass = {
    store,
    clock: new TestClock(),
    ids: { ...testIds(), random: () => 0.5 },
    rested: new Set<string>(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    log: { error: (line: string) => void said.push(line) },
    isStopping: () => false,
    changed: async () => {
      changes += 1;
    },
  } as unknown as Pass;
  return { pass, memory, said, commits: () => commits, changes: () => changes };
}

function storing(country: string): Work<string> {
  return {
    async gather(draft) {
      await draft.put({ kind: 'partner', record: aPartner({ country }) });
      draft.count('sent');
      return country;
    },
  };
}

async function countryIn(store: MemoryStore): Promise<string | undefined> {
  return (await store.get('partner', 'partner-1'))?.country ?? undefined;
}

describe('a commit of a pass', () => {
  it('gives what was gathered, counts it once, and tells that something changed', async () => {
    const { pass, memory, commits, changes } = aPass();
    expect(await commitDraft(pass, storing('France').gather)).toBe('France');
    expect(await countryIn(memory)).toBe('France');
    expect(pass.counts).toEqual({ sent: 1, received: 0, parked: 0, quarantined: 0 });
    expect([commits(), changes()]).toEqual([1, 1]);
    await commitDraft(pass, async (draft) => {
      for (const name of ['parked', 'quarantined', 'quarantined'] as const) draft.count(name);
    });
    expect(pass.counts).toEqual({ sent: 1, received: 0, parked: 1, quarantined: 2 });
  });

  it('G4 is gathered again when a record or a bookmark moved on, from what it is then', async () => {
    const { pass, commits, changes } = aPass(movedOn, cursorMovedOn);
    const tries: number[] = [];
    const ahead: ReadAhead = async (store, tried) => {
      tries.push(tried);
      return store;
    };
    await commitDraft(pass, storing('France').gather, ahead);
    expect(tries).toEqual([1, 2, 3]);
    expect(pass.counts.sent).toBe(1);
    expect([commits(), changes()]).toEqual([3, 1]);
  });

  it('is given up after ten tries, and at once when the store cannot write', async () => {
    const again = aPass(...Array.from({ length: 9 }, () => movedOn));
    await commitDraft(again.pass, storing('France').gather);
    const never = aPass(...Array.from({ length: 10 }, () => movedOn));
    await expect(commitDraft(never.pass, storing('France').gather)).rejects.toThrow(StoreRefused);
    expect(never.commits()).toBe(10);
    const full = aPass({ kind: 'storage', message: 'The disk is full.' });
    await expect(commitDraft(full.pass, storing('France').gather)).rejects.toThrow('The disk is full.');
    expect([full.commits(), full.changes(), full.pass.counts.sent]).toEqual([1, 0, 0]);
  });

  it('ends the work when the person steered what it is about', async () => {
    const { pass, commits } = aPass(steered);
    const cause: unknown = await commitDraft(pass, storing('France').gather).catch((error: unknown) => error);
    expect(endsWork(cause)).toBe(true);
    expect(cause).not.toBeInstanceOf(StoreRefused);
    expect(commits()).toBe(1);
    expect(endsWork(new StoreRefused(movedOn))).toBe(true);
    expect(endsWork(new Error('a mistake'))).toBe(false);
    expect(new StoreRefused(movedOn).message).toContain('moved-on');
  });
});

/** Works that are all here from the beginning. */
function listed<T>(works: readonly Work<T>[]): Works<T> {
  const left = [...works];
  return { next: async () => left.shift() ?? null, isHere: () => left.length > 0 };
}

describe('commits one after the other', () => {
  it('are all made, in their order, each once', async () => {
    const { pass, memory, commits } = aPass();
    const order: string[] = [];
    const noting = (name: string): Work<void> => ({
      async gather(draft) {
        order.push(name);
        draft.keepWait({ remote: 'gitlab', until: later(order.length) });
        draft.count('sent');
      },
    });
    await commitInTurn(pass, listed(['a', 'b', 'c'].map(noting)));
    expect(order).toEqual(['a', 'b', 'c']);
    expect([commits(), pass.counts.sent]).toEqual([3, 3]);
    expect(await memory.namedWaits()).toEqual([{ remote: 'gitlab', until: later(3) }]);
  });

  it('G4 G9 gather the next one meanwhile, and again where both touch the same record', async () => {
    const { pass, memory, commits } = aPass();
    await commitInTurn(pass, listed(['France', 'Spain', 'Italy'].map(storing)));
    expect(await memory.get('partner', 'partner-1')).toMatchObject({ country: 'Italy', rev: 3 });
    expect(pass.counts.sent).toBe(3);
    expect(commits()).toBeGreaterThan(3);
  });

  it('G4 G9 finish each one from what the one before stored, and tell when it is stored', async () => {
    const { pass, memory } = aPass(undefined, movedOn);
    const order: string[] = [];
    const counting = (name: string): Work<string> => ({
      async gather() {
        order.push(`gather ${name}`);
        return name;
      },
      async finish(draft) {
        const [wait] = await memory.namedWaits();
        order.push(`finish ${name} after ${wait?.until ?? 'nothing'}`);
        draft.keepWait({ remote: 'gitlab', until: later(name.length) });
      },
      stored: (value) => void order.push(`stored ${value}`),
    });
    await commitInTurn(pass, listed(['a', 'bb', 'ccc'].map(counting)));
    expect(order).toEqual([
      'gather a',
      'finish a after nothing',
      'gather bb',
      'stored a',
      `finish bb after ${later(1)}`,
      'gather ccc',
      'gather bb',
      `finish bb after ${later(1)}`,
      'stored bb',
      'gather ccc',
      `finish ccc after ${later(2)}`,
      'stored ccc',
    ]);
  });

  it('G4 see what the one before stored where they are about the same, or come late', async () => {
    const { pass, memory } = aPass();
    const seen: (string | undefined)[] = [];
    const seeing = (country: string, about: string): Work<string> => ({
      about: new Set([about]),
      async gather(draft) {
        seen.push((await draft.get('partner', 'partner-1'))?.country ?? undefined);
        return storing(country).gather(draft);
      },
    });
    await commitInTurn(pass, listed([seeing('France', 'x'), seeing('Spain', 'x')]));
    expect(seen).toEqual([undefined, 'France']);
    const late = listed([seeing('Italy', 'y'), seeing('Japan', 'z')]);
    await commitInTurn(pass, { ...late, isHere: () => false });
    expect(seen).toEqual([undefined, 'France', 'Spain', 'Italy']);
    expect(await countryIn(memory)).toBe('Japan');
  });

  it('stop between two when the pass is to stop', async () => {
    const { pass, memory } = aPass();
    let isStopping = false;
    const works = listed(['France', 'Spain'].map(storing));
    const stopping = { ...pass, isStopping: () => isStopping, changed: async () => void (isStopping = true) };
    await commitInTurn(stopping, works);
    expect(await countryIn(memory)).toBe('France');
  });

  it('end with the one that fails: those before it count, those behind it are not made', async () => {
    const { pass, memory } = aPass();
    const broken: Work<string> = { gather: () => Promise.reject(new Error('cannot be gathered')) };
    const works = listed([storing('France'), broken, storing('Spain')]);
    await expect(commitInTurn(pass, works)).rejects.toThrow('cannot be gathered');
    expect(await countryIn(memory)).toBe('France');
    const full = aPass({ kind: 'storage', message: 'full' });
    const more = listed([storing('France'), storing('Spain')]);
    await expect(commitInTurn(full.pass, more)).rejects.toThrow('full');
    expect(await countryIn(full.memory)).toBeUndefined();
  });
});

describe('work that is repeated', () => {
  it('ends when nothing moved, begins anew when the person steered, and fails with any other failure', async () => {
    const { pass } = aPass(steered);
    const turns: string[] = [];
    await untilStill(async () => {
      turns.push('turn');
      await commitDraft(pass, storing('France').gather);
      return turns.length < 3;
    });
    expect(turns).toHaveLength(3);
    await expect(untilStill(() => Promise.reject(new Error('a mistake')))).rejects.toThrow('a mistake');
  });
});

describe('G5 an intent on which the program fails', () => {
  async function stumbled(state: string, cause: unknown = new Error('a mistake')) {
    const { pass, memory, said } = aPass();
    const intent = anIntent({ state, attempts: 1 });
    await memory.commit({ intents: [intent] });
    await stumble(pass, intent.id, cause);
    return { stored: await memory.intent(intent.id), rested: pass.rested.has(intent.id), said };
  }

  it('rests, is tried again later, and says what happened', async () => {
    for (const cause of [new Error('a mistake'), 'a mistake']) {
      const { stored, rested, said } = await stumbled('running', cause);
      expect(stored).toMatchObject({
        state: 'waiting',
        attempts: 2,
        nextAttemptAt: later(2000),
        problem: { code: 'stumbled', message: expect.stringContaining('a mistake'), at: now },
      });
      expect(rested).toBe(true);
      expect(said).toEqual(['a change could not be worked on: a mistake']);
    }
  });

  it('stays as it is when it is over, or gone', async () => {
    for (const state of ['done', 'discarded'] as const) {
      const { stored, rested } = await stumbled(state);
      expect(stored).toMatchObject({ state, attempts: 1 });
      expect(rested).toBe(true);
    }
    const { pass, commits } = aPass();
    await stumble(pass, 'unknown', new Error('a mistake'));
    expect(commits()).toBe(0);
  });
});
