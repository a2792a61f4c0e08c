import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Instant } from '../../schema/values';
import { zoneOf } from '../calendar/clock';
import { addDays, diffDays } from '../calendar/plain-date';
import { dateInZone } from '../calendar/zoned';
import type { Finding } from '../finding';
import { popDueDate } from './deadlines';

/**
 * Whether the claim came in time (POP-1, POP-7): what came after the due date, or after the funds lapsed, is paid only
 * knowingly. Nothing while nothing was received.
 */
export function receivedFindings(
  { end, region }: Pick<FundRequest, 'end' | 'region'>,
  receivedAt: Instant | null,
  firstTime: boolean,
  playbook: Pick<Playbook, 'pop' | 'regions'>,
): Finding[] {
  if (receivedAt === null) return [];
  const on = dateInZone(receivedAt, zoneOf(playbook, region));
  const due = popDueDate(end, firstTime, playbook);
  const lapsed = addDays(due, playbook.pop.lastNoticeDays + 1);
  const base = { code: 'received-late', fix: 'Accept it all the same, or reject the claim.' };
  if (on >= lapsed) {
    return [
      {
        ...base,
        rule: 'POP-7',
        verdict: 'warn',
        message: `Received on ${on}, after the funds lapsed on ${lapsed}.`,
      },
    ];
  }
  const days = diffDays(due, on);
  if (days <= 0) {
    return [
      {
        ...base,
        rule: 'POP-1',
        verdict: 'pass',
        message: `Received on ${on}; it was due on ${due}.`,
        fix: '',
      },
    ];
  }
  return [
    {
      ...base,
      rule: 'POP-1',
      verdict: 'warn',
      message: `Received on ${on}, ${days === 1 ? 'one day' : `${days} days`} after the due date ${due}.`,
    },
  ];
}
