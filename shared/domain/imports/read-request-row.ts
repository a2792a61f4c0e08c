import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import { completeSalesforceId } from '../../schema/salesforce-id';
import type { Money, PlainDate, SalesforceId } from '../../schema/values';
import { quarterOf } from '../calendar/fiscal';
import { isCurrency } from '../money/currencies';
import { findActivityType, findGtmMotion, findRegion } from '../lookup';
import type { ColumnMapping } from './columns';
import { readAmount } from './read-amount';
import { readDate, type DateOrders } from './read-date';
import type { ReadRow } from './read-partner-row';
import { type PartnerIndex, readPartner } from './row-partner';
import { type RowReader, rowReader } from './row-reader';
import { surplusProblem } from './table';

/** Portal status words as the playbook translates them. */
export type PortalStatus = Playbook['imports']['statuses'][string];

/** What a row of a portal export says. */
export type RequestRow = Pick<
  FundRequest,
  | 'portalNumber'
  | 'title'
  | 'partnerId'
  | 'activityType'
  | 'delivery'
  | 'description'
  | 'start'
  | 'end'
  | 'currency'
  | 'totalCost'
  | 'requested'
  | 'estimatedPipeline'
  | 'targetContacts'
  | 'gtmMotion'
  | 'region'
  | 'quarter'
  | 'submittedOn'
> & {
  /** Which record of Salesforce it is, where the export says so. */
  readonly salesforceId: SalesforceId | null;
  /** Whether the row itself says in which region the activity takes place; else the partner's stands for it (MDF-10). */
  readonly namesRegion: boolean;
  /** Null where the row says nothing of it. */
  readonly status: PortalStatus | null;
};

/** Everything that reading a row depends on beside the row. */
export type RequestRowContext = {
  readonly headers: readonly string[];
  readonly mapping: ColumnMapping;
  readonly dateOrders: DateOrders;
  readonly partners: PartnerIndex;
  readonly playbook: Playbook;
};

function readSalesforceId(row: RowReader): SalesforceId | null {
  const text = row.text('salesforceId');
  if (text === '') return null;
  const id = completeSalesforceId(text);
  if (id === null)
    row.problem(
      'salesforceId',
      `“${text}” is not a Salesforce id.`,
      'Copy the 15- or 18-character id again, keeping capitals.',
    );
  return id;
}

function readDateField(row: RowReader, field: string, orders: DateOrders): PlainDate | null {
  const text = row.text(field);
  if (text === '') return null;
  const read = readDate(text, orders);
  if (read.ok) return read.value;
  row.problem(field, read.error.message, read.error.fix);
  return null;
}

function readMoneyField(row: RowReader, field: string, named: string | null): Money | null {
  const text = row.text(field);
  if (text === '') return null;
  const read = readAmount(text, named);
  if (!read.ok) {
    row.problem(field, read.error.message, read.error.fix);
    return null;
  }
  if (read.value.minor < 0) {
    row.problem(field, `“${text}” is negative.`, 'Amounts are zero or more.');
    return null;
  }
  return read.value;
}

function readCurrency(row: RowReader): string | null {
  const text = row.text('currency').toUpperCase();
  if (text === '') return null;
  if (isCurrency(text)) return text;
  row.problem(
    'currency',
    `“${row.text('currency')}” is not a currency code.`,
    'Write its three letters by ISO 4217, for example EUR.',
  );
  return null;
}

function readContacts(row: RowReader): number | null {
  const text = row.text('targetContacts');
  if (text === '') return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  row.problem('targetContacts', `“${text}” is not a number of contacts.`, 'Write a whole number.');
  return null;
}

function readStatus(row: RowReader, playbook: Playbook): PortalStatus | null {
  const text = row.text('status');
  if (text === '') return null;
  const found = Object.entries(playbook.imports.statuses).find(([word]) => foldText(word) === foldText(text));
  if (found) return found[1];
  row.problem(
    'status',
    `“${text}” is not a status that the playbook knows.`,
    'Correct the status, or add the word to the playbook’s imports.',
  );
  return null;
}

