import { describe, expect, it } from 'vitest';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { RecordKey } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import { GitlabRef, SalesforceRef } from '../../../shared/schema/remote-ref';
import type { Stream } from '../../../shared/schema/sync-state';
import { startDraft } from '../../../shared/sync/draft';
import type { Pass } from '../../../shared/sync/pass';
import {
  type KnownPartners,
  type Remembered,
  readAheadOf,
  readAheadOfRecords,
} from '../../../shared/sync/pull/read-ahead';
import { takeRows } from '../../../shared/sync/pull/take-row';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { newClaim, newPlanItem } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { anIntent, now } from './support';

const playbook = thePlaybook();
const pop = playbook.gitlab.popIssue;
const crmId = (n: number): string => `001${String(n).padStart(15, '0')}`;
const crm = (n: number) =>
  SalesforceRef.parse({ remote: 'salesforce', object: 'O', id: crmId(n), stamp: 's', url: null });
const git = (id: number) =>
  GitlabRef.parse({ remote: 'gitlab', type: 'issue', id, iid: id, stamp: 's', url: null, markdown: null });

const SINGLE = ['get', 'listMany', 'base', 'intentsFor', 'getMany', 'bases', 'openIntentsOf'] as const;

/** The store, and what it is asked through the one that is given back, by name. */
function watched(store: LocalStore): { store: LocalStore; asked: string[] } {
  const asked: string[] = [];
  const over = Object.fromEntries(
    SINGLE.map((name) => [
      name,
      (...given: unknown[]) => {
        asked.push(`${name} ${JSON.stringify(given)}`);
        return (store[name] as (...all: unknown[]) => unknown)(...given);
      },
    ]),
  );
  return { store: { ...store, ...over }, asked };
}

const base = (key: RecordKey, remote: 'salesforce' | 'gitlab', fields: FieldMap) => ({
  key: `${key.kind}:${key.id}:${remote}`,
  record: key,
  remote,
  fields,
  stamp: 's0',
});

async function aStore(): Promise<MemoryStore> {
  const store = createMemoryStore();
  const gitlab = { epic: null, issues: { [pop]: git(30) } };
  const records: AnyRecord[] = [
    { kind: 'partner', record: aPartner({ id: 'p1', name: 'One', salesforce: crm(1) }) },
    { kind: 'partner', record: aPartner({ id: 'p2', name: 'Two' }) },
    {
      kind: 'fund-request',
      record: aFundRequest({ id: 'r1', partnerId: 'p1', salesforce: crm(11), gitlab }),
    },
    { kind: 'fund-request', record: aFundRequest({ id: 'r2', partnerId: 'p2', portalNumber: 'N2' }) },
    {
      kind: 'claim',
      record: newClaim(now, { id: 'c1', requestId: 'r1', partnerId: 'p1', salesforce: crm(21) }),
    },
    { kind: 'plan-item', record: newPlanItem(now, { id: 'i1', partnerId: 'p1', gitlab: git(40) }) },
    { kind: 'plan-item', record: newPlanItem(now, { id: 'i2', partnerId: null, gitlab: null }) },
  ];
  const request = { kind: 'fund-request', id: 'r1' } as const;
  const claim = { kind: 'claim', id: 'c1' } as const;
  await store.commit({
    puts: records,
    intents: [anIntent({ subject: request, fields: ['description'] })],
    bases: [
      base(request, 'salesforce', { title: 'DevSecOps roadshow Hamburg', description: 'agreed' }),
      base(claim, 'salesforce', { title: 'Claim for the roadshow' }),
      base(claim, 'gitlab', { stage: 'approval-needed' }),
      base({ kind: 'plan-item', id: 'i1' }, 'gitlab', { title: 'Webcast series' }),
    ],
  });
  return store;
}

function row(stream: Stream, ref: RemoteRow['ref'], fields: FieldMap, recordId: string | null = null) {
  return { stream, ref, recordId, fields, deleted: false } satisfies RemoteRow;
}

const money = { minor: 100, currency: 'EUR' };
const dates = { start: '2026-12-10', end: '2026-12-10' };
const asRequest = { ...dates, activityType: 'Events', totalCost: money, requested: money };

