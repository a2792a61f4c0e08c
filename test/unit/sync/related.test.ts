import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { AnyRecord } from '../../../shared/schema/record';
import { RemoteRef } from '../../../shared/schema/remote-ref';
import { absorb, withRef } from '../../../shared/sync/absorb';
import { startDraft } from '../../../shared/sync/draft';
import { loadLinks } from '../../../shared/sync/links';
import { tellPopIssue } from '../../../shared/sync/tell-pop-issue';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { newClaim, newPlanItem } from '../../sync/support/work';
import { createMemoryStore } from '../../support/memory-store';
import { aBudget, aFundRequest, aPartner } from '../../support/records';
import { anIntent, aStep, now } from './support';

const account = '001000000000000001';
const request = 'a0B000000000000001';
const crm = (id: string) => ({ remote: 'salesforce', object: 'O', id, stamp: null, url: null });
const issue = RemoteRef.parse({
  remote: 'gitlab',
  type: 'issue',
  id: 5,
  iid: 3,
  stamp: 'g1',
  url: null,
  markdown: null,
});

function claimWith(over: Record<string, unknown> = {}) {
  return newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over });
}

async function aStore() {
  const store = createMemoryStore();
  await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(account) }) },
      { kind: 'fund-request', record: aFundRequest({ salesforce: crm(request) }) },
    ],
  });
  return store;
}

describe('POP-2 the issue of a claim that was decided in Salesforce', () => {
  const rejected = { decision: { kind: 'rejected', at: now, by: 'A', note: 'why' } };

  async function told(before: AnyRecord, after: AnyRecord, intents: Parameters<typeof anIntent>[0][] = []) {
    const store = createMemoryStore();
    await store.commit({
      intents: intents.map((over) =>
        anIntent({ kind: 'claim.put', subject: { kind: 'claim', id: 'claim-1' }, ...over }),
      ),
    });
    const draft = startDraft(store, now);
    await tellPopIssue(draft, before, after, () => '00000000-0000-4000-8000-00000000000f');
    await draft.commit();
    return (await store.openIntents()).filter(({ id }) => id.endsWith('f'));
  }
  const of = (over: Record<string, unknown> = {}): AnyRecord => ({ kind: 'claim', record: claimWith(over) });

  it('learns of another stage, and that it was rejected or is no longer', async () => {
    for (const [before, after] of [
      [of(), of({ stage: 'approved' })],
      [of(), of(rejected)],
      [of(rejected), of()],
    ] as const)
      expect(await told(before, after)).toMatchObject([
        { kind: 'claim.put', subject: { kind: 'claim', id: 'claim-1' }, fields: ['stage'] },
      ]);
  });

  it('learns all of a claim that is there again after it counted as deleted', async () => {
    const gone = of({ stage: 'approved', deletedRemotely: true });
    expect(await told(gone, of({ stage: 'approved' }))).toMatchObject([{ fields: ['stage'] }]);
  });

  it('learns nothing where there is no news, or of other records', async () => {
    expect(await told(of(), of({ title: 'Other' }))).toEqual([]);
    const other: AnyRecord = { kind: 'fund-request', record: aFundRequest() };
    expect(await told(other, of(rejected))).toEqual([]);
    expect(await told(of(rejected), other)).toEqual([]);
  });

  it('learns it from a change that waits already, when that still goes to GitLab', async () => {
    expect(await told(of(), of(rejected), [{}])).toEqual([]);
    const inCrm = aStep({ state: 'todo' });
    const inGit = aStep({ key: 'label', remote: 'gitlab', state: 'done' });
    expect(await told(of(), of(rejected), [{ steps: [inCrm, inGit] }])).toHaveLength(1);
    expect(
      await told(of(), of(rejected), [
        { steps: [inCrm, inGit] },
        { id: '00000000-0000-4000-8000-000000000002', seq: 2 },
      ]),
    ).toEqual([]);
  });

  it('is told when a remote state is taken from Salesforce, not when it is the issue itself that told', async () => {
    for (const remote of ['salesforce', 'gitlab'] as const) {
      const store = await aStore();
      const entry: AnyRecord = { kind: 'claim', record: claimWith() };
      await store.commit({
        puts: [entry],
        bases: [
          {
            key: 'claim:claim-1:salesforce',
            record: { kind: 'claim', id: 'claim-1' },
            remote: 'salesforce',
            fields: { status: 'draft' },
            stamp: null,
          },
        ],
      });
      const fields: FieldMap =
        remote === 'salesforce' ? { status: 'approved' } : { labels: [], stage: 'completed' };
      const ref = remote === 'gitlab' ? issue : RemoteRef.parse(crm('a0C000000000000001'));
      const draft = startDraft(store, now);
      const result = await absorb(
        draft,
        entry,
        { ref, fields },
        { playbook: thePlaybook(), newId: testIds().uuid },
      );
      expect(result.ok).toBe(true);
      await draft.commit();
      const open = await store.openIntents();
      expect(open.filter(({ fields: sent }) => sent?.includes('stage'))).toHaveLength(
        remote === 'salesforce' ? 1 : 0,
      );
    }
  });
});

describe('a claim that was deleted in Salesforce', () => {
  it('is not brought back by what its issue in GitLab says', async () => {
    const store = await aStore();
    const entry: AnyRecord = { kind: 'claim', record: claimWith({ deletedRemotely: true }) };
    await store.commit({ puts: [entry] });
    const draft = startDraft(store, now);
    const incoming = { ref: issue, fields: { stage: 'pending' } };
    await absorb(draft, entry, incoming, { playbook: thePlaybook(), newId: testIds().uuid });
    await draft.commit();
    expect(await store.get('claim', 'claim-1')).toMatchObject({ deletedRemotely: true });
  });
});

