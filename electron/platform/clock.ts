import type { Clock } from '../../shared/ports/clock';
import { Instant } from '../../shared/schema/values';

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Instant.parse(new Date().toISOString()),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
