import { assertNever } from '../lib/assert-never';
import { err, ok, type Result } from '../lib/result';
import type { CommitProblem } from '../ports/local-store';

/** Why an intent of the person did not happen: what, why and what she can do. */
export type UseCaseProblem = {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** Field of the form it belongs to, where there is one. */
  readonly field?: string;
  /** Fields of the form that somebody else has changed meanwhile too. */
  readonly clashes?: readonly string[];
  /** What is stored in those fields. */
  readonly stored?: Readonly<Record<string, unknown>>;
};

/** Puts a refused commit into words. */
export function problemOfCommit(problem: CommitProblem): UseCaseProblem {
  switch (problem.kind) {
    case 'moved-on':
      return {
        code: 'moved-on',
        message: 'This record was changed elsewhere while you were editing it; nothing was saved.',
        fix: 'Open it again, look at the new values and repeat your change.',
      };
    case 'intent-moved-on':
      return {
        code: 'moved-on',
        message: 'This change went on while you were deciding about it; nothing was done.',
        fix: 'Look at where it is now and decide again.',
      };
    case 'cursor-moved-on':
      return {
        code: 'moved-on',
        message: 'This list was being read just then; nothing was done.',
        fix: 'Try again.',
      };
    case 'invalid':
      return {
        code: 'invalid',
        message: `The value of ${problem.path || 'a field'} cannot be stored: ${problem.message}.`,
        fix: 'Correct the field and save again.',
        ...(problem.path ? { field: problem.path } : {}),
      };
    case 'unsecured':
      return {
        code: 'unsecured',
        message: problem.message,
        fix: 'Do not enter it again: close this, it is there. It is secured as soon as the journal can be written to.',
      };
    case 'storage':
      return {
        code: 'storage',
        message: problem.message,
        fix: 'Your text is still on the screen. Save again once there is room on the disk.',
      };
    default:
      return assertNever(problem);
  }
}

/**
 * A record that can be worked on: one that is here and was not deleted where it lives, since a change of it could
 * reach nobody (G4).
 */
export function present<T extends { readonly deletedRemotely: boolean }>(
  record: T | undefined,
  what: string,
  remote: 'Salesforce' | 'GitLab',
): Result<T, UseCaseProblem> {
  if (record === undefined) return err(notFound(what));
  if (!record.deletedRemotely) return ok(record);
  return err({
    code: 'deleted-there',
    message: `${what} was deleted in ${remote}, so a change of it would reach nobody; nothing was saved.`,
    fix: `Bring it back in ${remote}, where deleted items are kept for a while, and sync; or enter it anew.`,
  });
}

/** The problem of acting on a record that is not there. */
export function notFound(what: string): UseCaseProblem {
  return {
    code: 'not-found',
    message: `${what} is no longer on this device.`,
    fix: 'Go back to the list; it may have been removed by a sync.',
  };
}

/** Why a step is not taken back, or done again, over what has become of the item since. */
export const changedSince: UseCaseProblem = {
  code: 'changed-since',
  message: 'It was changed elsewhere since, so it was left as it is now.',
  fix: 'Look at it and change it by hand if it should be otherwise.',
};

/** What it was before was never entered in the form, as an import takes less than the form asks for. */
export const noFormBefore: UseCaseProblem = {
  code: 'no-form-before',
  message: 'It cannot be put back: what it was before lacks something that the form asks for.',
  fix: 'Open it and change the fields by hand.',
};

/** Codes of problems after which a step can never be taken back or done again. */
export const overCodes: readonly string[] = [
  changedSince.code,
  noFormBefore.code,
  'deleted-there',
  'not-found',
  'already-decided',
  'already-sent',
  'not-awaited',
];
