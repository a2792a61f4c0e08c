import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';

/** Fields that a file can fill, as the playbook names them. */
export type ImportFields = Playbook['imports']['partners'];

/** Which column of the file fills which field; null for none. */
export type ColumnMapping = Readonly<Record<string, number | null>>;

/** A title in folded words; `StartDate` is two, as in exports that name fields as programs do. */
function wordsOf(header: string): string {
  return foldText(header.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
}

/** How well a title fits the names of a field: all of it, or as many letters of whole words of it as the longest name has; 0 is not at all. */
function score(header: string, { label, aliases, never = [] }: ImportFields[string]): number {
  const folded = wordsOf(header);
  if (folded === '') return 0;
  const names = [label, ...aliases].map(foldText).filter((name) => name !== '');
  if (names.includes(folded) || names.includes(foldText(header))) return Number.MAX_SAFE_INTEGER;
  if (never.some((word) => folded.split(' ').includes(foldText(word)))) return 0;
  // Within a word a name means nothing: `Promotion` is no motion and `Information` no format.
  const isThere = (name: string): boolean => ` ${folded} `.includes(` ${name} `);
  return Math.max(0, ...names.filter(isThere).map((name) => name.length));
}

/** Guesses which column fills which field by the playbook's names for it; a column is used once, the closest names first. */
export function guessColumns(headers: readonly string[], fields: ImportFields): ColumnMapping {
  const pairs = Object.entries(fields).flatMap(([field, spec]) =>
    headers.map((header, column) => ({ field, column, score: score(header, spec) })),
  );
  const mapping: Record<string, number | null> = {};
  for (const field of Object.keys(fields)) mapping[field] = null;
  const used = new Set<number>();
  for (const pair of pairs.sort((one, other) => other.score - one.score)) {
    if (pair.score === 0 || mapping[pair.field] !== null || used.has(pair.column)) continue;
    mapping[pair.field] = pair.column;
    used.add(pair.column);
  }
  return mapping;
}

/** Labels of required fields that no column fills. */
export function missingColumns(mapping: ColumnMapping, fields: ImportFields): string[] {
  return Object.entries(fields)
    .filter(([field, spec]) => spec.required && (mapping[field] ?? null) === null)
    .map(([, spec]) => spec.label);
}
