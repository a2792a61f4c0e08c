import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
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
    dateOrders: dateOrders(table.rows.flatMap((row) => row.cells)),
  });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

const accountHead =
  'Account ID,Account Name,Account Record Type,Partner Type,Partner Track,Partner Status,Region,Billing Country,Account Owner,Last Modified Date';
const shifted =
  '0015g00000Ab134AAB,Quartz Cloud, Inc.,Partner,Channel,Select,Authorized,EMEA,Germany,CAM-1,11/21/2026';

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
      '0015g00000Ab134AAB;Quartz Cloud, Inc.;Partner;Channel;Select;Authorized;EMEA;Germany;CAM-1;11/21/2026;';
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

describe('[import] a footer under the rows', () => {
  const footersOf = async (...lines: string[]) => {
    const { rows, footers } = await tableOf(csv(...lines));
    return { rows: rows.map(({ cells }) => cells[0]), footers };
  };

  it('[import] is not a last row that only has a name: that comes in', async () => {
    const desk = fresh();
    const planned = await plan(
      desk,
      'partners',
      csv('Account Name,Partner Track', 'Acme,Select', 'Bravo,', 'Carla'),
    );
    expect(planned.rows.map(({ title, outcome }) => [title, outcome])).toEqual([
      ['Acme', 'new'],
      ['Bravo', 'new'],
      ['Carla', 'new'],
    ]);
    expect(planned.input.table.footers).toEqual([]);
  });

  it('[import] of a fund request export that has one filled cell is kept to be fixed, not lost', async () => {
    const desk = fresh();
    const file = csv(
      'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region',
      'MDF-1;Summit;Kiwi;Events;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA',
      'MDF-2;;;;;;;;',
    );
    const planned = await plan(desk, 'fund-requests', file);
    await commitImport(desk.context, planned);
    expect((await desk.store.heldRows()).map((row) => row.cells['Request ID'])).toEqual(['MDF-1', 'MDF-2']);
  });

  it.each([
    'Grand Totals (2 records)',
    'Confidential Information - Do Not Distribute',
    'Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.',
    'Generated by: Dana Weber 22/11/2026 10:00',
    'Filtered By: Region equals EMEA',
    'Confidential - internal use',
    'CONFIDENTIAL',
    'strictly confidential',
    'Report name: Partner accounts',
    'Printed on 22 Nov 2026',
    'Total: 2',
    'Totals',
    '(c) Vendor Inc. ALL RIGHTS RESERVED',
    'End of report',
  ])('[import] is recognised by its words without an empty line before it: %s', async (words) => {
    expect(await footersOf('Account Name,Region', 'Acme,EMEA', 'Bravo,', words)).toEqual({
      rows: ['Acme', 'Bravo'],
      footers: [expect.stringContaining(words.slice(0, 20))],
    });
  });

  it('[import] is whatever stands alone after an empty line, also where every line has all delimiters', async () => {
    expect(
      await footersOf(
        'Account Name,Region',
        'Acme,EMEA',
        ',',
        'Partner accounts by region,',
        'Copyright (c) 2026,',
        ',',
      ),
    ).toEqual({ rows: ['Acme'], footers: ['Partner accounts by region', 'Copyright (c) 2026'] });
    expect(await footersOf('Account Name,Staff', 'Acme,5', '', 'Grand Totals,5', '', 'Dana Weber')).toEqual({
      rows: ['Acme'],
      footers: ['Grand Totals, 5', 'Dana Weber'],
    });
  });

  const lastRows = async (desk: Fresh, ...lines: string[]) =>
    (await plan(desk, 'partners', csv('Account Name,Region,Country', ...lines))).rows.map((row) => [
      row.title,
      row.outcome,
    ]);

  it('[import] or a record? A last row with one cell is asked about, and comes in once a person says so', async () => {
    const desk = fresh();
    const file = csv('Account Name,Region,Country', 'Acme,EMEA,DE', 'For partner managers only,,');
    const planned = await plan(desk, 'partners', file);
    expect(planned.rows).toMatchObject([
      { outcome: 'new' },
      {
        outcome: 'bad',
        title: 'For partner managers only',
        problems: [{ column: 'Account Name', message: expect.stringContaining('A footer or a record?') }],
      },
    ]);
    await commitImport(desk.context, planned);
    const [held] = await desk.store.heldRows();
    expect(await retryHeldRow(desk.context, { id: held?.id ?? '', cells: {} })).toMatchObject({
      value: { new: 1, bad: 0 },
    });
    expect(await desk.store.heldRows()).toEqual([]);
    expect(await lastRows(desk, 'Acme,EMEA,DE', 'For partner managers only')).toEqual([
      ['Acme', 'unchanged'],
      ['For partner managers only', 'unchanged'],
    ]);
  });

  it('[import] or a record? Where other rows are as short, only what sounds like a footer is asked about', async () => {
    const desk = fresh();
    expect(await lastRows(desk, 'Bravo,,', 'Acme,EMEA,DE', 'Carla,,')).toEqual([
      ['Bravo', 'new'],
      ['Acme', 'new'],
      ['Carla', 'new'],
    ]);
    expect(await lastRows(desk, 'Acme,EMEA,DE', 'Bravo,,', 'Copyright Vendor Inc.', 'Dana Weber')).toEqual([
      ['Acme', 'new'],
      ['Bravo', 'new'],
      ['Copyright Vendor Inc.', 'bad'],
      ['Dana Weber', 'bad'],
    ]);
  });

  it('[import] is no partner whose name begins like one: with more cells it comes in, alone it is asked about', async () => {
    const desk = fresh();
    expect(await lastRows(desk, 'Acme,EMEA,DE', 'Report Systems,EMEA,', 'Total Energies,EMEA,FR')).toEqual([
      ['Acme', 'new'],
      ['Report Systems', 'new'],
      ['Total Energies', 'new'],
    ]);
    expect(await lastRows(desk, 'Acme,EMEA,DE', 'Bravo', 'Total Energies')).toEqual([
      ['Acme', 'new'],
      ['Bravo', 'new'],
      ['Total Energies', 'bad'],
    ]);
  });

  it('[import] is not an empty line or a lonely cell between full rows', async () => {
    expect(await footersOf('Account Name,Region', 'Acme,EMEA', '', 'Bravo,', 'Carla,APAC', '', '')).toEqual({
      rows: ['Acme', 'Bravo', 'Carla'],
      footers: [],
    });
  });
});