/** Of each feed a page with rows that are known by number, by our id and by name, new ones, and such as wait. */
const pages: Readonly<Record<string, readonly RemoteRow[]>> = {
  partners: [
    row('partners', crm(1), { name: 'One again' }),
    row('partners', crm(2), { name: 'TWO' }),
    row('partners', crm(3), { name: 'Three' }),
  ],
  budgets: [
    row('budgets', crm(51), { title: 'B', partner: crmId(1), start: '2026-11-01', amount: money }),
    row('budgets', crm(52), { title: 'B', partner: crmId(9), start: '2026-11-01', amount: money }),
  ],
  'fund-requests': [
    row('fund-requests', crm(11), {
      ...asRequest,
      title: 'Theirs',
      description: 'theirs',
      partner: crmId(1),
    }),
    row('fund-requests', crm(12), { title: 'Second', partner: crmId(1) }, 'r2'),
    row('fund-requests', crm(13), { ...asRequest, title: 'New', partner: crmId(1) }),
    row('fund-requests', crm(14), { ...asRequest, title: 'Numbered', portalNumber: 'N2', partner: crmId(1) }),
    row('fund-requests', crm(15), { ...asRequest, title: 'Waits', partner: crmId(9) }),
  ],
  claims: [
    row('claims', crm(21), { title: 'Newer', request: crmId(11), status: 'approved' }),
    row('claims', crm(22), { title: 'New', request: crmId(11), status: null }),
    row('claims', crm(23), { title: 'Waits', request: crmId(19) }),
  ],
  registrations: [
    row('registrations', crm(61), {
      subject: playbook.programs.offers[0]?.subject ?? '',
      partner: crmId(1),
      date: '2026-11-03',
    }),
  ],
  'gitlab-issues': [
    row('gitlab-issues', git(40), { kind: 'issue', title: 'Newer', state: 'opened', labels: [] }, 'i1'),
    row('gitlab-issues', git(41), { kind: 'issue', title: 'Second', state: 'opened', labels: [] }, 'i2'),
    row('gitlab-issues', git(42), {
      kind: 'issue',
      title: 'New',
      due: '2026-12-01',
      labels: [playbook.planning.planLabel],
    }),
    row(
      'gitlab-issues',
      git(30),
      { kind: 'issue', title: 'POP', labels: [playbook.pop.labels.completed] },
      `r1-issue-${pop}`,
    ),
  ],
};

const remembering = (partners: KnownPartners = new Map()): Remembered => ({ partners, unlinked: new Map() });

async function take(store: LocalStore, rows: readonly RemoteRow[]): Promise<void> {
  const draft = startDraft(store, now);
  // Read once in a pass and not for each page.
  const unlinked = new Map([['p1', new Map()]]);
  const pass = { playbook, ids: testIds(), unlinked } as unknown as Pass;
  await takeRows(draft, pass, rows);
  const stored = await draft.commit();
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
}

async function everything(store: MemoryStore) {
  const kinds = ['partner', 'budget', 'fund-request', 'claim', 'registration', 'plan-item'] as const;
  const records = await Promise.all(kinds.map((kind) => store.list({ kind })));
  const keys = kinds.flatMap((kind, n) => (records[n] ?? []).map(({ id }) => ({ kind, id: id as string })));
  const names = keys.flatMap((key) => [`${key.kind}:${key.id}:salesforce`, `${key.kind}:${key.id}:gitlab`]);
  return {
    records,
    bases: await store.bases(names),
    intents: await store.openIntents(),
    conflicts: await store.openConflicts(),
    quarantine: await store.quarantined(),
    log: store.logged(),
  };
}

