import type { Finding } from '../../shared/domain/finding';

/** What a person has acknowledged: checks with what each had found, so that no tick stands for what is found later (MDF-8). */
export type FindingTicks = ReadonlySet<string>;

/** Nothing is acknowledged yet. */
export const noTicks: FindingTicks = new Set();

function keyOf({ code, message }: Finding): string {
  return `${code} ${message}`;
}

/** Whether just this was acknowledged. */
export function isTicked(ticks: FindingTicks, finding: Finding): boolean {
  return ticks.has(keyOf(finding));
}

/** The ticks with one put or taken away. */
export function withTick(ticks: FindingTicks, finding: Finding, isOn: boolean): FindingTicks {
  const next = new Set(ticks);
  if (isOn) next.add(keyOf(finding));
  else next.delete(keyOf(finding));
  return next;
}