describe('[import] the delimiter', () => {
  it.each([
    ['a title with a comma above it', 'Report: partners, all regions\n\nName;Region\nAcme;EMEA\nBerg;APAC'],
    ['amounts with commas in every row', 'Name;Cost\nAcme;1.234,50\nBerg;2.345,60\nCarl;3.456,70'],
    ['text with commas in its cells', 'Name;Note\nAcme;one, two\nBerg;three, four'],
    ['semicolons in the cells of a file with commas', 'Name,Note,Region\nAcme,a;b,EMEA\nBerg,c;d,APAC'],
    ['a header alone', 'Name|Region'],
  ])('[import] is found in spite of %s', async (_, text) => {
    const { headers, rows } = await tableOf(new TextEncoder().encode(text));
    expect(headers[0]).toBe('Name');
    for (const { cells } of rows) expect(cells).toHaveLength(headers.length);
  });
});

describe('[import] text that cannot be taken as it is', () => {
  const requestHead =
    'Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region';

  it('[import] names an activity name over 255 characters instead of cutting it', async () => {
    const desk = fresh();
    await commitImport(desk.context, await plan(desk, 'partners', csv('Account Name,Region', 'Kiwi,EMEA')));
    const row = (length: number) =>
      `${'x'.repeat(length)};Kiwi;Events;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA`;
    const { rows } = await plan(desk, 'fund-requests', csv(requestHead, row(255), row(256)));
    expect(rows).toMatchObject([
      { outcome: 'new' },
      {
        outcome: 'bad',
        problems: [{ column: 'Activity Name', message: expect.stringContaining('256 characters') }],
      },
    ]);
  });

  it('[import] names a region and an e-mail address of a partner that cannot be right', async () => {
    const desk = fresh();
    const file = csv(
      'Account Name,Region,Account Owner Email,Partner Email',
      'Acme,Mars,notmail,ana@partner.example',
      'Berg,emea,ben@vendor.example,',
    );
    const { rows } = await plan(desk, 'partners', file);
    expect(rows).toMatchObject([
      { outcome: 'bad', problems: [{ column: 'Region' }, { column: 'Account Owner Email' }] },
      {
        outcome: 'new',
        puts: [{ record: { region: 'EMEA', camEmail: 'ben@vendor.example', contactEmail: null } }],
      },
    ]);
  });
});

