import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root';
import { daysFromToday, dialog } from './steps-common';
import { type ImportResult, importFile } from './steps-import';
import { approveLevel, createRequest, declineRequest, openRequest, tickConditions } from './steps-mdf';
import { registerPartner } from './steps-partners';
import { addTactic, dragBar, moveAndResize, printPlan } from './steps-plan';
import { acceptClaim, addAndAcceptProofs, openClaim, type ProofFile } from './steps-pop';
import { expect } from './patient';

const demo = join(projectRoot, 'resources', 'demo');
const invoices = join(demo, 'invoices');

/** What is done on the day, so that afterwards it can be looked for. */
export const day = {
  partner: 'Cobalt DevOps GmbH',
  partnerId: '0015g00000Ab102AAB',
  request: 'DevSecOps breakfast for security leads',
  requestDate: daysFromToday(35),
  declined: {
    number: 'MDF-10414',
    title: 'DevSecOps Summit booth USA',
    reason: 'There are no funds left for this motion.',
  },
  claimed: 'DevSecOps Breakfast Munich',
  /** A draft that Salesforce has too; nobody touches it during the day. */
  draft: 'Secure software factory seminar',
  proofs: [
    { path: join(invoices, 'EN16931_Einfach.pdf'), name: 'EN16931_Einfach.pdf', serves: 'Invoice' },
    {
      path: join(projectRoot, 'test/fixtures/tour/breakfast-photo.png'),
      name: 'breakfast-photo.png',
      serves: 'Photo of the event',
    },
    { path: join(demo, 'lead-list.csv'), name: 'lead-list.csv', serves: 'Attendee and lead list' },
    {
      path: join(invoices, 'Facture_FR_BASIC.pdf'),
      name: 'Facture_FR_BASIC.pdf',
      serves: 'Agenda or invitation',
    },
  ] satisfies ProofFile[],
  tactics: ['Retargeting for the breakfast', 'Follow-up calls'],
  /** Where the tactics stand once one was moved and lengthened and the other was dragged. */
  planned: [
    { start: daysFromToday(9), end: daysFromToday(25) },
    { start: daysFromToday(14), end: daysFromToday(28) },
  ],
  registrations: [
    { offer: 'Microsite, sales site', subject: 'Microsite Program - Sales Site' },
    { offer: 'Free trial, SaaS', subject: 'Free Trial Program - SaaS' },
  ],
  contract: { path: join(invoices, 'Facture_UE_MINIMUM.pdf'), name: 'Facture_UE_MINIMUM.pdf' },
} as const;

/** Takes over what she has today: the accounts report and the portal's requests. */
export async function importWhatSheHas(
  page: Page,
): Promise<{ accounts: ImportResult; requests: ImportResult }> {
  const accounts = await importFile(page, 'Partners', join(demo, 'salesforce-partner-accounts.csv'));
  const requests = await importFile(page, 'MDF', join(demo, 'portal-fund-requests.csv'));
  return { accounts, requests };
}

/** Creates, checks and approves a request through all its levels, and puts a document on it. */
export async function approveNewRequest(page: Page): Promise<void> {
  await createRequest(page, {
    title: day.request,
    partner: day.partner,
    type: 'Events/Webinars',
    date: day.requestDate,
    region: 'EMEA',
    cost: '8000',
    requested: '4000',
  });
  const inspector = await openRequest(page, day.request, day.request);
  await tickConditions(inspector);
  await approveLevel(page, inspector, 1, null);
  await approveLevel(page, inspector, 2, 'Priya Nair');
  await approveLevel(page, inspector, 3, 'Jonas Lind');
  await expect(inspector.getByRole('list', { name: 'Approval' })).toContainText('Jonas Lind');
  await inspector.locator('input[type=file]').setInputFiles(day.contract.path);
  await expect(inspector.getByRole('list', { name: 'Documents' })).toContainText(day.contract.name);
}

/** Declines an imported request and closes the drafted message. */
export async function declineAnother(page: Page): Promise<void> {
  const { number, title, reason } = day.declined;
  const inspector = await openRequest(page, number, title);
  await declineRequest(page, inspector, reason);
  const mail = dialog(page, /./);
  await expect(mail.getByRole('textbox', { name: 'Message' })).toHaveValue(new RegExp(reason));
  await mail.getByRole('button', { name: 'Close' }).first().click();
  await expect(inspector).toContainText('Declined');
}

/** Reviews the proof of performance of a third request and accepts the claim. */
export async function acceptProofOfThird(page: Page): Promise<void> {
  await openClaim(page, day.claimed);
  await addAndAcceptProofs(page, day.proofs);
  await acceptClaim(page);
}

/** Plans two tactics, moves one by keyboard and one by mouse. */
export async function planTactics(page: Page): Promise<void> {
  const [first, second] = day.tactics;
  const common = { partner: day.partner, region: 'EMEA' };
  await addTactic(page, { ...common, name: first, from: daysFromToday(7), to: daysFromToday(20) });
  await addTactic(page, { ...common, name: second, from: daysFromToday(10), to: daysFromToday(24) });
  await moveAndResize(page, first, 2, 3);
  await dragBar(page, second, { days: 4, length: 15 });
}

/** Registers the partner for two programs. */
export async function registerTwice(page: Page): Promise<void> {
  for (const { offer } of day.registrations) await registerPartner(page, day.partner, offer, 'EN');
}

/** The whole working day without a network. */
export async function workTheDay(page: Page): Promise<void> {
  await approveNewRequest(page);
  await declineAnother(page);
  await acceptProofOfThird(page);
  await planTactics(page);
  await registerTwice(page);
  await printPlan(page);
}
