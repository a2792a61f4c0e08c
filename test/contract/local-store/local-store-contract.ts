import { describe, expect, it } from 'vitest';
import type { Commit, LocalStore } from '../../../shared/ports/local-store';
import type { RecordKey } from '../../../shared/schema/intent';
import { aFundRequest, aPartner } from '../../support/records';
import {
  aBase,
  aClaim,
  aConflict,
  aCursor,
  aDocument,
  anAudit,
  anIntent,
  aQuarantined,
  at,
  hash,
  intentId,
} from './samples';

const requestKey: RecordKey = { kind: 'fund-request', id: 'request-1' };

async function must(store: LocalStore, commit: Commit): Promise<void> {
  const result = await store.commit(commit);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
}

/** One of everything a commit can hold. */
const everything: Commit = {
  puts: [
    { kind: 'fund-request', record: aFundRequest() },
    { kind: 'partner', record: aPartner() },
    { kind: 'claim', record: aClaim() },
    { kind: 'document', record: aDocument() },
  ],
  newIntents: [anIntent({ id: intentId('intent-1') })],
  audits: [anAudit(requestKey, 'created')],
  blobs: [{ sha256: hash, bytes: new Uint8Array([1, 2, 3]) }],
  bases: [aBase],
  cursors: [aCursor],
  namedWaits: [{ remote: 'gitlab', until: at }],
  conflicts: [aConflict()],
  quarantine: [aQuarantined],
  heldRows: [
    {
      id: 'held-1',
      importId: 'import-1',
      file: 'partners.csv',
      target: 'partners',
      row: 2,
      cells: { Name: '' },
      problems: [],
      at,
    },
  ],
  log: [{ at, level: 'info', text: 'Began.' }],
};

async function expectNothingOfIt(store: LocalStore): Promise<void> {
  expect(await store.count('fund-request')).toBe(0);
  expect(await store.count('partner')).toBe(0);
  expect(await store.openIntents()).toEqual([]);
  expect(await store.auditFor(requestKey)).toEqual([]);
  expect(await store.blob(hash)).toBeUndefined();
  expect(await store.base(requestKey, 'salesforce')).toBeUndefined();
  expect(await store.cursor('partners')).toBeUndefined();
  expect(await store.namedWaits()).toEqual([]);
  expect(await store.openConflicts()).toEqual([]);
  expect(await store.quarantined()).toEqual([]);
  expect(await store.heldRows()).toEqual([]);
}

function commits(make: () => Promise<LocalStore>): void {
  it('writes every part of a commit and gives it back unchanged', async () => {
    const store = await make();
    await must(store, everything);
    expect(await store.get('fund-request', 'request-1')).toEqual(aFundRequest());
    expect(await store.get('partner', 'partner-1')).toEqual(aPartner());
    expect(await store.intent('intent-1')).toMatchObject({ id: 'intent-1', state: 'waiting' });
    expect(await store.auditFor(requestKey)).toMatchObject([{ action: 'created' }]);
    expect(Array.from((await store.blob(hash)) ?? [])).toEqual([1, 2, 3]);
    expect(await store.base(requestKey, 'salesforce')).toEqual(aBase);
    expect(await store.base(requestKey, 'gitlab')).toBeUndefined();
    expect(await store.cursor('partners')).toEqual(aCursor);
    expect(await store.namedWaits()).toEqual([{ remote: 'gitlab', until: at }]);
    expect(await store.openConflicts()).toEqual([aConflict()]);
    expect(await store.quarantined()).toEqual([aQuarantined]);
    expect(await store.heldRows()).toMatchObject([{ id: 'held-1' }]);
  });

  it('refuses a commit whose expected revision has moved on, and writes nothing of it', async () => {
    const store = await make();
    const expectation = { expect: [{ key: requestKey, rev: 4 }] };
    expect(await store.commit({ ...everything, ...expectation })).toEqual({
      ok: false,
      error: { kind: 'moved-on', key: requestKey, expected: 4, found: null },
    });
    await expectNothingOfIt(store);
  });

  it('takes a commit whose expectation holds, with null for "not there yet"', async () => {
    const store = await make();
    await must(store, { ...everything, expect: [{ key: requestKey, rev: null }] });
    await must(store, {
      expect: [{ key: requestKey, rev: 1 }],
      puts: [{ kind: 'fund-request', record: aFundRequest({ rev: 2, title: 'Renamed' }) }],
    });
    const second = await store.commit({ expect: [{ key: requestKey, rev: 1 }], cursors: [aCursor] });
    expect(second).toMatchObject({ ok: false, error: { kind: 'moved-on', expected: 1, found: 2 } });
    expect(await store.get('fund-request', 'request-1')).toMatchObject({ rev: 2, title: 'Renamed' });
  });

  it('refuses a commit with an invalid record, naming record and field, and writes nothing of it', async () => {
    const store = await make();
    const broken = { kind: 'partner' as const, record: { ...aPartner(), name: '' } };
    const result = await store.commit({ ...everything, puts: [...(everything.puts ?? []), broken] });
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'invalid', key: { kind: 'partner', id: 'partner-1' }, path: 'name' },
    });
    await expectNothingOfIt(store);
  });

  it('writes nothing when a part fails half-way', async () => {
    const store = await make();
    await must(store, { newIntents: [anIntent({ id: intentId('taken'), state: 'done' })] });
    const result = await store.commit({
      ...everything,
      newIntents: [anIntent({ id: intentId('fresh') }), anIntent({ id: intentId('taken') })],
    });
    expect(result).toMatchObject({ ok: false, error: { kind: 'storage' } });
    await expectNothingOfIt(store);
    expect(await store.intent('fresh')).toBeUndefined();
  });

  it('takes an empty commit', async () => {
    const store = await make();
    expect(await store.commit({})).toEqual({ ok: true, value: undefined });
  });

  it('releases quarantine and held rows', async () => {
    const store = await make();
    await must(store, everything);
    await must(store, { releaseQuarantine: [aQuarantined.id], releaseHeldRows: ['held-1', 'never-there'] });
    expect(await store.quarantined()).toEqual([]);
    expect(await store.heldRows()).toEqual([]);
  });

  it('keeps the first bytes of a hash', async () => {
    const store = await make();
    await must(store, { blobs: [{ sha256: hash, bytes: new Uint8Array([7]) }] });
    await must(store, { blobs: [{ sha256: hash, bytes: new Uint8Array([7, 8]) }] });
    expect(Array.from((await store.blob(hash)) ?? [])).toEqual([7]);
  });

  it('gives out copies: changing what was read or written does not change the store', async () => {
    const store = await make();
    const base = structuredClone(aBase);
    await must(store, { bases: [base] });
    base.fields.title = 'changed after the commit';
    const read = await store.base(requestKey, 'salesforce');
    if (read) read.fields.title = 'changed after the read';
    expect(await store.base(requestKey, 'salesforce')).toEqual(aBase);
  });
}

