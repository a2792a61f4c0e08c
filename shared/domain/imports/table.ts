/** A sheet as text: `line` is the row number that a spreadsheet shows; a cell of several lines is still in one row. */
export type ImportTable = {
  readonly headers: readonly string[];
  /** Cells that are filled beyond the header come after the header's, so that nothing of the file is lost. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** Lines after the data that are a report's footer, kept to be shown. */
  readonly footers: readonly string[];
};

/** What is wrong with one cell, and how to mend it. */
export type CellProblem = {
  readonly column: string;
  readonly message: string;
  readonly fix: string;
  /** Set where there is a way out other than a corrected cell: the partner comes, or one of two values is chosen. */
  readonly code?: 'unknown-partner' | 'differs';
  /** Other columns whose cell may be the wrong one. */
  readonly also?: readonly string[];
  /** The two values to choose from, where the file and the desk differ. */
  readonly values?: { readonly here: string; readonly file: string };
};

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

/** Cells without the empty ones at their end. */
function withoutEmptyEnd(cells: readonly string[]): string[] {
  const trimmed = cells.map((cell) => cell.trim());
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed;
}

/** A row's cells: as many as the header has, and those that are filled beyond it. */
function rowOf(cells: readonly string[], width: number): string[] {
  const filledCells = withoutEmptyEnd(cells);
  return [...filledCells, ...Array<string>(Math.max(0, width - filledCells.length)).fill('')];
}

/** What is wrong with a row that has filled cells beyond the header: nobody can tell which cell belongs where. */
export function surplusProblem(cells: readonly string[], headers: readonly string[]): CellProblem | null {
  const { length } = withoutEmptyEnd(cells);
  const [first, ...rest] = surplusTitles(headers, length);
  if (first === undefined) return null;
  return {
    column: first,
    message: `The row has ${length} cells, the header has ${headers.length}.`,
    fix: 'A delimiter inside a cell needs quotation marks around that cell: correct the file, or move the cells to their columns and leave none beyond the header.',
    also: [...headers, ...rest],
  };
}

/** Titles of the cells beyond the header, by their place. */
export function surplusTitles(headers: readonly string[], length: number): string[] {
  return Array.from(
    { length: Math.max(0, length - headers.length) },
    (_, at) => `Cell ${headers.length + at + 1}, beyond the header`,
  );
}

/** What report tools write under a table, and no name of a record: `Grand Totals`, `Copyright (c) 2026 …`. */
const footerWords =
  /^(grand totals?\b|(total )?records?: ?\d|\d+ records?$|confidential information\b|copyright (\(c\)|©|\d{4})|©|generated (by|on|at)\b|report generated\b|filtered by\b)/i;

/** What is a footer where it stands alone in its line, and might begin a record with more cells. */
const loneFooterWords =
  /^((strictly |company |highly )?confidential($| ?[-–—:,.(|&]| (and|for|not|to)\b)|report( (name|title|date|id|as of|run|created|printed|by|on)\b|:)|(printed|exported|created|downloaded) (by|on|at|from)\b|(generated|printed|exported|created):|(sub-?)?totals?($| ?[:=(\d]| (records?|rows?|count|number|of)\b)|end of (report|file|data)\b|page \d+( of \d+)?$|(for )?internal use\b)|\bcopyright( \(c\)| ©|,? \d{4})|\ball rights reserved\b/i;

/** Words of footers that a name can have too: a line alone with one of them is asked about. */
const doubtfulWords =
  /\b(confidential|copyright|reports?|generated|(sub)?totals?|printed|exported|rights reserved|internal use)\b/i;

type Line = { readonly line: number; readonly cells: readonly string[] };

/**
 * Where a report's footer begins: in the lines at the end that have one filled cell, after an empty line or at a footer's
 * words. One filled cell alone may be a record: of a partner only the name is needed.
 */
function footerStart(lines: readonly Line[]): number {
  let last = lines.length;
  while (last > 0 && isFooterLike(lines[last - 1])) last -= 1;
  for (let at = last; at < lines.length; at += 1) {
    const cells = lines[at]?.cells ?? [];
    if (filled(cells) > 0 && (isFooter(cells) || filled(lines[at - 1]?.cells ?? ['-']) === 0)) return at;
  }
  return lines.length;
}

function firstFilled(cells: readonly string[]): string {
  return cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
}

function isFooter(cells: readonly string[]): boolean {
  const first = firstFilled(cells);
  return footerWords.test(first) || (filled(cells) === 1 && loneFooterWords.test(first));
}

/**
 * Lines at the end of a table that may be a footer or records: those with one filled cell from the first that sounds like
 * a footer, or the very last where no other row of the table is so short.
 */
export function doubtfulLines({ rows }: ImportTable): ReadonlySet<number> {
  const long = rows.filter(({ cells }) => filled(cells) > 1);
  const short = rows.slice(rows.findIndex((row) => row === long.at(-1)) + 1);
  const from = short.findIndex(({ cells }) => doubtfulWords.test(firstFilled(cells)));
  const isOnlyShort = rows.filter(({ cells }) => filled(cells) === 1).length === 1;
  const doubtful = from >= 0 ? short.slice(from) : isOnlyShort ? short : [];
  return new Set(doubtful.map(({ line }) => line));
}

function isFooterLike(line: Line | undefined): boolean {
  const cells = line?.cells ?? [];
  return filled(cells) < 2 || footerWords.test(firstFilled(cells));
}

/**
 * Makes a table of raw lines: the first line with two or more filled cells is the header; empty lines are
 * dropped; lines with one filled cell at the end are a report's footer where they cannot be records.
 */
export function toTable(lines: readonly Line[]): ImportTable {
  const start = lines.findIndex((entry) => filled(entry.cells) >= 2);
  const head = lines[start];
  if (!head) return { headers: [], rows: [], footers: [] };
  const headers = withoutEmptyEnd(head.cells);
  const body = lines.slice(start + 1);
  const end = footerStart(body);
  const full = (line: Line) => filled(line.cells) > 0;
  return {
    headers,
    rows: body
      .slice(0, end)
      .filter(full)
      .map(({ line, cells }) => ({ line, cells: rowOf(cells, headers.length) })),
    footers: body
      .slice(end)
      .filter(full)
      .map(({ cells }) =>
        cells
          .map((cell) => cell.trim())
          .filter((cell) => cell !== '')
          .join(', '),
      ),
  };
}
