import { describe, expect, it } from 'vitest';
import type { Task } from '../../../renderer/features/today/task';
import { tasksOf } from '../../../renderer/features/today/tasks';
import { workback } from '../../../shared/domain/planning/phases';
import type { QuarterPlan } from '../../../shared/schema/plan';
import { Instant, QuarterId } from '../../../shared/schema/values';
import { aQuarterPlan } from '../../support/records';
import { taskSources } from '../../support/task-sources';

// The second phase of FY28 Q1 runs from 16 to 29 November.
const now = Instant.parse('2026-11-20T09:00:00.000Z');
const quarter = QuarterId.parse('FY28-Q1');
const { playbook } = taskSources(now);
const stepsOf = (phase: string) =>
  workback(quarter, playbook)
    .filter((step) => step.phase === phase)
    .map(({ key }) => key);
const planned = (plans: readonly QuarterPlan[]): Task[] =>
  tasksOf(taskSources(now, { plans })).filter(({ id }) => id.startsWith('plan-'));
const namesOf = (plans: readonly QuarterPlan[]) =>
  planned(plans).map(({ id }) => id.slice(`plan-${quarter}-`.length));
const aPlan = (over: Parameters<typeof aQuarterPlan>[0]) =>
  aQuarterPlan({ quarter, partnerId: null, region: null, phaseStepsDone: [], ...over });

describe('the steps of the planning', () => {
  it('PLAN-1 takes what is ticked for all partners as done, though some have goals of their own', () => {
    const [first, ...rest] = stepsOf('architecture');
    const all = aPlan({ id: 'all', phaseStepsDone: [first, ...stepsOf('objectives')] });
    expect(namesOf([all])).toEqual(rest);
    const goals = aPlan({ id: 'goals', partnerId: 'partner-1' });
    expect(namesOf([all, goals])).toEqual(rest);
  });

  it('PLAN-1 waits for each partner where nothing is ticked for all', () => {
    const steps = [...stepsOf('objectives'), ...stepsOf('architecture')];
    const one = aPlan({ id: 'one', partnerId: 'partner-1', phaseStepsDone: steps });
    const other = aPlan({ id: 'other', partnerId: 'partner-2', phaseStepsDone: steps.slice(1) });
    expect(namesOf([one])).toEqual([]);
    expect(namesOf([one, other])).toEqual(steps.slice(0, 1));
  });

  it('PLAN-1 lists the steps of both quarters where planning begins half a year before', () => {
    const [first, ...rest] = playbook.planning.phases;
    if (first === undefined) throw new Error('no phases');
    const phases = [{ ...first, fromWeeksBefore: 26 }, ...rest];
    const early = { ...playbook, planning: { ...playbook.planning, startWeeksBefore: 26, phases } };
    const tasks = tasksOf(taskSources(now, { playbook: early }));
    expect(new Set(tasks.map(({ todo }) => todo))).toEqual(new Set(['Plan FY28 Q1', 'Plan FY28 Q2']));
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
  });

  it('PLAN-1 leads to the steps of the quarter that is planned', () => {
    expect(planned([]).map(({ target }) => target)).toEqual(
      stepsOf('architecture').map(() => ({
        kind: 'screen',
        screen: 'planner',
        params: { show: 'goals' },
        quarter,
      })),
    );
  });
});