function outbox(make: () => Promise<LocalStore>): void {
  it('numbers intents in the order of commits and within a commit', async () => {
    const store = await make();
    await must(store, { newIntents: [anIntent({ id: intentId('c') }), anIntent({ id: intentId('a') })] });
    await must(store, { newIntents: [anIntent({ id: intentId('b') })] });
    const open = await store.openIntents();
    expect(open.map((intent) => intent.id)).toEqual(['c', 'a', 'b']);
    expect(open.map((intent) => intent.seq)).toEqual([...open.map((intent) => intent.seq)].sort());
    expect(new Set(open.map((intent) => intent.seq)).size).toBe(3);
  });

  it('keeps numbering upwards after intents are done', async () => {
    const store = await make();
    await must(store, { newIntents: [anIntent({ id: intentId('one') })] });
    const [one] = await store.openIntents();
    if (!one) throw new Error('the intent is not there');
    await must(store, { intents: [{ ...one, state: 'done', finishedAt: at }] });
    await must(store, { newIntents: [anIntent({ id: intentId('two') })] });
    const two = await store.intent('two');
    expect(two?.seq).toBeGreaterThan(one.seq);
  });

  it('refuses a commit whose expected intent was changed since, and writes nothing of it', async () => {
    const store = await make();
    await must(store, { newIntents: [anIntent({ id: intentId('one') })] });
    const [one] = await store.openIntents();
    if (!one) throw new Error('the intent is not there');
    const unseen = { expectIntents: [{ id: 'one', rev: 0 }] };
    await must(store, { ...unseen, intents: [{ ...one, rev: 1, state: 'running' }] });
    const late = await store.commit({
      ...unseen,
      intents: [{ ...one, rev: 1, state: 'discarded' }],
      cursors: [aCursor],
    });
    const error = { kind: 'intent-moved-on', id: 'one', expected: 0, found: 1 };
    expect(late).toEqual({ ok: false, error });
    expect(await store.intent('one')).toEqual({ ...one, rev: 1, state: 'running' });
    expect(await store.cursor('partners')).toBeUndefined();
    const gone = await store.commit({ expectIntents: [{ id: 'never', rev: 0 }], cursors: [aCursor] });
    expect(gone).toMatchObject({ ok: false, error: { kind: 'intent-moved-on', found: null } });
    expect(await store.cursor('partners')).toBeUndefined();
  });

  it('refuses a commit whose expected bookmark was written since, and writes nothing of it', async () => {
    const store = await make();
    await must(store, {
      expectCursors: [{ stream: 'partners', rev: null }],
      cursors: [{ ...aCursor, rev: 1 }],
    });
    const late = await store.commit({
      expectCursors: [{ stream: 'partners', rev: null }],
      cursors: [{ ...aCursor, value: 'late', rev: 1 }],
      newIntents: [anIntent({ id: intentId('one') })],
    });
    expect(late).toEqual({ ok: false, error: { kind: 'cursor-moved-on', stream: 'partners' } });
    expect(await store.cursor('partners')).toEqual({ ...aCursor, rev: 1 });
    expect(await store.openIntents()).toEqual([]);
    // A bookmark from before they were counted counts as written no time.
    await must(store, { cursors: [aCursor] });
    await must(store, { expectCursors: [{ stream: 'partners', rev: 0 }], cursors: [{ ...aCursor, rev: 1 }] });
  });

  it('lists only open intents, and all of a record', async () => {
    const store = await make();
    const states = ['waiting', 'running', 'parked', 'done', 'discarded'] as const;
    await must(store, {
      newIntents: states.map((state) => anIntent({ id: intentId(state), state })),
    });
    await must(store, {
      newIntents: [anIntent({ id: intentId('other'), subject: { kind: 'claim', id: 'request-1' } })],
    });
    const open = await store.openIntents();
    expect(open.map((intent) => intent.id)).toEqual(['waiting', 'running', 'parked', 'other']);
    expect((await store.intentsFor(requestKey)).map((intent) => intent.id)).toEqual([...states]);
  });
}

