import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../../shared/ports/local-store';
import { ConflictId } from '../../../shared/schema/ids';
import type { Conflict, Cursor } from '../../../shared/schema/sync-state';
import { isAsBuilt, revOf } from '../../../shared/sync/built-from';
import { startDraft } from '../../../shared/sync/draft';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { anIntent, later, now } from './support';

const partnerKey = { kind: 'partner', id: 'partner-1' } as const;
const requestKey = { kind: 'fund-request', id: 'request-1' } as const;

async function storeWith(...commits: Parameters<LocalStore['commit']>[0][]): Promise<MemoryStore> {
  const store = createMemoryStore();
  for (const commit of commits) {
    const done = await store.commit(commit);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
  }
  return store;
}

/** A store that notes how often it was asked. */
function counting(store: LocalStore) {
  const calls: string[] = [];
  const counted: LocalStore = {
    ...store,
    get: (kind, id) => {
      calls.push(`get ${kind} ${id}`);
      return store.get(kind, id);
    },
    listMany: (kind, index, values) => {
      calls.push(`listMany ${kind} ${index} ${values.join()}`);
      return store.listMany(kind, index, values);
    },
    openConflicts: () => {
      calls.push('openConflicts');
      return store.openConflicts();
    },
  };
  return { store: counted, calls };
}

function account(end: string): string {
  return `00100000000000000${end}`;
}

function salesforce(end: string) {
  return { remote: 'salesforce', object: 'Account', id: account(end), stamp: null, url: null } as const;
}

function aConflict(over: Partial<Conflict> = {}): Conflict {
  return {
    id: ConflictId.parse('00000000-0000-4000-8000-00000000000c'),
    kind: 'fields',
    record: requestKey,
    label: 'Roadshow',
    remote: 'salesforce',
    fields: [],
    theirs: {},
    theirStamp: null,
    detectedAt: now,
    resolvedAt: null,
    choices: {},
    ...over,
  };
}

describe('a draft: records', () => {
  it('are read once, and seen as they will be after what was put', async () => {
    const { store, calls } = counting(await storeWith({ puts: [{ kind: 'partner', record: aPartner() }] }));
    const draft = startDraft(store, now);
    expect(await draft.get('partner', 'partner-1')).toMatchObject({ rev: 1 });
    await draft.put({ kind: 'partner', record: aPartner({ country: 'France' }) });
    expect(await draft.get('partner', 'partner-1')).toMatchObject({
      country: 'France',
      rev: 2,
      updatedAt: now,
    });
    expect(calls).toEqual(['get partner partner-1']);
    expect(draft.changed()).toBe(1);
  });

  it('get the revision after the one that is stored, the first one when nothing is, however often they are put', async () => {
    const store = await storeWith({ puts: [{ kind: 'partner', record: aPartner({ rev: 7 }) }] });
    const draft = startDraft(store, later(1000));
    for (const country of ['France', 'Spain'])
      await draft.put({ kind: 'partner', record: aPartner({ rev: 3, country }) });
    await draft.put({ kind: 'fund-request', record: aFundRequest({ rev: 3 }) });
    expect(await draft.commit()).toEqual({ ok: true, value: undefined });
    expect(await store.get('partner', 'partner-1')).toMatchObject({
      rev: 8,
      country: 'Spain',
      updatedAt: later(1000),
    });
    expect(await store.get('fund-request', 'request-1')).toMatchObject({ rev: 1 });
  });

  it('that are put as they are change nothing', async () => {
    const store = await storeWith({ puts: [{ kind: 'partner', record: aPartner() }] });
    const draft = startDraft(store, later(1000));
    await draft.put({ kind: 'partner', record: aPartner() });
    expect(draft.changed()).toBe(0);
    expect(await draft.commit()).toMatchObject({ ok: true });
    expect(await store.get('partner', 'partner-1')).toEqual(aPartner());
  });

  it('G4 that moved on since refuse the commit, when they are put and when they are only held; others that were read do not', async () => {
    for (const use of ['put', 'hold', 'read'] as const) {
      const store = await storeWith({ puts: [{ kind: 'partner', record: aPartner() }] });
      const draft = startDraft(store, now);
      await draft.get('partner', 'partner-1');
      if (use === 'put') await draft.put({ kind: 'partner', record: aPartner({ country: 'France' }) });
      if (use === 'hold') draft.hold(partnerKey);
      await store.commit({ puts: [{ kind: 'partner', record: aPartner({ rev: 2, country: 'Italy' }) }] });
      expect(await draft.commit()).toMatchObject(
        use === 'read' ? { ok: true } : { ok: false, error: { kind: 'moved-on', expected: 1, found: 2 } },
      );
    }
  });

  it('G4 that came into being since refuse the commit', async () => {
    const store = createMemoryStore();
    const draft = startDraft(store, now);
    expect(await draft.get('partner', 'partner-1')).toBeUndefined();
    await draft.put({ kind: 'partner', record: aPartner() });
    await store.commit({ puts: [{ kind: 'partner', record: aPartner() }] });
    expect(await draft.commit()).toMatchObject({ ok: false, error: { kind: 'moved-on', expected: null } });
  });
});

