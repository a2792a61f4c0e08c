/** A sheet as text: `line` is the line or row number a person sees in the file, from 1 for the header. */
export type ImportTable = {
  readonly headers: readonly string[];
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

/**
 * Makes a table of raw lines: the first line with two or more filled cells is the header; empty lines are
 * dropped; lines with one filled cell after the last full row are a report's footer.
 */
export function toTable(
  lines: readonly { readonly line: number; readonly cells: readonly string[] }[],
): ImportTable {
  const start = lines.findIndex((entry) => filled(entry.cells) >= 2);
  const head = lines[start];
  if (!head) return { headers: [], rows: [], footers: [] };
  const body = lines.slice(start + 1).filter((entry) => filled(entry.cells) > 0);
  let end = body.length;
  while (end > 0 && filled(body[end - 1]?.cells ?? []) < 2) end -= 1;
  const headers = head.cells.map((cell) => cell.trim());
  return {
    headers,
    rows: body
      .slice(0, end)
      .map(({ line, cells }) => ({ line, cells: headers.map((_, i) => (cells[i] ?? '').trim()) })),
    footers: body.slice(end).map((entry) => entry.cells.find((cell) => cell.trim() !== '')?.trim() ?? ''),
  };
}
