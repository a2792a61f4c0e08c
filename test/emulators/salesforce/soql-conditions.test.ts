import { describe, expect, it } from 'vitest';
import { inSoql, useOrg } from './harness';

describe('Salesforce emulator: SOQL conditions', () => {
  const org = useOrg({}, { now: () => new Date('2026-11-22T10:00:00Z') });

  const { rows, names, refused } = inSoql(org);

  it('compares texts without case, with NOT, AND, OR, IN, LIKE and their escapes', async () => {
    expect(await names("SELECT Name FROM Account WHERE Name LIKE 'KIWI%' ORDER BY Name")).toEqual([
      'Kiwi Cloud, Inc.',
      'Kiwi Labs',
    ]);
    expect(await names("SELECT Name FROM Account WHERE Name LIKE 'Kiwi Lab_'")).toEqual(['Kiwi Labs']);
    expect(await names("SELECT Name FROM Account WHERE Name LIKE '100\\%'")).toEqual([]);
    expect(
      await names("SELECT Name FROM Account WHERE Name IN ('kiwi labs', 'Vega Software Ltd') ORDER BY Name"),
    ).toEqual(['Kiwi Labs', 'Vega Software Ltd']);
    expect(
      await names(
        "SELECT Name FROM Account WHERE (Name = 'Kiwi Labs' OR Name = 'Vega Software Ltd') AND NOT (Name = 'Kiwi Labs')",
      ),
    ).toEqual(['Vega Software Ltd']);
    expect(
      await names("SELECT Name FROM Account WHERE NOT Type = 'Partner' AND Sales_Region__c = 'EMEA'"),
    ).toEqual(['Northlight Insurance plc']);
    await org().create('Account', { Name: 'O\'Neil & Sons "100%"' });
    expect(await names("SELECT Name FROM Account WHERE Name = 'O\\'Neil & Sons \\\"100%\\\"'")).toEqual([
      'O\'Neil & Sons "100%"',
    ]);
    expect(await names("SELECT Name FROM Account WHERE Name LIKE '%100\\%%'")).toEqual([
      'O\'Neil & Sons "100%"',
    ]);
    expect(await names("SELECT Name FROM Account WHERE Name = '株式会社ミナト・システムズ'")).toHaveLength(1);
  });

  it('!= and NOT IN keep empty fields in', async () => {
    const empty = (await rows('SELECT Id FROM Account WHERE Partner_Track__c = null')).length;
    const select = (await rows("SELECT Id FROM Account WHERE Partner_Track__c = 'Select'")).length;
    const all = (await rows('SELECT Id FROM Account')).length;
    expect(empty).toBeGreaterThan(0);
    expect((await rows("SELECT Id FROM Account WHERE Partner_Track__c != 'Select'")).length).toBe(
      all - select,
    );
    expect((await rows("SELECT Id FROM Account WHERE Partner_Track__c NOT IN ('Select')")).length).toBe(
      all - select,
    );
    expect((await rows('SELECT Id FROM Account WHERE Partner_Track__c != null')).length).toBe(all - empty);
  });

  it('ids: 15 and 18 characters find the record, another case does not, nonsense is refused', async () => {
    expect(await names("SELECT Name FROM Account WHERE Id = '0015g00000Ab102'")).toEqual([
      'Cobalt DevOps GmbH',
    ]);
    expect(await names("SELECT Name FROM Account WHERE Id IN ('0015g00000Ab102AAB')")).toEqual([
      'Cobalt DevOps GmbH',
    ]);
    expect(await names("SELECT Name FROM Account WHERE Id = '0015g00000aB102'")).toEqual([]);
    expect(await refused("SELECT Id FROM Account WHERE Id = 'abc'")).toMatchObject({
      errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
      message: 'invalid ID field: abc',
    });
  });

  it('numbers, booleans and money', async () => {
    expect(
      await names(
        'SELECT Title FROM PartnerFundRequest WHERE RequestedAmount >= 12000 AND RequestedAmount < 400000 ORDER BY RequestedAmount DESC',
        'Title',
      ),
    ).toEqual([
      'Holiday customer dinner',
      'Partner summit sponsorship, gold',
      'Workshop series: value stream management',
    ]);
    expect((await rows('SELECT Id FROM Event WHERE IsReminderSet = true')).length).toBe(0);
    expect(await refused("SELECT Id FROM Event WHERE IsReminderSet = 'true'")).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    expect(await refused("SELECT Id FROM PartnerFundRequest WHERE RequestedAmount = '5'")).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    expect(await refused('SELECT Id FROM Account WHERE Name = 5')).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  it('times are unquoted, Z or an offset; quoted they are INVALID_FIELD', async () => {
    const all = (await rows('SELECT Id FROM PartnerFundRequest')).length;
    const soql = (literal: string): string =>
      `SELECT Id FROM PartnerFundRequest WHERE SystemModstamp >= ${literal}`;
    const some = (await rows(soql('2026-11-10T10:00:00Z'))).length;
    expect(some).toBeGreaterThan(3);
    expect(some).toBeLessThan(all);
    expect((await rows(soql('2026-11-10T11:00:00.000+01:00'))).length).toBe(some);
    expect(await refused(soql("'2026-11-10T10:00:00Z'"))).toEqual({
      errorCode: 'INVALID_FIELD',
      message:
        "value of filter criterion for field 'SystemModstamp' must be of type dateTime and should not be enclosed in quotes",
    });
    expect((await refused(soql('2026-11-10'))).errorCode).toBe('INVALID_FIELD');
    expect(
      (await refused("SELECT Id FROM PartnerFundRequest WHERE Activity_Start__c = '2026-11-10'")).message,
    ).toContain('must be of type date ');
  });

  it('dates by fiscal year, quarter and month of an org whose year starts in February, and by week', async () => {
    for (const [title, day] of [
      ['Fiscal Jan', '2027-01-31'],
      ['Fiscal Feb', '2027-02-01'],
    ] as const)
      await org().create('PartnerFundRequest', { Title: title, Activity_Start__c: day });
    const { body } = await org().query<Record<string, number>>(
      `SELECT FISCAL_YEAR(Activity_Start__c) y, FISCAL_QUARTER(Activity_Start__c) q, FISCAL_MONTH(Activity_Start__c) m,
       WEEK_IN_MONTH(Activity_Start__c) w, WEEK_IN_YEAR(Activity_Start__c) wy, COUNT(Id) n
       FROM PartnerFundRequest WHERE Title LIKE 'Fiscal %'
       GROUP BY FISCAL_YEAR(Activity_Start__c), FISCAL_QUARTER(Activity_Start__c), FISCAL_MONTH(Activity_Start__c),
       WEEK_IN_MONTH(Activity_Start__c), WEEK_IN_YEAR(Activity_Start__c)`,
    );
    const found = body.records.map(({ y, q, m, w, wy, n }) => [y, q, m, w, wy, n]);
    expect(found.sort()).toEqual([
      [2027, 4, 12, 5, 5, 1],
      [2028, 1, 1, 1, 5, 1],
    ]);
    const first = await rows(
      "SELECT Title FROM PartnerFundRequest WHERE Title LIKE 'Fiscal %' AND FISCAL_QUARTER(Activity_Start__c) = 1",
    );
    expect(first.map(({ Title }) => Title)).toEqual(['Fiscal Feb']);
  });

  it('date literals: days, counted days, quarters', async () => {
    const count = async (condition: string): Promise<number> =>
      (await rows(`SELECT Id FROM PartnerFundRequest WHERE ${condition}`)).length;
    expect(await count('SystemModstamp = LAST_N_DAYS:30')).toBeGreaterThan(5);
    expect(await count('SystemModstamp < LAST_N_DAYS:30')).toBe(
      (await count('SystemModstamp != null')) - (await count('SystemModstamp >= LAST_N_DAYS:30')),
    );
    expect(await count('Activity_Start__c = NEXT_N_DAYS:5')).toBe(1);
    expect(await count('Activity_Start__c > TODAY AND Activity_Start__c <= NEXT_N_DAYS:5')).toBe(1);
    const quarter = await count('Activity_Start__c = THIS_QUARTER');
    expect(quarter).toBe(await count('Activity_Start__c >= 2026-10-01 AND Activity_Start__c <= 2026-12-31'));
    expect(await count('Activity_Start__c = THIS_FISCAL_QUARTER')).toBe(
      await count('Activity_Start__c >= 2026-11-01 AND Activity_Start__c <= 2027-01-31'),
    );
  });
});
