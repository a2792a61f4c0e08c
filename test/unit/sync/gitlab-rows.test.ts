import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { startDraft } from '../../../shared/sync/draft';
import { takeGitlabRow } from '../../../shared/sync/pull/gitlab-row';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { newClaim, newDocument, newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest } from '../../support/records';
import { anIntent, now } from './support';

const playbook = thePlaybook();
const [first = '', second = '', pop = ''] = playbook.gitlab.subIssues.map(({ key }) => key);
const label = playbook.planning.planLabel;
const theRequest = { kind: 'fund-request', id: 'request-1' } as const;
const theItem = { kind: 'plan-item', id: 'item-1' } as const;

const ref = (id: number, type: 'issue' | 'epic' = 'issue'): GitlabRef => ({
  remote: 'gitlab',
  type,
  id,
  iid: id + 100,
  stamp: 's1',
  url: null,
  markdown: null,
});

const issues = { [first]: ref(11), [second]: ref(12), [pop]: ref(13) };

function row(id: number, recordId: string | null, fields: FieldMap = {}, over: Partial<RemoteRow> = {}) {
  const whole = { stream: 'gitlab-issues', ref: ref(id), recordId, deleted: false } as const;
  return { ...whole, fields: { kind: 'issue', ...fields }, ...over } satisfies RemoteRow;
}
const itemRow = (key: string, id: number, fields: FieldMap = {}, over: Partial<RemoteRow> = {}) =>
  row(id, `request-1-issue-${key}`, fields, over);
const epicRow = (fields: FieldMap = {}, over: Partial<RemoteRow> = {}) =>
  row(1, 'request-1-epic', fields, { stream: 'gitlab-epics', ref: ref(1, 'epic'), ...over });

const { uuid } = testIds();

async function take(store: MemoryStore, rows: readonly RemoteRow[], book = playbook) {
  const outcomes = [];
  for (const one of rows) {
    const draft = startDraft(store, now);
    outcomes.push(await takeGitlabRow(draft, one, { playbook: book, newId: uuid }));
    const stored = await draft.commit();
    if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  }
  return outcomes;
}

async function withRequest(over: Parameters<typeof aFundRequest>[0] = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const record = aFundRequest({ gitlab: { epic: ref(1, 'epic'), issues }, ...over });
  await store.commit({ puts: [{ kind: 'fund-request', record }] });
  return store;
}

const queued = async (store: MemoryStore) =>
  (await store.openIntents()).map(({ kind, subject, fields }) => [kind, subject.id, fields]);
const texts = (store: MemoryStore): string[] => store.logged().map(({ text }) => text);

describe('MDF-6 the issues of a request', () => {
  const states = (...all: string[]) =>
    [first, second, pop].map((key, n) => itemRow(key, 11 + n, { state: all[n] ?? 'closed' }));
  const finished = [['fund-request.finished', 'request-1', []]];

  it('SY-39 ask once for their epic to be closed, when the last of them is seen closed', async () => {
    const store = await withRequest();
    await take(store, [epicRow({ state: 'opened' }), ...states('closed', 'opened', 'closed')]);
    expect(await queued(store)).toEqual([]);
    await take(store, [itemRow(second, 12, { state: 'closed' })]);
    expect(await queued(store)).toEqual(finished);
    expect((await store.openIntents())[0]).toMatchObject({
      label: 'DevSecOps roadshow Hamburg',
      state: 'waiting',
      steps: [],
    });
    expect(texts(store)).toEqual([expect.stringMatching(/^GitLab: every issue of “DevSecOps.*is closed/)]);
    await take(store, [...states(), epicRow({ state: 'opened' })]);
    expect(await queued(store)).toEqual(finished);
  });

  it('SY-39 ask for it again when one was opened and closed anew', async () => {
    const store = await withRequest();
    await take(store, states());
    await take(store, [itemRow(first, 11, { state: 'opened' })]);
    expect(await queued(store)).toEqual(finished);
    await take(store, [itemRow(first, 11, { state: 'closed' })]);
    expect(await queued(store)).toEqual([...finished, ...finished]);
  });

  it('SY-39 ask for nothing when the epic is closed already, also when people open it again', async () => {
    const store = await withRequest();
    await take(store, [epicRow({ state: 'closed' }), ...states(), epicRow({ state: 'opened' })]);
    expect(await queued(store)).toEqual([]);
  });

  it('SY-39 wait for an epic that is not known yet', async () => {
    const store = await withRequest({ gitlab: { epic: null, issues } });
    await take(store, states());
    expect(await queued(store)).toEqual([]);
    await take(store, [epicRow({ state: 'opened' })]);
    expect(await queued(store)).toEqual(finished);
  });

  it('SY-104 are not taken for closed because a mark of theirs was copied onto another', async () => {
    const store = await withRequest();
    await take(store, [...states('closed', 'closed', 'opened'), itemRow(pop, 12, { state: 'closed' })]);
    await take(store, [itemRow(pop, 99, { state: 'closed' })]);
    expect(await queued(store)).toEqual([]);
  });

  it('SY-44 are as they were when nothing is said of their state', async () => {
    const store = await withRequest();
    await take(store, [...states(), itemRow(pop, 13, {})]);
    expect((await store.base(theRequest, 'gitlab'))?.fields).toMatchObject({ [`issue-${pop}`]: 'closed' });
    expect(await queued(store)).toEqual(finished);
  });

  it('close nothing where the playbook has none', async () => {
    const store = await withRequest();
    const none = { ...playbook, gitlab: { ...playbook.gitlab, subIssues: [] } };
    await take(store, [epicRow({ state: 'opened' })], none);
    expect(await queued(store)).toEqual([]);
  });
});

