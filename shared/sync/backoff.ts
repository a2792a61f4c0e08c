import { fromEpochMs, toEpochMs } from '../domain/calendar/zoned';
import type { Instant } from '../schema/values';

/** How long to wait between tries; all in milliseconds. */
export type BackoffPolicy = { readonly base: number; readonly cap: number };

/** Waits of a step that was asked for patience or got no answer. */
export const stepBackoff: BackoffPolicy = { base: 2000, cap: 15 * 60_000 };

/** A remote that asks for more than this is asked again earlier, so that one odd answer cannot stop a desk for good. */
export const LONGEST_WAIT = 24 * 3_600_000;

/** Full jitter: a random time between nothing and the doubled base of the n-th attempt, counted from 1 (G9). */
export function jittered(attempt: number, random: number, policy: BackoffPolicy): number {
  const ceiling = Math.min(policy.cap, policy.base * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.ceil(random * ceiling);
}

/** The instant some milliseconds after another. */
export function after(now: Instant, milliseconds: number): Instant {
  return fromEpochMs(toEpochMs(now) + milliseconds);
}

/** Milliseconds from one instant to another; negative when it has passed. */
export function millisecondsUntil(now: Instant, then: Instant): number {
  return toEpochMs(then) - toEpochMs(now);
}

/** When to try again: as the remote asks, else by full jitter. */
export function nextAttempt(now: Instant, attempt: number, random: number, askedMs: number | null): Instant {
  const wait = askedMs ?? jittered(attempt, random, stepBackoff);
  return after(now, Math.min(wait, LONGEST_WAIT));
}
