import { describe, expect, it } from 'vitest';
import type { Commit, LocalStore } from '../../../shared/ports/local-store';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteCommand } from '../../../shared/schema/remote-command';
import { overlayOn } from '../../../shared/sync/rehearsal/overlay-store';
import { fieldsOf, pretendRemote } from '../../../shared/sync/rehearsal/pretend-remote';
import { rehearse } from '../../../shared/sync/rehearsal/rehearse';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import { newClaim, newDocument, newPlanItem } from '../../sync/support/work';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, crm, git, question } from './steps-support';
import { anIntent, aProblem, aStep, later, now } from './support';

const id = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const request = { kind: 'fund-request', id: 'request-1' } as const;
const partner = (n: number, over: Parameters<typeof aPartner>[0] = {}): AnyRecord => ({
  kind: 'partner',
  record: aPartner({ id: `p${n}`, name: `P${n}`, region: 'EMEA', ...over }),
});

const before: Commit = {
  puts: [partner(1), partner(2), partner(3), { kind: 'fund-request', record: aFundRequest() }],
  intents: [
    anIntent({ id: id(1), seq: 1 }),
    anIntent({ id: id(2), seq: 2, subject: { kind: 'fund-request', id: 'other' } }),
    anIntent({ id: id(3), seq: 3, state: 'parked', problem: aProblem() }),
    anIntent({ id: id(4), seq: 4, state: 'done' }),
  ],
  bases: [agreed(request, 'salesforce', { title: 'a' }), agreed(request, 'gitlab', { title: 'a' })],
  conflicts: [
    { ...question(request, 'salesforce', 'fields'), id: id(8) as never },
    { ...question(request, 'gitlab', 'fields'), id: id(9) as never },
  ],
};

const { seq: _seq, ...fresh } = anIntent({ id: id(5) });
const written: Commit = {
  puts: [partner(2, { region: 'APAC' }), partner(4)],
  intents: [
    anIntent({ id: id(1), seq: 1, state: 'running' }),
    anIntent({ id: id(3), seq: 3, state: 'discarded' }),
  ],
  newIntents: [fresh],
  bases: [agreed(request, 'salesforce', { title: 'b' })],
  conflicts: [{ ...question(request, 'salesforce', 'fields'), id: id(8) as never, resolvedAt: now }],
};

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

/** All that a pass asks of a store. */
async function answers(store: LocalStore) {
  const gitKey = 'fund-request:request-1:gitlab';
  return {
    get: await Promise.all(['p1', 'p2', 'p4', 'p9'].map((one) => store.get('partner', one))),
    list: byId(await store.list({ kind: 'partner' })),
    by: byId(await store.list({ kind: 'partner', by: { index: 'region', equals: 'EMEA' } })),
    many: byId(await store.getMany('partner', ['p1', 'p2', 'p4', 'p9'])),
    indexed: byId(await store.listMany('partner', 'region', ['APAC'])),
    emea: byId(await store.listMany('partner', 'region', ['EMEA'])),
    nested: await store.listMany('partner', 'salesforce.id', ['x']),
    open: await store.openIntents(),
    counts: await store.openCounts(),
    of: await store.intentsFor(request),
    openOf: await store.openIntentsOf([request]),
    intents: await Promise.all([1, 3, 4, 5, 9].map((n) => store.intent(id(n)))),
    bases: await store.bases(['fund-request:request-1:salesforce', gitKey, 'none']),
    base: await store.base(request, 'salesforce'),
    other: await store.base(request, 'gitlab'),
    conflicts: await store.openConflicts(),
    conflict: await Promise.all([8, 9].map((n) => store.conflict(id(n) as never))),
  };
}

describe('SY-85 a sheet over a store', () => {
  it('answers as the store would when it had been written, and leaves the store as it is', async () => {
    const [below, real] = [createMemoryStore(), createMemoryStore()];
    for (const store of [below, real]) await store.commit(before);
    const sheet = overlayOn(below, (intent) => intent);
    expect(await answers(sheet)).toEqual(await answers(real));
    await sheet.commit(written);
    await real.commit(written);
    expect(await answers(sheet)).toEqual(await answers(real));
    expect(sheet.running().map((intent) => intent.id)).toEqual([id(1)]);
    const untouched = createMemoryStore();
    await untouched.commit(before);
    expect(await answers(below)).toEqual(await answers(untouched));
  });

  it('gives intents as they are prepared, those that were written as they are', async () => {
    const below = createMemoryStore();
    await below.commit(before);
    const sheet = overlayOn(below, (intent) => ({ ...intent, label: 'prepared' }));
    await sheet.openIntents();
    await sheet.commit({ intents: [anIntent({ id: id(1), seq: 1, label: 'own' })] });
    expect((await sheet.openIntents()).map(({ label }) => label)).toEqual(['own', 'prepared', 'prepared']);
    expect((await sheet.intent(id(2)))?.label).toBe('prepared');
    expect((await sheet.intent(id(1)))?.label).toBe('own');
  });

  it('refuses what was changed meanwhile, and keeps no settings', async () => {
    const below = createMemoryStore();
    await below.commit(before);
    const sheet = overlayOn(below, (intent) => intent);
    expect(await sheet.commit({ expectIntents: [{ id: id(1), rev: 0 }] })).toMatchObject({ ok: true });
    expect(await sheet.commit({ expectIntents: [{ id: id(77), rev: 3 }] })).toMatchObject({ ok: true });
    expect(await sheet.commit({ expectIntents: [{ id: id(1), rev: 3 }], puts: [partner(7)] })).toMatchObject({
      ok: false,
      error: { kind: 'intent-moved-on', id: id(1), expected: 3, found: 0 },
    });
    expect(await sheet.get('partner', 'p7')).toBeUndefined();
    await sheet.saveSettings({} as never);
    expect(await below.settings()).toBeUndefined();
  });
});

