import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { slashOrder } from '../../../shared/domain/imports/read-date';
import type { ImportPlan, ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { retryHeldRow } from '../../../shared/usecases/imports/retry-held-rows';
import { createMemoryStore } from '../../support/memory-store';
import { useCaseContext } from '../../support/use-case-context';

function fresh() {
  const store = createMemoryStore();
  return { store, context: useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' }) };
}

type Fresh = ReturnType<typeof fresh>;

const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));

async function tableOf(bytes: Uint8Array) {
  const table = await readImportFile(bytes);
  if (!table.ok) throw new Error(table.error.message);
  return table.value;
}

async function plan({ context }: Fresh, target: ImportTarget, bytes: Uint8Array): Promise<ImportPlan> {
  const table = await tableOf(bytes);
  const { partners, fundRequests } = context.playbook.imports;
  const planned = await planImport(context, {
    target,
    file: 'export.csv',
    table,
    mapping: guessColumns(table.headers, target === 'partners' ? partners : fundRequests),
    slashOrder: slashOrder(table.rows.flatMap((row) => row.cells)),
  });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

const accountHead =
  'Account ID,Account Name,Account Record Type,Partner Type,Partner Track,Partner Status,Region,Billing Country,Account Owner,Last Modified Date';
const shifted =
  '0015g00000Ab134AAB,Quartz Cloud, Inc.,Partner,Channel,Select,Authorized,EMEA,Germany,CAM-1,11/1/2026';

describe('[import] rows with more cells than the header', () => {
  it('[import] are bad, named, and held with every cell, so that nothing is shifted silently', async () => {
    const desk = fresh();
    const planned = await plan(desk, 'partners', csv(accountHead, shifted));
    expect(planned.rows).toMatchObject([
      { outcome: 'bad', problems: [{ message: 'The row has 11 cells, the header has 10.' }] },
    ]);
    expect(planned.rows[0]).toMatchObject({
      problems: [{ fix: expect.stringContaining('needs quotation marks') }],
    });
    await commitImport(desk.context, planned);
    expect(await desk.store.list({ kind: 'partner' })).toEqual([]);
    const [held] = await desk.store.heldRows();
    expect(Object.values(held?.cells ?? {})).toEqual(shifted.split(',').map((cell) => cell.trim()));
  });

  it('[import] stay held while a cell is beyond the header, and come in once the cells are in their columns', async () => {
    const desk = fresh();
    await commitImport(desk.context, await plan(desk, 'partners', csv(accountHead, shifted)));
    const [held] = await desk.store.heldRows();
    if (!held) throw new Error('nothing is held');
    expect(await retryHeldRow(desk.context, { id: held.id, cells: {} })).toMatchObject({ value: { bad: 1 } });
    expect(await desk.store.list({ kind: 'partner' })).toEqual([]);
    expect((await desk.store.heldRows())[0]?.cells).toEqual(held.cells);
    const right =
      '0015g00000Ab134AAB;Quartz Cloud, Inc.;Partner;Channel;Select;Authorized;EMEA;Germany;CAM-1;11/1/2026;';
    const titles = Object.keys(held.cells);
    const cells = Object.fromEntries(right.split(';').map((cell, at) => [titles[at] ?? '', cell]));
    expect(await retryHeldRow(desk.context, { id: held.id, cells })).toMatchObject({
      value: { new: 1, bad: 0 },
    });
    expect(await desk.store.list({ kind: 'partner' })).toMatchObject([
      { name: 'Quartz Cloud, Inc.', track: 'Select', region: 'EMEA', country: 'Germany' },
    ]);
    expect(await desk.store.heldRows()).toEqual([]);
  });

  it('[import] are bad in an export of fund requests and in a workbook too', async () => {
    const desk = fresh();
    const requests = csv(
      'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region',
      'MDF-1;Summit; part 2;Kiwi;Events;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA',
    );
    expect((await plan(desk, 'fund-requests', requests)).rows).toMatchObject([
      { outcome: 'bad', problems: [{ column: 'Cell 10, beyond the header' }] },
    ]);
    const text = (value: string) => ({ value, type: String });
    const workbook = await writeWorkbook([
      [text('Account Name'), text('Region'), null],
      [text('Acme'), text('EMEA'), null],
      [text('Quartz Cloud'), text('Inc.'), text('EMEA')],
    ]).toBuffer();
    expect((await plan(desk, 'partners', new Uint8Array(workbook))).rows).toMatchObject([
      { outcome: 'new', title: 'Acme' },
      { outcome: 'bad', problems: [{ message: 'The row has 3 cells, the header has 2.' }] },
    ]);
  });

  it('[import] are good where what is beyond the header is empty', async () => {
    const desk = fresh();
    const planned = await plan(desk, 'partners', csv('Account Name,Region', 'Acme,EMEA,, ', 'Berg,APAC'));
    expect(planned.counts).toMatchObject({ new: 2, bad: 0 });
  });
});
