import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameValue } from '../../shared/domain/merging/field-values';
import { project } from '../../shared/domain/merging/projections';
import type { FieldMap } from '../../shared/schema/field-value';
import type { AnyRecord } from '../../shared/schema/record';
import { chooseSide, contextOf } from './support/choose';
import { Crash, dyingAt } from './support/crash';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';

const requestIds = ['11111111-0000-4000-8000-000000000001', '11111111-0000-4000-8000-000000000002'] as const;
const planIds = ['55555555-0000-4000-8000-000000000001', '55555555-0000-4000-8000-000000000002'] as const;
const words = ['red', 'green', 'blue'] as const;
const ends = ['2026-12-11', '2026-12-12', '2026-12-13'] as const;
const stages = ['pending', 'approval-needed', 'approved'] as const;

const pick = fc.nat({ max: 2 });
const field = fc.nat({ max: 3 });
const step = fc.oneof(
  fc.record({ do: fc.constant('request' as const), which: fc.nat({ max: 1 }), word: pick }),
  fc.record({ do: fc.constant('edit' as const), which: fc.nat({ max: 1 }), word: pick, field }),
  fc.record({ do: fc.constant('approve' as const), which: fc.nat({ max: 1 }) }),
  fc.record({ do: fc.constant('claim' as const), stage: pick }),
  fc.record({ do: fc.constant('document' as const) }),
  fc.record({ do: fc.constant('plan' as const), which: fc.nat({ max: 1 }), word: pick, end: pick }),
  fc.record({ do: fc.constant('colleague' as const), which: fc.nat({ max: 1 }), word: pick, field }),
  fc.record({ do: fc.constant('colleague-plan' as const), which: fc.nat({ max: 1 }), word: pick, end: pick }),
  fc.record({ do: fc.constant('colleague-label' as const), stage: pick }),
  fc.record({ do: fc.constant('delete-plan' as const), which: fc.nat({ max: 1 }) }),
  fc.record({
    do: fc.constant('fault' as const),
    kind: fc.constantFrom('unreachable', 'lostReply', 'lostRequest', 'slowDown', 'signIn', 'garbled'),
    after: fc.nat({ max: 4 }),
  }),
  fc.record({ do: fc.constant('deaf' as const), pulls: fc.nat({ max: 8 }) }),
  fc.record({ do: fc.constant('sync' as const) }),
  fc.record({ do: fc.constant('die' as const), at: fc.integer({ min: 1, max: 40 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Changes that a person and a colleague can both make; whether they collide is up to chance. */
function change(
  field: number,
  word: number,
): { readonly local: Record<string, unknown>; readonly remote: FieldMap } {
  const text = words[word] ?? 'red';
  const end = ends[word] ?? '2026-12-11';
  if (field === 0) return { local: { title: text }, remote: { title: text } };
  if (field === 1) return { local: { description: text }, remote: { description: text } };
  if (field === 2) return { local: { end }, remote: { end } };
  const requested = { minor: 500_000 + word, currency: 'EUR' };
  return { local: { requested }, remote: { requested } };
}

async function has(desk: Desk, kind: 'fund-request' | 'plan-item', id: string): Promise<boolean> {
  return (await desk.store.get(kind, id)) !== undefined;
}

async function perform(desk: Desk, action: Step): Promise<void> {
  switch (action.do) {
    case 'request': {
      const id = requestIds[action.which] ?? requestIds[0];
      if (!(await has(desk, 'fund-request', id))) await desk.request({ id, title: words[action.word] });
      return;
    }
    case 'edit': {
      const id = requestIds[action.which] ?? requestIds[0];
      if (await has(desk, 'fund-request', id)) await desk.edit(id, change(action.field, action.word).local);
      return;
    }
    case 'approve': {
      const id = requestIds[action.which] ?? requestIds[0];
      const record = await desk.store.get('fund-request', id);
      if (record?.approval.kind === 'draft') await desk.approve(id);
      return;
    }
    case 'claim':
      if (await has(desk, 'fund-request', requestIds[0]))
        await desk.claim(requestIds[0], { stage: stages[action.stage] ?? 'pending' });
      return;
    case 'document':
      if ((await has(desk, 'fund-request', requestIds[0])) && (await desk.store.count('document')) === 0)
        await desk.document(requestIds[0]);
      return;
    case 'plan': {
      const id = planIds[action.which] ?? planIds[0];
      const deleted = (await desk.store.get('plan-item', id))?.deletedRemotely ?? false;
      if (!deleted) await desk.planItem({ id, title: words[action.word], end: ends[action.end] });
      return;
    }
    case 'colleague': {
      const remote = desk.remote.records('fund-request')[action.which];
      if (remote) desk.remote.changeCrm(remote.id, change(action.field, action.word).remote);
      return;
    }
    case 'colleague-plan': {
      const item = desk.remote.items('issue').filter(({ marker }) => marker?.startsWith('5555'))[
        action.which
      ];
      if (item)
        desk.remote.changeItem(item.id, {
          title: `${words[action.word]} - Partner partner-1`,
          due: ends[action.end] ?? null,
        });
      return;
    }
    case 'colleague-label': {
      const pop = desk.remote
        .items('issue')
        .find(({ marker }) => marker === `${requestIds[0]}-issue-mdf-pop`);
      const label = desk.playbook.pop.labels[stages[action.stage] ?? 'pending'];
      if (pop) desk.remote.changeItem(pop.id, { labels: ['MDF-POP', label] });
      return;
    }
    case 'delete-plan': {
      const item = desk.remote.items('issue').filter(({ marker }) => marker?.startsWith('5555'))[
        action.which
      ];
      if (item) desk.remote.deleteItem(item.id);
      return;
    }
    case 'fault': {
      let seen = 0;
      desk.faults.on(() => {
        seen += 1;
        return seen > action.after;
      }, faults[action.kind]);
      return;
    }
    case 'deaf':
      desk.faults.onPull(() => true, { kind: 'unreachable', why: 'no answer' }, action.pulls);
      return;
    case 'sync':
      await desk.sync();
      desk.clock.advance(1000);
      return;
    case 'die': {
      const world = dyingAt(action.at, desk.store, desk.remote);
      await desk
        .newEngine(world)
        .run()
        .catch((cause: unknown) => {
          if (!(cause instanceof Crash)) throw cause;
        });
      desk.restart();
      return;
    }
  }
}

/** What a person does about answers that nobody could read. */
async function retryUnreadable(desk: Desk): Promise<void> {
  for (const intent of await desk.store.openIntents()) {
    if (intent.problem?.code !== 'unreadable') continue;
    await desk.commit({ intents: [{ ...intent, state: 'waiting', problem: null }] });
  }
}

/** Chooses a side for everything that asks, until nothing asks any more. */
async function calmDown(desk: Desk, mine: boolean): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await retryUnreadable(desk);
    for (let pass = 0; pass < 30; pass += 1) {
      const report = await desk.sync();
      const open = await desk.store.openIntents();
      if (
        report.complete &&
        open.every(({ problem }) => problem?.code === 'needs-review' || problem?.code === 'waits-for-parked')
      )
        break;
      desk.clock.advance(3_600_000);
    }
    const conflicts = await desk.store.openConflicts();
    if (conflicts.length === 0) return;
    for (const conflict of conflicts) {
      const side = mine ? 'mine' : 'theirs';
      const names = conflict.fields.map(({ field }) => [field, side] as const);
      await chooseSide(desk, conflict, Object.fromEntries(names));
    }
  }
  throw new Error('conflicts never end');
}

function expectSame(local: FieldMap, remote: FieldMap, what: string): void {
  for (const [field, value] of Object.entries(local)) {
    const theirs = remote[field] ?? null;
    if (!sameValue(value, theirs))
      throw new Error(`${what}.${field}: ${JSON.stringify(value)} here, ${JSON.stringify(theirs)} there`);
  }
}

async function expectAgreement(desk: Desk): Promise<void> {
  expect(await desk.store.openIntents()).toEqual([]);
  const context = await contextOf(desk);
  for (const kind of ['fund-request', 'claim'] as const) {
    const records = await desk.store.list({ kind });
    expect(
      desk.remote
        .records(kind)
        .map(({ recordId }) => recordId)
        .sort(),
    ).toEqual(records.map(({ id }) => id as string).sort());
    for (const record of records) {
      const remote = desk.remote.crm.get(record.salesforce?.id ?? '');
      expectSame(project({ kind, record } as AnyRecord, 'salesforce', context), remote?.fields ?? {}, kind);
    }
  }
  for (const record of await desk.store.list({ kind: 'plan-item' })) {
    const issues = desk.remote.items('issue').filter(({ marker }) => marker === record.id);
    expect(issues).toHaveLength(record.deletedRemotely ? 0 : 1);
    const { title, due, state } = project({ kind: 'plan-item', record }, 'gitlab', context);
    if (issues[0])
      expectSame(
        { title: title ?? null, due: due ?? null, state: state ?? null },
        issues[0].fields,
        'plan item',
      );
  }
  for (const record of await desk.store.list({ kind: 'fund-request' })) {
    const approved = record.approval.kind === 'approved';
    const own = (item: { marker: string | null }): boolean =>
      item.marker?.startsWith(`${record.id}-`) ?? false;
    expect(desk.remote.items('epic').filter(own)).toHaveLength(approved ? 1 : 0);
    expect(desk.remote.items('issue').filter(own)).toHaveLength(approved ? 3 : 0);
  }
  const documents = await desk.store.count('document');
  expect(desk.remote.files).toHaveLength(documents);
  const stage = (await desk.store.list({ kind: 'claim' }))[0]?.stage;
  const pop = desk.remote.items('issue').find(({ marker }) => marker === `${requestIds[0]}-issue-mdf-pop`);
  if (pop) expect(desk.remote.uploads).toHaveLength(documents);
  if (pop && stage) expect(pop.fields.labels).toContain(desk.playbook.pop.labels[stage]);
}

describe('random histories', () => {
  it('SY-90 end with the same on both sides, once, and an empty queue', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        async (history, mine) => {
          const desk = await aDesk();
          for (const action of history) await perform(desk, action);
          desk.faults.clear();
          await calmDown(desk, mine);
          await expectAgreement(desk);
        },
      ),
      { seed: 20_261_102, numRuns: 300 },
    );
  });
});
