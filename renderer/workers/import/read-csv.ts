import Papa from 'papaparse';
import { type ImportTable, toTable } from '../../../shared/domain/imports/table';
import { err, ok, type Result } from '../../../shared/lib/result';
import { decodeText } from './decode-text';
import type { FileProblem } from './file-problem';

const delimiters = [';', ',', '\t', '|'] as const;

/** Lines by which the delimiter is told. */
const LOOKED_AT = 100;

/** How many lines have the commonest number of cells, and how many cells that is. */
function shapeOf(text: string, delimiter: string): { readonly lines: number; readonly cells: number } {
  const { data } = Papa.parse<string[]>(text, { delimiter, preview: LOOKED_AT, skipEmptyLines: true });
  const counts = new Map<number, number>();
  for (const { length } of data) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best ? { cells: best[0], lines: best[1] } : { cells: 0, lines: 0 };
}

/** The delimiter that cuts most lines into one number of cells, so that neither a title above the header nor text in the cells misleads. */
function guessDelimiter(text: string): string {
  const shapes = delimiters.map((delimiter) => ({ delimiter, ...shapeOf(text, delimiter) }));
  const [best] = shapes.sort((a, b) => b.lines - a.lines || b.cells - a.cells);
  return best !== undefined && best.lines > 0 ? best.delimiter : ',';
}

/** Lines that a row takes in the file: one, and one more for each line break inside its cells. */
function linesOf(cells: readonly string[]): number {
  return 1 + cells.reduce((all, cell) => all + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** Reads a CSV file with comma, semicolon or tab; a quote that never closes is named by its line. */
export function readCsv(bytes: Uint8Array): Result<ImportTable, FileProblem> {
  const text = decodeText(bytes);
  if (/^\s*<(!doctype html|html|table)\b/i.test(text)) {
    return err({
      message: 'This is a web page, though it may be called .xls or .csv.',
      fix: 'Open it in your spreadsheet program and save it as XLSX or CSV.',
    });
  }
  if (text.includes('\u0000')) {
    return err({ message: 'This is not a text file.', fix: 'Export it as CSV or XLSX and try again.' });
  }
  const parsed = Papa.parse<string[]>(text, {
    delimiter: guessDelimiter(text),
    skipEmptyLines: false,
  });
  const broken = parsed.errors.find((error) => error.type === 'Quotes');
  if (broken) {
    // Such a file is mended in a text editor, which counts lines.
    const line = parsed.data.slice(0, broken.row).reduce((at, cells) => at + linesOf(cells), 1);
    if (broken.code === 'InvalidQuotes') {
      return err({
        message: `In line ${line} a quotation mark stands inside a cell that is in quotation marks itself, so the cells cannot be told apart.`,
        fix: 'Write it twice there, "Acme ""Best"" Ltd", or export the file again.',
      });
    }
    return err({
      message: `A quotation mark that opens in line ${line} is never closed, so the rest of the file cannot be told apart.`,
      fix: 'Close the quotation mark in that line, or export the file again.',
    });
  }
  return ok(toTable(parsed.data.map((cells, index) => ({ line: index + 1, cells }))));
}
