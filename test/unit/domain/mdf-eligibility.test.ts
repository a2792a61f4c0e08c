import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, workCalendar } from '../../../shared/domain/calendar/business-days';
import { addDays, fromEpochDay } from '../../../shared/domain/calendar/plain-date';
import { checkEligibility } from '../../../shared/domain/mdf/eligibility';
import { eligibilityOf, partnerFindings } from '../../../shared/domain/mdf/eligibility-partner';
import type { EligibilityRequest } from '../../../shared/domain/mdf/eligibility-input';
import { earliestStart, latestSubmission } from '../../../shared/domain/mdf/eligibility-dates';
import type { Finding } from '../../../shared/domain/finding';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Partner } from '../../../shared/schema/partner';
import { Approval } from '../../../shared/schema/approval';
import { PlainDate } from '../../../shared/schema/values';
import { aFundRequest, aPartner } from '../../support/records';
import { shippedHolidays, shippedPlaybook } from '../../support/shipped-playbook';

const playbook = shippedPlaybook();
const holidays = shippedHolidays();
const at = '2026-11-10T09:00:00.000Z';
const ticked = { focus: true, 'net-new': true };
const good = aFundRequest({
  activityType: 'events',
  submittedOn: '2026-11-20',
  conditions: ticked,
  approval: { kind: 'draft' },
});

function check(
  over: Partial<EligibilityRequest> = {},
  partner: Partner | null = aPartner(),
  rules: Playbook = playbook,
): Finding[] {
  return checkEligibility({
    request: { ...good, ...over },
    partner,
    playbook: rules,
    holidays,
    today: PlainDate.parse('2026-11-22'),
  });
}

function finding(code: string, findings: readonly Finding[]): Finding {
  const found = findings.find((entry) => entry.code === code);
  if (!found) throw new Error(`no finding ${code} among ${findings.map((entry) => entry.code).join(', ')}`);
  return found;
}

