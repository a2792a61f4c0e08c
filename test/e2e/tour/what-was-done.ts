import type { Emulators } from '../support/emulators';
import { day } from './day';
import { differences, type World, wholeWorld } from './differences';
import { type GitlabState, recordsWhere, remoteStates, type SalesforceState, sha256Of } from './oracle';
import { daysFromToday } from './steps-common';
import { expect } from './patient';

/** Checks that both systems hold exactly what the day was, once, and nothing else. */
export async function expectTheDay(emulators: Emulators, before: World): Promise<void> {
  expectNothingElse(before, await wholeWorld(emulators));
  const { gitlab, salesforce } = await remoteStates(emulators);
  expectTheSaga(gitlab);
  expectDecisions(salesforce);
  expectRegistrations(salesforce);
  expectThePlan(gitlab);
  expectTheFiles(gitlab, salesforce);
}

function expectNothingElse(before: World, after: World): void {
  expect(differences(before, after)).toEqual({
    added: {
      // The new request, and the imported one once it was declined.
      PartnerFundRequest: 2,
      // Of the proof that was accepted, and of the document on the new request.
      PartnerFundClaim: 2,
      Event: day.registrations.length,
      ContentVersion: 4,
      ContentDocument: 4,
      // Salesforce links each file to who added it too.
      ContentDocumentLink: 8,
      file: 4,
      epic: 1,
      // Three of the saga and one for each tactic.
      issue: 3 + day.tactics.length,
      upload: 1,
    },
    // What Salesforce sums up by itself once a claim is approved.
    changed: [
      'PartnerFundAllocation: TotalApprovedFcs',
      'PartnerFundRequest: TotalApprovedFcs',
      'PartnerMarketingBudget: TotalApprovedFcs',
    ],
    removed: [],
  });
}

function expectTheSaga(gitlab: GitlabState): void {
  const epics = gitlab.epics.filter(({ title }) => title.includes(day.request));
  const title = `MDF - ${day.partner} - ${day.request}`;
  expect(epics).toMatchObject([
    { title, confidential: true, labels: ['MDF'], start: day.requestDate, due: daysFromToday(65) },
  ]);
  const issues = gitlab.issues.filter((issue) => issue.title.includes(day.request));
  expect(issues.map(({ iid }) => iid).sort()).toEqual(epics[0]?.issues.map(({ iid }) => iid).sort());
  const common = { state: 'opened', confidential: true, epic: { iid: epics[0]?.iid } };
  const popLabels = ['MDF-POP', 'MDF::POP Approval Needed'];
  expect(issues.toSorted((a, b) => a.title.localeCompare(b.title))).toMatchObject([
    {
      ...common,
      title: `Campaign Creation: ${title}`,
      labels: ['verticurl'],
      assignees: ['verticurl-agency'],
      due: day.requestDate,
    },
    {
      ...common,
      title: `List Upload: ${title}`,
      labels: [],
      assignees: [],
      due: daysFromToday(65),
    },
    {
      ...common,
      title: `MDF POP: ${day.partner} - ${day.request}`,
      labels: popLabels,
      assignees: [],
      due: daysFromToday(65),
    },
  ]);
  for (const issue of issues)
    expect(epics[0]?.description).toMatch(new RegExp(`\\[${issue.title}\\]\\(\\S+/issues/${issue.iid}\\)`));
}

function expectDecisions(salesforce: SalesforceState): void {
  const titled = (object: string, title: string) =>
    recordsWhere(salesforce, object, (row) => row['Title'] === title);
  const requests = titled('PartnerFundRequest', day.request);
  expect(requests).toMatchObject([
    {
      Status: 'Approved',
      Channel_Desk_State__c: 'approved',
      Decline_Reason__c: null,
      RequestedAmount: 4000,
      Amount: 4000,
      Total_Cost__c: 8000,
      Activity_Start__c: day.requestDate,
      Activity_End__c: day.requestDate,
      ChannelPartnerId: day.partnerId,
    },
  ]);
  expect(titled('PartnerFundRequest', day.declined.title)).toMatchObject([
    {
      Status: 'Rejected',
      Channel_Desk_State__c: 'declined',
      Decline_Reason__c: day.declined.reason,
      Amount: null,
      Portal_Number__c: day.declined.number,
    },
  ]);
  const [claimed] = titled('PartnerFundRequest', day.claimed);
  expect(titled('PartnerFundClaim', day.claimed)).toMatchObject([
    {
      Status: 'Approved',
      RequestId: claimed?.['Id'],
      Invoice_Number__c: '471102',
      Invoice_Date__c: '2018-03-05',
      Amount: 264.94,
      CurrencyIsoCode: 'EUR',
    },
  ]);
  expect(titled('PartnerFundClaim', day.request)).toMatchObject([
    { Status: 'Draft', RequestId: requests[0]?.['Id'], Invoice_Number__c: 'FA-2017-0008' },
  ]);
}

function expectRegistrations(salesforce: SalesforceState): void {
  const subjects: readonly string[] = day.registrations.map(({ subject }) => subject);
  // The partner is in the United States, and its day is the one that counts.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
  const events = recordsWhere(
    salesforce,
    'Event',
    (row) => row['WhatId'] === day.partnerId && row['ActivityDate'] === today,
  );
  expect(events.map((row) => row['Subject']).sort()).toEqual([...subjects].sort());
  for (const event of events)
    expect(event).toMatchObject({ Type: 'Marketing', IsReminderSet: false, ReminderDateTime: null });
}

function expectThePlan(gitlab: GitlabState): void {
  for (const [at, name] of day.tactics.entries()) {
    const { start, end } = day.planned[at] ?? { start: '', end: '' };
    const issues = gitlab.issues.filter(({ title }) => title.includes(name));
    expect(issues).toMatchObject([
      {
        title: `${name} - ${day.partner}`,
        labels: ['Channel Marketing'],
        assignees: [],
        due: end,
        epic: null,
        notes: [],
      },
    ]);
    expect(issues[0]?.description).toContain(`Dates: ${start} to ${end}`);
  }
}

function expectTheFiles(gitlab: GitlabState, salesforce: SalesforceState): void {
  const claimOf = (title: string) =>
    recordsWhere(salesforce, 'PartnerFundClaim', (row) => row['Title'] === title)[0]?.['Id'];
  // A lead list is personal data and stays on this desk (POP-8).
  const sent = [
    ...day.proofs.filter(({ name }) => !name.endsWith('.csv')).map((file) => ({ ...file, of: day.claimed })),
    { ...day.contract, of: day.request },
  ];
  const files = salesforce.files.filter(({ linkedTo }) =>
    linkedTo.some((id) => id === claimOf(day.claimed) || id === claimOf(day.request)),
  );
  expect(files.toSorted((a, b) => a.title.localeCompare(b.title))).toMatchObject(
    sent
      .map(({ path, name, of }) => ({ title: name, sha256: sha256Of(path), linkedTo: [claimOf(of)] }))
      .toSorted((a, b) => a.title.localeCompare(b.title)),
  );
  const uploads = gitlab.uploads.filter(({ filename }) => filename === day.contract.name);
  expect(uploads.map(({ sha256 }) => sha256)).toEqual([sha256Of(day.contract.path)]);
  const pop = gitlab.issues.find(({ title }) => title === `MDF POP: ${day.partner} - ${day.request}`);
  const written = pop?.notes.filter(({ system }) => !system) ?? [];
  expect(written).toHaveLength(1);
  expect(written[0]?.body).toContain(`[${day.contract.name}](/uploads/`);
}