function auditTrail(make: () => Promise<LocalStore>): void {
  it('chains audit entries across records by number and hash', async () => {
    const store = await make();
    const other: RecordKey = { kind: 'partner', id: 'partner-1' };
    await must(store, { audits: [anAudit(requestKey, 'created'), anAudit(other, 'created')] });
    await must(store, { audits: [anAudit(requestKey, 'submitted')] });
    const [first, third] = await store.auditFor(requestKey);
    const [second] = await store.auditFor(other);
    expect([first?.seq, second?.seq, third?.seq]).toEqual([1, 2, 3]);
    expect(second?.previousHash).toBe(first?.hash);
    expect(third?.previousHash).toBe(second?.hash);
    expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
  });
}

function queries(make: () => Promise<LocalStore>): void {
  const salesforce = {
    remote: 'salesforce',
    object: 'PartnerFundRequest',
    id: '0TX000000000001AAA',
    stamp: null,
    url: null,
  };

  it('goes through a kind page by page in the order of ids', async () => {
    const store = await make();
    const ids = ['b', 'd', 'a', 'c', 'e'];
    await must(store, { puts: ids.map((id) => ({ kind: 'partner', record: aPartner({ id }) })) });
    const page = async (after: string | null, limit: number): Promise<string[]> =>
      (await store.page('partner', after, limit)).map((record) => record.id);
    expect(await page(null, 2)).toEqual(['a', 'b']);
    expect(await page('b', 2)).toEqual(['c', 'd']);
    expect(await page('d', 2)).toEqual(['e']);
    expect(await page('e', 2)).toEqual([]);
  });

  it('finds records by the indexes that the engine and the screens use', async () => {
    const store = await make();
    await must(store, {
      puts: [
        { kind: 'fund-request', record: aFundRequest({ salesforce }) },
        { kind: 'fund-request', record: aFundRequest({ id: 'request-2', portalNumber: 'MDF-2' }) },
        { kind: 'partner', record: aPartner({ name: 'Öresund A/S' }) },
        { kind: 'claim', record: aClaim() },
        { kind: 'document', record: aDocument() },
      ],
    });
    const ids = async (index: string, equals: string): Promise<string[]> =>
      (await store.list({ kind: 'fund-request', by: { index, equals } })).map((record) => record.id);
    expect(await ids('salesforce.id', salesforce.id)).toEqual(['request-1']);
    expect(await ids('salesforce.id', '0TX000000000009AAA')).toEqual([]);
    expect(await ids('portalNumber', 'MDF-2')).toEqual(['request-2']);
    expect(await ids('partnerId', 'partner-1')).toEqual(['request-1', 'request-2']);
    const partners = await store.list({
      kind: 'partner',
      by: { index: 'foldedName', equals: aPartner({ name: 'Öresund A/S' }).foldedName },
    });
    expect(partners).toHaveLength(1);
    const byRequest = { index: 'requestId', equals: 'request-1' };
    expect(await store.list({ kind: 'claim', by: byRequest })).toHaveLength(1);
    expect(await store.list({ kind: 'document', by: byRequest })).toHaveLength(1);
  });

  it.each([
    ['few', 3],
    ['many', 90],
  ])('finds those of %s ids that are there, each once', async (_, values) => {
    const store = await make();
    const idOf = (n: number): string => `request-${String(n).padStart(4, '0')}`;
    const puts = Array.from({ length: 500 }, (__, n) => ({
      kind: 'fund-request' as const,
      record: aFundRequest({ id: idOf(2 * n) }),
    }));
    await must(store, { puts });
    const stored = new Set(puts.map(({ record }) => record.id as string));
    // Close together, half of them not there; all over the stored ones; half behind them; far from all.
    for (const [from, step] of [
      [100, 1],
      [0, 10],
      [950, 1],
      [7000, 1],
    ] as const) {
      const asked = Array.from({ length: values }, (__, n) => idOf(from + n * step)).reverse();
      const found = (await store.getMany('fund-request', [...asked, ...asked])).map(({ id }) => id as string);
      expect(found.sort()).toEqual(asked.filter((id) => stored.has(id)).sort());
    }
    expect(await store.getMany('fund-request', [])).toEqual([]);
  });

  it.each([
    ['few', 2],
    ['many', 60],
  ])('finds what is open of %s records, in order', async (_, records) => {
    const store = await make();
    const numbers = Array.from({ length: 100 }, (__, n) => n);
    const subjectOf = (n: number) => ({ kind: 'fund-request', id: `request-${n}` }) as const;
    const newIntents = numbers.flatMap((n) => [
      anIntent({ id: intentId(`open-${n}`), subject: subjectOf(n) }),
      anIntent({ id: intentId(`done-${n}`), subject: subjectOf(n), state: 'done' }),
    ]);
    await must(store, { newIntents });
    const asked = numbers.slice(10, 10 + records);
    const found = await store.openIntentsOf([...asked].reverse().map(subjectOf));
    expect(found.map(({ id }) => id)).toEqual(asked.map((n) => intentId(`open-${n}`)));
    expect(await store.openIntentsOf([])).toEqual([]);
  });

  it.each([
    ['few values', 3],
    ['many values', 90],
  ])('finds the records that have one of %s in an indexed field, each once', async (_, values) => {
    const store = await make();
    const record = (n: number) =>
      aFundRequest({ id: `request-${n}`, portalNumber: n % 10 === 9 ? null : `MDF-${n % 400}` });
    const puts = Array.from({ length: 500 }, (__, n) => ({
      kind: 'fund-request' as const,
      record: record(n),
    }));
    await must(store, { puts });
    const found = async (asked: readonly string[]): Promise<string[]> =>
      (await store.listMany('fund-request', 'portalNumber', asked)).map(({ id }) => id as string).sort();
    const among = (asked: readonly string[]): string[] =>
      puts
        .flatMap(({ record: { id, portalNumber } }) => (asked.includes(portalNumber ?? '') ? [id] : []))
        .sort();
    const numbers = (from: number, step: number): string[] =>
      Array.from({ length: values }, (__, n) => `MDF-${from + n * step}`);
    // All over the stored ones, close together among them, half behind them, and far from all.
    for (const asked of [numbers(0, 4), numbers(100, 1), numbers(350, 1), numbers(7000, 1)]) {
      expect(await found(asked)).toEqual(among(asked));
      expect(await found([...asked, ...asked])).toEqual(among(asked));
    }
    expect(await found([])).toEqual([]);
  });

  it('lists and counts a kind, and answers undefined for what is not there', async () => {
    const store = await make();
    expect(await store.list({ kind: 'budget' })).toEqual([]);
    expect(await store.get('budget', 'nothing')).toBeUndefined();
    expect(await store.intent('nothing')).toBeUndefined();
    expect(await store.conflict('nothing')).toBeUndefined();
    await must(store, everything);
    expect(await store.count('fund-request')).toBe(1);
    expect(await store.list({ kind: 'fund-request' })).toEqual([aFundRequest()]);
  });

  it('lists open conflicts only, and finds a resolved one by its id', async () => {
    const store = await make();
    const resolved = aConflict({ resolvedAt: at, choices: { title: 'mine' } });
    await must(store, { conflicts: [aConflict()] });
    await must(store, { conflicts: [resolved] });
    expect(await store.openConflicts()).toEqual([]);
    expect(await store.conflict('conflict-1')).toEqual(resolved);
  });

  it('keeps the settings', async () => {
    const store = await make();
    expect(await store.settings()).toBeUndefined();
    const settings = {
      userName: 'Mara',
      roles: ['cmm'],
      regions: [],
      delegations: [],
      timeZone: 'Europe/Berlin',
      locale: null,
      theme: 'system' as const,
      density: 'normal' as const,
    };
    await store.saveSettings(settings);
    expect(await store.settings()).toEqual(settings);
  });
}

/** What every LocalStore must do; `make` gives a fresh, empty one. */
export function describeLocalStore(name: string, make: () => Promise<LocalStore>): void {
  describe(`LocalStore: ${name}`, () => {
    describe('commits', () => commits(make));
    describe('outbox', () => outbox(make));
    describe('audit', () => auditTrail(make));
    describe('queries', () => queries(make));
  });
}
