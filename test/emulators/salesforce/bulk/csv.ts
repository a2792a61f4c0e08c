import Papa from 'papaparse';

/** The names that jobs give to what separates columns. */
export const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
/** One of {@link DELIMITERS}. */
export type DelimiterName = keyof typeof DELIMITERS;
/** How lines end in a job's data. */
export type LineEnding = 'LF' | 'CRLF';

/** How a job writes its CSV. */
export interface CsvForm {
  readonly columnDelimiter: DelimiterName;
  readonly lineEnding: LineEnding;
}

/** A table read from CSV: every row as long as the header, or an error. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Reads a job's data; null when a row has another number of columns than the header. */
export function readCsv(text: string, { columnDelimiter }: CsvForm): CsvTable | null {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimiter: DELIMITERS[columnDelimiter],
    skipEmptyLines: true,
  });
  const [header = [], ...rows] = data;
  return rows.every((row) => row.length === header.length) ? { header, rows } : null;
}

/** Writes a table with every value in quotes, as the bulk API does. */
export function writeCsv({ header, rows }: CsvTable, { columnDelimiter, lineEnding }: CsvForm): string {
  const newline = lineEnding === 'CRLF' ? '\r\n' : '\n';
  const body = Papa.unparse([[...header], ...rows.map((row) => [...row])], {
    delimiter: DELIMITERS[columnDelimiter],
    newline,
    quotes: true,
  });
  return body + newline;
}