describe('eligibility', () => {
  it('MDF-1 passes an approved Select channel partner on every count', () => {
    const findings = check();
    expect(findings.filter((entry) => entry.verdict !== 'pass')).toEqual([]);
    expect(findings.filter((entry) => entry.rule === 'MDF-1')).toHaveLength(4);
  });

  it('MDF-1 refuses a partner whose account was deleted in Salesforce, whatever else it says', () => {
    const findings = check({}, { ...aPartner(), deletedRemotely: true });
    expect(findings.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
      { rule: 'MDF-1', code: 'partner-deleted', verdict: 'fail', message: /deleted in Salesforce/ },
    ]);
    expect(eligibilityOf(findings)).toBe('no');
  });

  it.each([
    ['partner-track', { track: 'Open' }, 'Open', 'Select'],
    ['partner-track', { track: 'Technology' }, 'Technology', 'Select'],
    ['partner-status', { status: 'Pending' }, 'Pending', 'Authorized'],
    ['partner-status', { status: 'Former' }, 'Former', 'Authorized'],
    ['partner-type', { partnerType: 'Alliance' }, 'Alliance', 'Channel'],
    ['partner-record-type', { recordType: 'Standard' }, 'Standard', 'Partner'],
  ])('MDF-1 refuses by %s %j and says why', (code, over, found, wanted) => {
    const refusal = finding(code, check({}, aPartner(over)));
    expect(refusal.verdict).toBe('fail');
    expect(refusal.rule).toBe('MDF-1');
    expect(refusal.message).toContain(found);
    expect(refusal.message).toContain(wanted);
    expect(refusal.fix).not.toBe('');
  });

  it('MDF-1 does not pass what is not known', () => {
    expect(finding('partner-track', check({}, aPartner({ track: null }))).verdict).toBe('undecidable');
    expect(finding('partner-status', check({}, aPartner({ status: ' ' }))).verdict).toBe('undecidable');
    expect(finding('partner', check({}, null)).verdict).toBe('undecidable');
  });

  it('MDF-1 never takes what nobody can tell for a yes', () => {
    const of = (over: Parameters<typeof aPartner>[0]) =>
      eligibilityOf(partnerFindings(aPartner(over), playbook));
    expect(of({})).toBe('yes');
    expect(of({ track: 'Open' })).toBe('no');
    expect(of({ track: null })).toBe('unknown');
    expect(of({ track: null, status: 'Former' })).toBe('no');
    expect(eligibilityOf(partnerFindings(null, playbook))).toBe('unknown');
  });

  it('MDF-1 takes tracks and statuses from the playbook', () => {
    const eligibility = { ...playbook.mdf.eligibility, partnerTracks: ['Select', 'Open'] };
    const open = { ...playbook, mdf: { ...playbook.mdf, eligibility } };
    expect(finding('partner-track', check({}, aPartner({ track: 'open' }), open)).verdict).toBe('pass');
  });

  it('MDF-2 knows the handbook types by key, label and portal alias', () => {
    for (const type of ['events ', 'Events/Webinars', 'EVENTS', 'events', 'Paid Search']) {
      expect(finding('activity-type', check({ activityType: type })).verdict).toBe('pass');
    }
  });

  it('MDF-2 refuses a type that is not eligible and names those that are', () => {
    const refusal = finding('activity-type', check({ activityType: 'Partner Training' }));
    expect(refusal.verdict).toBe('fail');
    expect(refusal.fix).toContain('Customer Case Study');
    expect(refusal.fix).not.toContain('Partner Training');
  });

  it('MDF-2 cannot decide an unknown or missing type', () => {
    expect(finding('activity-type', check({ activityType: 'Skywriting' })).verdict).toBe('undecidable');
    expect(finding('activity-type', check({ activityType: ' ' })).verdict).toBe('undecidable');
    expect(finding('activity-type', check({ activityType: null })).verdict).toBe('undecidable');
  });

  it('MDF-2 asks a person for every condition of the type', () => {
    const open = check({ conditions: {} });
    expect(finding('condition-focus', open).verdict).toBe('needs-person');
    expect(finding('condition-net-new', open).verdict).toBe('needs-person');
    expect(finding('condition-focus', check({ conditions: { focus: false } })).verdict).toBe('fail');
    const digital = check({ activityType: 'digital-print', conditions: {} });
    expect(finding('condition-call-to-action', digital).message).toContain('call to action');
  });

  it('MDF-3 warns when more is asked for than can be reimbursed', () => {
    const eur = (minor: number) => ({ minor, currency: 'EUR' });
    const shares = (totalCost: number, requested: number, otherVendorsPercent: number | null = null) =>
      finding(
        'requested-share',
        check({ totalCost: eur(totalCost), requested: eur(requested), otherVendorsPercent }),
      );
    expect(shares(1_000_000, 500_000).verdict).toBe('pass');
    expect(shares(1_000_000, 500_001)).toMatchObject({
      verdict: 'warn',
      fix: expect.stringContaining('5000.00 EUR'),
    });
    expect(shares(1_000_000, 500_000, 50).verdict).toBe('warn');
    expect(shares(0, 0).verdict).toBe('fail');
    const mixed = check({ requested: { minor: 1, currency: 'USD' } });
    expect(finding('requested-share', mixed).verdict).toBe('undecidable');
    expect(finding('requested-share', check({ totalCost: null })).verdict).toBe('undecidable');
  });

  it('MDF-3 says that a cap in another currency cannot be decided', () => {
    const capped = {
      ...playbook,
      mdf: { ...playbook.mdf, caps: [{ amount: { minor: 1, currency: 'USD' } }] },
    };
    expect(finding('requested-share', check({}, aPartner(), capped)).verdict).toBe('undecidable');
  });

  it('MDF-7 refuses a request without GTM motion, unless the playbook does not ask for one', () => {
    expect(finding('gtm-motion', check({ gtmMotion: null }))).toMatchObject({
      verdict: 'fail',
      rule: 'MDF-7',
    });
    expect(finding('gtm-motion', check({ gtmMotion: 'Automated Software Delivery' })).verdict).toBe('pass');
    expect(finding('gtm-motion', check({ gtmMotion: 'World peace' })).verdict).toBe('undecidable');
    const free = { ...playbook, mdf: { ...playbook.mdf, requiresGtmMotion: false } };
    expect(finding('gtm-motion', check({ gtmMotion: null }, aPartner(), free)).verdict).toBe('pass');
  });

  it('MDF-9 holds each currency to its own minimum', () => {
    const minimum = (minor: number, currency: string) =>
      finding('minimum', check({ requested: { minor, currency } }));
    expect(minimum(100_000, 'USD').verdict).toBe('pass');
    expect(minimum(99_999, 'USD')).toMatchObject({
      verdict: 'fail',
      message: expect.stringContaining('1000.00 USD'),
    });
    expect(minimum(150_000, 'JPY').verdict).toBe('pass');
    expect(minimum(1, 'CHF').verdict).toBe('undecidable');
    expect(finding('minimum', check({ requested: null })).verdict).toBe('undecidable');
  });

  it('MDF-9 wants ten business days before the start, in the region of the activity', () => {
    const lead = (submittedOn: string | null, region = 'EMEA') =>
      finding(
        'lead-time',
        check({ submittedOn: submittedOn === null ? null : PlainDate.parse(submittedOn), region }),
      );
    // The activity starts on Thursday 10 December; ten business days back is Thursday 26 November.
    expect(lead('2026-11-26').verdict).toBe('pass');
    expect(lead('2026-11-27').verdict).toBe('fail');
    // Thanksgiving on the 26th takes a day in America.
    expect(lead('2026-11-26', 'AMER').verdict).toBe('fail');
    expect(lead('2026-11-25', 'AMER').verdict).toBe('pass');
    // Not submitted yet: today counts.
    expect(lead(null).verdict).toBe('pass');
    expect(lead('2026-12-01').fix).toContain('2026-12-15');
  });

  it('MDF-9 does not take today for the day of a submission that is not known here', () => {
    const lead = (kind: string, day: string) => {
      const at = `${day}T09:00:00.000Z`;
      const times = kind === 'in-review' ? { level: 2, submittedAt: at, levelSince: at } : { at };
      const start = PlainDate.parse('2026-12-01');
      const approval = Approval.parse({ kind, ...times });
      return finding('lead-time', check({ start, end: start, approval, submittedOn: null }));
    };
    // Read here as submitted in time, so it was submitted then or before; today would be too late.
    expect(lead('in-review', '2026-11-17')).toMatchObject({
      verdict: 'pass',
      message: expect.stringContaining('was submitted'),
    });
    for (const kind of ['in-review', 'approved'])
      expect(lead(kind, '2026-11-20')).toMatchObject({
        verdict: 'undecidable',
        message: expect.stringContaining('is not known here'),
      });
  });

  it('MDF-9 measures what was sent back by the next submission once its start is another, else by the first', () => {
    const lead = (was: string | undefined, start: string) => {
      const approval = Approval.parse({ kind: 'sent-back', at, level: 1, reason: 'Dates', start: was });
      const submittedOn = PlainDate.parse('2026-11-02');
      const days = { start: PlainDate.parse(start), end: PlainDate.parse(start) };
      return finding('lead-time', check({ ...days, approval, submittedOn }));
    };
    expect(lead('2026-12-01', '2026-12-01')).toMatchObject({
      verdict: 'pass',
      message: expect.stringContaining('was submitted'),
    });
    expect(lead('2026-12-01', '2026-11-24')).toMatchObject({
      verdict: 'fail',
      message: expect.stringContaining('would be submitted on 2026-11-22'),
    });
    expect(lead('2026-12-01', '2026-12-10').verdict).toBe('pass');
    expect(lead(undefined, '2026-12-01')).toMatchObject({
      verdict: 'fail',
      message: expect.stringContaining('would be submitted'),
    });
  });

  it('MDF-9 names the first start that works for any submission', () => {
    const calendar = workCalendar(playbook, holidays, 'AMER');
    fc.assert(
      fc.property(
        fc.integer({ min: 20_000, max: 22_500 }).map(fromEpochDay),
        fc.integer({ min: 0, max: 15 }),
        (submitted, days) => {
          const start = earliestStart(submitted, days, calendar);
          expect(latestSubmission(start, days, calendar) >= submitted).toBe(true);
          let earlier = addDays(start, -1);
          for (let tries = 0; tries < 20 && earlier >= submitted; tries += 1) {
            const isFree = addBusinessDays(earlier, 0, calendar) !== earlier;
            if (!isFree) expect(latestSubmission(earlier, days, calendar) < submitted).toBe(true);
            earlier = addDays(earlier, -1);
          }
        },
      ),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('MDF-9 wants the activity inside the quarter whose funds pay', () => {
    const d = (text: string) => PlainDate.parse(text);
    const quarter = (start: string, end: string) =>
      finding('inside-quarter', check({ start: d(start), end: d(end) }));
    expect(quarter('2026-11-01', '2027-01-31').verdict).toBe('pass');
    expect(quarter('2027-01-30', '2027-02-01')).toMatchObject({
      verdict: 'fail',
      fix: expect.stringContaining('2027-01-31'),
    });
    expect(quarter('2027-02-01', '2027-02-02').fix).toContain('FY28 Q1');
    expect(finding('inside-quarter', check({ quarter: null })).verdict).toBe('undecidable');
    expect(finding('dates', check({ start: null })).verdict).toBe('undecidable');
    expect(finding('dates', check({ start: d('2026-12-11') })).verdict).toBe('fail');
  });

  it('MDF-10 asks for a region that the playbook knows', () => {
    expect(finding('region', check({ region: 'asia pacific' }))).toMatchObject({
      rule: 'MDF-10',
      verdict: 'pass',
      message: expect.stringContaining('APAC'),
    });
    expect(finding('region', check({ region: 'Atlantis' })).verdict).toBe('undecidable');
    expect(finding('region', check({ region: null })).verdict).toBe('undecidable');
  });

  it('MDF-11 refuses costs that are never funded and names them', () => {
    const refusal = finding('never-funded', check({ excludedCosts: ['alcohol', 'travel'] }));
    expect(refusal.verdict).toBe('fail');
    expect(refusal.message).toContain('Alcohol, Travel');
  });

  it('MDF-11 warns of the legal review of a contract and shows the share of other vendors', () => {
    const sponsorship = check({ activityType: 'Partner Sponsorship' });
    expect(finding('legal-review', sponsorship)).toMatchObject({ rule: 'MDF-11', verdict: 'warn' });
    expect(check().some((entry) => entry.code === 'legal-review')).toBe(false);
    expect(finding('vendor-share', check({ otherVendorsPercent: 30 })).verdict).toBe('pass');
    expect(finding('vendor-share', check({ otherVendorsPercent: 100 })).verdict).toBe('fail');
  });

  it('MDF-1 gives every finding that is not passed a way out', () => {
    const worst = checkEligibility({
      request: {
        activityType: null,
        start: null,
        end: null,
        totalCost: null,
        requested: null,
        gtmMotion: null,
        region: null,
        quarter: null,
        submittedOn: null,
        conditions: null,
        excludedCosts: null,
        otherVendorsPercent: null,
      },
      partner: null,
      playbook,
      holidays,
      today: PlainDate.parse('2026-11-22'),
    });
    for (const entry of worst.filter(({ verdict }) => verdict !== 'pass')) {
      expect(entry.fix, entry.code).not.toBe('');
      expect(entry.message, entry.code).not.toBe('');
    }
  });
});
