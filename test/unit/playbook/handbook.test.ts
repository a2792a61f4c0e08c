import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countries, years } from '../../../electron/runtime/make-holidays.mjs';
import { loadHolidays } from '../../../shared/playbook/holidays';
import { shippedPlaybook } from '../../support/shipped-playbook';

// The default is the handbook, point by point: nothing of it goes missing without one of these.
const { mdf, pop, planning, programs, roles, regions, gitlab, salesforce } = shippedPlaybook();
const keysOf = (list: readonly { readonly key: string }[]) => list.map(({ key }) => key);

describe('the shipped process', () => {
  it('PB-6 MDF-2 has the conditions of every type of activity', () => {
    expect(
      Object.fromEntries(mdf.activityTypes.map(({ key, conditions }) => [key, keysOf(conditions)])),
    ).toEqual({
      'customer-case-study': ['solved-problem', 'benefit', 'endorsement'],
      telesales: ['end-users', 'promotes-gitlab'],
      'digital-print': ['call-to-action', 'end-users'],
      events: ['focus', 'net-new'],
      'tradeshow-sponsorship': ['on-site', 'third-party', 'contract', 'brand'],
      webcast: ['focus', 'net-new'],
      'marketing-materials': ['call-to-action', 'end-users'],
      collateral: ['call-to-action', 'end-users', 'logo'],
      'joint-planning': ['demand-generation', 'dated-activity'],
      'partner-training': [],
    });
  });

  it('PB-6 POP-3 POP-9 says which proofs are optional; all others are required', () => {
    const optional = mdf.activityTypes.flatMap(({ key, proofs }) =>
      proofs.filter(({ required }) => !required).map((proof) => `${key}: ${proof.key}`),
    );
    expect(optional).toEqual(['telesales: appointment-list', 'events: collateral']);
  });

  it('PB-6 MDF-11 names what is never funded', () => {
    expect(keysOf(mdf.neverFunded)).toEqual([
      'alcohol',
      'travel',
      'lodging',
      'cash',
      'charity',
      'product-discounts',
      'capital-expense',
      'cost-of-business',
    ]);
  });

  it('PB-6 MDF-13 gives the epic every key detail and both checklists', () => {
    expect(gitlab.epic).toMatchObject({ title: 'MDF - {partner} - {activity}', confidential: true });
    const details = new Map(gitlab.epic.keyDetails.map(({ label, value }) => [label, value]));
    expect([...details.keys()]).toEqual(
      expect.arrayContaining([
        'Program owner',
        'Partner',
        'Partner CRM id',
        'Campaign type',
        'Dates',
        'Tactic',
        'Campaign name',
        'Location',
        'Deal registration goal',
        'Budgeted cost (MDF)',
        'Total cost',
        'Region',
        'Sub-region',
        'Segment',
        'User journey',
        'Joint messaging',
      ]),
    );
    expect(details.get('Partner CRM id')).toBe('{partnerCrmId}');
    expect(gitlab.epic.preparation).toHaveLength(6);
    expect(gitlab.epic.postEvent).toHaveLength(6);
  });

  it('PB-6 MDF-6 POP-4 gives every sub-issue its template, checklist and quick facts', () => {
    expect(gitlab.subIssues.map(({ key, template, checklist }) => [key, template, checklist.length])).toEqual(
      [
        ['campaign-creation', 'mdf_campaign_creation', 3],
        ['list-upload', 'mdf_list_upload', 3],
        ['mdf-pop', 'channel_mdf_pop', 3],
      ],
    );
    for (const { key, quickFacts } of gitlab.subIssues) {
      for (const fact of [
        'partner',
        'activity',
        'start',
        'end',
        'region',
        'quarter',
        'gtmMotion',
        'approved',
        'portalNumber',
      ])
        expect(quickFacts.join('\n'), key).toContain(`{${fact}}`);
    }
    const steps = gitlab.subIssues.find(({ key }) => key === gitlab.popIssue)?.checklist ?? [];
    expect(steps[0]).toMatch(/^Step 1: review/);
    expect(steps[1]).toMatch(/^Step 2: open the Zip requisition/);
    expect(gitlab.planIssue.quickFacts.join('\n')).toContain('{start} to {end}');
  });

  it('PB-6 PLAN-1 has every step of every planning phase', () => {
    expect(Object.fromEntries(planning.phases.map(({ key, steps }) => [key, keysOf(steps)]))).toEqual({
      objectives: ['objectives-set', 'nfo-sao-goals', 'cadence'],
      architecture: ['regions', 'campaigns', 'tactics-listed'],
      tactics: ['tactics-agreed', 'personas', 'budget-drafted', 'outcomes'],
      finalise: ['tactics-final', 'action-items', 'speakers', 'targets-final', 'planning-template'],
      'budget-request': ['request-submitted', 'request-backed'],
    });
  });

  it('PB-6 has every role of the vocabulary', () => {
    expect(keysOf(roles)).toEqual([
      'cmm',
      'cam',
      'fmm',
      'geo-channel-director',
      'geo-field-marketing-director',
      'partner-program-marketing-manager',
      'partner-program-manager',
      'senior-partner-program-manager',
      'final-approver',
      'mdf-operations',
      'program-dri',
      'alliance-manager',
      'alliance-marketing-manager',
      'mpm',
      'marketing-ops',
      'agency',
      'partner',
    ]);
    expect(regions.map(({ key, timeZone, country }) => [key, timeZone, country])).toEqual([
      ['EMEA', 'Europe/Berlin', 'DE'],
      ['AMER', 'America/New_York', 'US'],
      ['APAC', 'Asia/Singapore', 'SG'],
      ['PubSec', 'America/New_York', 'US'],
    ]);
  });

  it('PB-6 PROG-4 PROG-5 has the languages and points of every program', () => {
    const six = ['DE', 'EN', 'ES', 'FR', 'JA', 'KO'];
    const site = [
      six,
      ['logo', 'lead-contact', 'value-statement'],
      ['full-nurture', 'target-list', 'follow-up', 'tracking', 'final-report'],
    ];
    const trial = [
      ['prospect-admin', 'custom-url'],
      ['url-tested', 'nurture'],
    ];
    expect(
      Object.fromEntries(
        programs.offers.map(({ key, languages, needs, commitments }) => [
          key,
          [languages.toSorted(), keysOf(needs), keysOf(commitments)],
        ]),
      ),
    ).toEqual({
      'microsite-partner-site': site,
      'microsite-sales-site': site,
      'free-trial-self-managed': [six, ...trial],
      'free-trial-saas': [['EN'], ...trial],
    });
  });

  it('PB-6 POP-8 asks a lead list for its five columns', () => {
    expect(pop.leadListColumns.map(({ label }) => label)).toEqual([
      'Company',
      'Contact',
      'Title',
      'Email',
      'Phone',
    ]);
  });

  it('PB-6 SYNC-1 maps the standard channel objects by default, and custom ones as an example', () => {
    const objects = salesforce.mappings.map(({ key, entities }) => [
      key,
      Object.values(entities).map((entity) => entity?.object),
    ]);
    expect(objects).toEqual([
      ['standard', ['Account', 'PartnerMarketingBudget', 'PartnerFundRequest', 'PartnerFundClaim', 'Event']],
      ['impartner-style', ['Account', 'MDF_Fund__c', 'MDF_Request__c', 'MDF_Claim__c', 'Event']],
    ]);
    expect(salesforce.mapping).toBe('standard');
    const [standard, custom] = salesforce.mappings;
    const fields = (of: typeof standard, entity: keyof NonNullable<typeof standard>['entities']) =>
      Object.keys(of?.entities[entity]?.fields ?? {}).join(' ');
    expect(fields(standard, 'partner')).toBe(
      'name recordType partnerType track status region country cam camEmail contactEmail',
    );
    expect(fields(standard, 'budget')).toBe('title amount start end partner region');
    expect(fields(standard, 'fund-request')).toBe(
      'title partner activityType description start end totalCost requested approvedAmount gtmMotion region portalNumber status state declineReason campaign campaignName',
    );
    expect(fields(standard, 'claim')).toBe(
      'title request amount description status invoiceNumber invoiceDate',
    );
    expect(fields(standard, 'registration')).toBe('subject partner date note type reminder');
    expect(fields(custom, 'claim')).toBe(fields(standard, 'claim'));
    // The example org has no field for the app's own state and for the reason of a decline.
    expect(fields(custom, 'fund-request')).toBe(
      fields(standard, 'fund-request').replace(' state declineReason', ''),
    );
    expect(custom?.entities.claim.statuses).toEqual({
      draft: 'Submitted',
      approved: 'Approved',
      rejected: 'Denied',
      paid: 'Paid',
    });
  });

  it('PB-8 has a readable file of holidays for every country of the list, over all its years', () => {
    const folder = new URL('../../../resources/holidays/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files).toEqual(countries.map((country) => `${country}.json`));
    const loaded = loadHolidays(
      files.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    for (const [country, days] of Object.entries(loaded.value)) {
      const found = new Set(Object.keys(days).map((day) => Number(day.slice(0, 4))));
      for (let year = years.first; year <= years.last; year += 1)
        expect(found.has(year), `${country} ${year}`).toBe(true);
    }
  });
});
