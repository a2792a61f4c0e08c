import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../shared/ports/local-store';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Conflict } from '../../../shared/schema/sync-state';
import { cancellationNote } from '../../../shared/domain/mdf/cancellation';
import { closeLate } from '../../../shared/sync/closed-items';
import { startDraft } from '../../../shared/sync/draft';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { newClaim } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, built, crm, git, question, settled, stepsOf } from './steps-support';
import { aStep, anIntent, later, now } from './support';

type Over<T> = Partial<Record<keyof T, unknown>>;

const playbook = thePlaybook();
const keys = playbook.gitlab.subIssues.map(({ key }) => key);
const [first = '', second = '', pop = ''] = keys;
const request = { kind: 'fund-request', id: 'request-1' } as const;
const claim = { kind: 'claim', id: 'claim-1' } as const;
const cancelled = anIntent({ kind: 'fund-request.cancelled', subject: request });
const approval = { kind: 'withdrawn', at: now, reason: 'The venue is gone.', cancelledBy: 'A. Anders' };
const gitlab = { epic: git(1, 'epic'), issues: { [first]: git(11), [second]: git(12), [pop]: git(13) } };
const nothing = { kind: 'nothing', ref: null };

async function aStore(of: Over<FundRequest> = {}, { puts = [], ...rest }: Commit = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const record = aFundRequest({ salesforce: crm(2), approval, gitlab, ...of });
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
      { kind: 'fund-request', record },
      ...puts,
    ],
    ...rest,
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

const epic = async (of: Over<FundRequest> = {}, more: Commit = {}) =>
  built(await aStore(of, more), cancelled, 'epic-cancel');

describe('SY-121 what follows a cancelling', () => {
  it('comes in order: Salesforce once the claims were read, then each issue, then the epic', async () => {
    const steps = await stepsOf(await aStore(), cancelled);
    const issues = keys.map((key) => `issue-${key}-cancel`);
    expect(steps.map(({ key, remote, after, readsFirst }) => [key, remote, after, readsFirst])).toEqual([
      ['crm', 'salesforce', [], 'claims'],
      ...issues.map((key) => [key, 'gitlab', ['crm'], undefined]),
      ['epic-cancel', 'gitlab', issues, undefined],
    ]);
    expect(steps.map(({ title }) => title)).toContain('Close “Campaign Creation”');
  });

  it('closes an item under its prefix with the reason, and leaves all else as it is', async () => {
    const store = await aStore();
    const record = await store.get('fund-request', 'request-1');
    if (!record) throw new Error('no request');
    const text = `* ${cancellationNote(record, aPartner(), playbook)}`;
    expect(text).toContain('The venue is gone.');
    const write = {
      kind: 'git.edit',
      title: null,
      titlePrefix: playbook.mdf.cancellation.prefix,
      body: null,
      addLinks: { heading: '## Cancelled', lines: [{ text, url: null }] },
      addLabels: [],
      scopedLabel: null,
      start: null,
      due: null,
      close: true,
      expectStamp: null,
    };
    expect(await built(store, cancelled, 'epic-cancel')).toEqual({
      kind: 'send',
      sent: undefined,
      write: {
        ...write,
        marker: 'request-1-epic-cancel',
        type: 'epic',
        iid: 101,
        item: { id: 1, url: gitlab.epic.url },
      },
    });
    expect(await built(store, cancelled, `issue-${second}-cancel`)).toEqual({
      kind: 'send',
      sent: undefined,
      write: {
        ...write,
        marker: `request-1-issue-${second}-cancel`,
        type: 'issue',
        iid: 112,
        item: { id: 12, url: git(12).url },
      },
    });
    expect(await epic({ gitlab: { ...gitlab, epic: git(1, 'issue') } })).toMatchObject({
      write: { type: 'issue' },
    });
  });

  it('leaves out what was not opened, cannot be named, or is no item', async () => {
    expect(await epic({ gitlab: { epic: null, issues: {} } })).toEqual(nothing);
    expect(
      await built(await aStore({ gitlab: { ...gitlab, issues: {} } }), cancelled, `issue-${pop}-cancel`),
    ).toEqual(nothing);
    for (const odd of [git(1, 'epic', { iid: null }), git(1, 'epic', { type: 'note' })])
      expect(await epic({ gitlab: { ...gitlab, epic: odd } })).toEqual({ kind: 'nothing', ref: odd });
    expect(await epic({ partnerId: 'none' })).toEqual({ kind: 'nothing', ref: gitlab.epic });
    const nobody = anIntent({ ...cancelled, subject: { kind: 'fund-request', id: 'none' } });
    const [, close] = await stepsOf(await aStore(), nobody);
    expect(close && (await built(await aStore(), nobody, close.key))).toEqual(nothing);
  });

  it('is noted with each item, so that one which people opened again stays open', async () => {
    const store = await aStore({}, { bases: [agreed(request, 'gitlab', { other: 'kept' })] });
    await settled(store, cancelled, 'epic-cancel', { ref: gitlab.epic });
    expect((await store.base(request, 'gitlab'))?.fields).toMatchObject({ other: 'kept' });
    expect(await built(store, cancelled, 'epic-cancel')).toEqual({ kind: 'nothing', ref: gitlab.epic });
    expect((await built(store, cancelled, `issue-${first}-cancel`)).kind).toBe('send');
    const record = await store.get('fund-request', 'request-1');
    if (!record) throw new Error('no request');
    for (const over of [
      { approval: { ...approval, at: later(1) } },
      { gitlab: { ...gitlab, epic: git(2, 'epic') } },
    ]) {
      await store.commit({ puts: [{ kind: 'fund-request', record: aFundRequest({ ...record, ...over }) }] });
      expect((await built(store, cancelled, 'epic-cancel')).kind).toBe('send');
    }
    await store.commit({
      puts: [
        { kind: 'fund-request', record: aFundRequest({ ...record, gitlab: { epic: null, issues: {} } }) },
      ],
    });
    const before = await store.base(request, 'gitlab');
    await settled(store, cancelled, 'epic-cancel', { ref: git(5, 'epic') });
    expect(await store.base(request, 'gitlab')).toEqual(before);
  });
});

