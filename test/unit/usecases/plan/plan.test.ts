import { describe, expect, it } from 'vitest';
import { PartnerId, PlanItemId } from '../../../../shared/schema/ids';
import type { PlanItem } from '../../../../shared/schema/plan';
import { Instant, QuarterId } from '../../../../shared/schema/values';
import { formOf } from '../../../../shared/usecases/plan/plan-item-form';
import { reschedulePlanItem } from '../../../../shared/usecases/plan/reschedule-plan-item';
import { revertPlanItem, savePlanItem, setPlanStatus } from '../../../../shared/usecases/plan/save-plan-item';
import { planOf, saveQuarterPlan, tickPhaseStep } from '../../../../shared/usecases/plan/save-quarter-plan';
import { createMemoryStore } from '../../../support/memory-store';
import { useCaseContext } from '../../../support/use-case-context';

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
  return result.value.after;
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

  it('PLAN-3 refuses a budget below zero, with the field', async () => {
    const context = desk();
    const budget = { minor: -5_000, currency: 'EUR' };
    const refused = await savePlanItem(context, { opened: null, form: { ...form, budget } });
    expect(refused).toMatchObject({ ok: false, error: { field: 'budget', message: 'Write zero or more.' } });
  });

  it('PLAN-3 moves and resizes, and takes it back', async () => {
    const context = desk();
    const item = await saved(context);
    const by = { kind: 'by', startDays: 7, endDays: 16 } as const;
    const moved = await reschedulePlanItem(context, { id: item.id, move: by });
    expect(moved).toMatchObject({
      ok: true,
      value: { before: item, after: { start: '2026-12-08', end: '2026-12-30', rev: 2 } },
    });
    if (!moved.ok) return;
    const move = { kind: 'back', from: moved.value.after, to: moved.value.before } as const;
    const back = await reschedulePlanItem(context, { id: item.id, move });
    expect(back.ok && formOf(back.value.after)).toEqual(formOf(item));
    const fields = (await context.store.openIntents()).map((intent) => intent.fields);
    expect(fields).toEqual([null, ['start', 'end'], ['start', 'end']]);
  });

  it('PLAN-3 makes no milestone longer than a day', async () => {
    const context = desk();
    const item = await saved(context, { kind: 'milestone', end: '2026-12-01' });
    const longer = { kind: 'by', startDays: 0, endDays: 3 } as const;
    const refused = await reschedulePlanItem(context, { id: item.id, move: longer });
    expect(refused).toMatchObject({ ok: false, error: { field: 'end', message: /single day/ } });
    expect(await context.store.get('plan-item', item.id)).toEqual(item);
  });

  it('G4 drops a bar by as many days as it was dragged, from where it lies by then, and keeps its row', async () => {
    const context = desk();
    const { id } = await saved(context);
    const partnerId = PartnerId.parse('partner-7');
    await reschedulePlanItem(context, { id, move: { kind: 'row', partnerId } });
    await reschedulePlanItem(context, { id, move: { kind: 'by', startDays: 1, endDays: 1 } });
    await reschedulePlanItem(context, { id, move: { kind: 'by', startDays: 5, endDays: 5 } });
    expect(await context.store.get('plan-item', id)).toMatchObject({
      start: '2026-12-07',
      end: '2026-12-20',
      partnerId: 'partner-7',
    });
    const toNobody = { kind: 'by', startDays: 1, endDays: 1, partnerId: null } as const;
    const dropped = await reschedulePlanItem(context, { id, move: toNobody });
    expect(dropped.ok && dropped.value.after).toMatchObject({ start: '2026-12-08', partnerId: null });
  });

  it('G4 takes a move back only from where it left the bar', async () => {
    const context = desk();
    const { id } = await saved(context);
    const week = { kind: 'by', startDays: 7, endDays: 7 } as const;
    const moved = await reschedulePlanItem(context, { id, move: week });
    if (!moved.ok) throw new Error(moved.error.message);
    const { before, after } = moved.value;
    const elsewhere = await reschedulePlanItem(context, {
      id,
      move: { kind: 'by', startDays: 0, endDays: 2 },
    });
    const back = await reschedulePlanItem(context, { id, move: { kind: 'back', from: after, to: before } });
    expect(back).toMatchObject({ ok: false, error: { code: 'changed-since', message: /changed elsewhere/ } });
    expect(await context.store.get('plan-item', id)).toEqual(elsewhere.ok && elsewhere.value.after);
  });

  it('G4 takes a status back only while it is the one that was set', async () => {
    const context = desk();
    const { id } = await saved(context);
    await setPlanStatus(context, { id, status: 'cancelled' });
    await setPlanStatus(context, { id, status: 'done' });
    const late = await setPlanStatus(context, { id, status: 'idea', from: 'cancelled' });
    expect(late).toMatchObject({ ok: false, error: { code: 'changed-since' } });
    const back = await setPlanStatus(context, { id, status: 'idea', from: 'done' });
    expect(back).toMatchObject({
      ok: true,
      value: { before: { status: 'done' }, after: { status: 'idea' } },
    });
  });

  it('G4 takes a save back without what others wrote before or after it', async () => {
    const context = desk();
    const opened = await saved(context);
    const theirs = { ...formOf(opened), notes: 'Hall B.' };
    await savePlanItem(context, { opened, form: theirs });
    const done = await savePlanItem(context, { opened, form: { ...formOf(opened), title: 'Roadshow Kiel' } });
    if (!done.ok || done.value.before === null) throw new Error('not saved');
    const { before, after } = done.value;
    expect(before.notes).toBe('Hall B.');
    await reschedulePlanItem(context, { id: opened.id, move: { kind: 'by', startDays: 1, endDays: 1 } });
    const back = await revertPlanItem(context, { from: after, to: before });
    expect(back).toMatchObject({
      ok: true,
      value: { after: { title: 'Roadshow', notes: 'Hall B.', start: '2026-12-02' } },
    });
    const again = await revertPlanItem(context, { from: before, to: after });
    expect(again).toMatchObject({ ok: true, value: { after: { title: 'Roadshow Kiel', notes: 'Hall B.' } } });
  });

  it('G4 leaves a field alone that was changed again since the save that is taken back', async () => {
    const context = desk();
    const opened = await saved(context);
    const rename = (item: PlanItem, title: string) =>
      savePlanItem(context, { opened: item, form: { ...formOf(item), title } });
    const done = await rename(opened, 'Roadshow Kiel');
    if (!done.ok) throw new Error(done.error.message);
    const theirs = await rename(done.value.after, 'Roadshow Bremen');
    const back = await revertPlanItem(context, { from: done.value.after, to: opened });
    expect(back).toMatchObject({ ok: false, error: { code: 'changed-since' } });
    expect(await context.store.get('plan-item', opened.id)).toEqual(theirs.ok && theirs.value.after);
  });

  it('G4 says that the other date was changed elsewhere when hers does not go with it', async () => {
    const context = desk();
    const opened = await saved(context);
    await reschedulePlanItem(context, { id: opened.id, move: { kind: 'by', startDays: 10, endDays: 10 } });
    const back = await reschedulePlanItem(context, {
      id: opened.id,
      move: { kind: 'by', startDays: 0, endDays: -10 },
    });
    expect(back.ok && back.value.after).toMatchObject({ start: '2026-12-11', end: '2026-12-14' });
    const refused = await savePlanItem(context, { opened, form: { ...formOf(opened), end: '2026-12-05' } });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'form',
        field: 'end',
        message:
          'The last day lies before the first one. Somebody else changed the first day while you were editing; nothing was saved.',
      },
    });
    expect(await context.store.get('plan-item', opened.id)).toEqual(back.ok && back.value.after);
  });

  it('PLAN-3 writes nothing where nothing changes', async () => {
    const context = desk();
    const item = await saved(context);
    await reschedulePlanItem(context, { id: item.id, move: { kind: 'by', startDays: 0, endDays: 0 } });
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
    expect(done).toMatchObject({
      ok: true,
      value: { after: { notes: 'Bring the banner.', start: '2026-12-02' } },
    });
  });

  it('G4 writes nothing over a field that somebody else changed too', async () => {
    const context = desk();
    const opened = await saved(context);
    await reschedulePlanItem(context, { id: opened.id, move: { kind: 'by', startDays: 0, endDays: 3 } });
    const typed = { ...formOf(opened), end: '2026-12-20', notes: 'Bring the banner.' };
    const refused = await savePlanItem(context, { opened, form: typed });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'clash', clashes: ['end'], stored: { end: '2026-12-17' } },
    });
    expect(await context.store.get('plan-item', opened.id)).toMatchObject({ end: '2026-12-17', notes: '' });
  });

  it('G4 compares with fields that do not go together, some seen long ago and some just now', async () => {
    const context = desk();
    const item = await saved(context);
    await reschedulePlanItem(context, { id: item.id, move: { kind: 'by', startDays: 20, endDays: 20 } });
    const now = await context.store.get('plan-item', item.id);
    if (now === undefined) throw new Error('no such item');
    const opened = { ...item, start: now.start };
    const done = await savePlanItem(context, {
      opened,
      form: { ...formOf(now), title: 'Roadshow Kiel', end: '2027-01-10' },
    });
    expect(done).toMatchObject({ ok: false, error: { code: 'clash', stored: { end: '2027-01-03' } } });
  });

  it('PLAN-3 cancels without deleting, and says so when the item is gone', async () => {
    const context = desk();
    const item = await saved(context);
    await setPlanStatus(context, { id: item.id, status: 'cancelled' });
    expect(await context.store.get('plan-item', item.id)).toMatchObject({ status: 'cancelled' });
    const gone = await setPlanStatus(context, { id: PlanItemId.parse('none'), status: 'done' });
    expect(gone).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('SY-69 moves and cancels a milestone that came from GitLab without region and type', async () => {
    const context = desk();
    const made = await saved(context, { kind: 'milestone', end: '2026-12-01' });
    const came = { ...made, rev: made.rev + 1, region: '', type: '' };
    await context.store.commit({ puts: [{ kind: 'plan-item', record: came }] });
    const { id } = made;
    const moved = await reschedulePlanItem(context, {
      id,
      move: { kind: 'by', startDays: 2, endDays: 2 },
    });
    expect(moved).toMatchObject({ ok: true, value: { after: { start: '2026-12-03', end: '2026-12-03' } } });
    const cancelled = await setPlanStatus(context, { id, status: 'cancelled' });
    expect(cancelled).toMatchObject({ ok: true, value: { after: { status: 'cancelled', region: '' } } });
    const long = await reschedulePlanItem(context, { id, move: { kind: 'by', startDays: 0, endDays: 1 } });
    expect(long).toMatchObject({ ok: false, error: { field: 'end', message: /single day/ } });
  });

  it('SY-69 takes back that a milestone from GitLab was given a region and a type', async () => {
    const context = desk();
    const made = await saved(context, { kind: 'milestone', end: '2026-12-01' });
    const opened = { ...made, rev: made.rev + 1, region: '', type: '' };
    await context.store.commit({ puts: [{ kind: 'plan-item', record: opened }] });
    const given = await savePlanItem(context, { opened, form: formOf(made) });
    if (!given.ok) throw new Error(given.error.message);
    const back = await revertPlanItem(context, { from: given.value.after, to: opened });
    expect(back).toMatchObject({ ok: true, value: { after: { region: '', type: '' } } });
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

  it('PLAN-1 keeps every step that is ticked at once, in one plan with the goals saved meanwhile', async () => {
    const context = desk();
    const [one, two, three] = context.playbook.planning.phases.flatMap(({ steps }) => steps);
    const goals = { nfoSao: 4, mql: null, sao: null, pipeline: null, budget: null };
    const done = await Promise.all([
      ...[one, two, three].map((step) =>
        tickPhaseStep(context, { scope, step: step?.key ?? '', isDone: true }),
      ),
      saveQuarterPlan(context, { scope, goals }),
    ]);
    expect(done.every(({ ok }) => ok)).toBe(true);
    const plans = await context.store.list({ kind: 'quarter-plan' });
    expect(plans).toMatchObject([
      { nfoSao: 4, phaseStepsDone: [one, two, three].map((step) => step?.key).sort() },
    ]);
  });

  it('PLAN-1 refuses a step that the playbook does not have', async () => {
    const refused = await tickPhaseStep(desk(), { scope, step: 'no-such-step', isDone: true });
    expect(refused).toMatchObject({ ok: false, error: { code: 'unknown-step', message: /no-such-step/ } });
  });
});