describe('[import] exports of different age', () => {
  const file = (modified: string, track: string, owner = '') =>
    csv(
      'Account Name,Partner Track,Account Owner,Last Modified Date',
      `Acme,${track},${owner},"${modified}"`,
    );
  const take = async (desk: Fresh, bytes: Uint8Array) => {
    const planned = await plan(desk, 'partners', bytes);
    await commitImport(desk.context, planned);
    return planned.rows.map(({ outcome }) => outcome);
  };

  it('[import] an older export of accounts overwrites nothing of a newer one, and fills only gaps', async () => {
    const desk = fresh();
    expect(await take(desk, file('11/20/2026, 10:00 AM', 'Select'))).toEqual(['new']);
    expect(await take(desk, file('10/31/2026, 10:00 AM', 'Open'))).toEqual(['unchanged']);
    expect(await take(desk, file('10/31/2026, 10:00 AM', 'Open', 'CAM-1'))).toEqual(['changed']);
    expect(await desk.store.list({ kind: 'partner' })).toMatchObject([
      { track: 'Select', cam: 'CAM-1', exportModifiedOn: '2026-11-20' },
    ]);
    expect(await take(desk, file('11/21/2026, 10:00 AM', 'Open'))).toEqual(['changed']);
    expect(await desk.store.list({ kind: 'partner' })).toMatchObject([{ track: 'Open', cam: 'CAM-1' }]);
  });

  it('[import] a newer export with the same values counts as newer from then on', async () => {
    const desk = fresh();
    await take(desk, file('11/14/2026', 'Select'));
    await take(desk, file('11/20/2026', 'Select'));
    expect(await take(desk, file('11/16/2026', 'Open'))).toEqual(['unchanged']);
    expect(await desk.store.list({ kind: 'partner' })).toMatchObject([{ track: 'Select' }]);
  });

  it('[import] an export that does not say when it was changed replaces what was imported', async () => {
    const desk = fresh();
    await take(desk, file('11/20/2026', 'Select'));
    expect(await take(desk, file('', 'Open'))).toEqual(['changed']);
    expect(await desk.store.list({ kind: 'partner' })).toMatchObject([
      { track: 'Open', exportModifiedOn: '2026-11-20' },
    ]);
  });

  it.each(['lately', '03/04/2026', '22 Nov 26', '22.11.26', '03-04-2026', '02/30/2026'])(
    '[import] a date of the last change that cannot be read counts as none and holds no account: %s',
    async (modified) => {
      const desk = fresh();
      expect(await take(desk, file(modified, 'Select'))).toEqual(['new']);
      await take(desk, file('11/20/2026', 'Select'));
      expect(await take(desk, file(modified, 'Open'))).toEqual(['changed']);
      expect(await desk.store.list({ kind: 'partner' })).toMatchObject([
        { track: 'Open', exportModifiedOn: '2026-11-20' },
      ]);
    },
  );
});

describe('dates of a held row', () => {
  const head =
    'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region';
  const row = (id: string, dates: string) => `${id};Summit;Kiwi;Events;${dates};EUR 4000;EUR 2000;EMEA`;

  it('[import] are read again as the other dates of their file with the same marks were', async () => {
    const desk = fresh();
    const file = csv(head, row('MDF-1', '14-01-2027;14-01-2027'), row('MDF-2', '03-04-2027;03-04-2027'));
    await commitImport(desk.context, await plan(desk, 'fund-requests', file));
    await commitImport(desk.context, await plan(desk, 'partners', csv('Account Name,Region', 'Kiwi,EMEA')));
    const held = (await desk.store.heldRows()).find(({ row: line }) => line === 3);
    const slashed = { id: held?.id ?? '', cells: { 'Start Date': '01/02/2027' } };
    expect(await retryHeldRow(desk.context, slashed)).toMatchObject({ value: { new: 0, bad: 1 } });
    const dashed = { id: held?.id ?? '', cells: { 'Start Date': '01-02-2027' } };
    expect(await retryHeldRow(desk.context, dashed)).toMatchObject({ value: { new: 1, bad: 0 } });
    expect(await desk.store.list({ kind: 'fund-request' })).toMatchObject([
      { start: '2027-02-01', end: '2027-04-03' },
    ]);
  });

  it('[import] are read with the one order that was kept when dashes were read as slashes', async () => {
    const desk = fresh();
    const file = csv(head, row('MDF-1', '14/01/2027;14/01/2027'), row('MDF-2', '03/04/2027;03-04-2027'));
    await commitImport(desk.context, await plan(desk, 'fund-requests', file));
    await commitImport(desk.context, await plan(desk, 'partners', csv('Account Name,Region', 'Kiwi,EMEA')));
    const held = (await desk.store.heldRows()).find(({ row: line }) => line === 3);
    if (held?.reading === undefined) throw new Error('nothing is held');
    const { dashOrder, ...before } = held.reading;
    expect(dashOrder).toBe('unclear');
    await desk.store.commit({ heldRows: [{ ...held, reading: before }] });
    expect(await retryHeldRow(desk.context, { id: held.id, cells: {} })).toMatchObject({ value: { new: 1 } });
    expect(await desk.store.list({ kind: 'fund-request' })).toMatchObject([
      { start: '2027-04-03', end: '2027-04-03' },
    ]);
  });
});