function readActivityType(row: RowReader, playbook: Playbook): string {
  const text = row.text('activityType');
  const found = findActivityType(playbook, text);
  if (!found && text !== '') {
    row.problem(
      'activityType',
      `“${text}” is not an activity type that the playbook knows.`,
      'Correct it, or add the name to the playbook’s activity types.',
    );
  }
  return found?.key ?? text;
}

function readDelivery(row: RowReader): FundRequest['delivery'] {
  const folded = foldText(row.text('delivery'));
  if (folded === '') return null;
  if (folded.includes('virtual')) return 'virtual';
  if (folded.includes('person')) return 'in-person';
  row.problem(
    'delivery',
    `“${row.text('delivery')}” is neither in person nor virtual.`,
    'Write In Person or Virtual.',
  );
  return null;
}

function readRegion(row: RowReader, partner: Partner | null, playbook: Playbook): string {
  const text = row.text('region') || (partner?.region ?? '');
  const found = findRegion(playbook, text);
  if (found) return found.key;
  row.problem(
    'region',
    text === '' ? 'No region is given.' : `“${text}” is not a region of the playbook.`,
    'Write one of its regions.',
  );
  return text;
}

function readTitle(row: RowReader): string {
  const title = row.text('title');
  if (title.length > 255)
    row.problem('title', `The name is ${title.length} characters long; 255 are kept.`, 'Shorten the name.');
  return title;
}

/** Reads one row of a portal export of fund requests; text that looks like a formula or markup stays text. */
export function readRequestRow(cells: readonly string[], context: RequestRowContext): ReadRow<RequestRow> {
  const { headers, mapping, playbook, dateOrders } = context;
  const surplus = surplusProblem(cells, headers);
  if (surplus) return { kind: 'bad', problems: [surplus] };
  const row = rowReader(cells, headers, mapping, playbook.imports.fundRequests);
  const partner = readPartner(row, context.partners);
  const start = readDateField(row, 'start', dateOrders);
  const end = readDateField(row, 'end', dateOrders);
  if (start && end && end < start)
    row.problem('end', 'The end lies before the start.', 'Correct one of the two dates.', {
      also: ['start'],
    });
  const named = readCurrency(row);
  const totalCost = readMoneyField(row, 'totalCost', named);
  const requested = readMoneyField(row, 'requested', named ?? totalCost?.currency ?? null);
  const estimatedPipeline = readMoneyField(row, 'estimatedPipeline', named ?? totalCost?.currency ?? null);
  if (totalCost && requested && totalCost.currency !== requested.currency) {
    row.problem(
      'requested',
      'Cost and requested amount are in different currencies.',
      'Correct one of the two.',
      { also: ['totalCost'] },
    );
  } else if (totalCost && requested && requested.minor > totalCost.minor) {
    row.problem(
      'requested',
      'More is requested than the activity costs.',
      'Correct one of the two amounts.',
      { also: ['totalCost'] },
    );
  }
  const submittedOn = readDateField(row, 'submittedOn', dateOrders);
  const motion = row.text('gtmMotion');
  const values = {
    portalNumber: row.text('portalNumber') || null,
    salesforceId: readSalesforceId(row),
    title: readTitle(row),
    activityType: readActivityType(row, playbook),
    delivery: readDelivery(row),
    description: row.text('description'),
    estimatedPipeline,
    targetContacts: readContacts(row),
    gtmMotion: motion === '' ? null : (findGtmMotion(playbook, motion)?.key ?? motion),
    region: readRegion(row, partner, playbook),
    namesRegion: row.text('region') !== '',
    submittedOn,
    status: readStatus(row, playbook),
  };
  if (row.problems.length > 0 || !partner || !start || !end || !totalCost || !requested) {
    return { kind: 'bad', problems: row.problems };
  }
  return {
    kind: 'good',
    value: {
      ...values,
      partnerId: partner.id,
      start,
      end,
      currency: totalCost.currency,
      totalCost,
      requested,
      quarter: quarterOf(start, playbook.calendar),
    },
  };
}
