import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { PlanItem, PlanStatus } from '../../../shared/schema/plan';
import { ok, type Result } from '../../../shared/lib/result';
import type { PlanItemForm } from '../../../shared/usecases/plan/plan-item-form';
import { type Reschedule, reschedulePlanItem } from '../../../shared/usecases/plan/reschedule-plan-item';
import { revertPlanItem, savePlanItem, setPlanStatus } from '../../../shared/usecases/plan/save-plan-item';
import type { PlanItemChange } from '../../../shared/usecases/plan/write-plan-item';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { useRecords } from '../../data/hooks';
import { useDesk } from '../../widgets/desk-context';
import { inWords } from '../../widgets/in-words';
import { type UndoAnswer, undoAnswerOf, useUndo } from '../../widgets/undo';
import { spanText } from './bar-text';
import { createMoveQueue } from './move-queue';
import { useProblem } from '../../ui/use-problem';

/** What the planner does with items, and what became of the last of it. */
export type PlanActions = {
  /** Moves or resizes, one after the other in the order of the calls; the answer is what no toast says of it. */
  readonly reschedule: (item: PlanItem, move: Reschedule) => Promise<string>;
  readonly setStatus: (item: PlanItem, status: PlanStatus) => Promise<string>;
  /** Creates (null) or changes an item from what its form was opened on; the answer goes to the form. */
  readonly save: (opened: PlanItem | null, form: PlanItemForm) => Promise<Result<PlanItem, UseCaseProblem>>;
  /** Why the last move or change of status did not happen; null when it did. */
  readonly problem: string | null;
  readonly clearProblem: () => void;
};

/** What can be done to the plan, each with its undo. */
export function usePlanActions(): PlanActions {
  const desk = useDesk();
  const undo = useUndo();
  const intl = useIntl();
  const partners = useRecords('partner').byId;
  const [problem, setProblem] = useProblem();

  function settle(result: Result<PlanItemChange, UseCaseProblem>, done: () => string): string {
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
    return settle(result, () => {
      const partnerOf = ({ partnerId }: PlanItem) =>
        partnerId === null ? 'no partner' : (partners.get(partnerId)?.name ?? 'an unknown partner');
      const isElsewhere = before.partnerId !== after.partnerId;
      const isAtOtherTime = before.start !== after.start || before.end !== after.end;
      /** The partner where that is what changed, and the days where they did. */
      const placeOf = (item: PlanItem, days: string) =>
        [
          ...(isElsewhere ? [`with ${partnerOf(item)}`] : []),
          ...(isAtOtherTime || !isElsewhere ? [days] : []),
        ].join(', ');
      const label = `“${title}” now ${placeOf(after, spanText(after, intl))}`;
      const back = async (from: PlanItem, to: PlanItem) =>
        undoAnswerOf(await reschedulePlanItem(desk, { id, move: { kind: 'back', from, to } }));
      if (before.rev !== after.rev)
        undo.getState().did({
          label,
          undoneLabel: `“${title}” back ${placeOf(before, `at ${spanText(before, intl)}`)}`,
          undo: () => back(after, before),
          redo: () => back(before, after),
          run: `move ${id}`,
        });
      return before.rev === after.rev ? label : '';
    });
  }

  async function setStatus({ id, title }: PlanItem, status: PlanStatus): Promise<string> {
    const result = await setPlanStatus(desk, { id, status });
    if (!result.ok) return settle(result, () => '');
    const { before, after } = result.value;
    return settle(result, () => {
      const label = `“${title}” set to ${desk.playbook.planning.statuses[status]}`;
      if (before.rev !== after.rev)
        undo.getState().did({
          label,
          undo: () => putStatus(id, status, before.status),
          redo: () => putStatus(id, before.status, status),
        });
      return before.rev === after.rev ? label : '';
    });
  }

  async function putStatus(id: PlanItem['id'], from: PlanStatus, status: PlanStatus): Promise<UndoAnswer> {
    return undoAnswerOf(await setPlanStatus(desk, { id, status, from }));
  }

  async function save(
    opened: PlanItem | null,
    form: PlanItemForm,
  ): Promise<Result<PlanItem, UseCaseProblem>> {
    const result = await savePlanItem(desk, { opened, form });
    if (!result.ok) return result;
    const { before, after } = result.value;
    const { id, status } = after;
    const revert = async (from: PlanItem, to: PlanItem) =>
      undoAnswerOf(await revertPlanItem(desk, { from, to }));
    if (before === null)
      undo.getState().did({
        label: `“${form.title}” created`,
        // Nothing is ever deleted: what was created by mistake is cancelled.
        undo: () => putStatus(id, status, 'cancelled'),
        redo: () => putStatus(id, 'cancelled', status),
      });
    else if (before.rev !== after.rev)
      undo.getState().did({
        label: `“${form.title}” changed`,
        undo: () => revert(after, before),
        redo: () => revert(before, after),
      });
    return ok(after);
  }

  return { reschedule, setStatus, save, problem, clearProblem: () => setProblem(null) };
}
