import { describe, expect, it } from 'vitest';
import { PlanItemId } from '../../../../shared/schema/ids';
import type { PlanItem } from '../../../../shared/schema/plan';
import { Instant, PlainDate, QuarterId } from '../../../../shared/schema/values';
import {
  formOf,
  reschedulePlanItem,
  savePlanItem,
  setPlanStatus,
} from '../../../../shared/usecases/plan/save-plan-item';
import { planOf, saveQuarterPlan, tickPhaseStep } from '../../../../shared/usecases/plan/save-quarter-plan';
import { createMemoryStore } from '../../../support/memory-store';
import { useCaseContext } from '../../../support/use-case-context';

const d = (text: string) => PlainDate.parse(text);
const form = {
  kind: 'tactic',
  title: 'Roadshow',
  partnerId: null,
  region: 'EMEA',
  type: 'event',
  status: 'idea',
  owner: null,
  start: '2026-12-01',
  end: '2026-12-14',
  budget: null,
  requestId: null,
  dependsOn: [],
  notes: '',
};
const scope = { quarter: QuarterId.parse('FY27-Q4'), partnerId: null, region: null };

function desk() {
  return useCaseContext(createMemoryStore());
}

async function saved(context: ReturnType<typeof desk>, over: object = {}): Promise<PlanItem> {
  const result = await savePlanItem(context, { opened: null, form: { ...form, ...over } });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('plan items', () => {
  it('PLAN-3 creates a tactic with its intent and history in one commit', async () => {
    const context = desk();
    const item = await saved(context);
    expect(item).toMatchObject({
      rev: 1,
      title: 'Roadshow',
      createdAt: Instant.parse('2026-11-02T09:00:00.000Z'),
    });
    expect(await context.store.openIntents()).toMatchObject([
      { kind: 'plan-item.put', subject: { kind: 'plan-item', id: item.id }, fields: null },
    ]);
    expect(await context.store.auditFor({ kind: 'plan-item', id: item.id })).toMatchObject([
      { action: 'created', by: 'Dana Weber' },
    ]);
  });

  it('PLAN-3 refuses an end before the start and a milestone of several days, with the field', async () => {
    const context = desk();
    const reversed = await savePlanItem(context, { opened: null, form: { ...form, end: '2026-11-30' } });
    expect(reversed).toMatchObject({ ok: false, error: { field: 'end', message: /before the first/ } });
    const long = await savePlanItem(context, { opened: null, form: { ...form, kind: 'milestone' } });
    expect(long).toMatchObject({ ok: false, error: { field: 'end', message: /single day/ } });
    expect(await context.store.count('plan-item')).toBe(0);
    expect(await context.store.openIntents()).toEqual([]);
  });

  it('PLAN-3 moves and resizes, and the same call with the old dates takes it back', async () => {
    const context = desk();
    const item = await saved(context);
    const to = { kind: 'to', start: d('2026-12-08'), end: d('2026-12-30') } as const;
    const moved = await reschedulePlanItem(context, { id: item.id, move: to });
    expect(moved).toMatchObject({
      ok: true,
      value: { before: item, after: { start: '2026-12-08', end: '2026-12-30', rev: 2 } },
    });
    const { start, end } = item;
    const back = await reschedulePlanItem(context, { id: item.id, move: { kind: 'to', start, end } });
    expect(back.ok && formOf(back.value.after)).toEqual(formOf(item));
    const fields = (await context.store.openIntents()).map((intent) => intent.fields);
    expect(fields).toEqual([null, ['start', 'end'], ['start', 'end']]);
  });

  it('PLAN-3 keeps a milestone one day long wherever it is moved', async () => {
    const context = desk();
    const item = await saved(context, { kind: 'milestone', end: '2026-12-01' });
    const to = { kind: 'to', start: d('2026-12-05'), end: d('2026-12-09') } as const;
    const moved = await reschedulePlanItem(context, { id: item.id, move: to });
    expect(moved).toMatchObject({ ok: true, value: { after: { start: '2026-12-05', end: '2026-12-05' } } });
  });

  it('PLAN-3 writes nothing where nothing changes', async () => {
    const context = desk();
    const item = await saved(context);
    const { start, end } = item;
    await reschedulePlanItem(context, { id: item.id, move: { kind: 'to', start, end } });
    expect((await context.store.get('plan-item', item.id))?.rev).toBe(1);
    expect(await context.store.openIntents()).toHaveLength(1);
  });

  it('PLAN-3 adds up moves by days that are asked for at the same time', async () => {
    const context = desk();
    const { id } = await saved(context);
    const byOne = { kind: 'by', startDays: 1, endDays: 1 } as const;
    await Promise.all([1, 2, 3].map(() => reschedulePlanItem(context, { id, move: byOne })));
    expect(await context.store.get('plan-item', id)).toMatchObject({
      start: '2026-12-04',
      end: '2026-12-17',
    });
  });

  it.each([
    [{ startDays: 0, endDays: -40 }, '2026-12-01 2026-12-01'],
    [{ startDays: 40, endDays: 0 }, '2026-12-14 2026-12-14'],
  ])('PLAN-3 leaves a single day when one end is drawn over the other: %j', async (days, dates) => {
    const context = desk();
    const { id } = await saved(context);
    const moved = await reschedulePlanItem(context, { id, move: { kind: 'by', ...days } });
    expect(moved.ok && `${moved.value.after.start} ${moved.value.after.end}`).toBe(dates);
  });

  it('G4 saves what was typed beside what somebody else changed meanwhile', async () => {
    const context = desk();
    const opened = await saved(context);
    await reschedulePlanItem(context, { id: opened.id, move: { kind: 'by', startDays: 1, endDays: 1 } });
    const typed = { ...formOf(opened), notes: 'Bring the banner.' };
    const done = await savePlanItem(context, { opened, form: typed });
    expect(done).toMatchObject({ ok: true, value: { notes: 'Bring the banner.', start: '2026-12-02' } });
  });

  it('G4 writes nothing over a field that somebody else changed too', async () => {
    const context = desk();
    const opened = await saved(context);
    await reschedulePlanItem(context, { id: opened.id, move: { kind: 'by', startDays: 0, endDays: 3 } });
    const typed = { ...formOf(opened), end: '2026-12-20', notes: 'Bring the banner.' };
    const refused = await savePlanItem(context, { opened, form: typed });
    expect(refused).toMatchObject({ ok: false, error: { code: 'clash', clashes: ['end'] } });
    expect(await context.store.get('plan-item', opened.id)).toMatchObject({ end: '2026-12-17', notes: '' });
  });

  it('PLAN-3 cancels without deleting, and says so when the item is gone', async () => {
    const context = desk();
    const item = await saved(context);
    await setPlanStatus(context, { id: item.id, status: 'cancelled' });
    expect(await context.store.get('plan-item', item.id)).toMatchObject({ status: 'cancelled' });
    const gone = await setPlanStatus(context, { id: PlanItemId.parse('none'), status: 'done' });
    expect(gone).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('SY-55 changes nothing of a tactic whose issue was deleted in GitLab', async () => {
    const context = desk();
    const item = await saved(context);
    const deleted = { ...item, rev: item.rev + 1, deletedRemotely: true };
    await context.store.commit({ puts: [{ kind: 'plan-item', record: deleted }] });
    const answer = await setPlanStatus(context, { id: item.id, status: 'done' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'deleted-there' } });
  });
});

describe('quarter plans', () => {
  it('PLAN-3 keeps one plan per quarter and scope, and sends it nowhere', async () => {
    const context = desk();
    const goals = {
      nfoSao: 4,
      mql: 120,
      sao: 12,
      pipeline: { minor: 5_000_000, currency: 'USD' },
      budget: null,
    };
    await saveQuarterPlan(context, { scope, goals });
    const again = await saveQuarterPlan(context, { scope, goals: { ...goals, mql: 150 } });
    expect(again).toMatchObject({ ok: true, value: { mql: 150, rev: 2 } });
    await saveQuarterPlan(context, { scope: { ...scope, region: 'EMEA' }, goals });
    const plans = await context.store.list({ kind: 'quarter-plan' });
    expect(plans).toHaveLength(2);
    expect(planOf(plans, scope)).toMatchObject({ mql: 150, region: null });
    expect(await context.store.openIntents()).toEqual([]);
  });

  it('PLAN-3 refuses goals below zero and names the field', async () => {
    const context = desk();
    const goals = { nfoSao: null, mql: -1, sao: null, pipeline: null, budget: null };
    const refused = await saveQuarterPlan(context, { scope, goals });
    expect(refused).toMatchObject({ ok: false, error: { field: 'mql' } });
    expect(await context.store.count('quarter-plan')).toBe(0);
  });

  it('PLAN-1 ticks a step once, takes it back, and keeps the goals', async () => {
    const context = desk();
    const step = context.playbook.planning.phases[0]?.steps[0]?.key ?? '';
    const goals = { nfoSao: 4, mql: null, sao: null, pipeline: null, budget: null };
    await saveQuarterPlan(context, { scope, goals });
    await tickPhaseStep(context, { scope, step, isDone: true });
    const twice = await tickPhaseStep(context, { scope, step, isDone: true });
    expect(twice).toMatchObject({ ok: true, value: { phaseStepsDone: [step], nfoSao: 4, rev: 2 } });
    const back = await tickPhaseStep(context, { scope, step, isDone: false });
    expect(back).toMatchObject({ ok: true, value: { phaseStepsDone: [], nfoSao: 4 } });
  });

  it('PLAN-1 refuses a step that the playbook does not have', async () => {
    const refused = await tickPhaseStep(desk(), { scope, step: 'no-such-step', isDone: true });
    expect(refused).toMatchObject({ ok: false, error: { code: 'unknown-step', message: /no-such-step/ } });
  });
});
