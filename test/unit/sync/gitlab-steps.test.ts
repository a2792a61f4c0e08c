import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../shared/ports/local-store';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { PlanItem } from '../../../shared/schema/plan';
import { thePlaybook } from '../../sync/support/desk';
import { newClaim, newDocument, newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, built, crm, git, question, settled, stepsOf } from './steps-support';
import { anIntent, aProblem, aStep, now } from './support';

type Over<T> = Partial<Record<keyof T, unknown>>;

const playbook = thePlaybook();
const subIssues = playbook.gitlab.subIssues.map(({ key }) => key);
const [first = '', second = '', pop = ''] = subIssues;
const request = { kind: 'fund-request', id: 'request-1' } as const;
const claim = { kind: 'claim', id: 'claim-1' } as const;
const item = { kind: 'plan-item', id: 'item-1' } as const;
const nothing = { kind: 'nothing', ref: null };
const saga = anIntent({ kind: 'fund-request.approved', subject: request });
const itemPut = anIntent({ kind: 'plan-item.put', subject: item });
const another = (over: Parameters<typeof anIntent>[0]) =>
  anIntent({ id: '00000000-0000-4000-8000-000000000002', seq: 2, ...over });
const all = { epic: git(1, 'epic'), issues: { [first]: git(11), [second]: git(12), [pop]: git(13) } };

async function aStore(of: Over<FundRequest> = {}, { puts = [], ...rest }: Commit = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const approval = { kind: 'approved', at: now };
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
      { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), approval, ...of }) },
      ...puts,
    ],
    ...rest,
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}
const aClaim = (over: Over<Claim> = {}) =>
  ({ kind: 'claim', record: newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over }) }) as const;

const edits = { title: null, body: null, addLabels: [], scopedLabel: null, start: null, due: null };