describe('SY-84 a page of a feed', () => {
  it.each(Object.keys(pages))('of %s is read ahead whole, and comes to the same', async (stream) => {
    const rows = pages[stream] ?? [];
    const [plain, ahead] = [await aStore(), await aStore()];
    const { store, asked } = watched(ahead);
    const answering = await readAheadOf(rows, playbook, remembering())(store, 1);
    expect(asked.length).toBeLessThanOrEqual(12);
    asked.length = 0;
    await take(answering, rows);
    expect(asked).toEqual([]);
    await take(plain, rows);
    expect(await everything(ahead)).toEqual(await everything(plain));
  });

  it('without rows asks for nothing', async () => {
    const { store, asked } = watched(await aStore());
    expect(await readAheadOf([], playbook, remembering())(store, 1)).toBe(store);
    expect(asked).toEqual([]);
  });

  it('asks for a thing once, and not at all for what no row names', async () => {
    const { store, asked } = watched(await aStore());
    const same = row('claims', crm(22), { title: 'C', request: crmId(11), partner: null });
    await readAheadOf([same, same], playbook, remembering())(store, 1);
    expect(asked.filter((one) => one.startsWith('listMany'))).toEqual([
      `listMany ["claim","salesforce.id",["${crmId(22)}"]]`,
      `listMany ["fund-request","salesforce.id",["${crmId(11)}"]]`,
    ]);
  });

  it('takes an id that follows from the remote one for free, but looks when it has to try again', async () => {
    const cutOff = 'sf-001000000000000071';
    const setUp = async () => {
      const store = await aStore();
      await store.commit({
        puts: [{ kind: 'partner', record: aPartner({ id: cutOff, name: 'Cut', salesforce: null }) }],
      });
      return store;
    };
    const rows = [row('partners', crm(71), { name: 'Other' })];
    expect(
      await (await readAheadOf(rows, playbook, remembering())(await setUp(), 1)).get('partner', cutOff),
    ).toBe(undefined);
    const again = await readAheadOf(rows, playbook, remembering())(await setUp(), 2);
    expect(await again.get('partner', cutOff)).toMatchObject({ name: 'Cut' });
    // What carries our own id is looked for at once.
    const own = [row('partners', crm(72), { name: 'Other' }, cutOff)];
    expect(
      await (await readAheadOf(own, playbook, remembering())(await setUp(), 1)).get('partner', cutOff),
    ).toMatchObject({ name: 'Cut' });
  });

  it('asks in a few requests what was imported of the partners of requests that nobody knows', async () => {
    const store = createMemoryStore();
    const partners = Array.from({ length: 120 }, (_, n) =>
      aPartner({ id: `p${n}`, name: `P${n}`, salesforce: crm(n) }),
    );
    const imported = aFundRequest({ id: 'r7', partnerId: 'p7', title: 'Road 7', start: '2026-12-01' });
    await store.commit({
      puts: [
        ...partners.map((record) => ({ kind: 'partner' as const, record })),
        { kind: 'fund-request', record: imported },
      ],
    });
    const news = partners.map((_, n) =>
      row('fund-requests', crm(1000 + n), { title: `Road ${n}`, partner: crmId(n), start: '2026-12-01' }),
    );
    const { store: watching, asked } = watched(store);
    const remembered = remembering();
    await readAheadOf(news, playbook, remembered)(watching, 1);
    const ofPartners = () => asked.filter((one) => one.startsWith('listMany ["fund-request","partnerId"'));
    expect(ofPartners()).toHaveLength(3);
    expect([...remembered.unlinked.values()].flatMap((names) => [...names.values()])).toEqual([['r7']]);
    await readAheadOf(news, playbook, remembered)(watching, 1);
    expect(ofPartners()).toHaveLength(3);
  });

  it('asks for no imports where the request is known, is ours, is gone, or belongs to nobody', async () => {
    const { store, asked } = watched(await aStore());
    const fields = { title: 'T', partner: crmId(1), start: '2026-12-01' };
    const others = [
      row('fund-requests', crm(11), fields),
      row('fund-requests', crm(12), { ...fields, partner: crmId(99) }),
      row('fund-requests', crm(13), { ...fields, portalNumber: 'N2' }),
      row('fund-requests', crm(14), fields, 'ours'),
      { ...row('fund-requests', crm(15), fields), deleted: true },
    ];
    await readAheadOf(others, playbook, remembering())(store, 1);
    expect(asked.filter((one) => one.includes('"partnerId"'))).toEqual([]);
  });

  it('leaves to the store what nobody read ahead', async () => {
    const store = await aStore();
    const answering = await readAheadOf(
      [row('partners', crm(3), { name: 'Three' })],
      playbook,
      remembering(),
    )(store, 1);
    expect(await answering.get('claim', 'c1')).toMatchObject({ id: 'c1' });
    expect(await answering.listMany('claim', 'requestId', ['r1'])).toHaveLength(1);
    expect(await answering.base({ kind: 'claim', id: 'c1' }, 'gitlab')).toMatchObject({ stamp: 's0' });
    expect(await answering.intentsFor({ kind: 'fund-request', id: 'r1' })).toHaveLength(1);
  });
});

