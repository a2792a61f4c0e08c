import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { PlanItem } from '../../../shared/schema/plan';
import type { Registration } from '../../../shared/schema/registration';
import type { Money } from '../../../shared/schema/values';
import type { Issue } from '../../emulators/gitlab/model/types';

type Row = Readonly<Record<string, unknown>>;
type Say = (problem: string) => void;
type Pair = readonly [field: string, here: unknown, there: unknown];

/** The words of Salesforce for the keys that these proofs use. */
const spelled: Readonly<Record<string, string>> = { events: 'Events/Webinars', devsecops: 'DevSecOps' };

function units(money: Money | null): number | null {
  return money === null ? null : money.minor / 100;
}

function plain(value: unknown): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  return text === '' || text === undefined ? null : text;
}

function compare(name: string, pairs: readonly Pair[], say: Say): void {
  for (const [field, here, there] of pairs)
    if (plain(here) !== plain(there))
      say(`${name}.${field}: ${String(plain(here))} here, ${String(plain(there))} there`);
}

/** A text of Salesforce without the line that names the record. */
export function withoutLine(text: unknown): string {
  return String(text ?? '')
    .replace(/\s*\[channel-desk:[A-Za-z0-9-]+\]\s*$/, '')
    .trim();
}

const requestStatus: Readonly<Record<string, string>> = {
  approved: 'Approved',
  declined: 'Rejected',
  withdrawn: 'Rejected',
};

/** Every field of a request, here and in Salesforce. */
export function checkRequest(request: FundRequest, account: string, row: Row, say: Say): void {
  const { approval } = request;
  const declined = approval.kind === 'declined' ? approval.reason : null;
  const pairs: Pair[] = [
    ['title', request.title, row['Title']],
    ['partner', account, row['ChannelPartnerId']],
    ['activityType', spelled[request.activityType], row['Activity']],
    ['description', request.description, withoutLine(row['Description'])],
    ['start', request.start, row['Activity_Start__c']],
    ['end', request.end, row['Activity_End__c']],
    ['totalCost', units(request.totalCost), row['Total_Cost__c']],
    ['requested', units(request.requested), row['RequestedAmount']],
    ['currency', request.currency, row['CurrencyIsoCode']],
    ['approvedAmount', units(request.approvedAmount), row['Amount']],
    ['gtmMotion', spelled[request.gtmMotion ?? ''], row['GTM_Motion__c']],
    ['region', request.region, row['Region__c']],
    ['portalNumber', request.portalNumber, row['Portal_Number__c']],
    ['status', requestStatus[approval.kind] ?? 'Draft', row['Status']],
    ['declineReason', declined, row['Decline_Reason__c']],
  ];
  compare(request.id, pairs, say);
}

const claimStatus: Readonly<Record<string, string>> = {
  accepted: 'Approved',
  rejected: 'Rejected',
  paid: 'Paid',
};

/** Every field of a claim, here and in Salesforce. */
export function checkClaimRow(claim: Claim, request: FundRequest | undefined, row: Row, say: Say): void {
  const pairs: Pair[] = [
    ['title', claim.title, row['Title']],
    ['request', request?.salesforce?.id, row['RequestId']],
    ['amount', units(claim.reimbursement) ?? 0, row['Amount']],
    ['invoiceNumber', claim.invoice?.number, row['Invoice_Number__c']],
    ['invoiceDate', claim.invoice?.date, row['Invoice_Date__c']],
    ['status', claimStatus[claim.decision.kind] ?? 'Draft', row['Status']],
  ];
  compare(claim.id, pairs, say);
}

/** Every field of a registration, here and in Salesforce. */
export function checkRegistration(registration: Registration, account: string, row: Row, say: Say): void {
  const pairs: Pair[] = [
    ['subject', registration.subject, row['Subject']],
    ['partner', account, row['WhatId']],
    ['date', registration.date, row['ActivityDate']],
    ['note', registration.note, withoutLine(row['Description'])],
    ['type', 'Marketing', row['Type']],
    ['reminder', false, row['IsReminderSet']],
  ];
  compare(registration.id, pairs, say);
}

/** Every field of a plan item, here and in GitLab. */
export function checkPlan(plan: PlanItem, partner: string | null, issue: Issue, say: Say): void {
  const over = plan.status === 'done' || plan.status === 'cancelled';
  const pairs: Pair[] = [
    ['title', partner === null ? plan.title : `${plan.title} - ${partner}`, issue.title],
    ['end', plan.end, issue.dueDate],
    ['state', over ? 'closed' : 'opened', issue.state],
  ];
  compare(plan.id, pairs, say);
}
