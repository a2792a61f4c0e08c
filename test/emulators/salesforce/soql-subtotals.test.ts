import { beforeAll, describe, expect, it } from 'vitest';
import { accountId, inSoql, useOrg } from './harness';

describe('Salesforce emulator: subtotals and labels in SOQL', () => {
  const org = useOrg();
  const { rows, names, refused } = inSoql(org);

  beforeAll(async () => {
    for (const [source, status] of [
      ['Web', 'MQL'],
      ['Web', 'MQL'],
      ['Web', 'Raw'],
      ['Trade Show', 'Raw'],
      [null, 'Raw'],
    ] as const)
      await org().create('Lead', { LastName: 'L', Company: 'Totals', LeadSource: source, Status: status });
  });

  const FROM = "FROM Lead WHERE Company = 'Totals'";

  it('ROLLUP adds subtotals from right to left and a total, told apart from empty fields by GROUPING', async () => {
    const found = await rows(
      `SELECT LeadSource, Status, GROUPING(LeadSource) s, GROUPING(Status) t, COUNT(Id) n ${FROM}
       GROUP BY ROLLUP(LeadSource, Status)
       ORDER BY GROUPING(LeadSource), LeadSource NULLS LAST, GROUPING(Status), Status`,
    );
    expect(found.map(({ LeadSource, Status, s, t, n }) => [LeadSource, Status, s, t, n])).toEqual([
      ['Trade Show', 'Raw', 0, 0, 1],
      ['Trade Show', null, 0, 1, 1],
      ['Web', 'MQL', 0, 0, 2],
      ['Web', 'Raw', 0, 0, 1],
      ['Web', null, 0, 1, 3],
      [null, 'Raw', 0, 0, 1],
      [null, null, 0, 1, 1],
      [null, null, 1, 1, 5],
    ]);
  });

  it('CUBE adds the subtotals of every field, and HAVING keeps some of them', async () => {
    const found = await rows(
      `SELECT LeadSource, Status, COUNT(Id) n ${FROM} AND LeadSource != null GROUP BY CUBE(LeadSource, Status)
       HAVING GROUPING(LeadSource) = 1 ORDER BY GROUPING(Status), Status`,
    );
    expect(found.map(({ LeadSource, Status, n }) => [LeadSource, Status, n])).toEqual([
      [null, 'MQL', 2],
      [null, 'Raw', 2],
      [null, null, 4],
    ]);
  });

  it('subtotals stand alone around up to three fields, and GROUPING asks about one of them', async () => {
    for (const groupBy of [
      'ROLLUP(LeadSource), Status',
      'CUBE(LeadSource, Status, Company, Country)',
      'Status, ROLLUP(LeadSource)',
    ])
      expect((await refused(`SELECT COUNT(Id) ${FROM} GROUP BY ${groupBy}`)).errorCode).toBe(
        'MALFORMED_QUERY',
      );
    const asked = (groupBy: string): string =>
      `SELECT GROUPING(Status), COUNT(Id) ${FROM} GROUP BY ${groupBy}`;
    expect((await refused(asked('Status'))).errorCode).toBe('MALFORMED_QUERY');
    expect((await refused(asked('ROLLUP(LeadSource)'))).errorCode).toBe('MALFORMED_QUERY');
  });

  it('a condition on toLabel compares what people read', async () => {
    const ofLabel = (condition: string): string =>
      `SELECT Type FROM PartnerMarketingBudget WHERE toLabel(Type) ${condition}`;
    const all = await names('SELECT Type FROM PartnerMarketingBudget', 'Type');
    const found = await names(ofLabel("= 'Co-Operated Budget'"), 'Type');
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain('Co-Operated Budget');
    expect(await names(ofLabel("LIKE 'co-operated%'"), 'Type')).toEqual(found);
    expect(await names(ofLabel("NOT IN ('Co-Operated Budget')"), 'Type')).toHaveLength(
      all.length - found.length,
    );
    expect(await names(ofLabel(`= '${String(found[0])}'`), 'Type')).toEqual([]);
  });

  it('toLabel reads across a relationship, and a field is selected once unless it has an alias', async () => {
    const [budget] = await rows(
      "SELECT Id FROM PartnerMarketingBudget WHERE toLabel(Type) = 'Co-Operated Budget' LIMIT 1",
    );
    const allocation = await org().create('PartnerFundAllocation', {
      Title: 'Labelled',
      Amount: 1,
      BudgetId: budget?.['Id'],
      ChannelPartnerId: await accountId(org(), 'Kiwi Labs'),
    });
    const where = `FROM PartnerFundAllocation WHERE Id = '${allocation}'`;
    const [read] = await rows(`SELECT toLabel(Budget.Type), Budget.Title ${where}`);
    expect(read?.['Budget']).toMatchObject({
      Type: 'Co-Operated Budget',
      Title: expect.any(String) as string,
    });
    const [twice] = await rows(`SELECT Budget.Type, toLabel(Budget.Type) label ${where}`);
    expect(twice).toMatchObject({
      label: 'Co-Operated Budget',
      Budget: { Type: expect.any(String) as string },
    });
    expect((await refused(`SELECT Budget.Type, toLabel(Budget.Type) ${where}`)).message).toBe(
      'duplicate field selected: Type',
    );
    const [related] = await rows(
      `SELECT COUNT(Id) n ${where} AND toLabel(Budget.Type) = 'Co-Operated Budget'`,
    );
    expect(related?.['n']).toBe(1);
  });
});
