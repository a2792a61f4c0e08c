import { type Deadline, deadlineOn, regionClock } from '../../../shared/domain/calendar/clock';
import { addDays, startOfWeek } from '../../../shared/domain/calendar/plain-date';
import { findRegion, roleLabel } from '../../../shared/domain/lookup';
import { canDecide, levelDeadline } from '../../../shared/domain/mdf/approval-track';
import { latestSubmission } from '../../../shared/domain/mdf/eligibility-dates';
import { currentPhase, quarterInPlanning, workback } from '../../../shared/domain/planning/phases';
import {
  isFirstTimeClaimant,
  type PopDeadline,
  type PopNotice,
  popDeadline,
} from '../../../shared/domain/pop/deadlines';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { HeldRow } from '../../../shared/schema/held-row';
import type { Intent } from '../../../shared/schema/intent';
import type { Partner } from '../../../shared/schema/partner';
import type { QuarterPlan } from '../../../shared/schema/plan';
import type { Settings } from '../../../shared/schema/settings';
import type { Conflict } from '../../../shared/schema/sync-state';
import type { Instant, Money, PlainDate } from '../../../shared/schema/values';
import type { StatusTone } from '../../ui/status';
import type { ScreenName } from '../../widgets/navigation';

/** When something is to be done, as the list is divided. */
export const taskGroups = ['overdue', 'today', 'week', 'later'] as const;
export type TaskGroup = (typeof taskGroups)[number];

/** Where a task is done: on a screen, or in the dialog of held rows. */
export type TaskTarget =
  | {
      readonly kind: 'screen';
      readonly screen: ScreenName;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'held'; readonly target: HeldRow['target'] };

/** One thing that waits for the person. */
export type Task = {
  readonly id: string;
  readonly group: TaskGroup;
  /** What to do, as a verb. */
  readonly todo: string;
  readonly tone: StatusTone;
  /** What it is about. */
  readonly title: string;
  readonly who: string;
  readonly amount: Money | null;
  /** Null for what has no date of its own. */
  readonly deadline: Deadline | null;
  readonly counts: 'business-days' | 'days';
  readonly target: TaskTarget;
  /** The reminder that can go out for it (POP-7). */
  readonly notice: {
    readonly kind: PopNotice['kind'];
    readonly request: FundRequest;
    readonly due: PlainDate;
  } | null;
};

/** Everything that tasks come from. */
export type TaskSources = {
  readonly requests: readonly FundRequest[];
  readonly partners: ReadonlyMap<string, Partner>;
  readonly claims: readonly Claim[];
  readonly plans: readonly QuarterPlan[];
  readonly conflicts: readonly Conflict[];
  readonly intents: readonly Intent[];
  readonly heldRows: readonly HeldRow[];
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly settings: Settings;
  readonly now: Instant;
  /** Where the person is. */
  readonly today: PlainDate;
};

/** What waits for the person, by deadline; what has no date of its own stands under today. */
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
  return left < right ? -1 : left > right ? 1 : 0;
}

function groupOf(deadline: Deadline, today: PlainDate): TaskGroup {
  switch (deadline.state) {
    case 'overdue':
      return 'overdue';
    case 'today':
      return 'today';
    case 'ahead':
      return deadline.due <= addDays(startOfWeek(today), 6) ? 'week' : 'later';
    default:
      return assertNever(deadline.state);
  }
}

function requestTasks(sources: TaskSources): Task[] {
  const { settings, playbook, claims } = sources;
  const claimOf = new Map<string, Claim>(claims.map((claim) => [claim.requestId, claim]));
  const claimsOf = new Map<string, Claim[]>();
  for (const claim of claims)
    claimsOf.set(claim.partnerId, [...(claimsOf.get(claim.partnerId) ?? []), claim]);
  const regions = new Set(settings.regions);
  let lapsed = 0;
  const tasks = sources.requests.flatMap((request): Task[] => {
    if (request.deletedRemotely) return [];
    if (regions.size > 0 && !regions.has(findRegion(playbook, request.region)?.key ?? request.region))
      return [];
    switch (request.approval.kind) {
      case 'in-review':
        return canDecide(settings.roles, request, playbook) ? decideTask(request, sources) : [];
      case 'draft':
      case 'sent-back':
        return submitTask(request, sources);
      case 'approved': {
        const pop = popDeadline({
          request,
          claim: claimOf.get(request.id) ?? null,
          firstTime: isFirstTimeClaimant(request, claimsOf.get(request.partnerId) ?? []),
          playbook,
          holidays: sources.holidays,
          now: sources.now,
        });
        if (pop?.state === 'expired') lapsed += 1;
        return pop === null ? [] : popTask(request, pop, sources);
      }
      case 'declined':
      case 'withdrawn':
        return [];
      default:
        return assertNever(request.approval);
    }
  });
  return lapsed === 0 ? tasks : [...tasks, lapsedTask(lapsed)];
}

function about(request: FundRequest, { partners }: TaskSources) {
  return {
    title: request.title,
    who: partners.get(request.partnerId)?.name ?? 'Unknown partner',
    amount: request.approvedAmount ?? request.requested,
    target: { kind: 'screen' as const, screen: 'mdf' as const, params: { id: request.id } },
    notice: null,
  };
}

