import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import { completeSalesforceId } from '../../schema/salesforce-id';
import type { PlainDate, SalesforceId } from '../../schema/values';
import { isMailAddress } from '../../lib/mail-address';
import { findRegion } from '../lookup';
import type { ColumnMapping } from './columns';
import { readDate, type DateOrders } from './read-date';
import { rowReader } from './row-reader';
import { type CellProblem, surplusProblem } from './table';

/** What a row of a partner export says; null where it says nothing. */
export type PartnerRow = Pick<
  Partner,
  | 'name'
  | 'foldedName'
  | 'recordType'
  | 'partnerType'
  | 'track'
  | 'status'
  | 'region'
  | 'country'
  | 'cam'
  | 'camEmail'
  | 'contactEmail'
> & {
  readonly salesforceId: SalesforceId | null;
  /** When the account was last changed, as the export says; null where it does not say so in a way that can be read. */
  readonly modifiedOn: PlainDate | null;
};

/** A row as read: its values when nothing is wrong with it, else the problems. */
export type ReadRow<T> =
  | { readonly kind: 'good'; readonly value: T }
  | { readonly kind: 'bad'; readonly problems: readonly CellProblem[] };

/** Reads one row of a partner account export; a region is written as the playbook's key when it is one of its names. */
export function readPartnerRow(
  cells: readonly string[],
  headers: readonly string[],
  mapping: ColumnMapping,
  dateOrders: DateOrders,
  playbook: Playbook,
): ReadRow<PartnerRow> {
  const surplus = surplusProblem(cells, headers);
  if (surplus) return { kind: 'bad', problems: [surplus] };
  const row = rowReader(cells, headers, mapping, playbook.imports.partners);
  const optional = (field: string): string | null => row.text(field) || null;
  const name = row.text('name').replace(/\s+/g, ' ');
  if (name.length > 255) row.problem('name', 'The name is longer than 255 characters.', 'Shorten the name.');
  const idText = row.text('salesforceId');
  const salesforceId = idText === '' ? null : completeSalesforceId(idText);
  if (idText !== '' && salesforceId === null) {
    row.problem(
      'salesforceId',
      `“${idText}” is not a Salesforce id.`,
      'Copy the 15- or 18-character id again, keeping capitals.',
    );
  }
  const regionText = row.text('region');
  const region = findRegion(playbook, regionText)?.key ?? null;
  if (regionText !== '' && region === null)
    row.problem(
      'region',
      `“${regionText}” is not a region of the playbook.`,
      `Write one of ${playbook.regions.map(({ label }) => label).join(', ')}, or leave the cell empty.`,
    );
  for (const field of ['camEmail', 'contactEmail'] as const) {
    const text = row.text(field);
    if (text !== '' && !isMailAddress(text))
      row.problem(field, `“${text}” is not an e-mail address.`, 'Correct it, or leave the cell empty.');
  }
  // It only says which of two exports is older, so a date that cannot be read is no reason to hold the account.
  const modifiedOn = readDate(row.text('lastModified'), dateOrders);
  if (row.problems.length > 0) return { kind: 'bad', problems: row.problems };
  return {
    kind: 'good',
    value: {
      salesforceId,
      name,
      foldedName: foldText(name),
      recordType: optional('recordType'),
      partnerType: optional('partnerType'),
      track: optional('track'),
      status: optional('status'),
      region,
      country: optional('country'),
      cam: optional('cam'),
      camEmail: optional('camEmail'),
      contactEmail: optional('contactEmail'),
      modifiedOn: modifiedOn.ok ? modifiedOn.value : null,
    },
  };
}