describe('SY-65 an item of a request', () => {
  const links = async (store: MemoryStore) => (await store.get('fund-request', 'request-1'))?.gitlab;

  it('gives the request its epic and issues back, and does not replace one', async () => {
    const store = await withRequest({ gitlab: { epic: null, issues: {} } });
    expect(await take(store, [epicRow(), itemRow(second, 12)])).toEqual([
      { ok: true, value: true },
      { ok: true, value: true },
    ]);
    expect(await links(store)).toEqual({ epic: ref(1, 'epic'), issues: { [second]: ref(12) } });
    await take(store, [epicRow({}, { ref: ref(2, 'epic') }), itemRow(second, 92)]);
    expect(await links(store)).toEqual({ epic: ref(1, 'epic'), issues: { [second]: ref(12) } });
  });

  it('SY-76 is named when it was deleted there, and stays', async () => {
    const store = await withRequest();
    const url = 'https://gitlab.example/11';
    const gone = itemRow(first, 11, {}, { deleted: true });
    expect(await take(store, [gone, { ...gone, ref: { ...ref(11), url } }])).toEqual([
      { ok: true, value: false },
      { ok: true, value: false },
    ]);
    const said = 'GitLab: an item of “DevSecOps roadshow Hamburg” was deleted there';
    expect(texts(store)).toEqual([`${said}: issue-${first}.`, `${said}: ${url}.`]);
    expect((await links(store))?.issues).toEqual(issues);
  });

  it('SY-63 waits for its request, unless it is gone itself', async () => {
    const store = createMemoryStore();
    const [waits, gone] = await take(store, [itemRow(first, 11), itemRow(first, 11, {}, { deleted: true })]);
    expect(waits).toMatchObject({ ok: false, error: { orphan: true } });
    expect(gone).toEqual({ ok: true, value: false });
  });

  it('SY-68 moves the claim when it is the POP issue, and only then', async () => {
    const store = await withRequest();
    const record = newClaim(now, { id: 'claim-1', requestId: 'request-1' });
    await store.commit({
      puts: [{ kind: 'claim', record }],
      bases: [
        {
          key: 'claim:claim-1:gitlab',
          record: { kind: 'claim', id: 'claim-1' },
          remote: 'gitlab',
          fields: { stage: record.stage },
          stamp: null,
        },
      ],
    });
    const stage = async () => (await store.get('claim', 'claim-1'))?.stage;
    const labels = [playbook.pop.labels.completed];
    await take(store, [itemRow(first, 11, { labels }), itemRow(pop, 99, { labels })]);
    expect(await stage()).toBe('approval-needed');
    await take(store, [itemRow(pop, 13, { labels })]);
    expect(await stage()).toBe('completed');
  });
});

