import type { Playbook } from '../../playbook/playbook';
import type { Lookup } from '../../lib/lookup';
import type { FundRequest } from '../../schema/fund-request';
import type { PlanItem } from '../../schema/plan';
import type { Finding } from '../finding';

/** A finding about one item of the plan. */
export type PlanFinding = Finding & { readonly itemId: PlanItem['id'] };

/** What should be looked at in a plan: partners without MDF, items that start before what they depend on (PLAN-3, PLAN-5). */
export function planFindings(
  items: readonly PlanItem[],
  requests: Lookup<FundRequest>,
  playbook: Pick<Playbook, 'planning'>,
): PlanFinding[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  return items.flatMap((item) => [
    ...fundsFindings(item, requests, playbook),
    ...dependencyFindings(item, byId),
  ]);
}

/** Why a request brings a tactic no funds, in words; null while it may. */
function withoutFunds({ approval, deletedRemotely }: FundRequest): string | null {
  if (deletedRemotely) return 'was deleted in Salesforce';
  if (approval.kind === 'declined') return 'was declined';
  if (approval.kind !== 'withdrawn') return null;
  return approval.cancelledBy === undefined ? 'was withdrawn' : 'was cancelled';
}

function fundsFindings(
  item: PlanItem,
  requests: Lookup<FundRequest>,
  playbook: Pick<Playbook, 'planning'>,
): PlanFinding[] {
  const over = item.status === 'done' || item.status === 'cancelled' || item.deletedRemotely;
  if (item.kind !== 'tactic' || item.partnerId === null || over) return [];
  const type = playbook.planning.tacticTypes.find((entry) => entry.key === item.type);
  // A type that funds never pay for is no omission.
  if (type !== undefined && type.mdfActivityType === null) return [];
  if (item.requestId !== null) {
    const request = requests.get(item.requestId);
    if (request === undefined) return [];
    if (request.partnerId !== item.partnerId) return [ofAnother(item)];
    const why = withoutFunds(request);
    if (why === null) return [];
    return [
      {
        itemId: item.id,
        rule: 'PLAN-5',
        code: 'request-without-funds',
        verdict: 'warn',
        message: `The MDF request of “${item.title}” ${why}.`,
        fix: 'Link another request of the partner, or cancel the tactic.',
      },
    ];
  }
  return [
    {
      itemId: item.id,
      rule: 'PLAN-5',
      code: 'partner-without-mdf',
      verdict: 'warn',
      message: `“${item.title}” involves a partner but no MDF request.`,
      fix: 'Ask the partner to request funds, then link the request here.',
    },
  ];
}

/** Moving a tactic to another partner leaves the request behind, and its funds are for the partner that asked. */
function ofAnother({ id, title }: PlanItem): PlanFinding {
  return {
    itemId: id,
    rule: 'PLAN-5',
    code: 'request-of-another',
    verdict: 'warn',
    message: `The MDF request of “${title}” is that of another partner.`,
    fix: 'Link a request of this partner, or give the tactic back to the other one.',
  };
}

/** Whether nobody waits for an item any more. */
function isGone({ status, deletedRemotely }: PlanItem): boolean {
  return status === 'cancelled' || deletedRemotely;
}

function dependencyFindings(item: PlanItem, byId: ReadonlyMap<string, PlanItem>): PlanFinding[] {
  if (isGone(item)) return [];
  return item.dependsOn.flatMap((id): PlanFinding[] => {
    const earlier = byId.get(id);
    if (earlier === undefined || isGone(earlier) || earlier.end < item.start) return [];
    return [
      {
        itemId: item.id,
        rule: 'PLAN-3',
        code: 'starts-before-dependency',
        verdict: 'warn',
        message: `“${item.title}” starts on ${item.start}, but depends on “${earlier.title}”, which ends on ${earlier.end}.`,
        fix: 'Move one of them, or remove the dependency.',
      },
    ];
  });
}

/** Ids of items that depend on themselves through others; such a circle can never be planned (PLAN-3). */
export function dependencyCircle(items: readonly Pick<PlanItem, 'id' | 'dependsOn'>[]): PlanItem['id'][] {
  const waiting = new Map(items.map((item) => [item.id, new Set(item.dependsOn)]));
  for (const needed of waiting.values()) {
    for (const id of needed) if (!waiting.has(id)) needed.delete(id);
  }
  const dependants = new Map<string, PlanItem['id'][]>();
  for (const item of items) {
    for (const id of item.dependsOn) dependants.set(id, [...(dependants.get(id) ?? []), item.id]);
  }
  const free = [...waiting].filter(([, needed]) => needed.size === 0).map(([id]) => id);
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    waiting.delete(id);
    for (const dependant of dependants.get(id) ?? []) {
      const needed = waiting.get(dependant);
      if (needed?.delete(id) && needed.size === 0) free.push(dependant);
    }
  }
  return [...waiting.keys()].sort();
}
