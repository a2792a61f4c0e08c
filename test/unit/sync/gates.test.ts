import { describe, expect, it } from 'vitest';
import { createGates } from '../../../shared/sync/gates';
import { restoreGates } from '../../../shared/sync/kept-gates';
import { createPatience } from '../../../shared/sync/patience';
import { createStatusBoard, type SyncStatus } from '../../../shared/sync/status';
import { TestClock } from '../../sync/support/desk';
import { createMemoryStore } from '../../support/memory-store';
import { later, now } from './support';

describe('G5 G9 gates', () => {
  it('are open and know nothing at first, and know an answer', () => {
    const gates = createGates();
    expect(gates.isOpen('gitlab')).toBe(true);
    expect(gates.state('gitlab')).toEqual({ state: 'unknown', note: null, until: null });
    gates.answered('gitlab');
    expect(gates.state('gitlab').state).toBe('online');
    expect(gates.state('salesforce').state).toBe('unknown');
  });

  it('close for the pass when a remote cannot be reached or asks to sign in, and say why once', () => {
    for (const how of ['unreachable', 'signIn'] as const) {
      const gates = createGates();
      gates[how]('gitlab', 'no route.');
      expect(gates.isOpen('gitlab')).toBe(false);
      expect(gates.isOpen('salesforce')).toBe(true);
      expect(gates.state('gitlab')).toMatchObject({
        state: how === 'signIn' ? 'sign-in' : 'unreachable',
        note: expect.stringMatching(/^GitLab .*: no route\.$/),
        until: null,
      });
      gates.answered('gitlab');
      gates.unreachable('gitlab', 'another reason');
      expect(gates.state('gitlab').note).toContain('no route.');
      gates.startPass(now);
      expect(gates.isOpen('gitlab')).toBe(true);
      expect(gates.state('gitlab').note).toContain('no route.');
    }
  });

  it('do not name a remote twice', () => {
    const gates = createGates();
    gates.unreachable('gitlab', 'GitLab is down.');
    expect(gates.state('gitlab').note).toBe('GitLab is down.');
  });

  it('stay closed until the time that a remote named, the latest of several', () => {
    const gates = createGates();
    gates.waitUntil('salesforce', 'limit.', later(5000));
    gates.waitUntil('salesforce', 'limit.', later(9000));
    gates.waitUntil('salesforce', 'limit.', later(1000));
    expect(gates.state('salesforce')).toMatchObject({ state: 'waiting', until: later(9000) });
    gates.unreachable('salesforce', 'gone.');
    gates.startPass(later(8999));
    expect(gates.isOpen('salesforce')).toBe(false);
    gates.startPass(later(9000));
    expect(gates.isOpen('salesforce')).toBe(true);
    gates.answered('salesforce');
    expect(gates.state('salesforce').until).toBeNull();
  });

  it('take a time also when they were closed without one', () => {
    const gates = createGates();
    gates.unreachable('salesforce', 'gone.');
    gates.waitUntil('salesforce', 'limit.', later(5000));
    expect(gates.state('salesforce').until).toBe(later(5000));
  });

  it('close at the second answer in a row that says nothing', () => {
    const gates = createGates();
    gates.hesitated('gitlab', 'odd');
    expect(gates.isOpen('gitlab')).toBe(true);
    gates.answered('gitlab');
    gates.hesitated('gitlab', 'odd');
    expect(gates.isOpen('gitlab')).toBe(true);
    gates.startPass(now);
    gates.hesitated('gitlab', 'odd');
    expect(gates.isOpen('gitlab')).toBe(true);
    gates.hesitated('gitlab', 'odd');
    expect(gates.isOpen('gitlab')).toBe(false);
    expect(gates.state('gitlab')).toMatchObject({ state: 'unreachable' });
  });

  it('keep over a restart to the time that was named, while it has not come', async () => {
    const store = createMemoryStore();
    await store.commit({
      namedWaits: [
        { remote: 'gitlab', until: later(5000) },
        { remote: 'salesforce', until: now },
      ],
    });
    const gates = createGates();
    await restoreGates(store, gates, now);
    expect([gates.isOpen('gitlab'), gates.isOpen('salesforce')]).toEqual([false, true]);
    expect(gates.state('gitlab').until).toBe(later(5000));
  });
});

describe('G5 patience', () => {
  /** Lets everything run that waits for nothing but its turn. */
  async function turns(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  it('gives the result of a call, or its failure, or what is said when it takes too long', async () => {
    const clock = new TestClock();
    const patience = createPatience(clock);
    expect(await patience.within(Promise.resolve('yes'), 1, () => 'late')).toBe('yes');
    await expect(patience.within(Promise.reject(new Error('no')), 1, () => 'late')).rejects.toThrow('no');
    let said = '';
    void patience
      .within(new Promise<string>(() => undefined), 2, () => 'late')
      .then((value) => {
        said = value;
      });
    for (const expected of ['', 'late']) {
      await turns();
      clock.advance(60_000);
      await turns();
      expect(said).toBe(expected);
    }
  });

  it('counts the minutes of each call for itself, and sleeps only while one runs', async () => {
    let sleeps = 0;
    let wake: (() => void)[] = [];
    const patience = createPatience({
      sleep: (milliseconds) => {
        expect(milliseconds).toBe(60_000);
        sleeps += 1;
        return new Promise((resolve) => wake.push(resolve));
      },
    });
    const minute = async (): Promise<void> => {
      const due = wake;
      wake = [];
      for (const one of due) one();
      await turns();
    };
    const said: string[] = [];
    const never = (name: string, minutes: number): void =>
      void patience
        .within(new Promise<string>(() => undefined), minutes, () => name)
        .then((value) => said.push(value));
    never('first', 3);
    await minute();
    never('second', 1);
    await minute();
    expect(said).toEqual(['second']);
    await minute();
    expect(said).toEqual(['second', 'first']);
    const before = sleeps;
    await minute();
    expect(sleeps).toBe(before);
    never('third', 1);
    await minute();
    expect(said).toEqual(['second', 'first', 'third']);
  });
});

describe('the board', () => {
  it('tells each change once to whoever listens, and the present to who begins to', () => {
    const board = createStatusBoard();
    const heard: SyncStatus['phase'][] = [];
    const stop = board.subscribe(({ phase }) => heard.push(phase));
    board.set({ phase: 'sending' });
    board.set({ phase: 'sending' });
    board.set({ phase: 'idle' });
    stop();
    board.set({ phase: 'receiving' });
    expect(heard).toEqual(['idle', 'sending', 'idle']);
    expect(board.current()).toEqual({
      phase: 'receiving',
      reading: null,
      waiting: 0,
      parked: 0,
      conflicts: 0,
      lastSyncAt: null,
      lastRound: null,
      online: null,
      remotes: {
        salesforce: { state: 'unknown', note: null, until: null },
        gitlab: { state: 'unknown', note: null, until: null },
      },
      absent: [],
    });
  });
});
