import { describe, expect, it } from 'vitest';
import { decideRecovery, type StoreStand } from '../../../shared/domain/recovery/decide-recovery';
import type { JournalState } from '../../../shared/schema/journal';

type Journal = Pick<JournalState, 'storeId' | 'head' | 'oldest' | 'losses'>;

const journal = (change: Partial<Journal> = {}): Journal => ({
  storeId: 'store',
  head: { n: 10, id: 'ten' },
  oldest: 4,
  losses: [],
  ...change,
});

const standing = (n: number, id: string, firstHeld: number | null = n) => ({
  kind: 'standing' as const,
  storeId: 'store',
  head: n === 0 ? null : { n, id },
  firstHeld,
});

const loss = { what: 'changes 5 to 6', from: 5, to: 6, keptAs: null };

describe('G2 how database and journal come to stand alike', () => {
  it('G2 opens when both stand at the same commit', () => {
    expect(decideRecovery(standing(10, 'ten'), journal(), null)).toEqual({ kind: 'open' });
    const fresh = journal({ head: { n: 0, id: '' }, oldest: 0 });
    expect(decideRecovery(standing(0, ''), fresh, null)).toEqual({ kind: 'open' });
  });

  it('G2 begins a journal for a workspace that has none', () => {
    const none = journal({ storeId: null, head: null });
    expect(decideRecovery({ kind: 'empty' }, none, null)).toEqual({ kind: 'new-base', why: 'new' });
    const old: StoreStand = { kind: 'standing', storeId: null, head: null, firstHeld: null };
    expect(decideRecovery(old, none, null)).toEqual({ kind: 'new-base', why: 'new' });
    const interrupted = { ...standing(3, 'three'), isUnsecured: true };
    expect(decideRecovery(interrupted, none, null)).toEqual({ kind: 'new-base', why: 'new' });
  });

  it('G2 makes a journal anew that was lost, is too old or damaged, from a database that has everything', () => {
    const none = journal({ storeId: null, head: null });
    expect(decideRecovery(standing(10, 'ten'), none, null)).toEqual({
      kind: 'new-base',
      why: 'journal-lost',
    });
    expect(decideRecovery(standing(20, 'twenty', 15), journal(), null)).toEqual({
      kind: 'new-base',
      why: 'journal-behind',
    });
    expect(decideRecovery(standing(20, 'twenty', null), journal(), null)).toEqual({
      kind: 'new-base',
      why: 'journal-behind',
    });
    for (const stand of [standing(10, 'ten'), standing(12, 'twelve', 11)]) {
      expect(decideRecovery(stand, journal({ losses: [loss] }), null)).toEqual({
        kind: 'new-base',
        why: 'journal-damaged',
      });
    }
  });

  it('G2 says so when the journal went while the database was made again from it', () => {
    const none = journal({ storeId: null, head: null });
    expect(decideRecovery({ kind: 'unfinished', storeId: 'store' }, none, null)).toEqual({
      kind: 'new-base',
      why: 'half-restored',
    });
  });

  it('G2 does not begin a journal from nothing while there is one that cannot be read', () => {
    const unreadable = journal({ storeId: null, head: null, losses: [loss] });
    expect(decideRecovery({ kind: 'empty' }, unreadable, null)).toEqual({ kind: 'both-lost' });
    const old: StoreStand = { kind: 'standing', storeId: null, head: null, firstHeld: null };
    expect(decideRecovery(old, unreadable, null)).toEqual({ kind: 'new-base', why: 'journal-lost' });
  });

  it('G2 trusts a whole database more than a base whose head cannot be read', () => {
    const headless = journal({ head: { n: 10, id: '' }, losses: [loss] });
    expect(decideRecovery(standing(10, 'ten'), headless, null)).toEqual({
      kind: 'new-base',
      why: 'journal-damaged',
    });
  });

  it('G1 sends what the journal did not get before the app ended', () => {
    for (const firstHeld of [1, 10, 11]) {
      expect(decideRecovery(standing(12, 'twelve', firstHeld), journal(), null)).toEqual({
        kind: 'send-rest',
        after: 10,
      });
    }
  });

  it('G2 replays what an older database lacks, when it stands on the way', () => {
    expect(decideRecovery(standing(7, 'seven'), journal(), 'seven')).toEqual({ kind: 'replay', after: 7 });
    expect(decideRecovery(standing(4, 'four'), journal(), 'four')).toEqual({ kind: 'replay', after: 4 });
    expect(decideRecovery(standing(0, ''), journal({ oldest: 0 }), null)).toEqual({
      kind: 'replay',
      after: 0,
    });
  });

  it('G2 makes a database anew that is gone, half restored, too old, or not of this journal', () => {
    expect(decideRecovery({ kind: 'empty' }, journal(), null)).toEqual({ kind: 'rebuild', why: 'lost' });
    expect(decideRecovery({ kind: 'unfinished', storeId: 'store' }, journal(), null)).toEqual({
      kind: 'rebuild',
      why: 'unfinished',
    });
    for (const [stand, idThere] of [
      [standing(3, 'three'), 'three'],
      [standing(7, 'other'), 'seven'],
      [standing(7, 'seven'), null],
    ] as const) {
      expect(decideRecovery(stand, journal(), idThere)).toEqual({ kind: 'rebuild', why: 'older' });
    }
    expect(decideRecovery(standing(10, 'another'), journal(), null)).toEqual({
      kind: 'rebuild',
      why: 'other',
    });
    const foreign: StoreStand = { kind: 'standing', storeId: 'b', head: { n: 10, id: 'ten' }, firstHeld: 10 };
    expect(decideRecovery(foreign, journal(), null)).toEqual({ kind: 'rebuild', why: 'other' });
  });
});
