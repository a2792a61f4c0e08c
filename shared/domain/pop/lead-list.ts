import { isMailAddress } from '../../lib/mail-address';
import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { Finding } from '../finding';

type Column = Playbook['pop']['leadListColumns'][number];

/** A mistake in a lead list (POP-8). */
export type LeadFinding = {
  /** Line as a person counts it in the file, 1 for the header. */
  readonly row: number;
  /** Label of the column. */
  readonly column: string;
  readonly code:
    | 'missing-column'
    | 'missing-value'
    | 'bad-address'
    | 'bad-phone'
    | 'duplicate'
    | 'empty-list';
  /** An `error` keeps the row from being uploaded; a `warning` is only pointed out. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
};

/** What a check of a lead list found. */
export type LeadListCheck = {
  /** Position of every column that was found, by its playbook key. */
  readonly columns: Readonly<Record<string, number>>;
  readonly findings: readonly LeadFinding[];
  /** Data rows, blank ones left out. */
  readonly rows: number;
  /** Rows without an error. */
  readonly good: number;
};

/** Rows of a lead list and those that can be uploaded; null when the file could not be read as rows. */
export type LeadCounts = Pick<LeadListCheck, 'rows' | 'good'> | null;

/** Says of a lead list that some or all of its rows cannot be uploaded; nothing while all can (POP-8). */
export function leadListFindings(name: string, counts: LeadCounts): Finding[] {
  if (counts !== null && counts.rows > 0 && counts.good === counts.rows) return [];
  const what =
    counts === null
      ? 'cannot be read here, so its rows were not checked'
      : counts.rows === 0
        ? 'has no leads'
        : `has ${counts.rows} rows, of which ${counts.rows - counts.good} cannot be uploaded`;
  return [
    {
      rule: 'POP-8',
      code: 'lead-list-rows',
      verdict: 'warn',
      message: `${name} ${what}.`,
      fix: 'Ask the partner for a corrected list, or accept it knowing that these leads are lost.',
    },
  ];
}

/** Checks a lead list row by row: missing columns and values, bad addresses, duplicates; the first row is the header (POP-8). */
export function checkLeadList(
  table: readonly (readonly string[])[],
  playbook: Pick<Playbook, 'pop'>,
): LeadListCheck {
  const [header = [], ...body] = table;
  const columns = playbook.pop.leadListColumns;
  const places = findColumns(header, columns);
  const findings: LeadFinding[] = columns
    .filter((column) => places[column.key] === undefined)
    .map((column) => ({
      row: 1,
      column: column.label,
      code: 'missing-column',
      severity: 'error',
      message: `The list has no column ${column.label}.`,
      fix: `Add it, or name it one of: ${[column.label, ...column.aliases].join(', ')}.`,
    }));
  const firstSeen = new Map<string, number>();
  let rows = 0;
  let good = 0;
  body.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    rows += 1;
    const own = columns.flatMap((column) => cellFindings(cells, index + 2, column, places, firstSeen));
    findings.push(...own);
    if (!own.some((finding) => finding.severity === 'error')) good += 1;
  });
  if (rows === 0) {
    findings.push({
      row: 1,
      column: '',
      code: 'empty-list',
      severity: 'error',
      message: 'The list has no leads.',
      fix: 'Ask the partner for the list.',
    });
  }
  const columnMissing = findings.some((finding) => finding.code === 'missing-column');
  return { columns: places, findings, rows, good: columnMissing ? 0 : good };
}

function findColumns(header: readonly string[], columns: readonly Column[]): Record<string, number> {
  const names = header.map(foldText);
  const places: Record<string, number> = {};
  for (const column of columns) {
    const wanted = [column.key, column.label, ...column.aliases].map(foldText);
    const at = names.findIndex((name) => wanted.includes(name));
    if (at >= 0) places[column.key] = at;
  }
  return places;
}

function cellFindings(
  cells: readonly string[],
  row: number,
  column: Column,
  places: Readonly<Record<string, number>>,
  firstSeen: Map<string, number>,
): LeadFinding[] {
  const at = places[column.key];
  if (at === undefined) return [];
  const value = (cells[at] ?? '').trim();
  const base = { row, column: column.label };
  if (value === '') {
    const severity = column.required ? 'error' : 'warning';
    return [
      {
        ...base,
        code: 'missing-value',
        severity,
        message: `${column.label} is empty.`,
        fix: 'Ask the partner for it, or leave the row out.',
      },
    ];
  }
  if (column.format === 'email') return addressFindings(value, base, firstSeen);
  if (column.format === 'phone' && (value.match(/\d/g) ?? []).length < 5) {
    return [
      {
        ...base,
        code: 'bad-phone',
        severity: 'warning',
        message: `“${value}” is no telephone number.`,
        fix: 'Correct it.',
      },
    ];
  }
  return [];
}

function addressFindings(
  value: string,
  base: { readonly row: number; readonly column: string },
  firstSeen: Map<string, number>,
): LeadFinding[] {
  if (!isMailAddress(value)) {
    return [
      {
        ...base,
        code: 'bad-address',
        severity: 'error',
        message: `“${value}” is no e-mail address.`,
        fix: 'Correct it, or leave the row out.',
      },
    ];
  }
  const folded = value.normalize('NFC').toLowerCase();
  const first = firstSeen.get(folded);
  if (first === undefined) {
    firstSeen.set(folded, base.row);
    return [];
  }
  return [
    {
      ...base,
      code: 'duplicate',
      severity: 'error',
      message: `${value} is in row ${first} already.`,
      fix: 'Leave one of the rows out.',
    },
  ];
}
