import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { PlanItem, PlanStatus } from '../../../shared/schema/plan';
import { ok, type Result } from '../../../shared/lib/result';
import {
  formOf,
  type PlanItemForm,
  type Reschedule,
  reschedulePlanItem,
  savePlanItem,
  setPlanStatus,
} from '../../../shared/usecases/plan/save-plan-item';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useDesk } from '../../widgets/desk-context';
import { useUndo } from '../../widgets/undo';
import { spanText } from './bar-text';
import { createMoveQueue } from './move-queue';

export type PlanActions = {
  /** Moves or resizes, one after the other in the order of the calls; the answer is what to say of it. */
  readonly reschedule: (item: PlanItem, move: Reschedule) => Promise<string>;
  readonly setStatus: (item: PlanItem, status: PlanStatus) => Promise<string>;
  /** Creates (null) or changes an item from what its form was opened on; the answer goes to the form. */
  readonly save: (opened: PlanItem | null, form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;
  /** Why the last move or change of status did not happen; null when it did. */
  readonly problem: string | null;
  readonly clearProblem: () => void;
};

function placeOf({ start, end, partnerId }: PlanItem) {
  return { start, end, partnerId };
}

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

  const [queue] = useState(createMoveQueue);
  function reschedule(item: PlanItem, move: Reschedule): Promise<string> {
    return queue(item.id, move, (whole) => rescheduleNow(item, whole));
  }

  async function rescheduleNow({ id, title }: PlanItem, move: Reschedule): Promise<string> {
    const result = await reschedulePlanItem(desk, { id, move });
    if (!result.ok) return settle(result, () => '');
    const { before, after } = result.value;
    return settle(ok(after), () => {
      const label = `“${title}” now ${spanText(after, intl)}`;
      const put = async (place: PlanItem) =>
        inWords(await reschedulePlanItem(desk, { id, move: { ...placeOf(place), kind: 'to' } }));
      if (before.rev !== after.rev)
        undo.getState().did({ label, undo: () => put(before), redo: () => put(after) });
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
    opened: PlanItem | null,
    form: PlanItemForm,
  ): Promise<Result<PlanItem, UseCaseProblem>> {
    const result = await savePlanItem(desk, { opened, form });
    if (!result.ok) return result;
    const saved = result.value;
    const { id } = saved;
    undo.getState().did(
      opened === null
        ? {
            label: `“${form.title}” created`,
            // Nothing is ever deleted: what was created by mistake is cancelled.
            undo: async () => inWords(await setPlanStatus(desk, { id, status: 'cancelled' })),
            redo: async () => inWords(await setPlanStatus(desk, { id, status: form.status })),
          }
        : {
            label: `“${form.title}” changed`,
            undo: async () => inWords(await savePlanItem(desk, { opened: saved, form: formOf(opened) })),
            redo: async () => inWords(await savePlanItem(desk, { opened, form })),
          },
    );
    return result;
  }

  return { reschedule, setStatus, save, problem, clearProblem: () => setProblem(null) };
}
