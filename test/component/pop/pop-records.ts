import type { AnyRecord } from '../../../shared/schema/record';
import { aFundRequest, aPartner } from '../../support/records';

const approval = {
  kind: 'approved',
  at: '2026-09-20T09:00:00.000Z',
};

/** A partner whose name is on one of the sample invoices, and three approved requests at different stages. */
export function popRecords(
  dates: { readonly start: string; readonly end: string } = { start: '2026-11-02', end: '2026-11-12' },
): readonly AnyRecord[] {
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
        ...dates,
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
