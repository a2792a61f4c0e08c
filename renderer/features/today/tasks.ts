import { deadlineOn } from '../../../shared/domain/calendar/clock';
import { roleLabel } from '../../../shared/domain/lookup';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { currentPhase, quartersInPlanning, workback } from '../../../shared/domain/planning/phases';
import type { HeldRow } from '../../../shared/schema/held-row';
import type { QuarterPlan } from '../../../shared/schema/plan';
import type { QuarterId } from '../../../shared/schema/values';
import { planOf } from '../../../shared/usecases/plan/save-quarter-plan';
import { requestTasks } from './request-tasks';
import { groupOf, type Task, type TaskSources } from './task';

/** What waits for the person, by deadline; what has no date of its own stands under today, and what came overdue last. */
export function tasksOf(sources: TaskSources): Task[] {
  return [
    ...requestTasks(sources),
    ...planningTasks(sources),
    ...syncTasks(sources),
    ...heldTasks(sources),
  ].sort(byDeadline);
}

function byDeadline(a: Task, b: Task): number {
  const left = a.deadline?.dueAt ?? '';
  const right = b.deadline?.dueAt ?? '';
  const order = left < right ? -1 : left > right ? 1 : 0;
  // Of what came overdue the latest can still be saved soonest; the oldest only wants to be closed.
  const bothCame = a.group === 'came-overdue' && b.group === 'came-overdue';
  return bothCame && left !== '' && right !== '' ? -order : order;
}

function planningTasks(sources: TaskSources): Task[] {
  return quartersInPlanning(sources.today, sources.playbook).flatMap((quarter) =>
    stepTasks(quarter, sources),
  );
}

function stepTasks(quarter: QuarterId, sources: TaskSources): Task[] {
  const { playbook, holidays, today, now, settings } = sources;
  const plans = sources.plans.filter((plan) => plan.quarter === quarter);
  const phase = currentPhase(today, quarter, playbook)?.phase.key;
  const region = settings.regions[0] ?? playbook.regions[0]?.key ?? '';
  return workback(quarter, playbook)
    .filter((step) => step.phase === phase || (plans.length > 0 && step.due < today))
    .filter(({ key }) => !isStepDone(key, plans, quarter))
    .map((step) => {
      const deadline = deadlineOn(step.due, region, now, playbook, holidays);
      return {
        id: `plan-${quarter}-${step.key}`,
        group: groupOf(deadline, today),
        todo: `Plan ${quarterLabel(quarter)}`,
        why: '',
        tone: 'info' as const,
        title: step.label,
        who: roleLabel(playbook, step.role),
        amount: null,
        deadline,
        counts: 'business-days' as const,
        target: {
          kind: 'screen' as const,
          screen: 'planner' as const,
          params: { show: 'goals' },
          quarter,
        },
        notice: null,
      };
    });
}

/** Ticked for all partners, or in the plan of each that has one; goals that were set for one alone undo no tick for all. */
function isStepDone(step: string, plans: readonly QuarterPlan[], quarter: QuarterId): boolean {
  const has = (plan: QuarterPlan | undefined) => plan?.phaseStepsDone.includes(step) === true;
  return (
    has(planOf(plans, { quarter, partnerId: null, region: null })) || (plans.length > 0 && plans.every(has))
  );
}

function syncTasks({ conflicts, intents }: TaskSources): Task[] {
  const none = {
    group: 'today',
    who: '',
    why: '',
    amount: null,
    deadline: null,
    counts: 'days',
    notice: null,
  } as const;
  return [
    ...conflicts.map(
      (conflict): Task => ({
        ...none,
        id: `conflict-${conflict.id}`,
        todo: 'Choose a value',
        tone: 'waiting',
        title: conflict.label,
        target: { kind: 'screen', screen: 'sync', params: { tab: 'conflicts', id: conflict.id } },
      }),
    ),
    ...intents
      .filter(({ state }) => state === 'parked')
      .map(
        (intent): Task => ({
          ...none,
          id: `parked-${intent.id}`,
          todo: 'Put right and send',
          tone: 'bad',
          title: intent.label,
          who: intent.problem?.message ?? '',
          target: { kind: 'screen', screen: 'sync', params: { tab: 'queue', id: intent.id } },
        }),
      ),
  ];
}

function heldTasks({ heldRows }: TaskSources): Task[] {
  const counts = new Map<string, { file: string; target: HeldRow['target']; count: number }>();
  for (const { file, target } of heldRows) {
    const id = `${target}-${file}`;
    counts.set(id, { file, target, count: (counts.get(id)?.count ?? 0) + 1 });
  }
  return [...counts].map(([id, { file, target, count }]) => ({
    id: `held-${id}`,
    group: 'today',
    todo: 'Fix imported rows',
    why: '',
    tone: 'waiting',
    title: `${count} ${count === 1 ? 'row' : 'rows'} of ${file} could not be imported`,
    who: '',
    amount: null,
    deadline: null,
    counts: 'days',
    target: { kind: 'held', target },
    notice: null,
  }));
}
