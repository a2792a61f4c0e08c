import { Claim } from '../../../shared/schema/claim';
import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner } from '../../support/records';

const approval = {
  kind: 'approved',
  at: '2026-09-20T09:00:00.000Z',
};

/** A partner whose name is on one of the sample invoices, and three approved requests at different stages. */
export function popRecords(): readonly AnyRecord[] {
  const money = { minor: 60_000, currency: 'EUR' };
  return [
    { kind: 'partner', record: aPartner({ name: 'Lieferant GmbH' }) },
    {
      kind: 'partner',
      record: aPartner({
        id: 'partner-2',
        name: 'Международная компания информационной безопасности и разработки с очень длинным названием',
      }),
    },
    {
      kind: 'fund-request',
      record: aFundRequest({
        approval,
        approvedAmount: money,
        start: '2026-11-02',
        end: '2026-11-12',
        title: 'DevSecOps roadshow Hamburg',
        activityType: 'events',
      }),
    },
    {
      kind: 'fund-request',
      record: aFundRequest({
        id: 'request-2',
        partnerId: 'partner-2',
        approval,
        approvedAmount: money,
        start: '2026-10-01',
        end: '2026-10-10',
        portalNumber: 'MDF-10901',
        title: 'Webinar series on supply chain security with three partners and a long name',
        activityType: 'sponsorship',
      }),
    },
    {
      kind: 'fund-request',
      record: aFundRequest({
        id: 'request-3',
        approval,
        approvedAmount: money,
        portalNumber: 'MDF-10902',
        title: 'Customer dinner',
        activityType: 'events',
      }),
    },
  ];
}

/** A claim on the first request; `over` replaces fields. */
export function aClaim(over: Partial<Record<keyof Claim, unknown>> = {}): AnyRecord {
  return {
    kind: 'claim',
    record: Claim.parse({
      id: 'claim-1',
      rev: 1,
      createdAt: '2026-11-13T09:00:00.000Z',
      updatedAt: '2026-11-13T09:00:00.000Z',
      deletedRemotely: false,
      requestId: 'request-1',
      partnerId: 'partner-1',
      title: 'DevSecOps roadshow Hamburg',
      stage: 'pending',
      invoice: null,
      reimbursement: null,
      ticks: {},
      receivedAt: null,
      decision: { kind: 'open' },
      zipNumber: null,
      zipDate: null,
      playbookVersion: 'test',
      salesforce: null,
      ...over,
    }),
  };
}
