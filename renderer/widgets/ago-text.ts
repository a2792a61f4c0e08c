import type { IntlShape } from 'react-intl';
import { toEpochMs } from '../../shared/domain/calendar/zoned';
import type { Instant } from '../../shared/schema/values';
import { countText } from './count-text';

const HOUR = 60;
const DAY = 24 * HOUR;

/** How long ago something was, in the unit that a person would count in: `just now`, `5 minutes ago`, `3 days ago`. */
export function agoText(at: Instant, now: Instant, intl: Pick<IntlShape, 'formatNumber'>): string {
  const minutes = Math.round((toEpochMs(now) - toEpochMs(at)) / 60_000);
  if (minutes < 1) return 'just now';
  const [unit, length] =
    minutes < HOUR
      ? (['minute', 1] as const)
      : minutes < 2 * DAY
        ? (['hour', HOUR] as const)
        : (['day', DAY] as const);
  return `${countText(Math.floor(minutes / length), unit, intl)} ago`;
}