const common = { marker: 'm', repeat: false };
const edit = {
  ...common,
  kind: 'git.edit',
  type: 'epic',
  iid: 7,
  item: { id: 1, url: null },
  title: null,
  body: null,
  addLabels: [],
  scopedLabel: null,
  start: null,
  due: null,
  close: false,
  expectStamp: null,
} as const;
const made = { title: 'T', body: 'B', labels: ['l'], confidential: true, due: null, since: now };
const commands: readonly RemoteCommand[] = [
  {
    ...common,
    kind: 'crm.put',
    entity: 'claim',
    recordId: 'r',
    salesforceId: null,
    fields: { a: '1' },
    expectStamp: null,
  },
  {
    ...common,
    kind: 'crm.put',
    entity: 'claim',
    recordId: 'r',
    salesforceId: crm(1).id,
    fields: {},
    expectStamp: null,
  },
  { ...common, kind: 'crm.file', linkTo: crm(1).id, name: 'n', mediaType: 'm', sha256: 'ab'.repeat(32) },
  { ...common, ...made, kind: 'git.epic', start: null },
  { ...common, ...made, kind: 'git.issue', assignee: 'A', template: 't' },
  { ...common, kind: 'git.link', item: { id: 1, url: null }, epicIid: 7, issueId: 8 },
  edit,
  {
    ...common,
    kind: 'git.file',
    issueIid: 1,
    item: { id: 1, url: null },
    name: 'n',
    sha256: 'ab'.repeat(32),
    note: 'N',
  },
  { ...common, kind: 'git.note', issueIid: 1, item: { id: 1, url: null }, body: 'B' },
] as unknown as readonly RemoteCommand[];

