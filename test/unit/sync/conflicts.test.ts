import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { AnyRecord } from '../../../shared/schema/record';
import type { Conflict, ConflictField } from '../../../shared/schema/sync-state';
import {
  absorbDelete,
  blockingConflict,
  contestedFields,
  keepConflicts,
  labelOf,
} from '../../../shared/sync/conflicts';
import { type Draft, startDraft } from '../../../shared/sync/draft';
import { newClaim, newDocument, newPlanItem, newRegistration } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { later, now } from './support';

const entry: AnyRecord = { kind: 'fund-request', record: aFundRequest() };

function field(name: string, theirs = 'theirs'): ConflictField {
  return { field: name, base: 'base', mine: 'mine', theirs };
}

/** Ids one after the other. */
function ids(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}

type Found = { fields?: ConflictField[]; stale?: ConflictField[]; theirs?: FieldMap; stamp?: string | null };

/** Notes what was found in one commit, and gives how many fields wait. */
async function note(
  store: MemoryStore,
  found: Found,
  { at = now, remote = 'salesforce' as const, newId = ids() } = {},
): Promise<number> {
  const draft = startDraft(store, at);
  const waiting = await keepConflicts(draft, entry, remote, {
    fields: [],
    stale: [],
    theirs: {},
    stamp: null,
    newId,
    ...found,
  });
  await draft.commit();
  return waiting;
}

async function onDraft<T>(store: MemoryStore, work: (draft: Draft) => Promise<T>, at = now): Promise<T> {
  const draft = startDraft(store, at);
  const value = await work(draft);
  await draft.commit();
  return value;
}

async function open(store: MemoryStore): Promise<Conflict[]> {
  return store.openConflicts();
}

describe('G4 conflicts of a record with a remote', () => {
  it('are opened with both values, said once, and counted', async () => {
    const store = createMemoryStore();
    const theirs = { title: 'theirs', region: 'EMEA' };
    const found = { fields: [field('title'), field('end')], theirs, stamp: 's1' };
    expect(await note(store, found)).toBe(2);
    expect(await open(store)).toEqual([
      {
        id: '00000000-0000-4000-8000-000000000001',
        kind: 'fields',
        record: { kind: 'fund-request', id: 'request-1' },
        label: 'DevSecOps roadshow Hamburg',
        remote: 'salesforce',
        fields: [field('title'), field('end')],
        theirs,
        theirStamp: 's1',
        detectedAt: now,
        resolvedAt: null,
        choices: {},
      },
    ]);
    expect(store.logged()).toMatchObject([
      { level: 'warning', text: expect.stringContaining('was changed here and there') },
    ]);
    expect(store.logged()[0]?.text).toContain('(Salesforce)');
  });

  it('are one for a kind, brought up to date: what the remote did not answer this time stays', async () => {
    const store = createMemoryStore();
    await note(store, {
      fields: [field('title'), field('end')],
      theirs: { title: 'theirs', end: 'theirs', region: 'EMEA' },
      stamp: 's1',
    });
    const again = { fields: [field('title', 'newer')], theirs: { title: 'newer' }, stamp: 's2' };
    expect(await note(store, again, { at: later(9) })).toBe(2);
    expect(await open(store)).toMatchObject([
      {
        id: '00000000-0000-4000-8000-000000000001',
        fields: [field('title', 'newer'), field('end')],
        theirs: { title: 'newer', end: 'theirs', region: 'EMEA' },
        theirStamp: 's2',
        detectedAt: now,
      },
    ]);
    expect(store.logged()).toHaveLength(1);
  });

  it('close when both sides came to agree, and nothing opens where nothing was found', async () => {
    const store = createMemoryStore();
    expect(await note(store, {})).toBe(0);
    expect(store.allConflicts()).toEqual([]);
    await note(store, { fields: [field('title')], theirs: { title: 'theirs' } });
    expect(await note(store, { theirs: { title: 'mine' } }, { at: later(9) })).toBe(0);
    expect(store.allConflicts()).toMatchObject([{ resolvedAt: later(9), fields: [field('title')] }]);
  });

  it('about a decision stand beside those about values, and are asked anew each time', async () => {
    const store = createMemoryStore();
    const newId = ids();
    const found = { fields: [field('title')], stale: [field('requested'), field('status')], theirs: {} };
    expect(await note(store, found, { newId })).toBe(3);
    expect((await open(store)).map(({ kind }) => kind).sort()).toEqual(['fields', 'stale-decision']);
    expect(await note(store, { stale: [field('status')] }, { newId })).toBe(2);
    const stale = (await open(store)).find(({ kind }) => kind === 'stale-decision');
    expect(stale?.fields).toEqual([field('status')]);
    expect(store.logged().map(({ text }) => text.includes('your decision'))).toEqual([false, true]);
  });

  it('with one remote say nothing about the other', async () => {
    const store = createMemoryStore();
    const newId = ids();
    await note(store, { fields: [field('title')] }, { newId });
    await onDraft(store, (draft) =>
      keepConflicts(draft, entry, 'gitlab', {
        fields: [field('due')],
        stale: [],
        theirs: {},
        stamp: null,
        newId,
      }),
    );
    expect((await open(store)).map(({ remote }) => remote).sort()).toEqual(['gitlab', 'salesforce']);
    expect(await onDraft(store, (draft) => contestedFields(draft, entry, 'salesforce'))).toEqual(
      new Set(['title']),
    );
    expect(await onDraft(store, (draft) => contestedFields(draft, entry, 'gitlab'))).toEqual(
      new Set(['due']),
    );
  });
});

