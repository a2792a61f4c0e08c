import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { HistoryList } from '../../../renderer/widgets/history-list';
import { AuditEntry } from '../../../shared/schema/audit';
import { accountRef, aFundRequest, aPartner } from '../../support/records';
import { type RenderedDesk, renderDesk } from '../support/render-desk';

let desk: RenderedDesk | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

const requestRef = { ...accountRef, object: 'PartnerFundRequest', id: '0025g00000Ab103AAB' };

type Change = AuditEntry['changes'][number];

async function show(changes: readonly Change[]): Promise<void> {
  const entry = AuditEntry.parse({
    seq: 1,
    at: '2026-11-02T09:00:00.000Z',
    by: 'Dana Weber',
    action: 'changed',
    record: { kind: 'fund-request', id: 'request-1' },
    changes,
    note: null,
    playbookVersion: '1',
    previousHash: '',
    hash: '',
  });
  desk = await renderDesk(<HistoryList entries={[entry]} />, {
    records: [
      { kind: 'partner', record: aPartner({ salesforce: accountRef }) },
      { kind: 'fund-request', record: aFundRequest({ salesforce: requestRef }) },
    ],
  });
}

describe('the history of a record', () => {
  it.each<[Change, RegExp]>([
    [{ field: 'totalCost', from: null, to: '600000 EUR' }, /Total cost: empty → €6,000\.00/],
    [{ field: 'start', from: '2026-12-01', to: '2026-12-02' }, /Start: 1 Dec 2026 → 2 Dec 2026/],
    [{ field: 'partnerId', from: null, to: aPartner().id }, /Partner: empty → Nordlicht Systems GmbH/],
    // A choice in a conflict names records as Salesforce does.
    [{ field: 'partner', from: '0015g00000Ab999AAB', to: accountRef.id }, /→ Nordlicht Systems GmbH/],
    [{ field: 'request', from: null, to: requestRef.id }, /Fund request: empty → DevSecOps roadshow/],
    [{ field: 'quarter', from: 'FY27-Q3', to: 'FY27-Q4' }, /Quarter: FY27 Q3 → FY27 Q4/],
    [{ field: 'conditions', from: '{}', to: '{"focus":true,"net-new":false}' }, /Conditions: none → \S+/],
    [{ field: 'title', from: '[draft', to: 'Roadshow' }, /Activity: \[draft → Roadshow/],
  ])('writes %j as a person would', async (change, words) => {
    await show([change]);
    await expect.element(page.getByRole('list', { name: 'History' })).toHaveTextContent(words);
  });
});
