import { useDeferredValue, useMemo, useState } from 'react';
import { type LaidOut, relayout } from '../../../shared/domain/planning/relayout';
import { planFindings, type PlanFinding } from '../../../shared/domain/planning/plan-checks';
import type { LayoutInput, TimelineLayout } from '../../../shared/domain/planning/layout';
import type { Window } from '../../../shared/domain/planning/axis';
import type { PlanItem } from '../../../shared/schema/plan';
import { useRecords } from '../../data/hooks';
import type { CacheView } from '../../data/record-cache';
import { useDesk } from '../../widgets/desk-context';
import { filterItems, isFiltered, type PlanQuery } from './plan-filter';
import { broughtBy, type PlanRow, planRows } from './plan-rows';

/** The plan as the screen, the print and the exports see it. */
export type PlanView = {
  readonly items: readonly PlanItem[];
  /** Partners of the rows, in their order. */
  readonly partners: readonly PlanRow[];
  /** Findings of every item by its id (PLAN-3, PLAN-5). */
  readonly findings: ReadonlyMap<string, readonly PlanFinding[]>;
  readonly isFiltered: boolean;
  /** How many there are before any filter. */
  readonly total: number;
};

/** Partners that had something planned when the plan was first read, so that a row never moves while it is worked on. */
function usePlannedFirst(plan: CacheView<'plan-item'>): ReadonlySet<string> {
  const [planned, setPlanned] = useState<ReadonlySet<string> | null>(null);
  if (planned === null && plan.state === 'ready') {
    setPlanned(new Set(plan.list.flatMap(({ partnerId }) => partnerId ?? [])));
  }
  return planned ?? none;
}

const none: ReadonlySet<string> = new Set();

/** The items that pass the query and the partners that have rows: those with a plan first, then by name; all of them while nothing is filtered. */
export function usePlan(query: PlanQuery): PlanView {
  const { playbook } = useDesk();
  const plan = useRecords('plan-item');
  const partners = useRecords('partner');
  const requests = useRecords('fund-request');
  const search = useDeferredValue(query.search);
  const { filter, partnerId } = query;
  const items = useMemo(
    () => filterItems(plan.list, partners.byId, { filter, partnerId, search }, playbook),
    [plan.list, partners.byId, filter, partnerId, search, playbook],
  );
  const planned = usePlannedFirst(plan);
  const filtered = isFiltered({ filter, partnerId, search });
  // As text, which stays the same while the plan is worked on: other rows would be laid out anew after every edit.
  const kept = useMemo(
    () => broughtBy(items, partners.byId, filter['region'] ?? [], playbook).join(' '),
    [items, partners.byId, filter, playbook],
  );
  const rows = useMemo(
    () =>
      planRows({
        partners: partners.list,
        planned,
        kept: new Set(kept.split(' ')),
        partnerId,
        regions: filter['region'] ?? [],
        playbook,
      }),
    [partners.list, planned, kept, filter, partnerId, playbook],
  );
  const findings = useMemo(() => {
    const map = new Map<string, PlanFinding[]>();
    for (const finding of planFindings(plan.list, requests.byId, playbook)) {
      const own = map.get(finding.itemId);
      if (own) own.push(finding);
      else map.set(finding.itemId, [finding]);
    }
    return map;
  }, [plan.list, requests.byId, playbook]);
  return { items, partners: rows, findings, isFiltered: filtered, total: plan.list.length };
}

/** The layout of the plan in a window; after an edit only the rows that it touches are new objects. */
export function usePlanLayout(
  plan: PlanView,
  window: Window,
  options: { readonly emptyRows: boolean; readonly minimumDays: number },
): TimelineLayout<PlanItem> {
  const [latest] = useState<{ laidOut: LaidOut<PlanItem> | null }>(() => ({ laidOut: null }));
  const { items, partners } = plan;
  const { emptyRows, minimumDays } = options;
  const { from, to } = window;
  return useMemo(() => {
    const input: LayoutInput<PlanItem> = { items, partners, from, to, emptyRows, minimumDays };
    const laidOut = relayout(latest.laidOut, input);
    remember(latest, laidOut);
    return laidOut.layout;
  }, [latest, items, partners, from, to, emptyRows, minimumDays]);
}

function remember(latest: { laidOut: LaidOut<PlanItem> | null }, laidOut: LaidOut<PlanItem>): void {
  latest.laidOut = laidOut;
}
