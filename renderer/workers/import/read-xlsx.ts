import { causeText } from '../../../shared/lib/cause';
import readWorkbook from 'read-excel-file/universal';
import { type ImportTable, toTable } from '../../../shared/domain/imports/table';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { FileProblem } from './file-problem';
import { MAX_UNPACKED, unpackedSize } from './unpacked-size';
import { workbookFacts } from './workbook-facts';

const SAVE_AGAIN =
  'Open it in your spreadsheet program and save it again as XLSX or CSV, without a password.';

type Cell = string | number | boolean | Date | null | undefined;

/** Digits that a spreadsheet keeps of a number; what is beyond them is noise of its arithmetic. */
const PRECISION = 15;

/** A number with a point before its decimals; one that could be read as grouped by thousands, `461.535`, gets one more zero. */
function numberText(value: number): string {
  const text = String(Number(value.toPrecision(PRECISION)));
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}

/** From the first day of counting from 1900 to that from 1904. */
const FROM_1900_TO_1904_MS = 1462 * 24 * 3_600_000;

function dateCellText(date: Date, isFrom1904: boolean): string {
  const day = new Date(date.getTime() + (isFrom1904 ? FROM_1900_TO_1904_MS : 0));
  return Number.isNaN(day.getTime()) ? '' : day.toISOString().slice(0, 10);
}

/** A cell as text: dates as YYYY-MM-DD (spreadsheets keep them without a zone), formulas only as their stored result. */
function cellText(cell: Cell, isFrom1904: boolean): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateCellText(cell, isFrom1904);
  return typeof cell === 'number' ? numberText(cell) : String(cell);
}

function bestTable(
  sheets: readonly (readonly (readonly unknown[])[])[],
  isFrom1904: boolean,
): ImportTable | null {
  let best: ImportTable | null = null;
  for (const data of sheets) {
    const table = toTable(
      data.map((row, index) => ({
        line: index + 1,
        cells: row.map((cell) => cellText(cell as Cell, isFrom1904)),
      })),
    );
    if (table.rows.length > 0) return table;
    if (best === null || best.headers.length === 0) best = table;
  }
  return best;
}

/** Reads the first sheet that is shown of a workbook and has a table with rows, else one with a header: a cover sheet of notes is none. */
export async function readXlsx(bytes: Uint8Array): Promise<Result<ImportTable, FileProblem>> {
  const size = unpackedSize(bytes);
  if (size === null) {
    return err({
      message:
        'This workbook cannot be read: its list of contents is missing, damaged or of an unusual kind.',
      fix: SAVE_AGAIN,
    });
  }
  if (size > MAX_UNPACKED) {
    return err({
      message: `This workbook is larger than ${MAX_UNPACKED / 1024 / 1024} MB once it is unpacked.`,
      fix: 'Export fewer rows at a time, or save it as CSV; nothing was read.',
    });
  }
  try {
    const sheets = await readWorkbook(new Blob([bytes as BlobPart]));
    const { isFrom1904, hidden } = workbookFacts(bytes);
    const shown = sheets.filter(({ sheet }) => !hidden.has(sheet));
    const table = bestTable(
      shown.map(({ data }) => data),
      isFrom1904,
    );
    return table === null
      ? err({
          message: 'This workbook has no sheet that is shown.',
          fix: 'Pick a workbook with a sheet of rows, or show its hidden sheet and save it.',
        })
      : ok(table);
  } catch (cause) {
    return err({
      message: `This workbook cannot be read (${causeText(cause)}).`,
      fix: SAVE_AGAIN,
    });
  }
}