describe('a draft: records by a field', () => {
  it('are those that have the value now, of the store and of what was put, each once', async () => {
    const { store, calls } = counting(
      await storeWith({
        puts: [
          { kind: 'partner', record: aPartner({ id: 'a', salesforce: salesforce('1') }) },
          { kind: 'partner', record: aPartner({ id: 'b', salesforce: salesforce('1') }) },
          { kind: 'partner', record: aPartner({ id: 'c', salesforce: salesforce('2') }) },
        ],
      }),
    );
    const draft = startDraft(store, now);
    const ids = async (value: string): Promise<string[]> =>
      (await draft.all('partner', 'salesforce.id', account(value))).map(({ id }) => id).sort();
    await draft.put({ kind: 'partner', record: aPartner({ id: 'd', salesforce: salesforce('1') }) });
    expect(await ids('1')).toEqual(['a', 'b', 'd']);
    await draft.put({ kind: 'partner', record: aPartner({ id: 'a', salesforce: salesforce('2') }) });
    await draft.put({ kind: 'partner', record: aPartner({ id: 'e', salesforce: salesforce('1') }) });
    await draft.put({ kind: 'partner', record: aPartner({ id: 'e', salesforce: salesforce('3') }) });
    await draft.put({ kind: 'fund-request', record: aFundRequest({ id: 'f', partnerId: 'a' }) });
    expect(await ids('1')).toEqual(['b', 'd']);
    expect(await ids('2')).toEqual(['a', 'c']);
    expect(await ids('3')).toEqual(['e']);
    expect(await ids('4')).toEqual([]);
    expect((await draft.all('fund-request', 'partnerId', 'a')).map(({ id }) => id)).toEqual(['f']);
    const lists = calls.filter((call) => call.startsWith('listMany partner'));
    expect(lists).toEqual(
      [1, 2, 3, 4].map((value) => `listMany partner salesforce.id ${account(`${value}`)}`),
    );
  });

  it('are found by other fields and kinds apart from each other', async () => {
    const draft = startDraft(createMemoryStore(), now);
    await draft.put({ kind: 'partner', record: aPartner({ id: 'same', country: 'x', region: 'y' }) });
    expect(await draft.all('partner', 'country', 'x')).toHaveLength(1);
    expect(await draft.all('partner', 'region', 'x')).toHaveLength(0);
    expect(await draft.all('partner', 'region', 'y')).toHaveLength(1);
    expect(await draft.all('budget', 'country', 'x')).toHaveLength(0);
    expect(await draft.all('partner', 'country.of.nothing', 'x')).toHaveLength(0);
  });

  it('are the only one or none at all', async () => {
    const store = await storeWith({
      puts: [
        { kind: 'partner', record: aPartner({ id: 'a', salesforce: salesforce('1') }) },
        { kind: 'partner', record: aPartner({ id: 'b', salesforce: salesforce('2') }) },
        { kind: 'partner', record: aPartner({ id: 'c', salesforce: salesforce('2') }) },
      ],
    });
    const draft = startDraft(store, now);
    expect((await draft.only('partner', 'salesforce.id', account('1')))?.id).toBe('a');
    expect(await draft.only('partner', 'salesforce.id', account('2'))).toBeUndefined();
    expect(await draft.only('partner', 'salesforce.id', account('3'))).toBeUndefined();
  });
});