describe('G4 a record that was deleted there', () => {
  it('is marked when nothing local is at stake', async () => {
    const store = createMemoryStore();
    await onDraft(store, (draft) => absorbDelete(draft, entry, 'salesforce', false, ids()));
    expect(await store.get('fund-request', 'request-1')).toMatchObject({ deletedRemotely: true });
    expect(store.allConflicts()).toEqual([]);
  });

  it('stays and is asked about when something is, instead of what it says', async () => {
    const store = createMemoryStore();
    const newId = ids();
    await note(store, { fields: [field('title')], stale: [field('status')] }, { newId });
    await onDraft(store, (draft) => absorbDelete(draft, entry, 'salesforce', true, newId), later(9));
    expect(await store.get('fund-request', 'request-1')).toBeUndefined();
    expect(await open(store)).toMatchObject([
      {
        kind: 'remote-delete',
        fields: [{ field: 'record', base: true, mine: true, theirs: false }],
        theirs: {},
        theirStamp: null,
      },
    ]);
    const closed = store.allConflicts().filter(({ resolvedAt }) => resolvedAt !== null);
    expect(closed.map(({ kind, resolvedAt }) => [kind, resolvedAt])).toEqual([
      ['fields', later(9)],
      ['stale-decision', later(9)],
    ]);
    expect(store.logged().at(-1)?.text).toContain('choose whether it stays');
    await onDraft(store, (draft) => absorbDelete(draft, entry, 'salesforce', true, newId));
    expect(await open(store)).toHaveLength(1);
  });

  it('was marked before is left as it is', async () => {
    const store = createMemoryStore();
    const deleted: AnyRecord = { kind: 'fund-request', record: aFundRequest({ deletedRemotely: true }) };
    await onDraft(store, (draft) => absorbDelete(draft, deleted, 'salesforce', true, ids()));
    expect(store.allConflicts()).toEqual([]);
  });

  it('and is there again needs no choice any more', async () => {
    const store = createMemoryStore();
    await onDraft(store, (draft) => absorbDelete(draft, entry, 'salesforce', true, ids()));
    await note(store, {}, { at: later(9) });
    expect(store.allConflicts()).toMatchObject([{ kind: 'remote-delete', resolvedAt: later(9) }]);
  });
});

describe('G4 what an open conflict forbids', () => {
  it('to send anything of a record whose deletion waits for a choice, to that remote', async () => {
    const store = createMemoryStore();
    await onDraft(store, (draft) => absorbDelete(draft, entry, 'salesforce', true, ids()));
    for (const judging of [false, true])
      expect(
        await onDraft(store, (draft) => blockingConflict(draft, entry, 'salesforce', judging)),
      ).toMatchObject({ kind: 'remote-delete' });
    expect(await onDraft(store, (draft) => blockingConflict(draft, entry, 'gitlab', true))).toBeUndefined();
    expect(await onDraft(store, (draft) => contestedFields(draft, entry, 'salesforce'))).toEqual(new Set());
  });

  it('to send a verdict that became stale, but not the rest', async () => {
    const store = createMemoryStore();
    await note(store, { stale: [field('requested')] });
    const blocking = (judging: boolean) =>
      onDraft(store, (draft) => blockingConflict(draft, entry, 'salesforce', judging));
    expect(await blocking(true)).toMatchObject({ kind: 'stale-decision' });
    expect(await blocking(false)).toBeUndefined();
    expect(await onDraft(store, (draft) => contestedFields(draft, entry, 'salesforce'))).toEqual(
      new Set(['requested']),
    );
  });

  it('SY-53 a verdict whose facts are contested, not one beside other values, and no change of data', async () => {
    const blocks = async (name: string, judging: boolean): Promise<boolean> => {
      const store = createMemoryStore();
      await note(store, { fields: [field(name)] });
      const found = await onDraft(store, (draft) => blockingConflict(draft, entry, 'salesforce', judging));
      return found !== undefined;
    };
    expect(await blocks('title', true)).toBe(true);
    expect(await blocks('description', true)).toBe(false);
    expect(await blocks('title', false)).toBe(false);
  });
});

describe('what a record is called', () => {
  it('is its title, name or subject', () => {
    const request = { requestId: 'request-1' };
    expect(labelOf({ kind: 'partner', record: aPartner({ name: 'N' }) })).toBe('N');
    expect(labelOf({ kind: 'fund-request', record: aFundRequest({ title: 'T' }) })).toBe('T');
    expect(labelOf({ kind: 'claim', record: newClaim(now, { id: 'c', ...request, title: 'C' }) })).toBe('C');
    expect(labelOf({ kind: 'document', record: newDocument(now, { ...request, name: 'd.pdf' }) })).toBe(
      'd.pdf',
    );
    expect(labelOf({ kind: 'plan-item', record: newPlanItem(now, { id: 'p', title: 'P' }) })).toBe('P');
    expect(
      labelOf({
        kind: 'registration',
        record: newRegistration(now, { partnerId: 'p', program: 'x', subject: 'S' }),
      }),
    ).toBe('S');
  });
});