describe('SY-30 what an approval makes in GitLab', () => {
  it('SY-33 comes in order: Salesforce first, then epic, issues, links, the list, and what came before', async () => {
    const puts = [
      aClaim({ stage: 'approved' }),
      { kind: 'document' as const, record: newDocument(now, { id: 'doc-1', requestId: 'request-1' }) },
    ];
    const steps = await stepsOf(await aStore({}, { puts }), saga);
    const issues = subIssues.map((key) => `issue-${key}`);
    expect(steps.map(({ key, after }) => [key, after])).toEqual([
      ['crm', []],
      ['epic', ['crm']],
      ...issues.map((key) => [key, ['epic']]),
      ...subIssues.map((key) => [`link-${key}`, [`issue-${key}`]]),
      ['epic-links', issues],
      ['label', [`issue-${pop}`]],
      ['git-file-doc-1', [`issue-${pop}`]],
    ]);
    expect(steps.map(({ title }) => title)).toContain('Open “Campaign Creation”');
    expect(steps.map(({ title }) => title)).toContain('Put “Campaign Creation” into the epic');
  });

  it('SY-34 SY-120 brings no claim or file that comes by itself, is gone, there, or given up', async () => {
    const keys = async (of: Commit) => (await stepsOf(await aStore({}, of), saga)).map(({ key }) => key);
    const base = (await keys({})).length;
    const document = (over: Record<string, unknown>) =>
      ({
        kind: 'document',
        record: newDocument(now, { id: 'doc-1', requestId: 'request-1', ...over }),
      }) as const;
    const put = another({ kind: 'document.put', subject: { kind: 'document', id: 'doc-1' } });
    for (const of of [
      { puts: [aClaim()], intents: [another({ kind: 'claim.put', subject: claim })] },
      { puts: [aClaim({ deletedRemotely: true })] },
      { puts: [document({})], intents: [put] },
      { puts: [document({ gitlabUpload: git(5) })] },
      { puts: [document({ uploadGivenUp: true })] },
    ])
      expect(await keys(of)).toHaveLength(base);
    const decision = { kind: 'rejected', at: now, by: 'A', note: 'why' };
    expect((await keys({ puts: [aClaim({ decision })] })).slice(base)).toEqual(['rejected', 'label']);
  });

  it('has no point without the request, its approval or its partner', async () => {
    const epic = async (store: MemoryStore, intent = saga) => built(store, intent, 'epic');
    const nobody = anIntent({ ...saga, subject: { kind: 'fund-request', id: 'none' } });
    expect(await epic(await aStore(), nobody)).toEqual({
      kind: 'moot',
      why: 'the request is no longer on this device',
    });
    expect(await epic(await aStore({ approval: { kind: 'draft' } }))).toEqual({
      kind: 'moot',
      why: 'the approval was taken back',
    });
    expect(await epic(await aStore({ partnerId: 'none' }))).toEqual({
      kind: 'moot',
      why: 'the partner is no longer on this device',
    });
  });

  it('is an epic, or a parent issue where the group has none (SY-32)', async () => {
    const store = await aStore();
    const epic = await built(store, saga, 'epic');
    expect(epic).toMatchObject({
      kind: 'send',
      write: {
        kind: 'git.epic',
        marker: 'request-1-epic',
        confidential: true,
        start: '2026-12-10',
        since: aFundRequest().createdAt,
      },
    });
    const problem = aProblem({ code: 'no-epics' });
    const parent = await built(store, saga, 'epic', aStep({ key: 'epic', problem }));
    expect(parent).toMatchObject({
      kind: 'send',
      write: { kind: 'git.issue', marker: 'request-1-epic', template: null, assignee: null },
    });
    expect(await built(store, saga, 'epic', aStep({ key: 'epic', problem: aProblem() }))).toMatchObject({
      write: { kind: 'git.epic' },
    });
    expect(await built(await aStore({ gitlab: all }), saga, 'epic')).toEqual({
      kind: 'nothing',
      ref: all.epic,
    });
  });

  it('are the playbook’s issues with label and assignee, each made once', async () => {
    const store = await aStore();
    const of = playbook.gitlab.subIssues[2];
    expect(await built(store, saga, `issue-${pop}`)).toMatchObject({
      kind: 'send',
      write: {
        kind: 'git.issue',
        marker: `request-1-issue-${pop}`,
        template: of?.template,
        labels: expect.arrayContaining([...(of?.labels ?? []), ...(of?.scopedLabel ? [of.scopedLabel] : [])]),
        title: expect.stringContaining('Nordlicht Systems GmbH'),
        since: aFundRequest().createdAt,
      },
    });
    expect(await built(store, saga, `issue-${first}`)).toMatchObject({
      write: { assignee: playbook.gitlab.subIssues[0]?.assignee, due: '2026-12-10' },
    });
    expect(await built(await aStore({ gitlab: all }), saga, `issue-${first}`)).toEqual({
      kind: 'nothing',
      ref: git(11),
    });
  });

  it('are linked into the epic, if it is one', async () => {
    const link = async (gitlab: unknown) => built(await aStore({ gitlab }), saga, `link-${first}`);
    expect(await link(all)).toEqual({
      kind: 'send',
      sent: undefined,
      write: {
        kind: 'git.link',
        marker: `request-1-link-${first}`,
        item: { id: 1, url: all.epic.url },
        epicIid: 101,
        issueId: 11,
      },
    });
    for (const gitlab of [
      { ...all, epic: null },
      { ...all, epic: git(1, 'issue') },
      { ...all, epic: git(1, 'epic', { iid: null }) },
      { ...all, issues: {} },
    ])
      expect(await link(gitlab)).toEqual(nothing);
  });

  it('SY-111 are listed in the body of the epic or of the parent issue', async () => {
    const list = async (gitlab: unknown) => built(await aStore({ gitlab }), saga, 'epic-links');
    const write = {
      kind: 'git.edit',
      marker: 'request-1-epic-links',
      iid: 101,
      item: { id: 1 },
      close: false,
      expectStamp: null,
    };
    expect(await list(all)).toMatchObject({ kind: 'send', write: { ...edits, ...write, type: 'epic' } });
    const one = await list({ ...all, epic: git(1, 'issue') });
    expect(one).toMatchObject({ write: { ...write, type: 'issue' } });
    const text = JSON.stringify(one);
    for (const { url } of Object.values(all.issues)) expect(text).toContain(url);
    const unseen = await list({ ...all, issues: { [first]: git(11, 'issue', { url: null }) } });
    expect(JSON.stringify(unseen)).not.toContain('Campaign Creation');
    expect(await list({ ...all, epic: null })).toEqual(nothing);
    expect(await list({ ...all, epic: git(1, 'epic', { iid: null }) })).toEqual(nothing);
  });

  it('SY-31 is noted on the request with the step that made it', async () => {
    const store = await aStore();
    await settled(store, saga, 'epic', { ref: all.epic });
    for (const [key, ref] of Object.entries(all.issues)) await settled(store, saga, `issue-${key}`, { ref });
    expect((await store.get('fund-request', 'request-1'))?.gitlab).toEqual(all);
    const newer = { ...all.epic, stamp: 's9' };
    await settled(store, saga, 'epic-links', { ref: newer });
    await settled(store, saga, `link-${first}`, { ref: git(99) });
    await settled(store, saga, 'epic', { ref: crm(9) });
    expect((await store.get('fund-request', 'request-1'))?.gitlab).toEqual({ ...all, epic: newer });
  });
});

