import { surplusTitles } from '../../domain/imports/table';
import { textFingerprint } from '../../lib/text';
import type { HeldRow } from '../../schema/held-row';
import type { Instant } from '../../schema/values';
import { columnTitles, type ImportInput, type ImportPlan } from './import-plan';

/** Field whose value names the same thing in every export of its kind. */
const keyField = { partners: 'salesforceId', 'fund-requests': 'portalNumber' } as const;

function importIdOf({ target, file, table, importId }: ImportInput): string {
  return importId ?? `${target}:${file}:${textFingerprint(JSON.stringify([table.headers, table.rows]))}`;
}

function named(titles: readonly string[], cells: readonly string[]): Record<string, string> {
  const all = [...titles, ...surplusTitles(titles, cells.length)];
  return Object.fromEntries(all.map((title, index) => [title, cells[index] ?? '']));
}

/** Bad rows of a plan as they are held: whole, with their problems and how their file was read. */
export function heldRowsOf({ input, rows }: ImportPlan, now: Instant): HeldRow[] {
  const importId = importIdOf(input);
  const titles = columnTitles(input.table);
  const cellsAt = new Map(input.table.rows.map((row) => [row.line, row.cells] as const));
  const columns = Object.fromEntries(
    Object.entries(input.mapping).flatMap(([field, column]) => {
      const title = column === null ? undefined : titles[column];
      return title === undefined ? [] : [[field, title]];
    }),
  );
  return rows.flatMap((row): HeldRow[] => {
    if (row.outcome !== 'bad') return [];
    const cells = cellsAt.get(row.line) ?? [];
    const surplus = surplusTitles(titles, cells.length);
    return [
      {
        id: `${importId}:${row.line}`,
        importId,
        file: input.file,
        target: input.target,
        row: row.line,
        cells: named(titles, cells),
        problems: [...row.problems],
        reading: {
          columns,
          slashOrder: input.dateOrders.slash ?? 'unclear',
          dashOrder: input.dateOrders.dash ?? 'unclear',
          ...(surplus.length === 0 ? {} : { surplus }),
        },
        at: now,
      },
    ];
  });
}

/**
 * Ids of rows held earlier that a plan settles: rows of the same import that are good now, and rows of other imports that
 * the new file has too, by the key of what they are about or, where they have none, word for word.
 */
export function settledHeldRows(
  { input }: ImportPlan,
  earlier: readonly HeldRow[],
  held: readonly HeldRow[],
): string[] {
  const importId = importIdOf(input);
  const titles = columnTitles(input.table);
  const column = input.mapping[keyField[input.target]] ?? null;
  const keyTitle = column === null ? undefined : titles[column];
  const cellsText = (cells: Readonly<Record<string, string>>): string => {
    const key = keyTitle === undefined ? '' : (cells[keyTitle] ?? '');
    return key === '' ? JSON.stringify(Object.entries(cells).sort()) : `key ${key}`;
  };
  const rows = input.table.rows;
  const known = new Set(rows.map((row) => cellsText(named(titles, row.cells))));
  const lines = new Set(rows.map((row) => row.line));
  const kept = new Set(held.map(({ id }) => id));
  return earlier
    .filter((row) => row.target === input.target && !kept.has(row.id))
    .filter((row) => (row.importId === importId ? lines.has(row.row) : known.has(cellsText(row.cells))))
    .map(({ id }) => id);
}
