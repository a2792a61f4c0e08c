import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { holidayFiles, years } from '../../../electron/runtime/make-holidays.mjs';
import { findActivityType, findGtmMotion, findRegion } from '../../../shared/domain/lookup';
import { loadHolidays, missingHolidays } from '../../../shared/playbook/holidays';
import { shippedFiles, shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const demo = (name: string) =>
  readFileSync(new URL(`../../../resources/demo/${name}`, import.meta.url), 'utf8');

/** Distinct values of a column of a simple export; quoted cells with separators are not needed here. */
function columnValues(text: string, separator: string, column: string): string[] {
  const [header = '', ...rows] = text.replace(/^\uFEFF/, '').split('\n');
  const plain = (cell: string) => cell.replace(/^"|"$/g, '');
  const at = header.split(separator).map(plain).indexOf(column);
  if (at < 0) throw new Error(`no column ${column}`);
  const width = header.split(separator).length;
  const whole = rows.map((row) => row.split(separator)).filter((cells) => cells.length === width);
  return [...new Set(whole.map((cells) => plain(cells[at] ?? '')))].filter((value) => value !== '');
}

describe('shipped playbook', () => {
  it('PB-6 says what the handbook says', () => {
    const { mdf, pop, planning, calendar, programs } = playbook;
    expect(calendar).toMatchObject({ fiscalYearStartMonth: 2, fiscalYearNamedAfter: 'end' });
    expect(mdf.reimbursementPercent).toBe(50);
    expect(mdf.levels.map((level) => [level.role, level.businessDays])).toEqual([
      ['cmm', 2],
      ['senior-partner-program-manager', 2],
      ['final-approver', 2],
    ]);
    expect(mdf.minimumRequest).toContainEqual({ minor: 100_000, currency: 'USD' });
    expect(mdf.submitBusinessDaysBefore).toBe(10);
    expect(mdf.neverFunded).toHaveLength(8);
    expect(mdf.campaignType).toBe('Partner - MDF');
    expect([pop.dueDays, pop.dueDaysFirstClaim, pop.reminderDays]).toEqual([30, 35, [1, 14, 28]]);
    expect(planning.phases.map((phase) => [phase.fromWeeksBefore, phase.toWeeksBefore])).toEqual([
      [13, 11],
      [11, 9],
      [9, 7],
      [7, 5],
      [5, 4],
    ]);
    expect(planning.callEveryWeeks).toBe(2);
    expect(programs.programs.map((program) => program.label)).toEqual([
      'Microsite',
      'Free Trial',
      'UserEvidence',
      'Instant Marketing Campaigns',
    ]);
    expect(playbook.regions.map((region) => region.key)).toEqual(['EMEA', 'AMER', 'APAC', 'PubSec']);
  });

  it('PB-6 gives every eligible activity type its conditions, proofs and a reason for the reviewer', () => {
    for (const type of playbook.mdf.activityTypes.filter((entry) => entry.eligible)) {
      expect(type.conditions.length, type.key).toBeGreaterThan(0);
      expect(
        type.proofs.some((proof) => proof.required),
        type.key,
      ).toBe(true);
    }
    const refused = playbook.mdf.activityTypes.filter((type) => !type.eligible).map((type) => type.key);
    expect(refused).toEqual(['partner-training']);
    const reviewed = playbook.mdf.activityTypes.filter((type) => type.legalReview).map((type) => type.key);
    expect(reviewed).toEqual(['tradeshow-sponsorship']);
  });

  it('PB-6 names roles and no people', () => {
    const text = shippedFiles()
      .map((file) => file.text)
      .join('\n');
    const handbookPeople =
      /\b(Samara|Souza|Stone|Chorny|Polukanina|Walker|Roberts|Greco|LeBeau|Egloff|Kelkar)\b/i;
    expect(text).not.toMatch(handbookPeople);
  });

  it('PB-7 knows every activity type, motion, region, status and column of the sample exports', () => {
    const requests = demo('portal-fund-requests.csv');
    const types = columnValues(requests, ';', 'Activity Type');
    expect(types.length).toBeGreaterThan(8);
    expect(types.filter((type) => !findActivityType(playbook, type))).toEqual([]);
    expect(
      columnValues(requests, ';', 'GTM Motion').filter((motion) => !findGtmMotion(playbook, motion)),
    ).toEqual([]);
    expect(columnValues(requests, ';', 'Region').filter((region) => !findRegion(playbook, region))).toEqual(
      [],
    );
    const statuses = Object.keys(playbook.imports.statuses);
    expect(columnValues(requests, ';', 'Status').filter((status) => !statuses.includes(status))).toEqual([]);
    const titles = (columns: typeof playbook.imports.partners) =>
      Object.values(columns).flatMap((column) => [column.label, ...column.aliases]);
    const requestHeader = (requests.split('\n')[0] ?? '').trim().split(';');
    expect(requestHeader.filter((name) => !titles(playbook.imports.fundRequests).includes(name))).toEqual([]);
    const accountHeader = (demo('salesforce-partner-accounts.csv').split('\n')[0] ?? '')
      .replace(/[\uFEFF"\r]/g, '')
      .split(',');
    expect(accountHeader.filter((name) => !titles(playbook.imports.partners).includes(name))).toEqual([]);
  });
});

describe('holidays', () => {
  it('PB-8 has the holidays of every region of the playbook', () => {
    const holidays = shippedHolidays();
    expect(missingHolidays(playbook, holidays)).toEqual([]);
    const { SG: _, ...others } = holidays;
    expect(missingHolidays(playbook, others)).toMatchObject([
      { path: 'regions[2].country', message: expect.stringContaining('SG') },
    ]);
  });

  it('PB-8 ships the files that the generator makes', () => {
    const folder = new URL('../../../resources/holidays/', import.meta.url);
    const shipped = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);
    const made = holidayFiles();
    expect(shipped.map(([name]) => name).toSorted()).toEqual([...made.keys()].toSorted());
    for (const [name = '', text] of shipped) expect(text, name).toBe(made.get(name));
  });

  it('PB-8 has holidays from the first to the last year in every country', () => {
    for (const [country, days] of Object.entries(shippedHolidays())) {
      const named = Object.keys(days ?? {}).map((day) => Number(day.slice(0, 4)));
      expect([Math.min(...named), Math.max(...named)], country).toEqual([years.first, years.last]);
    }
  });

  it('PB-8 credits the source of the data', () => {
    const text = readFileSync(new URL('../../../resources/holidays/ATTRIBUTION.md', import.meta.url), 'utf8');
    expect(text).toContain('Creative Commons');
    expect(text).toContain('date-holidays');
    expect(text.match(/<https?:/g)?.length).toBeGreaterThan(50);
  });

  it('PB-8 names file and place of a mistake', () => {
    const broken = loadHolidays([
      { name: 'DE.json', text: '{"2026-02-30": "No such day"}' },
      { name: 'US.json', text: '{' },
      { name: 'readme.txt', text: '' },
    ]);
    expect(broken).toMatchObject({
      ok: false,
      error: [
        { file: 'DE.json', path: '2026-02-30' },
        { file: 'US.json', message: expect.stringContaining('not valid JSON') },
        { file: 'readme.txt', message: expect.stringContaining('DE.json') },
      ],
    });
  });
});
