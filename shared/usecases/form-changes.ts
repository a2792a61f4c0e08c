import { err, ok, type Result } from '../lib/result';
import type { z } from '../schema/zod';
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

/** A form as it was opened, what was typed in it, and what is stored by now. */
type Sides<T extends object> = {
  readonly opened: Readonly<Record<keyof T & string, unknown>>;
  readonly typed: T;
  readonly stored: Readonly<Record<keyof T & string, unknown>>;
};

/** What is to be stored: what was typed over what became of the rest meanwhile; a refusal where the two do not go together (G4). */
export function mergedForm<T extends object>(
  schema: z.ZodType<T>,
  { opened, typed, stored }: Sides<T>,
): Result<T, UseCaseProblem> {
  const { mine, clashes } = formChanges(opened, typed, stored);
  if (clashes.length > 0) return err(clashProblem(clashes, stored));
  const merged = schema.safeParse({ ...stored, ...mine });
  return merged.success ? ok(merged.data) : err(mixedProblem(merged.error, { opened, typed, stored }));
}

/** The refusal of a save in which both sides changed the same fields; it says what is stored in them (G4). */
export function clashProblem(
  clashes: readonly string[],
  stored: Readonly<Record<string, unknown>>,
): UseCaseProblem {
  const which = clashes.length === 1 ? 'a field that you changed too' : 'fields that you changed too';
  return {
    code: 'clash',
    message: `While you were editing, somebody else changed ${which}; nothing was saved.`,
    fix: 'Look at what is marked: save again to keep yours, or enter the other value.',
    clashes,
    stored: Object.fromEntries(clashes.map((field) => [field, stored[field]])),
  };
}

/** Fields that a rule compares with another one, in words. */
const compared: Readonly<Record<string, string>> = {
  start: 'the first day',
  end: 'the last day',
  kind: 'tactic or milestone',
  currency: 'the currency',
  totalCost: 'the total cost',
  requested: 'the requested amount',
};

/** Both sides are in order by themselves, so what breaks the rule is a field of hers beside one of theirs. */
function mixedProblem<T extends object>(
  error: z.ZodError,
  { opened, typed, stored }: Sides<T>,
): UseCaseProblem {
  const issue = error.issues[0];
  const field = issue?.path[0];
  const theirs = (Object.keys(typed) as (keyof T & string)[]).filter(
    (name) => sameFormValue(typed[name], opened[name]) && !sameFormValue(stored[name], opened[name]),
  );
  const words = theirs.map((name) => compared[name]).filter((word) => word !== undefined);
  const what = words.length === 0 ? 'other fields' : words.join(' and ');
  return {
    code: 'form',
    message: `${issue?.message ?? 'A field has a value that cannot be stored.'} Somebody else changed ${what} while you were editing; nothing was saved.`,
    fix: 'Look at what is there now, correct what is marked and save again.',
    ...(typeof field === 'string' ? { field } : {}),
  };
}
