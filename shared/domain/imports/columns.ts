import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';

/** Fields that a file can fill, as the playbook names them. */
export type ImportFields = Playbook['imports']['partners'];

/** Which column of the file fills which field; null for none. */
export type ColumnMapping = Readonly<Record<string, number | null>>;

function score(header: string, names: readonly string[]): number {
  const folded = foldText(header);
  if (folded === '') return 0;
  if (names.some((name) => foldText(name) === folded)) return 2;
  return names.some((name) => foldText(name) !== '' && folded.includes(foldText(name))) ? 1 : 0;
}

/** Guesses which column fills which field by the playbook's names for it; a column is used once, exact names first. */
export function guessColumns(headers: readonly string[], fields: ImportFields): ColumnMapping {
  const pairs = Object.entries(fields).flatMap(([field, spec]) =>
    headers.map((header, column) => ({ field, column, score: score(header, [spec.label, ...spec.aliases]) })),
  );
  const mapping: Record<string, number | null> = {};
  for (const field of Object.keys(fields)) mapping[field] = null;
  const used = new Set<number>();
  for (const wanted of [2, 1]) {
    for (const pair of pairs) {
      if (pair.score !== wanted || mapping[pair.field] !== null || used.has(pair.column)) continue;
      mapping[pair.field] = pair.column;
      used.add(pair.column);
    }
  }
  return mapping;
}

/** Labels of required fields that no column fills. */
export function missingColumns(mapping: ColumnMapping, fields: ImportFields): string[] {
  return Object.entries(fields)
    .filter(([field, spec]) => spec.required && (mapping[field] ?? null) === null)
    .map(([, spec]) => spec.label);
}