describe('SY-121 SY-15 a cancelling whose proof was accepted', () => {
  const sent = async (over: Record<string, unknown>, conflicts: Conflict[] = []) => {
    const record = newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over });
    const store = await aStore({}, { puts: [{ kind: 'claim', record }], conflicts });
    return built(store, cancelled, 'crm');
  };
  const held = { kind: 'park', problem: { code: 'needs-open-proof' } };
  const accepted = { kind: 'accepted', at: now, by: 'A' };
  const asked = (remote: 'salesforce' | 'gitlab', status: string): Conflict => ({
    ...question(claim, remote, 'fields', 'status'),
    theirs: { status },
  });

  it('is held back, whether it was accepted or paid, here or in Salesforce where it waits for a choice', async () => {
    expect(await sent({ decision: accepted })).toMatchObject(held);
    expect(await sent({ decision: { kind: 'paid', at: now, by: 'A' } })).toMatchObject(held);
    for (const status of ['approved', 'paid'])
      expect(await sent({}, [asked('salesforce', status)])).toMatchObject(held);
  });

  it('is sent when it was not, when the claim is gone, or when there is nothing to send', async () => {
    expect(await built(await aStore(), cancelled, 'crm')).toMatchObject({ write: { kind: 'crm.put' } });
    expect((await sent({})).kind).toBe('send');
    expect((await sent({ decision: { kind: 'rejected', at: now, by: 'A', note: 'No' } })).kind).toBe('send');
    expect((await sent({ decision: accepted, deletedRemotely: true })).kind).toBe('send');
    expect((await sent({}, [asked('salesforce', 'rejected')])).kind).toBe('send');
    expect((await sent({}, [asked('gitlab', 'approved')])).kind).toBe('send');
    const moot = await aStore(
      { approval: { kind: 'draft' } },
      {
        puts: [
          {
            kind: 'claim',
            record: newClaim(now, { id: 'claim-1', requestId: 'request-1', decision: accepted }),
          },
        ],
      },
    );
    expect((await built(moot, cancelled, 'crm')).kind).toBe('moot');
  });
});

describe('SY-121 an item that becomes known after its activity was cancelled', () => {
  const other = '00000000-0000-4000-8000-000000000002';
  const crmStep = aStep({ key: 'crm', state: 'done' });
  const closing = (state: 'todo' | 'done') => aStep({ key: 'epic-cancel', remote: 'gitlab', state });
  const waiting = (over: Parameters<typeof anIntent>[0]) => anIntent({ ...cancelled, id: other, ...over });

  /** Kinds of the changes that are made to close it. */
  async function late(of: Over<FundRequest> = {}, more: Commit = {}): Promise<string[]> {
    const store = await aStore(of, more);
    const record = await store.get('fund-request', 'request-1');
    if (!record) throw new Error('no request');
    const draft = startDraft(store, now);
    await closeLate(draft, record, 'epic', gitlab.epic, { newId: testIds().uuid });
    await draft.commit();
    return (await store.openIntents()).filter(({ id }) => id !== other).map(({ kind }) => kind);
  }

  it('is closed by a change of its own, unless one is coming that closes it', async () => {
    const made = ['fund-request.cancelled'];
    expect(await late()).toEqual(made);
    expect(await late({}, { intents: [waiting({ kind: 'fund-request.put' })] })).toEqual(made);
    expect(await late({}, { intents: [waiting({ steps: [crmStep, closing('done')] })] })).toEqual(made);
    expect(await late({}, { intents: [waiting({ steps: [crmStep, closing('todo')] })] })).toEqual([]);
    expect(await late({}, { intents: [waiting({ steps: [] })] })).toEqual([]);
  });

  it('is left alone when the cancelling was none, was given up or is gone, or has closed it already', async () => {
    expect(await late({ approval: { kind: 'withdrawn', at: now, reason: 'why' } })).toEqual([]);
    expect(await late({ decisionGivenUp: true })).toEqual([]);
    expect(await late({ deletedRemotely: true })).toEqual([]);
    const store = await aStore();
    await settled(store, cancelled, 'epic-cancel', { ref: gitlab.epic });
    const base = await store.base(request, 'gitlab');
    expect(await late({}, { bases: base ? [base] : [] })).toEqual([]);
  });
});
