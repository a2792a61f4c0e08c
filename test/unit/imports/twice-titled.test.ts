import { describe, expect, it } from 'vitest';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import { PartnerId } from '../../../shared/schema/ids';
import { SalesforceId } from '../../../shared/schema/values';
import { columnTitles } from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { retryHeldRow } from '../../../shared/usecases/imports/retry-held-rows';
import { createMemoryStore } from '../../support/memory-store';
import { aPartner } from '../../support/records';
import { useCaseContext } from '../../support/use-case-context';

/** Imports accounts with the e-mail of the partner taken from one column, and gives the row that is held. */
async function heldOf(mailColumn: number, ...lines: string[]) {
  const store = createMemoryStore();
  const context = useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' });
  const read = await readImportFile(new TextEncoder().encode(lines.join('\n')));
  if (!read.ok) throw new Error(read.error.message);
  const table = read.value;
  const mapping = {
    ...guessColumns(table.headers, context.playbook.imports.partners),
    contactEmail: mailColumn,
  };
  const orders = dateOrders(table.rows.flatMap((row) => row.cells));
  const planned = await planImport(context, {
    target: 'partners',
    file: 'accounts.csv',
    table,
    mapping,
    dateOrders: orders,
  });
  if (!planned.ok) throw new Error(planned.error.message);
  await commitImport(context, planned.value);
  const [held] = await store.heldRows();
  if (!held) throw new Error('nothing is held');
  return { held, context };
}

describe('[import] a column without a title of its own', () => {
  it.each([
    ['has the title of another one', 2, 'Account Name,Email,Email', 'Email (3)'],
    ['has no title', 2, 'Account Name,Region,,Track', 'Column 3'],
  ])('[import] that %s is named by the problem and mended by the cell of that name', async (...given) => {
    const [, column, header, title] = given;
    const name = header.split(',').indexOf('Account Name');
    const cells = header
      .split(',')
      .map((_, at) => (at === column ? 'no address' : at === name ? 'Acme' : ''));
    const { held, context } = await heldOf(column, header, cells.join(','));
    expect(held.problems.map((problem) => problem.column)).toEqual([title]);
    expect(held.cells[title]).toBe('no address');
    const again = await retryHeldRow(context, { id: held.id, cells: { [title]: 'a@acme.example' } });
    expect(again).toMatchObject({ ok: true, value: { new: 1, bad: 0 } });
  });

  it('[import] stands for no field of the program: a partner given by its id is told by the column of the id', async () => {
    const store = createMemoryStore();
    const ids = ['0015g00000Ab105AAB', '0015g00000Ab106AAB'].map((id) => SalesforceId.parse(id));
    await store.commit({
      puts: ids.map((id) => ({
        kind: 'partner',
        record: aPartner({
          id: PartnerId.parse(crypto.randomUUID()),
          name: id,
          foldedName: id.toLowerCase(),
          salesforce: { remote: 'salesforce', object: 'Account', id, stamp: null, url: null },
        }),
      })),
    });
    const context = useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' });
    const header =
      'Request ID;Activity Name;CRM Partner ID;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region';
    const lines = ids.map(
      (id) => `MDF-1;Summit;${id};Events/Webinars;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA`,
    );
    const read = await readImportFile(new TextEncoder().encode([header, ...lines].join('\n')));
    if (!read.ok) throw new Error(read.error.message);
    const planned = await planImport(context, {
      target: 'fund-requests',
      file: 'portal.csv',
      table: read.value,
      mapping: guessColumns(read.value.headers, context.playbook.imports.fundRequests),
      dateOrders: {},
    });
    expect(planned).toMatchObject({
      value: { rows: [{ outcome: 'new' }, { problems: [{ column: 'CRM Partner ID' }] }] },
    });
  });

  it('[import] never shares one with another column', () => {
    const headers = ['Email (3)', 'Email', 'Email', '', 'Column 4'];
    expect(new Set(columnTitles({ headers })).size).toBe(headers.length);
  });
});
