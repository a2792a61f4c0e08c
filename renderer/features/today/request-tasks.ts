import { worksFor } from '../../../shared/domain/lookup';
import { approverOn, awaitsPerson } from '../../../shared/domain/mdf/approval-track';
import { cameOverdue, type RequestDue, requestDue } from '../../../shared/domain/mdf/request-due';
import {
  noticesKey,
  type PopDeadline,
  type PopNotice,
  popDeadline,
  wasReceived,
} from '../../../shared/domain/pop/deadlines';
import { claimsByRequest } from '../../../shared/domain/pop/present-claim';
import { firstClaims } from '../../../shared/domain/pop/first-claims';
import { claimRoleRefusal } from '../../../shared/domain/pop/claim-roles';
import { isHandedIn } from '../../../shared/domain/pop/handed-in';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Claim } from '../../../shared/schema/claim';
import type { StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { submitRefusal } from './submit-refusal';
import { groupOf, type Task, type TaskSources } from './task';

/** What fund requests ask of the person: decisions, submissions, proof and payment (MDF-4, MDF-9, POP-1, POP-4, POP-7). */
export function requestTasks(sources: TaskSources): Task[] {
  const { settings, playbook, claims } = sources;
  const claimOf = claimsByRequest(claims);
  const isFirstClaim = firstClaims(claims, playbook);
  const approver = approverOn(settings, sources.today);
  const popOf = popClock(sources);
  const nextDue = dueClock(sources);
  const canReceive = handedIn(sources);
  const lapsed: boolean[] = [];
  const tasks = sources.requests.flatMap((request): Task[] => {
    if (request.deletedRemotely) return [];
    // What is lent to her may lie outside her own regions (MDF-10).
    if (request.approval.kind !== 'in-review' && !worksFor(settings.regions, request.region, playbook))
      return [];
    switch (request.approval.kind) {
      case 'in-review':
        return awaitsPerson(approver, request, playbook)
          ? decideTask(request, nextDue(request), sources)
          : [];
      case 'draft':
      case 'sent-back':
        return submitTask(request, nextDue(request), sources);
      case 'approved': {
        const claim = claimOf.get(request.id) ?? null;
        const pop = popOf(request, claim, isFirstClaim(request));
        if (pop === null) return [];
        if (canReceive(request, claim)) return [receiveTask(request, pop, sources)];
        if (pop.state === 'expired') lapsed.push(cameOverdue(request, pop.deadline));
        return popTask(request, claim, pop, sources);
      }
      case 'declined':
      case 'withdrawn':
        return [];
      default:
        return assertNever(request.approval);
    }
  });
  const mayClose = claimRoleRefusal('review', settings.roles, playbook) === null;
  return lapsed.length === 0 || !mayClose ? tasks : [...tasks, lapsedTask(lapsed)];
}

// Thousands of requests share few days and regions, and a clock is dear: each is read once per look.
function popClock({ playbook, holidays, now }: TaskSources) {
  const known = new Map<string, PopDeadline | null>();
  return (request: FundRequest, claim: Claim | null, firstTime: boolean): PopDeadline | null => {
    const state = claim === null ? '' : `${claim.stage} ${claim.receivedAt} ${claim.decision.kind}`;
    const key = `${request.end} ${request.region} ${firstTime} ${state} ${noticesKey(request)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const pop = popDeadline({ request, claim, firstTime, playbook, holidays, now });
    known.set(key, pop);
    return pop;
  };
}

/** The next deadline of a request that is not approved yet (MDF-4, MDF-9). */
function dueClock({ playbook, holidays, now }: TaskSources) {
  const known = new Map<string, RequestDue | null>();
  return (request: FundRequest): RequestDue | null => {
    const { approval, start, region } = request;
    const since = approval.kind === 'in-review' ? `${approval.level} ${approval.levelSince}` : start;
    const key = `${approval.kind} ${since} ${region}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const due = requestDue({ request, claim: null, firstTime: false, playbook, holidays }, now);
    known.set(key, due);
    return due;
  };
}

/** Tells of a request whether its papers are here and handed in by now, though nobody has counted them as received (POP-1). */
function handedIn({ documents, playbook, holidays, now }: TaskSources) {
  const of = new Map<string, StoredDocument[]>();
  for (const document of documents) {
    const own = of.get(document.requestId);
    if (own) own.push(document);
    else of.set(document.requestId, [document]);
  }
  return (request: FundRequest, claim: Claim | null): boolean => {
    if (claim !== null && (wasReceived(claim) || claim.decision.kind === 'rejected')) return false;
    return isHandedIn(of.get(request.id) ?? [], request, { playbook, holidays }, now);
  };
}

function about(request: FundRequest, { partners }: Pick<TaskSources, 'partners'>) {
  return {
    title: request.title,
    who: partners.get(request.partnerId)?.name ?? 'Unknown partner',
    amount: request.approvedAmount ?? request.requested,
    target: { kind: 'screen' as const, screen: 'mdf' as const, params: { id: request.id } },
    why: '',
    notice: null,
  };
}

function decideTask(request: FundRequest, due: RequestDue | null, sources: TaskSources): Task[] {
  if (due === null || request.approval.kind !== 'in-review') return [];
  return [
    {
      ...about(request, sources),
      id: `decide-${request.id}`,
      group: cameOverdue(request, due.deadline) ? 'came-overdue' : groupOf(due.deadline, sources.today),
      todo: `Decide level ${request.approval.level}`,
      tone: 'active',
      deadline: due.deadline,
      counts: due.counts,
    },
  ];
}

function submitTask(request: FundRequest, due: RequestDue | null, sources: TaskSources): Task[] {
  if (due === null) return [];
  const isDraft = request.approval.kind === 'draft';
  const refusal = submitRefusal(request, sources);
  return [
    {
      ...about(request, sources),
      id: `submit-${request.id}`,
      group: groupOf(due.deadline, sources.today),
      todo: refusal?.todo ?? (isDraft ? 'Submit the draft' : 'Change and submit again'),
      why: refusal?.why ?? '',
      tone: refusal !== null || !isDraft ? 'waiting' : 'neutral',
      deadline: due.deadline,
      counts: due.counts,
    },
  ];
}

/** What was filed before its day is handed in since, and only a person says that it counts (POP-1, POP-2). */
function receiveTask(request: FundRequest, { deadline }: PopDeadline, sources: TaskSources): Task {
  return {
    ...about(request, sources),
    id: `receive-${request.id}`,
    group: groupOf(deadline, sources.today),
    todo: 'Count as received',
    tone: 'active',
    deadline,
    counts: 'days',
    target: { kind: 'screen', screen: 'pop', params: { id: request.id } },
  };
}

function popTask(request: FundRequest, claim: Claim | null, pop: PopDeadline, sources: TaskSources): Task[] {
  const { deadline, due, noticeDue } = pop;
  const common = { ...about(request, sources), counts: 'days' as const };
  switch (pop.state) {
    case 'received':
    case 'unsettled':
      return [
        {
          ...common,
          id: `review-${request.id}`,
          group: 'today',
          todo: pop.state === 'received' ? 'Review the proof' : 'Settle what GitLab says of the claim',
          tone: pop.state === 'received' ? 'active' : 'waiting',
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
          todo: noticeDue === null ? 'Await the proof' : noticeText(noticeDue.kind),
          tone: pop.state === 'overdue' ? 'waiting' : 'info',
          deadline,
          notice: noticeDue === null ? null : { ...noticeDue, request, due },
        },
      ];
    case 'accepted':
      return claimRoleRefusal('payment', sources.settings.roles, sources.playbook) === null
        ? [payTask(request, claim, sources)]
        : [];
    case 'upcoming':
    case 'expired':
    case 'completed':
      return [];
    default:
      return assertNever(pop.state);
  }
}

/** Accepted proof is not the end: a requisition is opened for it and then paid (POP-4). */
function payTask(request: FundRequest, claim: Claim | null, sources: TaskSources): Task {
  return {
    ...about(request, sources),
    id: `pay-${request.id}`,
    group: 'today',
    todo: claim?.zipNumber ? 'Mark as paid when it is' : 'Record the requisition',
    tone: 'active',
    amount: claim?.reimbursement ?? request.approvedAmount,
    deadline: null,
    counts: 'days',
    target: { kind: 'screen', screen: 'pop', params: { id: request.id } },
  };
}

function noticeText(kind: PopNotice['kind']): string {
  return kind === 'reminder' ? 'Remind of the proof' : 'Give last notice';
}

/** Old requests whose funds lapsed are one line: nothing can be saved in them any more, but each should be closed. */
function lapsedTask(cameOverdue: readonly boolean[]): Task {
  const count = cameOverdue.length;
  return {
    id: 'lapsed',
    group: cameOverdue.every(Boolean) ? 'came-overdue' : 'overdue',
    todo: 'Close what lapsed',
    why: '',
    tone: 'bad',
    title: `${count} approved ${count === 1 ? 'request' : 'requests'} lapsed without proof of performance`,
    who: '',
    amount: null,
    deadline: null,
    counts: 'days',
    target: { kind: 'screen', screen: 'pop', params: { show: 'overdue' } },
    notice: null,
  };
}
