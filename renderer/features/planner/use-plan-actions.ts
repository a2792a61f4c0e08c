import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PlanItemId } from '../../../shared/schema/ids';
import type { PlanItem, PlanStatus } from '../../../shared/schema/plan';
import type { PlainDate } from '../../../shared/schema/values';
import type { Result } from '../../../shared/lib/result';
import {
  formOf,
  type PlanItemForm,
  reschedulePlanItem,
  savePlanItem,
  setPlanStatus,
} from '../../../shared/usecases/plan/save-plan-item';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useDesk } from '../../widgets/desk-context';
import { useUndo } from '../../widgets/undo';
import { spanText } from './bar-text';

/** Where a tactic shall lie. */
export type Target = {
  readonly start: PlainDate;
  readonly end: PlainDate;
  readonly partnerId: PlanItem['partnerId'];
};

export type PlanActions = {
  /** Moves or resizes; the answer is what to say of it. */
  readonly reschedule: (item: PlanItem, target: Target) => Promise<string>;
  readonly setStatus: (item: PlanItem, status: PlanStatus) => Promise<string>;
  /** Creates (null) or changes an item; the answer goes to the form. */
  readonly save: (before: PlanItem | null, form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;
  /** Why the last move or change of status did not happen; null when it did. */
  readonly problem: string | null;
  readonly clearProblem: () => void;
};

function inWords(result: Result<unknown, UseCaseProblem>): string | null {
  return result.ok ? null : `${result.error.message} ${result.error.fix}`;
}

/** What can be done to the plan, each with its undo. */
export function usePlanActions(): PlanActions {
  const desk = useDesk();
  const undo = useUndo();
  const intl = useIntl();
  const [problem, setProblem] = useState<string | null>(null);

  function settle(result: Result<PlanItem, UseCaseProblem>, done: () => string): string {
    const why = inWords(result);
    setProblem(why);
    return why ?? done();
  }

  async function reschedule(item: PlanItem, target: Target): Promise<string> {
    const before: Target = { start: item.start, end: item.end, partnerId: item.partnerId };
    const result = await reschedulePlanItem(desk, { id: item.id, ...target });
    return settle(result, () => {
      const label = `“${item.title}” now ${spanText(target, intl)}`;
      undo.getState().did({
        label,
        undo: async () => inWords(await reschedulePlanItem(desk, { id: item.id, ...before })),
        redo: async () => inWords(await reschedulePlanItem(desk, { id: item.id, ...target })),
      });
      return label;
    });
  }

  async function setStatus(item: PlanItem, status: PlanStatus): Promise<string> {
    const before = item.status;
    const result = await setPlanStatus(desk, { id: item.id, status });
    return settle(result, () => {
      const label = `“${item.title}” set to ${desk.playbook.planning.statuses[status]}`;
      undo.getState().did({
        label,
        undo: async () => inWords(await setPlanStatus(desk, { id: item.id, status: before })),
        redo: async () => inWords(await setPlanStatus(desk, { id: item.id, status })),
      });
      return label;
    });
  }

  async function save(
    before: PlanItem | null,
    form: PlanItemForm,
  ): Promise<Result<PlanItem, UseCaseProblem>> {
    const result = await savePlanItem(desk, { id: before?.id ?? null, form });
    if (!result.ok) return result;
    const id = PlanItemId.parse(result.value.id);
    const again = async () => inWords(await savePlanItem(desk, { id, form }));
    undo.getState().did(
      before === null
        ? {
            label: `“${form.title}” created`,
            // Nothing is ever deleted: what was created by mistake is cancelled.
            undo: async () => inWords(await setPlanStatus(desk, { id, status: 'cancelled' })),
            redo: again,
          }
        : {
            label: `“${form.title}” changed`,
            undo: async () => inWords(await savePlanItem(desk, { id, form: formOf(before) })),
            redo: again,
          },
    );
    return result;
  }

  return { reschedule, setStatus, save, problem, clearProblem: () => setProblem(null) };
}