function decideTask(request: FundRequest, sources: TaskSources): Task[] {
  const deadline = levelDeadline(request, sources.playbook, sources.holidays, sources.now);
  if (deadline === null || request.approval.kind !== 'in-review') return [];
  return [
    {
      ...about(request, sources),
      id: `decide-${request.id}`,
      group: groupOf(deadline, sources.today),
      todo: `Decide level ${request.approval.level}`,
      tone: 'active',
      deadline,
      counts: 'business-days',
    },
  ];
}

function submitTask(request: FundRequest, sources: TaskSources): Task[] {
  const { playbook, holidays, now, today } = sources;
  const { calendar } = regionClock(playbook, holidays, request.region);
  const latest = latestSubmission(request.start, playbook.mdf.submitBusinessDaysBefore, calendar);
  const deadline = deadlineOn(latest, request.region, now, playbook, holidays);
  const isDraft = request.approval.kind === 'draft';
  return [
    {
      ...about(request, sources),
      id: `submit-${request.id}`,
      group: groupOf(deadline, today),
      todo: isDraft ? 'Submit the draft' : 'Change and submit again',
      tone: isDraft ? 'neutral' : 'waiting',
      deadline,
      counts: 'business-days',
    },
  ];
}

function popTask(request: FundRequest, pop: PopDeadline, sources: TaskSources): Task[] {
  const { deadline, due, noticeDue } = pop;
  const common = { ...about(request, sources), counts: 'days' as const };
  switch (pop.state) {
    case 'received':
      return [
        {
          ...common,
          id: `review-${request.id}`,
          group: 'today',
          todo: 'Review proof of performance',
          tone: 'active',
          deadline: null,
          target: { kind: 'screen', screen: 'pop', params: { id: request.id } },
        },
      ];
    case 'open':
    case 'overdue':
      return [
        {
          ...common,
          id: `pop-${request.id}`,
          group: groupOf(deadline, sources.today),
          todo: noticeDue === null ? 'Await proof of performance' : noticeText(noticeDue.kind),
          tone: pop.state === 'overdue' ? 'waiting' : 'info',
          deadline,
          notice: noticeDue === null ? null : { kind: noticeDue.kind, request, due },
        },
      ];
    case 'upcoming':
    case 'expired':
    case 'completed':
      return [];
    default:
      return assertNever(pop.state);
  }
}

function noticeText(kind: PopNotice['kind']): string {
  return kind === 'reminder' ? 'Remind the partner of proof' : 'Give last notice';
}

/** Old requests whose funds lapsed are one line: nothing can be saved in them any more, but each should be closed. */
function lapsedTask(count: number): Task {
  return {
    id: 'lapsed',
    group: 'overdue',
    todo: 'Close what lapsed',
    tone: 'bad',
    title: `${count} approved ${count === 1 ? 'request' : 'requests'} lapsed without proof of performance`,
    who: '',
    amount: null,
    deadline: null,
    counts: 'days',
    target: { kind: 'screen', screen: 'mdf', params: { status: 'approved' } },
    notice: null,
  };
}

function planningTasks(sources: TaskSources): Task[] {
  const { playbook, holidays, today, now, settings } = sources;
  const quarter = quarterInPlanning(today, playbook);
  if (quarter === null) return [];
  const plans = sources.plans.filter((plan) => plan.quarter === quarter);
  const phase = currentPhase(today, quarter, playbook)?.phase.key;
  const region = settings.regions[0] ?? playbook.regions[0]?.key ?? '';
  return workback(quarter, playbook)
    .filter((step) => step.phase === phase || (plans.length > 0 && step.due < today))
    .filter((step) => plans.length === 0 || !plans.every((plan) => plan.phaseStepsDone.includes(step.key)))
    .map((step) => {
      const deadline = deadlineOn(step.due, region, now, playbook, holidays);
      return {
        id: `plan-${step.key}`,
        group: groupOf(deadline, today),
        todo: `Plan ${quarter.replace('-', ' ')}`,
        tone: 'info' as const,
        title: step.label,
        who: roleLabel(playbook, step.role),
        amount: null,
        deadline,
        counts: 'business-days' as const,
        target: { kind: 'screen' as const, screen: 'planner' as const, params: {} },
        notice: null,
      };
    });
}

function syncTasks({ conflicts, intents }: TaskSources): Task[] {
  const none = {
    group: 'today',
    who: '',
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
        todo: 'Choose between two values',
        tone: 'waiting',
        title: conflict.label,
        target: { kind: 'screen', screen: 'sync', params: { conflict: conflict.id } },
      }),
    ),
    ...intents
      .filter(({ state }) => state === 'parked')
      .map(
        (intent): Task => ({
          ...none,
          id: `parked-${intent.id}`,
          todo: 'Put right what was not sent',
          tone: 'bad',
          title: intent.label,
          who: intent.problem?.message ?? '',
          target: { kind: 'screen', screen: 'sync', params: { intent: intent.id } },
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
