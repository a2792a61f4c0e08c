import type { Draft } from './draft';
import type { StepPlan } from './steps/step';

/** Revision of the record that a step is about; null when there is none. */
export async function revOf(draft: Draft, { about }: Pick<StepPlan, 'about'>): Promise<number | null> {
  return (await draft.get(about.kind, about.id))?.rev ?? null;
}

/** Whether the record is still what a step was built from, up to the moment of the commit (SY-9). */
export async function isAsBuilt(
  draft: Draft,
  plan: Pick<StepPlan, 'about'>,
  rev: number | null,
): Promise<boolean> {
  if ((await revOf(draft, plan)) !== rev) return false;
  draft.hold(plan.about);
  return true;
}
