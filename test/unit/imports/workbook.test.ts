import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { MAX_UNPACKED, unpackedSize } from '../../../renderer/workers/import/unpacked-size';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import type { ImportTable } from '../../../shared/domain/imports/table';
import type { ImportTarget } from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { createMemoryStore } from '../../support/memory-store';
import { useCaseContext } from '../../support/use-case-context';

const demo = join(import.meta.dirname, '../../../resources/demo');

async function tableOf(bytes: Uint8Array): Promise<ImportTable> {
  const read = await readImportFile(bytes);
  if (!read.ok) throw new Error(`${read.error.message} ${read.error.fix}`);
  return read.value;
}

const sample = (name: string) => tableOf(readFileSync(join(demo, name)));

/** The same rows as a spreadsheet program would save them. */
async function asWorkbook({ headers, rows }: ImportTable): Promise<Uint8Array> {
  const cells = [headers, ...rows.map((row) => row.cells)].map((line) =>
    line.map((value) => (value === '' ? null : { value, type: String })),
  );
  return new Uint8Array(await writeWorkbook(cells).toBuffer());
}

/** Imports both samples and gives what came of each. */
async function importBoth(tables: Readonly<Record<ImportTarget, ImportTable>>) {
  const store = createMemoryStore();
  const context = useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' });
  const counts = [];
  for (const target of ['partners', 'fund-requests'] as const) {
    const table = tables[target];
    const fields = context.playbook.imports[target === 'partners' ? 'partners' : 'fundRequests'];
    const planned = await planImport(context, {
      target,
      file: 'export',
      table,
      mapping: guessColumns(table.headers, fields),
      dateOrders: dateOrders(table.rows.flatMap((row) => row.cells)),
    });
    if (!planned.ok) throw new Error(planned.error.message);
    const done = await commitImport(context, planned.value);
    if (!done.ok) throw new Error(done.error.message);
    counts.push(planned.value.counts);
  }
  const requests = await store.list({ kind: 'fund-request' });
  return {
    counts,
    titles: requests.map(({ title, start, requested }) => `${title} ${start} ${requested.minor}`).sort(),
  };
}

/** A ZIP file with one entry whose directory claims a size. */
function zipThatClaims(claimed: number, content: Buffer): Uint8Array {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimed, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, name, packed, entry, name, end]));
}

describe('an export saved as a workbook', () => {
  it('comes to the same records as the CSV, through the same mapping', async () => {
    const csv = {
      partners: await sample('salesforce-partner-accounts.csv'),
      'fund-requests': await sample('portal-fund-requests.csv'),
    };
    const xlsx = {
      partners: await tableOf(await asWorkbook(csv.partners)),
      'fund-requests': await tableOf(await asWorkbook(csv['fund-requests'])),
    };
    const [fromXlsx, fromCsv] = [await importBoth(xlsx), await importBoth(csv)];
    expect(fromXlsx).toEqual(fromCsv);
    expect(fromXlsx.titles.length).toBeGreaterThan(100);
  });

  it('is read from the sheet with the table, not from a cover sheet of notes or an empty form', async () => {
    const notes = [[{ value: 'MDF report' }], [{ value: 'Run on 2026-11-22' }], [{ value: 'Confidential' }]];
    const form = [[{ value: 'Field' }, { value: 'Meaning' }]];
    const rows = [
      [{ value: 'Name' }, { value: 'Region' }],
      [{ value: 'Acme' }, { value: 'EMEA' }],
    ];
    const file = await writeWorkbook([
      { data: notes, sheet: 'About' },
      { data: form, sheet: 'Form' },
      { data: rows, sheet: 'Requests' },
    ]).toBuffer();
    expect(await tableOf(new Uint8Array(file))).toMatchObject({
      headers: ['Name', 'Region'],
      rows: [{ line: 2, cells: ['Acme', 'EMEA'] }],
    });
  });

  it('tells its unpacked size without being unpacked', async () => {
    const file = await asWorkbook({ headers: ['Name'], rows: [{ line: 2, cells: ['A'] }], footers: [] });
    const size = unpackedSize(file) ?? 0;
    expect(size).toBeGreaterThan(file.length);
    expect(size).toBeLessThan(100_000);
    expect(unpackedSize(new Uint8Array(100))).toBeNull();
  });

  it('is refused when its list of contents is where this guard does not look', async () => {
    const file = zipThatClaims(10, Buffer.alloc(4096, 'a'));
    const end = file.length - 22;
    const view = new DataView(file.buffer, file.byteOffset);
    view.setUint16(end + 10, 0xffff, true);
    view.setUint32(end + 16, 0xffffffff, true);
    const read = await readImportFile(file);
    expect(read).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('list of contents') },
    });
  });

  it.each([
    ['says that it unpacks to too much', MAX_UNPACKED + 1],
    ['says that it unpacks to nothing although it holds something', 0],
  ])('is refused when it %s', async (_, claimed) => {
    const read = await readImportFile(zipThatClaims(claimed, Buffer.alloc(4096, 'a')));
    expect(read).toMatchObject({
      ok: false,
      error: {
        message: 'This workbook is larger than 256 MB once it is unpacked.',
        fix: 'Export fewer rows at a time, or save it as CSV; nothing was read.',
      },
    });
  });
});

/** A workbook whose own description was changed as other programs write it. */
async function described(
  sheets: readonly (readonly (readonly unknown[])[])[],
  change: (workbook: string) => string,
): Promise<Uint8Array> {
  const cells = sheets.map((rows, at) => ({
    sheet: `Sheet ${at + 1}`,
    data: rows.map((row) =>
      row.map((value) =>
        value instanceof Date
          ? { value, type: Date, format: 'yyyy-mm-dd' }
          : { value: String(value), type: String },
      ),
    ),
  }));
  const bytes = new Uint8Array(await writeWorkbook(cells as never).toBuffer());
  const files = unzipSync(bytes);
  const name = 'xl/workbook.xml';
  return zipSync({ ...files, [name]: strToU8(change(strFromU8(files[name] ?? new Uint8Array()))) });
}

describe('what a workbook says of itself', () => {
  const rows = [
    ['Name', 'Start'],
    ['Roadshow', new Date(Date.UTC(2026, 10, 27))],
  ];

  it.each([
    ['0', '2026-11-27'],
    ['1', '2030-11-28'],
    ['true', '2030-11-28'],
    ['false', '2026-11-27'],
  ])('counts days from 1904 where it says date1904="%s"', async (said, day) => {
    const bytes = await described([rows], (workbook) =>
      workbook.replace(/<workbookPr[^>]*\/>/, `<workbookPr date1904="${said}"/>`),
    );
    expect((await tableOf(bytes)).rows.map((row) => row.cells)).toEqual([['Roadshow', day]]);
  });

  it.each(['hidden', 'veryHidden'])('leaves out a sheet that is %s', async (state) => {
    const old = [
      ['Name', 'Start'],
      ['Old', 'last year'],
    ];
    const present = [
      ['Name', 'Start'],
      ['New', 'this year'],
    ];
    const bytes = await described([old, present], (workbook) =>
      workbook.replace('<sheet ', `<sheet state="${state}" `),
    );
    expect((await tableOf(bytes)).rows.map((row) => row.cells)).toEqual([['New', 'this year']]);
    const all = await described([old], (workbook) => workbook.replace('<sheet ', `<sheet state="${state}" `));
    expect(await readImportFile(all)).toMatchObject({
      ok: false,
      error: { message: 'This workbook has no sheet that is shown.' },
    });
  });
});