describe('G4 the title of a plan item', () => {
  const key = { kind: 'plan-item', id: 'item-1' } as const;

  /** Takes the issue's state into an item whose title is as given, with the title that was agreed before. */
  async function taken(title: string, agreed: string, theirs: string) {
    const store = await aStore();
    const record = newPlanItem(now, { id: 'item-1', title });
    const entry: AnyRecord = { kind: 'plan-item', record };
    await store.commit({
      puts: [entry],
      bases: [
        {
          key: 'plan-item:item-1:gitlab',
          record: key,
          remote: 'gitlab',
          fields: { title: agreed, body: 'old', state: 'opened' },
          stamp: 'g0',
        },
      ],
    });
    const draft = startDraft(store, now);
    const fields = { title: theirs, state: 'opened' };
    const result = await absorb(
      draft,
      entry,
      { ref: issue, fields },
      { playbook: thePlaybook(), newId: testIds().uuid },
    );
    expect(result.ok).toBe(true);
    await draft.commit();
    return {
      title: (await store.get('plan-item', 'item-1'))?.title,
      base: (await store.base(key, 'gitlab'))?.fields,
      conflicts: await store.openConflicts(),
    };
  }

  it('that people gave the issue in their own words was not changed here, as long as ours follows from it', async () => {
    const { title, base, conflicts } = await taken('Their words', 'Their words', 'Newer words');
    expect(title).toBe('Newer words');
    expect(base?.title).toBe('Newer words');
    expect(conflicts).toEqual([]);
  });

  it('that was changed here as well is asked about', async () => {
    const { title, base, conflicts } = await taken('Mine', 'Their words', 'Newer words');
    expect(title).toBe('Mine');
    expect(base?.title).toBe('Their words');
    expect(conflicts).toMatchObject([{ fields: [{ field: 'title', theirs: 'Newer words' }] }]);
  });

  it('stays when nothing was said of it', async () => {
    const { title, conflicts } = await taken('Their words', 'Their words', 'Their words');
    expect(title).toBe('Their words');
    expect(conflicts).toEqual([]);
  });

  it('leaves a body that people changed to them from then on', async () => {
    const { base } = await taken('Their words', 'Their words', 'Their words');
    expect(base).not.toHaveProperty('body');
  });
});

describe('what is only read', () => {
  it('is taken whole, whatever stands here', async () => {
    const store = await aStore();
    const record = aBudget({ deletedRemotely: true, title: 'Mine', region: null });
    const entry: AnyRecord = { kind: 'budget', record };
    const ref = RemoteRef.parse(crm('a0D000000000000001'));
    expect(withRef(entry, ref).record).toEqual({ ...record, salesforce: ref });
    await store.commit({
      puts: [entry],
      bases: [
        {
          key: 'budget:budget-1:salesforce',
          record: { kind: 'budget', id: 'budget-1' },
          remote: 'salesforce',
          fields: { title: 'Agreed', note: 'kept' },
          stamp: null,
        },
      ],
    });
    const draft = startDraft(store, now);
    const result = await absorb(
      draft,
      entry,
      { ref, fields: { title: 'Theirs' } },
      { playbook: thePlaybook(), newId: testIds().uuid },
    );
    expect(result).toMatchObject({ ok: true, value: { taken: 1, conflicts: 0 } });
    await draft.commit();
    expect(await store.get('budget', 'budget-1')).toMatchObject({ title: 'Theirs', deletedRemotely: false });
    expect(await store.base({ kind: 'budget', id: 'budget-1' }, 'salesforce')).toMatchObject({
      fields: { title: 'Theirs', note: 'kept' },
    });
    expect(await store.openIntents()).toEqual([]);
  });
});

describe('the records that a record points to', () => {
  const other = '001000000000000002';

  it('are its own partner and request, and those that the remote names', async () => {
    const store = await aStore();
    await store.commit({
      puts: [
        { kind: 'partner', record: aPartner({ id: 'partner-2', name: 'Second', salesforce: crm(other) }) },
        {
          kind: 'fund-request',
          record: aFundRequest({ id: 'request-2', salesforce: crm('a0B000000000000002') }),
        },
      ],
    });
    const draft = startDraft(store, now);
    const own = await loadLinks(draft, { kind: 'claim', record: claimWith() });
    expect(own.accountOf('partner-1' as never)).toBe(account);
    expect(own.remoteRequestOf('request-1' as never)).toBe(request);
    expect(own.partnerOf(other)).toBeNull();
    expect(own.requestOf('a0B000000000000002')).toBeNull();
    const named = await loadLinks(
      draft,
      { kind: 'claim', record: claimWith() },
      { partner: other, request: 'a0B000000000000002' },
    );
    expect(named.partnerOf(other)).toBe('partner-2');
    expect(named.requestOf('a0B000000000000002')).toBe('request-2');
    expect(named.accountOf('partner-1' as never)).toBe(account);
    const none = await loadLinks(draft, null, {});
    expect(none.accountOf('partner-1' as never)).toBeNull();
    expect(none.requestOf(request)).toBeNull();
    expect((await loadLinks(draft, null, { request })).requestOf(request)).toBe('request-1');
  });

  it('may not be here', async () => {
    const draft = startDraft(createMemoryStore(), now);
    const links = await loadLinks(draft, { kind: 'claim', record: claimWith() }, { partner: other, request });
    expect([links.accountOf('partner-1' as never), links.partnerOf(other), links.requestOf(request)]).toEqual(
      [null, null, null],
    );
    const item = await loadLinks(draft, {
      kind: 'plan-item',
      record: newPlanItem(now, { id: 'i', partnerId: null }),
    });
    expect(item.accountOf('partner-1' as never)).toBeNull();
  });
});
