import type { PlanItem } from '../../../shared/schema/plan';
import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner, aPlanItem as anyPlanItem } from '../../support/records';

/** A valid item of the plan for tests; `over` replaces fields. */
export function aPlanItem(over: Partial<Record<keyof PlanItem, unknown>> = {}): PlanItem {
  return anyPlanItem({
    title: 'DevSecOps roadshow Hamburg',
    type: 'event',
    owner: 'Dana Weber',
    end: '2026-12-14',
    budget: { minor: 1_200_000, currency: 'EUR' },
    ...over,
  });
}

const names = [
  'Nordlicht Systems GmbH',
  'Åkerlund & Co',
  'Bright Harbor Technology Solutions and Consulting Partners International Ltd',
  '東京クラウド株式会社',
  'Cumulus Réseaux SA',
  'Delta Forge LLC',
  '한빛소프트',
];

const items: readonly Partial<Record<keyof PlanItem, unknown>>[] = [
  {},
  {
    title: 'Roadshow follow-up calls',
    start: '2026-12-16',
    end: '2027-01-15',
    type: 'telesales',
    dependsOn: ['item-1'],
    status: 'idea',
  },
  {
    title: 'Security summit sponsorship',
    start: '2026-11-09',
    end: '2026-12-04',
    status: 'running',
    requestId: 'request-1',
    type: 'tradeshow',
  },
  {
    title: 'List upload due',
    kind: 'milestone',
    start: '2026-12-18',
    end: '2026-12-18',
    type: 'milestone',
    status: 'planned',
  },
  {
    title: 'Joint webinar: platform engineering',
    partnerId: 'partner-2',
    start: '2026-11-24',
    end: '2026-11-24',
    status: 'committed',
    type: 'webinar',
  },
  {
    title: 'Paid search burst',
    partnerId: 'partner-2',
    start: '2026-11-02',
    end: '2026-12-20',
    status: 'running',
    type: 'paid-search',
  },
  {
    title: 'Case study with a customer',
    partnerId: 'partner-3',
    start: '2027-01-04',
    end: '2027-01-29',
    status: 'planned',
    type: 'case-study',
  },
  {
    title: 'プラットフォーム・ワークショップ',
    partnerId: 'partner-4',
    start: '2026-12-07',
    end: '2026-12-18',
    status: 'committed',
    type: 'workshop',
  },
  {
    title: 'Email nurture',
    partnerId: 'partner-5',
    start: '2026-10-12',
    end: '2026-11-13',
    status: 'done',
    type: 'nurture',
  },
  {
    title: 'Retail breakfast Lyon',
    partnerId: 'partner-5',
    start: '2026-11-18',
    end: '2026-11-19',
    status: 'cancelled',
    type: 'event',
  },
  {
    title: 'Workshop',
    partnerId: 'partner-7',
    start: '2026-12-02',
    end: '2026-12-03',
    status: 'planned',
    type: 'workshop',
  },
  {
    title: 'Marketing ops review',
    partnerId: null,
    start: '2027-01-12',
    end: '2027-01-13',
    status: 'planned',
    type: 'enablement',
  },
];

/** Partners with a plan as a manager has it, in FY27 Q4. */
export function planRecords(): AnyRecord[] {
  return [
    ...names.map(
      (name, at): AnyRecord => ({ kind: 'partner', record: aPartner({ id: `partner-${at + 1}`, name }) }),
    ),
    { kind: 'fund-request', record: aFundRequest() },
    ...items.map(
      (over, at): AnyRecord => ({ kind: 'plan-item', record: aPlanItem({ id: `item-${at + 1}`, ...over }) }),
    ),
  ];
}

/** Ten thousand bars over three hundred partners. */
export function manyRecords(): AnyRecord[] {
  const base = Date.UTC(2025, 10, 1);
  const day = (offset: number) => new Date(base + offset * 86_400_000).toISOString().slice(0, 10);
  const statuses = ['idea', 'planned', 'committed', 'running', 'done'];
  return [
    ...Array.from(
      { length: 300 },
      (_, at): AnyRecord => ({
        kind: 'partner',
        record: aPartner({ id: `partner-${at}`, name: `Partner ${String(at).padStart(3, '0')}` }),
      }),
    ),
    ...Array.from({ length: 10_000 }, (_, at): AnyRecord => {
      const start = (at * 37) % 760;
      return {
        kind: 'plan-item',
        record: aPlanItem({
          id: `item-${at}`,
          title: `Tactic ${at}`,
          partnerId: `partner-${at % 300}`,
          start: day(start),
          end: day(start + ((at * 7) % 30)),
          status: statuses[at % 5],
        }),
      };
    }),
  ];
}