describe('a draft: what was agreed with a remote', () => {
  const base = {
    key: 'partner:partner-1:salesforce',
    record: partnerKey,
    remote: 'salesforce',
    stamp: null,
  } as const;

  it('is the stored one until another is put, and written only when it differs', async () => {
    const store = await storeWith({ bases: [{ ...base, fields: { name: 'A' } }] });
    const commits: unknown[] = [];
    const draft = startDraft(
      {
        ...store,
        commit: (commit) => {
          commits.push(commit.bases);
          return store.commit(commit);
        },
      },
      now,
    );
    expect(await draft.base(partnerKey, 'salesforce')).toMatchObject({ fields: { name: 'A' } });
    expect(await draft.base(partnerKey, 'gitlab')).toBeUndefined();
    await draft.putBase({ ...base, fields: { name: 'A' } });
    await draft.commit();
    await draft.putBase({ ...base, fields: { name: 'B' } });
    expect(await draft.base(partnerKey, 'salesforce')).toMatchObject({ fields: { name: 'B' } });
    await draft.putBase({ ...base, fields: { name: 'A' } });
    expect(await draft.base(partnerKey, 'salesforce')).toMatchObject({ fields: { name: 'A' } });
    await draft.commit();
    expect(commits).toEqual([[], [{ ...base, fields: { name: 'A' } }]]);
  });
});

describe('a draft: conflicts', () => {
  it('are the open ones of the record, as they will be after what was put; the store is asked once', async () => {
    const other = aConflict({
      id: ConflictId.parse('00000000-0000-4000-8000-00000000000d'),
      record: partnerKey,
    });
    const { store, calls } = counting(await storeWith({ conflicts: [aConflict(), other] }));
    const draft = startDraft(store, now);
    expect(await draft.openConflicts(requestKey)).toEqual([aConflict()]);
    draft.putConflict(aConflict({ label: 'Changed' }));
    expect(await draft.openConflicts(requestKey)).toEqual([aConflict({ label: 'Changed' })]);
    draft.putConflict(aConflict({ resolvedAt: now }));
    expect(await draft.openConflicts(requestKey)).toEqual([]);
    expect(await draft.openConflicts(partnerKey)).toEqual([other]);
    expect(calls).toEqual(['openConflicts']);
  });
});

describe('a draft: intents', () => {
  it('are the open ones of the record, as they will be after what was put', async () => {
    const second = anIntent({ id: '00000000-0000-4000-8000-000000000002', seq: 2 });
    const done = anIntent({ id: '00000000-0000-4000-8000-000000000003', seq: 3, state: 'done' });
    const given = anIntent({ id: '00000000-0000-4000-8000-000000000004', seq: 4, state: 'discarded' });
    const store = await storeWith({ intents: [anIntent(), second, done, given] });
    const draft = startDraft(store, now);
    expect((await draft.openIntents(requestKey)).map(({ seq }) => seq)).toEqual([1, 2]);
    draft.putIntent({ ...second, state: 'discarded' });
    draft.putIntent(anIntent({ label: 'Changed' }));
    expect(await draft.openIntents(requestKey)).toEqual([{ ...anIntent({ label: 'Changed' }), rev: 1 }]);
    expect(await draft.openIntents(partnerKey)).toEqual([]);
  });

  it('count each commit once, however often they are put, and refuse it when they were changed since', async () => {
    const store = await storeWith({ intents: [anIntent({ rev: 4 })] });
    const draft = startDraft(store, now);
    const first = draft.putIntent(anIntent({ rev: 4, label: 'One' }));
    expect(first.rev).toBe(5);
    expect(draft.putIntent({ ...first, label: 'Two' }).rev).toBe(5);
    const late = startDraft(store, now);
    late.putIntent(anIntent({ rev: 4, label: 'Late' }));
    expect(await draft.commit()).toMatchObject({ ok: true });
    expect(await store.intent(first.id)).toMatchObject({ rev: 5, label: 'Two' });
    expect(await late.commit()).toMatchObject({ ok: false, error: { kind: 'intent-moved-on', expected: 4 } });
    expect(await store.intent(first.id)).toMatchObject({ label: 'Two' });
  });

  it('are added once for a kind and a record, the last one', async () => {
    const store = createMemoryStore();
    const draft = startDraft(store, now);
    const ids = ['1', '2', '3', '4'].map((end) => `00000000-0000-4000-8000-00000000000${end}`);
    draft.addIntent(anIntent({ id: ids[0] }));
    draft.addIntent(anIntent({ id: ids[1] }));
    draft.addIntent(anIntent({ id: ids[2], kind: 'fund-request.approved' }));
    draft.addIntent(anIntent({ id: ids[3], subject: { kind: 'fund-request', id: 'request-2' } }));
    await draft.commit();
    expect((await store.openIntents()).map(({ id }) => id)).toEqual(ids.slice(1));
  });
});