describe('SY-105 a POP issue that another device opened', () => {
  const opened = itemRow(pop, 13);
  const document = (over: Record<string, unknown> = {}) =>
    newDocument(now, { id: 'doc-1', requestId: 'request-1', ...over });
  const claim = (over: Record<string, unknown> = {}) =>
    newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over });

  async function told(
    docs: readonly ReturnType<typeof document>[],
    claims: readonly ReturnType<typeof claim>[],
    intents: Parameters<typeof anIntent>[0][] = [],
    known = false,
  ) {
    const store = await withRequest({ gitlab: { epic: null, issues: known ? { [pop]: ref(13) } : {} } });
    await store.commit({
      puts: [
        ...docs.map((record) => ({ kind: 'document' as const, record })),
        ...claims.map((record) => ({ kind: 'claim' as const, record })),
      ],
      intents: intents.map((over) => anIntent(over)),
    });
    const before = await queued(store);
    await take(store, [opened]);
    return (await queued(store)).slice(before.length);
  }

  it('is brought the files and the stage that came here before', async () => {
    expect(await told([document()], [claim()])).toEqual([
      ['document.put', 'doc-1', null],
      ['claim.put', 'claim-1', ['stage']],
    ]);
    const decision = { kind: 'rejected', at: now, by: 'A', note: 'why' };
    expect(await told([], [claim({ stage: 'pending', decision })])).toHaveLength(1);
  });

  it('is brought nothing that it knows, that was given up, that is gone, or that is on its way', async () => {
    expect(await told([document()], [claim()], [], true)).toEqual([]);
    expect(await told([document({ gitlabUpload: ref(5) })], [claim({ stage: 'pending' })])).toEqual([]);
    expect(await told([document({ uploadGivenUp: true })], [claim({ deletedRemotely: true })])).toEqual([]);
    const document1 = { kind: 'document.put', subject: { kind: 'document', id: 'doc-1' } };
    const claim1 = { kind: 'claim.put', subject: { kind: 'claim', id: 'claim-1' } };
    expect(await told([document()], [], [document1])).toEqual([]);
    expect(await told([], [claim()], [claim1])).toEqual([]);
    expect(await told([document()], [claim()], [{ kind: 'fund-request.approved' }])).toEqual([]);
    expect(await told([document()], [claim()], [{ kind: 'fund-request.put' }])).toHaveLength(2);
  });

  it('is brought nothing by another issue', async () => {
    const store = await withRequest({ gitlab: { epic: null, issues: {} } });
    await store.commit({ puts: [{ kind: 'document', record: document() }] });
    await take(store, [itemRow(first, 11), epicRow()]);
    expect(await queued(store)).toEqual([]);
  });
});

describe('SY-104 the issue of a plan item', () => {
  async function withItem(over: Record<string, unknown> = {}): Promise<MemoryStore> {
    const store = createMemoryStore();
    const record = newPlanItem(now, {
      id: 'item-1',
      partnerId: null,
      kind: 'milestone',
      start: '2026-11-20',
      gitlab: ref(5),
      ...over,
    });
    await store.commit({
      puts: [{ kind: 'plan-item', record }],
      bases: [
        {
          key: 'plan-item:item-1:gitlab',
          record: theItem,
          remote: 'gitlab',
          fields: { title: record.title, due: record.end, state: 'opened' },
          stamp: 's0',
        },
      ],
    });
    return store;
  }
  const title = async (store: MemoryStore) => (await store.get('plan-item', 'item-1'))?.title;
  const count = async (store: MemoryStore) => (await store.list({ kind: 'plan-item' })).length;

  it('is known by its mark, and by its number where people took the mark out', async () => {
    for (const marker of ['item-1', null]) {
      const store = await withItem();
      expect(await take(store, [row(5, marker, { title: 'Newer' })])).toEqual([{ ok: true, value: true }]);
      expect(await title(store)).toBe('Newer');
    }
    const unseen = await withItem({ gitlab: null });
    await take(unseen, [row(5, 'item-1', { title: 'Newer' })]);
    expect((await unseen.get('plan-item', 'item-1'))?.gitlab).toEqual(ref(5));
  });

  it('is not another one onto which people copied the mark', async () => {
    const store = await withItem();
    expect(await take(store, [row(6, 'item-1', { title: 'Copy', due: '2026-12-01' })])).toEqual([
      { ok: true, value: false },
    ]);
    await take(store, [row(6, 'item-1', { title: 'Copy', due: '2026-12-01', labels: [label] })]);
    expect(await title(store)).toBe('Webcast series');
    expect(await store.get('plan-item', 'gl-6')).toMatchObject({ title: 'Copy' });
  });

  it('SY-55 that is deleted marks the item, or asks when something of it still waits', async () => {
    const gone = row(5, 'item-1', {}, { deleted: true });
    const plain = await withItem();
    expect(await take(plain, [gone])).toEqual([{ ok: true, value: true }]);
    expect((await plain.get('plan-item', 'item-1'))?.deletedRemotely).toBe(true);
    const edited = await withItem();
    await edited.commit({ intents: [anIntent({ kind: 'plan-item.put', subject: theItem })] });
    await take(edited, [gone]);
    expect((await edited.get('plan-item', 'item-1'))?.deletedRemotely).toBe(false);
    expect(await edited.openConflicts()).toMatchObject([{ kind: 'remote-delete', remote: 'gitlab' }]);
  });

  it('SY-69 becomes a milestone when it is dated and has the plan’s label', async () => {
    const store = createMemoryStore();
    const due = '2026-12-01';
    const wanted = { title: 'Fair', due, state: 'closed', labels: ['other', ` ${label} `] };
    expect(await take(store, [row(7, null, wanted)])).toEqual([{ ok: true, value: true }]);
    expect(await store.get('plan-item', 'gl-7')).toMatchObject({
      kind: 'milestone',
      title: 'Fair',
      start: due,
      end: due,
      status: 'done',
      gitlab: ref(7),
      deletedRemotely: false,
    });
    expect(await store.base({ kind: 'plan-item', id: 'gl-7' }, 'gitlab')).toMatchObject({
      fields: { title: 'Fair', due, state: 'closed' },
      stamp: 's1',
    });
    await take(store, [row(8, null, { ...wanted, title: 'x'.repeat(300), state: 'opened' })]);
    expect(await store.get('plan-item', 'gl-8')).toMatchObject({ status: 'planned', title: 'x'.repeat(255) });
  });

  it('SY-69 is ignored without date or label, as an epic, or when it is gone', async () => {
    const store = createMemoryStore();
    const wanted = { title: 'Fair', due: '2026-12-01', labels: [label] };
    const rows = [
      row(7, null, { ...wanted, due: null }),
      row(7, null, { ...wanted, labels: ['other'] }),
      row(7, null, { ...wanted, labels: null }),
      row(7, null, { ...wanted, kind: 'epic' }),
      row(7, null, wanted, { deleted: true }),
    ];
    expect(await take(store, rows)).toEqual(rows.map(() => ({ ok: true, value: false })));
    expect(await count(store)).toBe(0);
    const [odd] = await take(store, [row(7, null, { ...wanted, due: 'soon' })]);
    expect(odd).toMatchObject({ ok: false, error: { orphan: false } });
  });
});