describe('SY-85 a remote that only nods', () => {
  it('takes every write once, gives new things numbers of their own, and reads nothing', async () => {
    const taken: unknown[] = [];
    const remote = pretendRemote(async ({ kind }, newId) => void taken.push([kind, newId]));
    const refs = [];
    for (const command of commands) {
      const outcome = await remote.execute(command);
      refs.push(outcome.kind === 'done' && outcome.row === null ? outcome.ref : outcome);
    }
    expect(taken).toEqual([
      ['crm.put', 'new000000000000001'],
      ...commands.slice(1).map(({ kind }) => [kind, null]),
    ]);
    expect(refs).toMatchObject([
      { remote: 'salesforce', object: 'claim', id: 'new000000000000001' },
      { remote: 'salesforce', object: 'claim', id: crm(1).id },
      { remote: 'salesforce', object: 'ContentVersion' },
      { type: 'epic', id: 4, iid: 4 },
      { type: 'issue', id: 5, iid: 5 },
      { type: 'issue', iid: null },
      { type: 'epic', iid: 7 },
      { type: 'upload', iid: null },
      { type: 'note', iid: null },
    ]);
    const puts = commands.filter((command) => command.kind === 'crm.put');
    expect((await remote.putAll(puts)).map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect(await remote.pull({} as never)).toMatchObject({ kind: 'unreachable' });
    expect(await remote.presence({} as never)).toMatchObject({ kind: 'unreachable' });
  });

  it('tells what each write says, and leaves out what stays as it is', () => {
    expect(commands.map(fieldsOf)).toEqual([
      { a: '1' },
      {},
      {},
      { title: 'T', labels: ['l'], confidential: true, start: null, due: null, body: 'B' },
      { title: 'T', labels: ['l'], confidential: true, assignee: 'A', due: null, template: 't', body: 'B' },
      {},
      {},
      { note: 'N' },
      { body: 'B' },
    ]);
    const whole = {
      ...edit,
      title: 'T',
      body: 'B',
      addLinks: { lines: [{ text: 'one' }, { text: 'two' }] },
      addLabels: ['l'],
      scopedLabel: 's::x',
      start: '2026-11-01',
      due: '2026-11-02',
      close: true,
    } as unknown as RemoteCommand;
    expect(fieldsOf(whole)).toEqual({
      title: 'T',
      body: 'B',
      issues: ['one', 'two'],
      labels: ['l'],
      scopedLabel: 's::x',
      start: '2026-11-01',
      due: '2026-11-02',
      state: 'closed',
    });
    expect(fieldsOf({ ...edit, reopen: true } as unknown as RemoteCommand)).toEqual({ state: 'opened' });
    expect(fieldsOf({ ...edit, reopen: false } as unknown as RemoteCommand)).toEqual({});
  });
});

describe('SY-85 what would be sent', () => {
  async function rehearsed(commit: Commit) {
    const store = createMemoryStore();
    const stored = await store.commit(commit);
    if (!stored.ok) throw new Error(JSON.stringify(stored.error));
    return rehearse({ store, clock: new TestClock(), ids: testIds(), playbook: thePlaybook() });
  }
  const linked: AnyRecord = { kind: 'partner', record: aPartner({ salesforce: crm(1) }) };

  it('tells of each write what it changes from what was agreed, also of what rests', async () => {
    const { writes, held, isCut } = await rehearsed({
      puts: [linked, { kind: 'fund-request', record: aFundRequest({ title: 'New', salesforce: crm(2) }) }],
      bases: [agreed(request, 'salesforce', { title: 'Old' })],
      intents: [
        anIntent({ nextAttemptAt: later(9000), steps: [aStep({ key: 'crm', state: 'sent', attempts: 1 })] }),
      ],
    });
    expect(writes).toMatchObject([
      { remote: 'salesforce', title: 'Write it', file: null, mayHaveArrived: true, intent: { id: id(1) } },
    ]);
    expect(writes[0]?.fields).toContainEqual({ field: 'title', from: 'Old', to: 'New' });
    expect({ held, isCut }).toEqual({ held: [], isCut: false });
  });

  it('tells nothing as agreed of what is new, and names a new record where others point to it', async () => {
    const { writes } = await rehearsed({
      puts: [
        linked,
        { kind: 'fund-request', record: aFundRequest() },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'i1', gitlab: git(5) }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'i2' }) },
        { kind: 'claim', record: newClaim(now, { id: 'c1', requestId: 'request-1' }) },
      ],
      bases: [
        agreed(request, 'salesforce', { title: 'Old' }),
        agreed({ kind: 'plan-item', id: 'i1' }, 'gitlab', { title: 'Old' }),
        agreed({ kind: 'plan-item', id: 'i2' }, 'gitlab', { title: 'Old' }),
      ],
      intents: [
        anIntent({ id: id(1), seq: 1 }),
        anIntent({ id: id(2), seq: 2, kind: 'plan-item.put', subject: { kind: 'plan-item', id: 'i1' } }),
        anIntent({ id: id(3), seq: 3, kind: 'plan-item.put', subject: { kind: 'plan-item', id: 'i2' } }),
        anIntent({
          id: id(4),
          seq: 4,
          kind: 'claim.put',
          subject: { kind: 'claim', id: 'c1' },
          label: 'Proof',
        }),
      ],
    });
    const ofClaim = writes.find(({ intent }) => intent.id === id(4))?.fields ?? [];
    expect(ofClaim).toContainEqual({ field: 'request', from: undefined, to: 'Roadshow (new)' });
    expect(ofClaim.filter(({ to }) => String(to).endsWith('(new)'))).toHaveLength(1);
    const own = writes.filter(({ intent }) => intent.id !== id(4));
    const titles = own.map(({ intent, fields }) => [
      intent.id,
      fields.find(({ field }) => field === 'title')?.from,
    ]);
    expect(new Map(titles as [string, unknown][])).toEqual(
      new Map([
        [id(1), undefined],
        [id(2), 'Old'],
        [id(3), undefined],
      ]),
    );
  });

  it('tells files with their size, and what would stay with its reason', async () => {
    const { writes, held } = await rehearsed({
      puts: [
        linked,
        { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2) }) },
        { kind: 'document', record: newDocument(now, { id: 'doc-1', requestId: 'request-1', size: 77 }) },
      ],
      intents: [
        anIntent({ kind: 'document.put', subject: { kind: 'document', id: 'doc-1' } }),
        anIntent({ id: id(2), seq: 2, subject: { kind: 'fund-request', id: 'none' } }),
      ],
    });
    expect(writes).toMatchObject([
      { file: { name: 'invoice.pdf', size: 77 }, fields: [], mayHaveArrived: false },
    ]);
    expect(held).toMatchObject([{ intent: { id: id(2) }, problem: { code: 'gone-here' } }]);
  });
});