describe('a draft: the rest', () => {
  const item = { id: 'row', source: 'salesforce', what: 'A row', reason: 'Odd', raw: '{}', at: now } as const;

  it('G10 sets aside and releases, the last word counting', async () => {
    const store = await storeWith({
      quarantine: [
        { ...item, id: 'old' },
        { ...item, id: 'kept' },
      ],
    });
    const draft = startDraft(store, now);
    draft.quarantine(item);
    draft.release('row');
    draft.release('old');
    draft.release('kept');
    draft.quarantine({ ...item, id: 'kept', reason: 'Odder' });
    await draft.commit();
    expect(await store.quarantined()).toEqual([{ ...item, id: 'kept', reason: 'Odder' }]);
  });

  it('G6 changes a bookmark as it is stored, several times in one commit, and never over another change', async () => {
    const store = createMemoryStore();
    const step = (stored: Cursor | undefined, value: string): Cursor => ({
      ...stored,
      stream: 'claims',
      value: `${stored?.value ?? ''}${value}`,
      at: now,
    });
    const first = startDraft(store, now);
    const late = startDraft(store, now);
    expect(await first.changeCursor('claims', (stored) => step(stored, 'a'))).toMatchObject({
      value: 'a',
      rev: 1,
    });
    await first.changeCursor('claims', (stored) => step(stored, 'b'));
    await late.changeCursor('claims', (stored) => step(stored, 'late'));
    expect(await first.commit()).toMatchObject({ ok: true });
    expect(await store.cursor('claims')).toMatchObject({ value: 'ab', rev: 1 });
    expect(await late.commit()).toMatchObject({ ok: false, error: { kind: 'cursor-moved-on' } });
    const second = startDraft(store, now);
    await second.changeCursor('claims', (stored) => step(stored, 'c'));
    expect(await second.commit()).toMatchObject({ ok: true });
    expect(await store.cursor('claims')).toMatchObject({ value: 'abc', rev: 2 });
  });

  it('keeps waits and lines of the log, with the time of the draft', async () => {
    const store = createMemoryStore();
    const draft = startDraft(store, now);
    draft.keepWait({ remote: 'gitlab', until: later(5000) });
    draft.log('warning', 'Something was odd.');
    await draft.commit();
    expect(await store.namedWaits()).toEqual([{ remote: 'gitlab', until: later(5000) }]);
    expect(store.logged()).toEqual([{ at: now, level: 'warning', text: 'Something was odd.' }]);
  });

  it('counts for the report', () => {
    const draft = startDraft(createMemoryStore(), now);
    expect(draft.counted()).toEqual({ sent: 0, parked: 0, quarantined: 0 });
    for (const name of ['sent', 'sent', 'parked'] as const) draft.count(name);
    expect(draft.counted()).toEqual({ sent: 2, parked: 1, quarantined: 0 });
  });

  it('G1 lets the journal lag unless the commit was asked to be secure', async () => {
    const lags: (boolean | undefined)[] = [];
    const memory = createMemoryStore();
    const store: LocalStore = {
      ...memory,
      commit: (commit) => {
        lags.push(commit.journalMayLag);
        return memory.commit(commit);
      },
    };
    const draft = startDraft(store, now);
    await draft.commit();
    draft.secure();
    await draft.commit();
    expect(lags).toEqual([true, false]);
  });

  it('SY-9 finds a record as it was built from, changed, and gone', async () => {
    const store = await storeWith({ puts: [{ kind: 'fund-request', record: aFundRequest({ rev: 4 }) }] });
    const draft = startDraft(store, now);
    const gone = { about: { kind: 'fund-request', id: 'request-2' } } as const;
    expect(await revOf(draft, { about: requestKey })).toBe(4);
    expect(await isAsBuilt(draft, { about: requestKey }, 4)).toBe(true);
    expect(await isAsBuilt(draft, { about: requestKey }, 3)).toBe(false);
    expect(await revOf(draft, gone)).toBeNull();
    expect(await isAsBuilt(draft, gone, null)).toBe(true);
  });

  it('finds requests as they are in it, and none that is no such any more', async () => {
    const named = ['a', 'b', 'c'].map((end) => aFundRequest({ id: `request-${end}`, title: 'Wanted' }));
    const store = await storeWith({
      puts: [...named, aFundRequest({ id: 'request-d', title: 'Other' })].map((record) => ({
        kind: 'fund-request',
        record,
      })),
    });
    const draft = startDraft(store, now);
    const [first, second] = named;
    if (first) await draft.put({ kind: 'fund-request', record: { ...first, description: 'Newer' } });
    if (second) await draft.put({ kind: 'fund-request', record: { ...second, title: 'Other' } });
    const found = await draft.requests(({ title }) => title === 'Wanted');
    expect(found.map(({ id, description }) => [id, description === 'Newer'])).toEqual([
      ['request-a', true],
      ['request-c', false],
    ]);
  });
});