describe('SY-101 an item in GitLab that was put aside as a twin', () => {
  const twin = (marker: string, of: GitlabRef, fresh = false) => ({ twin: { marker, of, fresh } });

  it('of an issue or epic: the request points to the one that counts, and is told to link it', async () => {
    const approval = { kind: 'approved', at: now };
    const request = { approval, approvedAmount: { minor: 600_000, currency: 'EUR' } };
    for (const [aside, of, key] of [
      [epicRow({ title: 'E' }, twin('request-1-epic', ref(2, 'epic'))), ref(2, 'epic'), null],
      [itemRow(second, 12, { title: 'I' }, twin(`request-1-issue-${second}`, ref(22))), ref(22), second],
    ] as const) {
      const store = await withRequest(request);
      await store.commit({
        puts: [
          {
            kind: 'document',
            record: newDocument(now, { id: 'doc-1', requestId: 'request-1', gitlabUpload: ref(5) }),
          },
        ],
      });
      expect(await take(store, [aside])).toEqual([{ ok: true, value: true }]);
      const stored = (await store.get('fund-request', 'request-1'))?.gitlab;
      expect(stored).toEqual(
        key === null ? { epic: of, issues } : { epic: ref(1, 'epic'), issues: { ...issues, [key]: of } },
      );
      expect(await queued(store)).toEqual([
        ['fund-request.approved', 'request-1', ['status', 'state', 'approvedAmount']],
      ]);
      expect((await store.get('document', 'doc-1'))?.gitlabUpload).toEqual(ref(5));
      const name = key === null ? 'E' : 'I';
      expect(texts(store)).toEqual([
        `GitLab: “${name}” was there twice; the one that counts is ${of.id}, the other was put aside.`,
      ]);
    }
  });

  it('of a POP issue: what the twin had been told is told to the one that counts', async () => {
    const store = await withRequest();
    await store.commit({
      puts: [
        { kind: 'claim', record: newClaim(now, { id: 'claim-1', requestId: 'request-1' }) },
        {
          kind: 'document',
          record: newDocument(now, { id: 'doc-1', requestId: 'request-1', gitlabUpload: ref(5) }),
        },
      ],
    });
    await take(store, [itemRow(pop, 13, {}, twin(`request-1-issue-${pop}`, ref(23)))]);
    expect(await store.base({ kind: 'claim', id: 'claim-1' }, 'gitlab')).toMatchObject({
      fields: { stage: 'pending' },
      stamp: null,
    });
    expect((await store.get('document', 'doc-1'))?.gitlabUpload).toBeNull();
    expect(await queued(store)).toEqual([]);
  });

  it('that nothing pointed to changes nothing, and is told only when it was put aside just now', async () => {
    const store = await withRequest({ approval: { kind: 'approved', at: now } });
    const marker = `request-1-issue-${first}`;
    const url = 'https://gitlab.example/21';
    const of = { ...ref(21), url };
    expect(
      await take(store, [
        itemRow(first, 99, {}, twin(marker, of)),
        epicRow({}, { ref: ref(99, 'epic'), ...twin('request-1-epic', ref(2, 'epic')) }),
        row(99, 'nobody', {}, twin('nobody', of)),
        itemRow(first, 99, {}, twin('request-9-epic', of)),
      ]),
    ).toEqual(Array.from({ length: 4 }, () => ({ ok: true, value: false })));
    expect((await store.get('fund-request', 'request-1'))?.gitlab).toEqual({ epic: ref(1, 'epic'), issues });
    expect(texts(store)).toEqual([]);
    await take(store, [itemRow(first, 99, {}, twin(marker, of, true))]);
    expect(texts(store)).toEqual([
      expect.stringContaining(`“99” was there twice; the one that counts is ${url},`),
    ]);
    expect(await queued(store)).toEqual([]);
  });

  it('sends the steps of an approval that counts again, unless they wait untouched already', async () => {
    const moved = itemRow(first, 11, {}, twin(`request-1-issue-${first}`, ref(21)));
    const step = (state: string) => ({
      key: state,
      remote: 'gitlab',
      title: 'T',
      state,
      attempts: 0,
      ref: null,
      problem: null,
      doneAt: null,
    });
    async function resent(request: Parameters<typeof aFundRequest>[0], ...states: string[]) {
      const store = await withRequest(request);
      if (states.length > 0)
        await store.commit({
          intents: [
            anIntent({
              kind: 'fund-request.approved',
              subject: theRequest,
              steps: states.slice(1).map(step),
            }),
          ],
        });
      await take(store, [moved]);
      return (await queued(store)).length - (states.length > 0 ? 1 : 0);
    }
    const approval = { kind: 'approved', at: now };
    expect(await resent({ approval })).toBe(1);
    expect(await resent({ approval }, 'waits')).toBe(0);
    expect(await resent({ approval }, 'waits', 'todo')).toBe(0);
    expect(await resent({ approval }, 'under way', 'done', 'todo')).toBe(1);
    expect(await resent({ approval: { kind: 'draft' } })).toBe(0);
    expect(await resent({ approval, decisionGivenUp: true })).toBe(0);
  });

  it('of a plan item: the item points to the one that counts, of which nothing is agreed yet', async () => {
    const store = createMemoryStore();
    const bases = [
      {
        key: 'plan-item:item-1:gitlab',
        record: theItem,
        remote: 'gitlab' as const,
        fields: { title: 'T' },
        stamp: 's',
      },
    ];
    await store.commit({
      puts: [{ kind: 'plan-item', record: newPlanItem(now, { id: 'item-1', gitlab: ref(5) }) }],
      bases,
    });
    expect(await take(store, [row(9, 'item-1', {}, twin('item-1', ref(6)))])).toEqual([
      { ok: true, value: false },
    ]);
    expect(await take(store, [row(5, 'item-1', {}, twin('item-1', ref(6)))])).toEqual([
      { ok: true, value: true },
    ]);
    expect(await store.get('plan-item', 'item-1')).toMatchObject({ gitlab: ref(6), deletedRemotely: false });
    expect(await store.base(theItem, 'gitlab')).toMatchObject({ fields: {}, stamp: null });
  });

  it('SY-104 takes with it what was made of it before anybody could know', async () => {
    const store = createMemoryStore();
    await store.commit({
      puts: [
        { kind: 'plan-item', record: newPlanItem(now, { id: 'item-1', gitlab: ref(5) }) },
        { kind: 'plan-item', record: newPlanItem(now, { id: 'gl-6', title: 'Made', gitlab: ref(6) }) },
      ],
    });
    const aside = row(6, 'item-1', {}, twin('item-1', ref(5)));
    await take(store, [aside, aside]);
    expect((await store.get('plan-item', 'gl-6'))?.deletedRemotely).toBe(true);
    expect((await store.get('plan-item', 'item-1'))?.deletedRemotely).toBe(false);
    expect(texts(store)).toEqual([
      'GitLab: the milestone “Made” was a twin of another; it was put aside there.',
    ]);
  });
});