describe('SY-39 the closing of an epic', () => {
  const finished = anIntent({ kind: 'fund-request.finished', subject: request });
  const close = async (gitlab: unknown) => built(await aStore({ gitlab }), finished, 'close-epic');

  it('names the issues because of which it is closed, and closes a parent issue as well', async () => {
    const write = {
      ...edits,
      kind: 'git.edit',
      marker: 'request-1-epic-close',
      iid: 101,
      item: { id: 1, url: all.epic.url },
      close: true,
      because: [111, 112, 113],
      expectStamp: null,
    };
    expect(await close(all)).toEqual({ kind: 'send', sent: undefined, write: { ...write, type: 'epic' } });
    expect(await close({ ...all, epic: git(1, 'issue') })).toMatchObject({ write: { type: 'issue' } });
    expect(await close({ ...all, issues: { [first]: git(11, 'issue', { iid: null }) } })).toMatchObject({
      write: { because: [] },
    });
    expect(await close({ ...all, epic: null })).toEqual(nothing);
    expect(await close({ ...all, epic: git(1, 'epic', { iid: null }) })).toEqual(nothing);
    expect(await close({ ...all, epic: git(1, 'epic', { type: 'note' }) })).toEqual(nothing);
    const nobody = anIntent({ ...finished, subject: { kind: 'fund-request', id: 'none' } });
    expect(await built(await aStore({ gitlab: all }), nobody, 'close-epic')).toEqual(nothing);
    expect((await stepsOf(await aStore({ gitlab: all }), finished)).map(({ after }) => after)).toEqual([[]]);
  });

  it('is noted on the request', async () => {
    const store = await aStore({ gitlab: all });
    const ref = { ...all.epic, stamp: 's9' };
    await settled(store, finished, 'close-epic', { ref });
    expect((await store.get('fund-request', 'request-1'))?.gitlab).toEqual({ ...all, epic: ref });
    const nobody = anIntent({ ...finished, subject: { kind: 'fund-request', id: 'none' } });
    await settled(store, nobody, 'close-epic', { ref });
    await settled(store, finished, 'close-epic', { ref: crm(9) });
    expect((await store.get('fund-request', 'request-1'))?.gitlab).toEqual({ ...all, epic: ref });
  });
});