describe('[import] what a row leaves to others', () => {
  const accounts = csv(
    'Account ID,Account Name,Account Record Type,Partner Type,Partner Track,Partner Status,Region',
    '0015g00000Ab134AAB,Quartz Cloud,Partner,Channel,Select,Authorized,EMEA',
  );
  const head =
    'Request ID,Activity Name,Activity Type,Partner,Start Date,End Date,Total Cost,Amount Required,Status';
  const row = (status: string, requested: string, more = '') =>
    `MDF-1,Dinner,Events,Quartz Cloud,2027-01-11,2027-01-12,EUR 1000.03,EUR ${requested},${status}${more}`;
  const desk = async () => {
    const here = fresh();
    await commitImport(here.context, await plan(here, 'partners', accounts));
    return here;
  };
  const hintsOf = async (here: Fresh, file: Uint8Array) => {
    const [first] = (await plan(here, 'fund-requests', file)).rows;
    return first !== undefined && 'hints' in first ? first.hints : null;
  };

  it('MDF-10 says on the row that the partner’s region is taken where it names none', async () => {
    expect(await hintsOf(await desk(), csv(head, row('Submitted', '500')))).toEqual([
      {
        column: 'Region',
        message: 'No region of the activity; EMEA of Quartz Cloud is taken.',
        fix: expect.stringContaining('Approver'),
      },
    ]);
    expect(await hintsOf(await desk(), csv(`${head},Region`, row('Submitted', '500', ',')))).toMatchObject([
      { column: 'Region' },
    ]);
    expect(await hintsOf(await desk(), csv(`${head},Region`, row('Submitted', '500', ',APAC')))).toEqual([]);
  });

  it('MDF-10 never guesses the partner’s region to be the activity’s', async () => {
    const file = csv(`${head},Partner Region`, row('Submitted', '500', ',AMER'));
    expect(await hintsOf(await desk(), file)).toMatchObject([{ message: /EMEA of Quartz Cloud is taken/ }]);
  });

  it('MDF-10 a file without a region says nothing against the region that was set here', async () => {
    const here = await desk();
    await commitImport(here.context, await plan(here, 'fund-requests', csv(head, row('Submitted', '500'))));
    const [request] = await here.store.list({ kind: 'fund-request' });
    if (!request) throw new Error('nothing came in');
    const record = { ...request, region: 'APAC', rev: request.rev + 1 };
    await here.store.commit({ puts: [{ kind: 'fund-request', record }] });
    const again = await plan(here, 'fund-requests', csv(head, row('Submitted', '500')));
    expect(again.rows).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('MDF-3 names row and column of an amount with more digits than its currency has, zeros too', async () => {
    const file = csv(`${head},Region`, row('Submitted', '500', ',EMEA').replace('1000.03', '1000.0000'));
    const planned = await plan(await desk(), 'fund-requests', file);
    expect(planned.rows).toMatchObject([
      { line: 2, outcome: 'bad', problems: [{ column: 'Total Cost', message: /^“EUR 1000\.0000”/ }] },
    ]);
  });

  it('MDF-3 points out a sum above the share that the portal approved, and takes it as it is', async () => {
    const file = csv(`${head},Region`, row('Approved', '800', ',EMEA'));
    const here = await desk();
    expect(await hintsOf(here, file)).toMatchObject([
      { column: 'Amount Required', message: /^More than 50 % was approved.*800\.00 EUR.*500\.02 EUR/ },
    ]);
    await commitImport(here.context, await plan(here, 'fund-requests', file));
    expect(await here.store.list({ kind: 'fund-request' })).toMatchObject([
      { approvedAmount: { minor: 80_000, currency: 'EUR' } },
    ]);
    const exact = csv(`${head},Region`, row('Approved', '500.02', ',EMEA'));
    expect(await hintsOf(await desk(), exact)).toEqual([]);
  });

  it('[import] never guesses the region, type, day or status of the activity to be its name', () => {
    const { fundRequests } = fresh().context.playbook.imports;
    const others = ['Region of Activity', 'Activity Status now', 'Date of Activity', 'Kind of Activity Type'];
    const mapping = guessColumns([...others, 'Name of the Activity'], fundRequests);
    expect(mapping).toMatchObject({ title: 4, region: 0, status: 1, activityType: 3 });
    expect(guessColumns(others, fundRequests)).toMatchObject({ title: null, region: 0 });
  });

  it('[import] takes the closest name for a title that has several in it', () => {
    const { fundRequests } = fresh().context.playbook.imports;
    const mapping = guessColumns(['MDF Request Status text', 'Request No', 'Partner Status'], fundRequests);
    expect(mapping).toMatchObject({ status: 0, portalNumber: 1 });
    const both = guessColumns(['Status', 'MDF Request Status'], fundRequests);
    expect(both).toMatchObject({ status: 0, portalNumber: null });
  });
});
