import { currencyIsoCode, field, lookup, picklist, readOnly, required, systemFields } from './fields';
import { object } from './objects-core';
import type { FieldDef, ObjectDef } from './types';

const WHAT_TARGETS = [
  'Account',
  'Campaign',
  'PartnerFundAllocation',
  'PartnerFundClaim',
  'PartnerFundRequest',
  'PartnerMarketingBudget',
];

function whoAndWhat(children: string): FieldDef[] {
  return [
    field('WhoId', 'reference', {
      label: 'Name ID',
      referenceTo: ['Contact', 'Lead'],
      relationshipName: 'Who',
      childRelationship: children,
      polymorphic: true,
    }),
    field('WhatId', 'reference', {
      label: 'Related To ID',
      referenceTo: WHAT_TARGETS,
      relationshipName: 'What',
      childRelationship: children,
      polymorphic: true,
    }),
  ];
}

const reminder: FieldDef[] = [
  field('IsReminderSet', 'boolean', { label: 'Reminder Set' }),
  field('ReminderDateTime', 'datetime', { label: 'Reminder Date/Time' }),
];

const event = object('Event', '00U', [
  ...systemFields('Activity'),
  ...whoAndWhat('Events'),
  field('Subject', 'combobox', {
    length: 255,
    nameField: true,
    groupable: false,
    picklist: ['Call', 'Email', 'Meeting', 'Send Letter/Quote', 'Other'].map((value) => ({
      value,
      label: value,
      active: true,
      defaultValue: false,
    })),
  }),
  field('Location', 'string'),
  field('IsAllDayEvent', 'boolean', { label: 'All-Day Event' }),
  field('ActivityDateTime', 'datetime', { label: 'Due Date Time' }),
  field('ActivityDate', 'date', { label: 'Due Date Only' }),
  field('DurationInMinutes', 'int', { label: 'Duration' }),
  field('StartDateTime', 'datetime', { label: 'Start Date Time' }),
  field('EndDateTime', 'datetime', { label: 'End Date Time' }),
  readOnly(field('EndDate', 'date')),
  field('Description', 'textarea', { length: 32_000 }),
  readOnly(lookup('AccountId', 'Account', { label: 'Account ID' })),
  picklist('Type', ['Call', 'Email', 'Marketing', 'Meeting', 'Other'], { length: 40 }),
  field('IsPrivate', 'boolean', { label: 'Private' }),
  picklist('ShowAs', ['Busy', 'OutOfOffice', 'Free'], {
    length: 40,
    restrictedPicklist: true,
    chosen: 'Busy',
  }),
  readOnly(field('IsChild', 'boolean', { label: 'Is Child' })),
  readOnly(field('IsGroupEvent', 'boolean', { label: 'Is Group Event' })),
  readOnly(field('IsArchived', 'boolean', { label: 'Archived' })),
  picklist('EventSubtype', ['Event'], { length: 40, restrictedPicklist: true, chosen: 'Event' }),
  ...reminder,
  currencyIsoCode(),
]);

const task = object('Task', '00T', [
  ...systemFields('Activity'),
  ...whoAndWhat('Tasks'),
  field('Subject', 'combobox', { length: 255, nameField: true, groupable: false }),
  field('ActivityDate', 'date', { label: 'Due Date Only' }),
  picklist('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
    length: 40,
    nillable: false,
    chosen: 'Not Started',
  }),
  picklist('Priority', ['High', 'Normal', 'Low'], { length: 40, nillable: false, chosen: 'Normal' }),
  readOnly(field('IsClosed', 'boolean', { label: 'Closed' })),
  field('Description', 'textarea', { length: 32_000 }),
  readOnly(lookup('AccountId', 'Account', { label: 'Account ID' })),
  picklist('Type', ['Call', 'Email', 'Marketing', 'Meeting', 'Other'], { length: 40 }),
  ...reminder,
  currencyIsoCode(),
]);

const campaign = object('Campaign', '701', [
  ...systemFields('Campaign', { viewed: true }),
  required(field('Name', 'string', { length: 80, nameField: true })),
  lookup('ParentId', 'Campaign', { label: 'Parent Campaign ID', childRelationship: 'ChildCampaigns' }),
  picklist('Type', ['Conference', 'Partner - MDF', 'Webcast', 'Workshop', 'Other'], { length: 40 }),
  picklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted'], { length: 40, chosen: 'Planned' }),
  field('StartDate', 'date'),
  field('EndDate', 'date'),
  field('ExpectedRevenue', 'currency'),
  field('BudgetedCost', 'currency', { scale: 0 }),
  field('ActualCost', 'currency', { scale: 0 }),
  field('ExpectedResponse', 'percent', { precision: 10, scale: 2 }),
  field('NumberSent', 'double', { scale: 0 }),
  field('IsActive', 'boolean', { label: 'Active' }),
  field('Description', 'textarea', { length: 32_000 }),
  readOnly(field('NumberOfLeads', 'int', { label: 'Leads in Campaign' })),
  readOnly(field('NumberOfContacts', 'int', { label: 'Contacts in Campaign' })),
  readOnly(field('NumberOfResponses', 'int', { label: 'Responses in Campaign' })),
  currencyIsoCode(),
]);

const campaignMember = object(
  'CampaignMember',
  '00v',
  [
    ...systemFields('Campaign Member', { owner: false }),
    required(
      lookup('CampaignId', 'Campaign', {
        label: 'Campaign ID',
        childRelationship: 'CampaignMembers',
        updateable: false,
      }),
    ),
    lookup('LeadId', 'Lead', { label: 'Lead ID', childRelationship: 'CampaignMembers', updateable: false }),
    lookup('ContactId', 'Contact', {
      label: 'Contact ID',
      childRelationship: 'CampaignMembers',
      updateable: false,
    }),
    picklist('Status', ['Sent', 'Responded'], { length: 40, chosen: 'Sent' }),
    readOnly(field('HasResponded', 'boolean', { label: 'Responded' })),
    currencyIsoCode(),
  ],
  { feedEnabled: false },
);

/** Events, tasks and campaigns. */
export const ACTIVITY_OBJECTS: readonly ObjectDef[] = [event, task, campaign, campaignMember];