describe('SY-84 the partners of a feed', () => {
  const partnersAsked = (asked: readonly string[]) =>
    asked.filter((one) => one.startsWith('listMany ["partner"'));
  const page = (...accounts: number[]) =>
    accounts.map((n) => row('budgets', crm(50 + n), { title: 'B', partner: crmId(n) }));

  it('are asked for once in its turn, unknown ones again, and all when a page has to be tried again', async () => {
    const { store, asked } = watched(await aStore());
    const partners: KnownPartners = new Map();
    await readAheadOf(page(1), playbook, remembering(partners))(store, 1);
    expect(partnersAsked(asked)).toHaveLength(1);
    const answering = await readAheadOf(page(1), playbook, remembering(partners))(store, 1);
    expect(partnersAsked(asked)).toHaveLength(1);
    expect(await answering.listMany('partner', 'salesforce.id', [crmId(1)])).toMatchObject([{ id: 'p1' }]);
    await readAheadOf(page(1, 9), playbook, remembering(partners))(store, 1);
    expect(partnersAsked(asked).at(-1)).toContain(`["${crmId(9)}"]`);
    await readAheadOf(page(1), playbook, remembering(partners))(store, 2);
    expect(partnersAsked(asked)).toHaveLength(3);
    expect(partnersAsked(asked).at(-1)).toContain(`["${crmId(1)}"]`);
  });

  it('of one account stay several when several have it', async () => {
    const store = await aStore();
    await store.commit({
      puts: [{ kind: 'partner', record: aPartner({ id: 'p9', name: 'Nine', salesforce: crm(1) }) }],
    });
    const partners: KnownPartners = new Map();
    for (let turn = 0; turn < 2; turn += 1) {
      const answering = await readAheadOf(page(1), playbook, remembering(partners))(store, 1);
      expect(await answering.listMany('partner', 'salesforce.id', [crmId(1)])).toHaveLength(2);
    }
  });

  it('G9 are not remembered without end', async () => {
    const store = await aStore();
    const partners: KnownPartners = new Map(
      Array.from({ length: 4999 }, (_, n) => [crmId(1000 + n), [] as never[]]),
    );
    await readAheadOf(page(1), playbook, remembering(partners))(store, 1);
    expect(partners.size).toBe(5000);
    await readAheadOf(page(9), playbook, remembering(partners))(store, 1);
    expect(partners.size).toBe(0);
  });
});

describe('SY-84 records that are sent', () => {
  it('are read ahead with what they belong to, what was agreed and what waits', async () => {
    const { store, asked } = watched(await aStore());
    const keys: RecordKey[] = [
      { kind: 'claim', id: 'c1' },
      { kind: 'fund-request', id: 'r1' },
      { kind: 'plan-item', id: 'none' },
    ];
    const answering = await readAheadOfRecords(keys)(store, 1);
    asked.length = 0;
    expect(await answering.get('claim', 'c1')).toMatchObject({ id: 'c1' });
    expect(await answering.get('fund-request', 'r1')).toMatchObject({ id: 'r1' });
    expect(await answering.get('partner', 'p1')).toMatchObject({ id: 'p1' });
    expect(await answering.get('plan-item', 'none')).toBe(undefined);
    expect(await answering.base({ kind: 'claim', id: 'c1' }, 'gitlab')).toMatchObject({ stamp: 's0' });
    expect(await answering.base({ kind: 'fund-request', id: 'r1' }, 'gitlab')).toBe(undefined);
    expect(await answering.intentsFor({ kind: 'fund-request', id: 'r1' })).toHaveLength(1);
    expect(await answering.intentsFor({ kind: 'claim', id: 'c1' })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('are looked at for their revisions alone where nothing else is asked', async () => {
    const { store, asked } = watched(await aStore());
    const keys: RecordKey[] = [
      { kind: 'fund-request', id: 'r1' },
      { kind: 'fund-request', id: 'none' },
    ];
    const answering = await readAheadOfRecords(keys, 'revisions')(store, 1);
    expect(asked).toHaveLength(1);
    expect(await answering.get('fund-request', 'r1')).toMatchObject({ id: 'r1' });
    expect(await answering.get('fund-request', 'none')).toBe(undefined);
    expect(asked).toHaveLength(1);
    // What was not read ahead is asked of the store.
    expect(await answering.intentsFor({ kind: 'fund-request', id: 'r1' })).toHaveLength(1);
  });
});
