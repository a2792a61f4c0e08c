import { addDays } from '../../domain/calendar/plain-date';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { PlanItemId } from '../../schema/ids';
import type { PlanItem } from '../../schema/plan';
import type { UseCaseContext } from '../context';
import { changedSince, type UseCaseProblem } from '../problem';
import { formOf } from './plan-item-form';
import { changePlanItem, type PlanItemChange } from './write-plan-item';

/** Where a bar lies: its days and the row of its partner. */
export type PlanPlace = Pick<PlanItem, 'start' | 'end' | 'partnerId'>;

/** Where a bar goes: by some days at its ends (and to the row of a partner), to a row, or back to where a move took it from. */
export type Reschedule =
  | {
      readonly kind: 'by';
      readonly startDays: number;
      readonly endDays: number;
      readonly partnerId?: PlanItem['partnerId'];
    }
  | { readonly kind: 'row'; readonly partnerId: PlanItem['partnerId'] }
  /** Refused unless it still lies at `from`. */
  | { readonly kind: 'back'; readonly from: PlanPlace; readonly to: PlanPlace };

function rescheduled(before: PlanItem, move: Reschedule): Result<PlanPlace, UseCaseProblem> {
  const { start, end, partnerId } = before;
  switch (move.kind) {
    case 'by': {
      const row = move.partnerId === undefined ? partnerId : move.partnerId;
      return ok({ ...shifted(before, move.startDays, move.endDays), partnerId: row });
    }
    case 'row':
      return ok({ start, end, partnerId: move.partnerId });
    case 'back': {
      const { from, to } = move;
      const isThere = start === from.start && end === from.end && partnerId === from.partnerId;
      return isThere ? ok({ start: to.start, end: to.end, partnerId: to.partnerId }) : err(changedSince);
    }
    default:
      return assertNever(move);
  }
}

function shifted(
  { start, end }: PlanItem,
  startDays: number,
  endDays: number,
): Pick<PlanItem, 'start' | 'end'> {
  const [from, to] = [addDays(start, startDays), addDays(end, endDays)];
  // One end that is drawn over the other leaves a single day.
  if (from > to) return startDays === 0 ? { start, end: start } : { start: end, end };
  return { start: from, end: to };
}

/** Moves or resizes a bar from where it is stored now; what became of it elsewhere meanwhile is kept (G4). */
export async function reschedulePlanItem(
  context: UseCaseContext,
  input: { readonly id: PlanItemId; readonly move: Reschedule },
): Promise<Result<PlanItemChange, UseCaseProblem>> {
  return changePlanItem(context, input.id, 'moved', (before) => {
    const place = rescheduled(before, input.move);
    return place.ok ? ok({ ...formOf(before), ...place.value }) : place;
  });
}
