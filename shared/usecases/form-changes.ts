import type { UseCaseProblem } from './problem';

/** What a person changed in a form since it was opened, against what the record has become meanwhile. */
export type FormChanges<T extends object> = {
  /** The fields that the person changed, with their new values. */
  readonly mine: Partial<T>;
  /** Those of them that somebody else changed to another value meanwhile. */
  readonly clashes: readonly (keyof T & string)[];
};

/** Whether two values of a form are alike, also where they are objects or lists. */
export function sameFormValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Compares field by field what a form showed when it was opened, what was typed, and what is stored now, so that a
 * save writes only what the person changed and overwrites nothing that she has not seen (G4).
 */
export function formChanges<T extends object>(
  opened: Readonly<Record<keyof T & string, unknown>>,
  typed: T,
  stored: Readonly<Record<keyof T & string, unknown>>,
): FormChanges<T> {
  const fields = Object.keys(typed) as (keyof T & string)[];
  const changed = fields.filter((field) => !sameFormValue(typed[field], opened[field]));
  return {
    mine: Object.fromEntries(changed.map((field) => [field, typed[field]])) as Partial<T>,
    clashes: changed.filter(
      (field) => !sameFormValue(stored[field], opened[field]) && !sameFormValue(stored[field], typed[field]),
    ),
  };
}

/** The problem of a save in which both sides changed the same fields; null when there are none. */
export function clashProblem(clashes: readonly string[]): UseCaseProblem | null {
  if (clashes.length === 0) return null;
  const which = clashes.length === 1 ? 'a field that you changed too' : 'fields that you changed too';
  return {
    code: 'clash',
    message: `While you were editing, somebody else changed ${which}; nothing was saved.`,
    fix: 'Look at what is marked: save again to keep yours, or enter the other value.',
    clashes,
  };
}
