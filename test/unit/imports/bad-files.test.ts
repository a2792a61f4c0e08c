import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { refuseImportFile } from '../../../renderer/workers/import/file-problem';
import { readImportFile } from '../../../renderer/workers/import/read-file';

const bytes = (text: string) => new TextEncoder().encode(text);

async function problem(file: Uint8Array): Promise<string> {
  const read = await readImportFile(file);
  if (read.ok) throw new Error('the file was read');
  expect(read.error.fix).not.toBe('');
  return read.error.message;
}

describe('files that are no clean export', () => {
  it('refuses an empty and a huge file by their length', () => {
    expect(refuseImportFile({ name: 'a.csv', size: 0 })?.message).toContain('“a.csv” is empty');
    const huge = refuseImportFile({ name: 'b.csv', size: 64 * 1024 * 1024 + 1 });
    expect(huge?.message).toContain('larger than 64 MB');
    expect(refuseImportFile({ name: 'c.csv', size: 64 * 1024 * 1024 })).toBeNull();
  });

  it('names an old workbook, a PDF and binary noise', async () => {
    expect(await problem(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))).toContain('.xls');
    expect(await problem(bytes('%PDF-1.7'))).toContain('PDF');
    expect(await problem(new Uint8Array([1, 0, 2, 0, 3, 0]))).toContain('not a text file');
  });

  it('names the line of a quotation mark that is never closed', async () => {
    expect(await problem(bytes('A,B\n1,2\n"3,4\n5,6\n'))).toContain('line 3');
  });

  it('tells a quotation mark inside a quoted cell from one that is never closed', async () => {
    const message = await problem(bytes('Name,Region\n1,2\n"Acme "Best" Ltd",EMEA\n5,6\n'));
    expect(message).toContain('line 3');
    expect(message).toContain('inside a cell');
    expect(message).not.toContain('never closed');
  });

  it('names a file in which there is no table', async () => {
    for (const text of ['\ufeff', '\n\n \n', '{"a":1}', 'Account Name\nAcme\nBest\n'])
      expect(await problem(bytes(text)), text).toContain('no table');
    const single = await writeWorkbook([[{ value: 'Only one cell' }]]).toBuffer();
    expect(await problem(new Uint8Array(single))).toContain('no table');
  });

  it('names a web page, as which some systems save what they call a workbook', async () => {
    for (const text of [
      '<html><table><tr><td>Name, with comma</td></tr><tr><td>a, b</td></tr></table></html>',
      '\ufeff\n<!DOCTYPE html>\n<p>Sign in, please</p>',
      '<TABLE border=1><tr><td>1,2</td></tr></TABLE>',
    ])
      expect(await problem(bytes(text)), text).toContain('web page');
  });

  it('names a workbook that is cut off', async () => {
    expect(await problem(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0, 9, 9]))).toContain(
      'cannot be read',
    );
  });

  it('numbers rows as a spreadsheet does: a cell of several lines is in one row, an empty line is a row', async () => {
    const read = await readImportFile(bytes('A;B\n"x\ny";1\n\nz;2\n'));
    expect(read).toMatchObject({ ok: true, value: { rows: [{ line: 2 }, { line: 4 }] } });
  });

  it('names the line of a text editor for a quotation mark that is never closed below a cell of several lines', async () => {
    expect(await problem(bytes('A,B\n"1\n1",2\n"3,4\n5,6\n'))).toContain('line 4');
  });

  it('reads a Windows-1252 export and a UTF-16 one', async () => {
    const ansi = await readImportFile(
      new Uint8Array([...bytes('Name,Land\nM'), 0xfc, ...bytes('ller,DE\n')]),
    );
    expect(ansi).toMatchObject({ ok: true, value: { rows: [{ cells: ['Müller', 'DE'] }] } });
    const text = '\ufeffName\tLand\nÖresund\tSE\n';
    const swapped = new Uint8Array(
      [...text].flatMap((char) => [char.charCodeAt(0) >> 8, char.charCodeAt(0) & 255]),
    );
    expect(await readImportFile(swapped)).toMatchObject({
      ok: true,
      value: { headers: ['Name', 'Land'], rows: [{ cells: ['Öresund', 'SE'] }] },
    });
    const wide = new Uint8Array(new Uint16Array([...text].map((char) => char.charCodeAt(0))).buffer);
    expect(await readImportFile(wide)).toMatchObject({
      ok: true,
      value: { rows: [{ cells: ['Öresund', 'SE'] }] },
    });
  });

  it('reads a workbook with numbers, dates and formulas kept as text', async () => {
    const file = await writeWorkbook([
      [{ value: 'Activity Name' }, { value: 'Start Date' }, { value: 'Total Cost' }],
      [
        { value: '=HYPERLINK("http://example.invalid")' },
        { value: new Date(Date.UTC(2026, 10, 19)), type: Date, format: 'yyyy-mm-dd' },
        { value: 1234.5, type: Number },
      ],
    ]).toBuffer();
    const read = await readImportFile(new Uint8Array(file));
    expect(read).toMatchObject({
      ok: true,
      value: {
        headers: ['Activity Name', 'Start Date', 'Total Cost'],
        rows: [{ line: 2, cells: ['=HYPERLINK("http://example.invalid")', '2026-11-19', '1234.5'] }],
      },
    });
  });
});
