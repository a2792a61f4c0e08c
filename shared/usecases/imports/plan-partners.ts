import { type PartnerRow, readPartnerRow } from '../../domain/imports/read-partner-row';
import { namesakes } from '../../domain/imports/row-partner';
import { doubtfulLines } from '../../domain/imports/table';
import { PartnerId } from '../../schema/ids';
import type { Partner } from '../../schema/partner';
import { syncedFields } from '../../schema/synced-fields';
import type { UseCaseContext } from '../context';
import type { ImportInput, PlannedRow } from './import-plan';
import { namedInFile } from './salesforce-object';

// The file is an export of accounts, so it fills what is read from them.
const taken = syncedFields.partner satisfies readonly (keyof PartnerRow & keyof Partner)[];

function isOlder(row: PartnerRow, before: Partner): boolean {
  return (
    row.modifiedOn !== null &&
    before.exportModifiedOn !== undefined &&
    row.modifiedOn < before.exportModifiedOn
  );
}

/**
 * The record after the row: a value in the file replaces one that was imported; one that came from Salesforce itself
 * stays, since Salesforce is the partner's system of record (SYNC-1), as does one of a newer export, and only gaps are
 * filled.
 */
function merged(
  before: Partner | undefined,
  row: PartnerRow,
  id: PartnerId,
  context: UseCaseContext,
): Partner {
  const now = context.clock.now();
  const fromSalesforce = before?.salesforce?.stamp != null;
  const stays = before !== undefined && (fromSalesforce || isOlder(row, before));
  const modifiedOn = stays || row.modifiedOn === null ? before?.exportModifiedOn : row.modifiedOn;
  const values = Object.fromEntries(
    taken.map((field) => [
      field,
      stays ? (before[field] ?? row[field]) : (row[field] ?? before?.[field] ?? null),
    ]),
  ) as Pick<Partner, (typeof taken)[number]>;
  const ref = row.salesforceId && namedInFile('partner', row.salesforceId, context.playbook);
  return {
    ...values,
    ...(modifiedOn === undefined ? {} : { exportModifiedOn: modifiedOn }),
    foldedName: stays ? before.foldedName : row.foldedName,
    id,
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    deletedRemotely: before?.deletedRemotely ?? false,
    salesforce: before?.salesforce ?? ref,
  };
}

function same(before: Partner, after: Partner): boolean {
  return (
    taken.every((field) => before[field] === after[field]) &&
    before.exportModifiedOn === after.exportModifiedOn &&
    before.salesforce?.id === after.salesforce?.id
  );
}

/** Plans the rows of a partner account export against the partners that are here; matched by Salesforce id, else by name. */
export function planPartners(
  input: ImportInput,
  existing: readonly Partner[],
  context: UseCaseContext,
  onRow: (index: number) => void = () => undefined,
): PlannedRow[] {
  const byId = new Map(
    existing.flatMap((entry) => (entry.salesforce ? [[entry.salesforce.id as string, entry] as const] : [])),
  );
  const byName = namesakes(existing);
  const seen = new Map<string, { line: number; row: PartnerRow }>();
  const claimed = new Map<string, number>();
  // A held row that is tried again was looked at: it is the person's word that it is a partner.
  const doubtful = input.importId === undefined ? doubtfulLines(input.table) : new Set<number>();
  const reads = input.table.rows.map(({ line, cells }, index) => {
    onRow(index);
    const { headers } = input.table;
    const read = readPartnerRow(cells, headers, input.mapping, input.dateOrders, context.playbook);
    return { line, read, title: cells[input.mapping.name ?? -1] ?? '' };
  });
  // A row without an id that is called like one with an id is no second partner, whichever comes first.
  const withId = new Map<string, { line: number; row: PartnerRow }>();
  for (const { line, read } of reads) {
    if (read.kind === 'bad' || read.value.salesforceId === null) continue;
    const { foldedName } = read.value;
    if (!withId.has(foldedName)) withId.set(foldedName, { line, row: read.value });
  }
  return reads.map(({ line, read, title }): PlannedRow => {
    if (read.kind === 'bad') return { line, outcome: 'bad', title, problems: read.problems };
    const row = read.value;
    const key = row.salesforceId ?? `name:${row.foldedName}`;
    const isNamesake = row.salesforceId === null && !byName.has(row.foldedName);
    const earlier = seen.get(key) ?? (isNamesake ? withId.get(row.foldedName) : undefined);
    if (earlier) return repeated(line, row, earlier, input);
    seen.set(key, { line, row });
    const known = row.salesforceId === null ? undefined : byId.get(row.salesforceId);
    const named = (byName.get(row.foldedName) ?? []).filter(
      ({ salesforce }) => row.salesforceId === null || salesforce === null,
    );
    const at = { line, row, input };
    // Which of several of one name is meant would be a guess, and the values would go to the wrong one.
    if (known === undefined && named.length > 1)
      return held(
        at,
        `${named.length} partners on this desk have this name, so it cannot be told which of them the row means.`,
        'Give the row the Salesforce id of its account, or discard it.',
      );
    const before = known ?? named[0];
    const other = before && claimed.get(before.id);
    // Two rows of a file that only a guess could tell apart would overwrite each other.
    if (other !== undefined)
      return held(
        at,
        `Row ${other} was taken for the same partner on this desk.`,
        'Give both rows their Salesforce id, or keep the one that is right.',
      );
    if (before) claimed.set(before.id, line);
    // A last row that only has a name nobody here knows: taken as it is, a report's footer would become a partner.
    else if (doubtful.has(line))
      return held(
        at,
        `A footer or a record? “${row.name}” stands alone in its row, at the end of the file.`,
        'Import this row if it is a partner; discard it if it is the report’s footer.',
      );
    const record = merged(before, row, before?.id ?? PartnerId.parse(context.ids.uuid()), context);
    if (before && same(before, record)) return { line, outcome: 'unchanged', title: record.name };
    return {
      line,
      outcome: before ? 'changed' : 'new',
      title: record.name,
      puts: [{ kind: 'partner', record }],
    };
  });
}

/** A row that is held for the person because of its name. */
function held(
  { line, row, input }: { line: number; row: PartnerRow; input: ImportInput },
  message: string,
  fix: string,
): PlannedRow {
  const column = input.table.headers[input.mapping.name ?? -1] ?? 'name';
  return { line, outcome: 'bad', title: row.name, problems: [{ column, message, fix }] };
}

function repeated(
  line: number,
  row: PartnerRow,
  earlier: { line: number; row: PartnerRow },
  input: ImportInput,
): PlannedRow {
  const differing = taken.filter((field) => row[field] !== earlier.row[field]);
  if (differing.length === 0) return { line, outcome: 'repeated', title: row.name };
  return {
    line,
    outcome: 'bad',
    title: row.name,
    problems: differing.map((field) => ({
      column: input.table.headers[input.mapping[field] ?? -1] ?? field,
      message: `The same account stands in row ${earlier.line} with “${earlier.row[field] ?? ''}” instead of “${row[field] ?? ''}”.`,
      fix: 'Keep the row that is right.',
    })),
  };
}