describe('SY-37 the issue of a plan item', () => {
  async function withItem(over: Over<PlanItem> = {}, more: Commit = {}): Promise<MemoryStore> {
    const store = createMemoryStore();
    const record = newPlanItem(now, { id: 'item-1', partnerId: null, ...over });
    await store.commit({ puts: [{ kind: 'plan-item', record }], ...more });
    return store;
  }

  it('is opened once, under the item’s own id', async () => {
    const one = await built(await withItem(), itemPut, 'issue');
    expect(one).toMatchObject({
      kind: 'send',
      sent: { title: 'Webcast series', due: '2026-11-20', state: 'opened', body: expect.any(String) },
      write: {
        kind: 'git.issue',
        marker: 'item-1',
        title: 'Webcast series',
        due: '2026-11-20',
        since: now,
        labels: expect.arrayContaining([playbook.planning.planLabel]),
      },
    });
    expect(await built(await withItem({ gitlab: git(5) }), itemPut, 'issue')).toEqual({
      kind: 'nothing',
      ref: git(5),
    });
    expect((await stepsOf(await withItem(), itemPut)).map(({ key, after }) => [key, after])).toEqual([
      ['issue', []],
      ['edit', ['issue']],
    ]);
  });

  it('is kept in step with what changed, under the stamp of what was agreed', async () => {
    const edit = async (over: Over<PlanItem>, fields: Record<string, string>, more: Commit = {}) =>
      built(
        await withItem({ gitlab: git(5), ...over }, { bases: [agreed(item, 'gitlab', fields)], ...more }),
        itemPut,
        'edit',
      );
    const same = { title: 'Webcast series', due: '2026-11-20', state: 'opened' };
    const write = {
      ...edits,
      kind: 'git.edit',
      marker: 'item-1-edit',
      type: 'issue',
      iid: 105,
      item: { id: 5, url: git(5).url },
      close: false,
      expectStamp: 's0',
    };
    expect(await edit({}, same)).toEqual({ kind: 'nothing', ref: git(5) });
    expect(await edit({}, { ...same, title: 'Old' })).toEqual({
      kind: 'send',
      sent: { title: 'Webcast series' },
      write: { ...write, title: 'Webcast series' },
    });
    expect(await edit({}, { ...same, due: '2026-11-01' })).toMatchObject({
      write: { ...write, due: '2026-11-20' },
    });
    expect(await edit({ status: 'done' }, same)).toMatchObject({
      sent: { state: 'closed' },
      write: { close: true },
    });
    expect(await edit({}, { ...same, state: 'closed' })).toMatchObject({
      write: { close: false, reopen: true },
    });
    expect(await edit({}, { ...same, body: 'Old' })).toMatchObject({ write: { body: expect.any(String) } });
    const conflicts = [question(item, 'gitlab', 'fields', 'title')];
    expect(await edit({}, { ...same, title: 'Old' }, { conflicts })).toEqual({
      kind: 'nothing',
      ref: git(5),
    });
    expect(await edit({ gitlab: null }, same)).toEqual(nothing);
    expect(await edit({ gitlab: git(5, 'issue', { iid: null }) }, { ...same, title: 'Old' })).toEqual(
      nothing,
    );
  });

  it('has no point without the item, and waits while the person has to choose whether it stays', async () => {
    for (const key of ['issue', 'edit']) {
      const nobody = anIntent({ ...itemPut, subject: { kind: 'plan-item', id: 'none' } });
      expect(await built(await withItem(), nobody, key)).toEqual({
        kind: 'moot',
        why: 'the plan item is no longer on this device',
      });
      expect(await built(await withItem({ deletedRemotely: true }), itemPut, key)).toEqual({
        kind: 'moot',
        why: 'its issue was deleted in GitLab',
      });
      const asked = await withItem(
        { gitlab: git(5) },
        { conflicts: [question(item, 'gitlab', 'remote-delete')] },
      );
      expect(await built(asked, itemPut, key)).toMatchObject({
        kind: 'park',
        problem: { code: 'needs-review' },
      });
      const stale = await withItem({}, { conflicts: [question(item, 'gitlab', 'stale-decision')] });
      expect((await built(stale, itemPut, key)).kind).not.toBe('park');
    }
  });

  it('is noted on the item with what was agreed', async () => {
    const store = await withItem();
    const sent = { title: 'Webcast series', due: '2026-11-20', state: 'opened' };
    await settled(store, itemPut, 'issue', { ref: git(5), sent });
    expect((await store.get('plan-item', 'item-1'))?.gitlab).toEqual(git(5));
    expect(await store.base(item, 'gitlab')).toMatchObject({ fields: sent, stamp: 's' });
    const ref = git(5, 'issue', { stamp: 's2' });
    await settled(store, itemPut, 'edit', { ref, sent: { title: 'Newer' } });
    expect(await store.base(item, 'gitlab')).toMatchObject({ fields: { title: 'Newer' }, stamp: 's2' });
  });

  it('takes no answer when it is no longer here', async () => {
    const store = await withItem();
    const nobody = anIntent({ ...itemPut, subject: { kind: 'plan-item', id: 'none' } });
    for (const key of ['issue', 'edit']) await settled(store, nobody, key, { ref: git(5) });
    expect(await store.get('plan-item', 'none')).toBeUndefined();
    expect((await store.get('plan-item', 'item-1'))?.gitlab).toBeNull();
  });
});
