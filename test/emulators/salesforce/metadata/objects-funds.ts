import { currencyIsoCode, field, lookup, picklist, readOnly, required, rollup, systemFields } from './fields';
import { object } from './objects-core';
import type { FieldDef, ObjectDef } from './types';

function title(label: string): FieldDef {
  return required(field('Title', 'string', { label, nameField: true }));
}

function partner(children: string): FieldDef {
  return lookup('ChannelPartnerId', 'Account', { label: 'Channel Partner ID', childRelationship: children });
}

const REQUEST_TOTALS = [
  rollup('TotalApprovedFcs', 'Total Approved Fund Claims'),
  rollup('TotalReimbursedFcs', 'Total Reimbursed Fund Claims'),
];
const TOTALS = [rollup('TotalApprovedFrs', 'Total Approved Fund Requests'), ...REQUEST_TOTALS];

const budget = object('PartnerMarketingBudget', '0TZ', [
  ...systemFields('Partner Marketing Budget', { viewed: true }),
  title('Partner Marketing Budget Name'),
  required(field('Amount', 'currency')),
  picklist('Type', [], {
    label: 'Budget Type',
    nillable: false,
    restrictedPicklist: true,
    // Values and labels differ so that a client which sends the label is caught.
    picklist: [
      { value: 'CoOperatedBudget', label: 'Co-Operated Budget', active: true, defaultValue: false },
      { value: 'MarketingFunds', label: 'Marketing Funds', active: true, defaultValue: false },
    ],
  }),
  field('StartDate', 'date'),
  field('EndDate', 'date'),
  partner('PartnerMarketingBudgets'),
  field('Description', 'textarea', { length: 255 }),
  field('IsIgnoreValidation', 'boolean', { label: 'Ignore Validation' }),
  rollup('TotalAllocatedAmount', 'Total Allocated Amount'),
  ...TOTALS,
  currencyIsoCode(),
  picklist('Region__c', ['AMER', 'APAC', 'EMEA', 'PubSec'], { label: 'Region' }),
]);

const allocation = object('PartnerFundAllocation', '0TY', [
  ...systemFields('Partner Fund Allocation', { viewed: true }),
  title('Partner Fund Allocation Name'),
  required(field('Amount', 'currency')),
  required(
    lookup('BudgetId', 'PartnerMarketingBudget', {
      label: 'Partner Marketing Budget ID',
      childRelationship: 'PartnerFundAllocations',
    }),
  ),
  required(partner('PartnerFundAllocations')),
  field('Description', 'textarea', { length: 255 }),
  ...TOTALS,
  currencyIsoCode(),
]);

const ACTIVITIES = [
  'Customer Case Study',
  'Telesales/Appointment Setting',
  'Digital & Print Marketing',
  'Events/Webinars',
  'Tradeshow/Conference Sponsorship',
];

const request = object('PartnerFundRequest', '0TX', [
  ...systemFields('Partner Fund Request', { viewed: true }),
  title('Partner Fund Request Name'),
  field('RequestedAmount', 'currency'),
  // The approved amount: the object has no other place for it.
  field('Amount', 'currency'),
  picklist('Activity', ACTIVITIES, { length: 40 }),
  field('Description', 'textarea', { length: 255 }),
  field('DesiredOutcome', 'textarea', { length: 255 }),
  lookup('BudgetId', 'PartnerMarketingBudget', {
    label: 'Partner Marketing Budget ID',
    childRelationship: 'PartnerFundRequests',
  }),
  lookup('AllocationId', 'PartnerFundAllocation', {
    label: 'Partner Fund Allocation ID',
    childRelationship: 'PartnerFundRequests',
  }),
  partner('PartnerFundRequests'),
  lookup('CampaignId', 'Campaign', { label: 'Campaign ID', childRelationship: 'PartnerFundRequests' }),
  picklist('Status', ['Draft', 'Approved', 'Rejected'], { restrictedPicklist: true, chosen: 'Draft' }),
  ...REQUEST_TOTALS,
  currencyIsoCode(),
  field('Activity_Start__c', 'date'),
  field('Activity_End__c', 'date'),
  field('Total_Cost__c', 'currency'),
  field('GTM_Motion__c', 'string', { label: 'GTM Motion' }),
  picklist('Region__c', ['AMER', 'APAC', 'EMEA', 'PubSec'], { label: 'Region' }),
  field('Portal_Number__c', 'string', { length: 40 }),
  field('Channel_Desk_State__c', 'string', { length: 80 }),
  field('Decline_Reason__c', 'textarea', { length: 32_768 }),
]);

const claim = object('PartnerFundClaim', '0TW', [
  ...systemFields('Partner Fund Claim', { viewed: true }),
  title('Partner Fund Claim Name'),
  required(field('Amount', 'currency')),
  required(
    lookup('RequestId', 'PartnerFundRequest', {
      label: 'Partner Fund Request ID',
      childRelationship: 'PartnerFundClaims',
    }),
  ),
  field('Description', 'textarea', { length: 255 }),
  picklist('Status', ['Draft', 'Approved', 'Rejected', 'Paid'], {
    restrictedPicklist: true,
    chosen: 'Draft',
  }),
  readOnly(
    lookup('BudgetId', 'PartnerMarketingBudget', {
      label: 'Partner Marketing Budget ID',
      childRelationship: 'PartnerFundClaims',
    }),
  ),
  readOnly(
    lookup('AllocationId', 'PartnerFundAllocation', {
      label: 'Partner Fund Allocation ID',
      childRelationship: 'PartnerFundClaims',
    }),
  ),
  readOnly(partner('PartnerFundClaims')),
  currencyIsoCode(),
  field('Invoice_Number__c', 'string', { length: 80 }),
  field('Invoice_Date__c', 'date'),
]);

/** The four channel-fund objects; their key prefixes are not published, clients have to read describe. */
export const FUND_OBJECTS: readonly ObjectDef[] = [budget, allocation, request, claim];
