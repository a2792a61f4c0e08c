import type { AnyRecord } from '../../../shared/schema/record';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import { aBudget, aClaim, aFundRequest, aPartner } from '../../support/records';

/** The moment at which the samples make sense: a Monday in FY27 Q4. */
export const SAMPLE_NOW = '2026-11-23T09:00:00.000Z';

const stamp = '2026-11-16T09:00:00.000Z';

/** A partner as a record to store. */
export function partnerRecord(over: Partial<Record<keyof Partner, unknown>> = {}): AnyRecord {
  return { kind: 'partner', record: aPartner(over) };
}

/** A request that every rule lets pass on `SAMPLE_NOW`, as a record to store. */
export function requestRecord(over: Partial<Record<keyof FundRequest, unknown>> = {}): AnyRecord {
  return {
    kind: 'fund-request',
    record: aFundRequest({ activityType: 'events', start: '2027-01-14', end: '2027-01-14', ...over }),
  };
}

/** In review at a level since a moment. */
export function inReview(level: number, levelSince = stamp) {
  return { kind: 'in-review', level, submittedAt: stamp, levelSince };
}

/** All ticks of an event, so that an approval waits for nothing but its findings. */
export const eventTicks = { focus: true, 'net-new': true };

/** A budget of the samples' quarter and region. */
export function budgetRecord(minor = 5_000_000, currency = 'EUR'): AnyRecord {
  const title = `EMEA ${currency}`;
  return {
    kind: 'budget',
    record: aBudget({ id: `budget-${currency}`, title, amount: { minor, currency } }),
  };
}

/** A claim for a request. */
export function claimRecord(over: Partial<Record<keyof Claim, unknown>> = {}): AnyRecord {
  const times = { createdAt: stamp, updatedAt: stamp, receivedAt: stamp };
  return { kind: 'claim', record: aClaim({ ...times, title: 'POP of the roadshow', ...over }) };
}

const titles = ['Cloud summit', 'DevSecOps webinar', 'Partner roundtable', 'Search campaign', 'Case study'];
const cities = ['Munich', 'Paris', 'Tokyo', 'Austin', 'Seoul', 'Lyon', 'Leeds'];
const names = [
  'Nordlicht Systems GmbH',
  'Contoso',
  'Globex & Sons',
  '株式会社アクメ',
  'Umbrella Consulting Group International Holdings',
];
const types = ['events', 'digital-print', 'webcast', 'telesales', 'tradeshow-sponsorship'];

function pick<T>(list: readonly T[], at: number): T {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

function approvalOf(at: number): unknown {
  switch (at % 6) {
    case 0:
      return { kind: 'draft' };
    case 1:
      return inReview(1, `2026-11-${String(16 + (at % 5)).padStart(2, '0')}T09:00:00.000Z`);
    case 2:
      return inReview(2);
    case 3:
      return { kind: 'approved', at: stamp };
    case 4:
      return { kind: 'sent-back', at: stamp, level: 1, reason: 'The agenda is missing.' };
    default:
      return { kind: 'declined', at: stamp, level: 1, reason: 'Not demand generation.' };
  }
}

/** Partners, budgets and as many requests as asked for, the same ones every time. */
export function sampleDesk(count: number): AnyRecord[] {
  const partners = names.map((name, at) => partnerRecord({ id: `partner-${at + 1}`, name }));
  const requests = Array.from({ length: count }, (_, at) => {
    const approval = approvalOf(at);
    const isPast = at % 6 === 3;
    const cost = 400_000 + ((at * 7919) % 40_000) * 100;
    return requestRecord({
      id: `request-${at + 1}`,
      portalNumber: `MDF-${10_400 + at}`,
      title: `${pick(titles, at)} ${pick(cities, at * 3)} ${at + 1}`,
      partnerId: `partner-${(at % names.length) + 1}`,
      activityType: pick(types, at),
      start: isPast ? '2026-10-20' : '2027-01-14',
      end: isPast ? `2026-10-${20 + (at % 11)}` : '2027-01-15',
      quarter: isPast ? 'FY27-Q3' : 'FY27-Q4',
      totalCost: { minor: cost, currency: 'EUR' },
      requested: { minor: cost / 2, currency: 'EUR' },
      approvedAmount: isPast ? { minor: cost / 2, currency: 'EUR' } : null,
      approval,
      submittedOn: at % 6 === 0 ? null : '2026-11-16',
    });
  });
  return [...partners, budgetRecord(), ...requests];
}
