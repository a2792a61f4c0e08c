import { useEffect, useRef } from 'react';
import type { FieldValues, Path, PathValue, UseFormReturn } from 'react-hook-form';
import { useIntl } from 'react-intl';
import { sameFormValue } from '../../shared/usecases/form-changes';
import type { UseCaseProblem } from '../../shared/usecases/problem';
import { clashText } from './clash-text';

/** What the hook needs of a form. */
type FormParts<V extends FieldValues> = Pick<
  UseFormReturn<V>,
  'getValues' | 'setValue' | 'reset' | 'setError'
> & { readonly isDirty: boolean };

type FollowedRecord<R> = {
  /** The record as the typed values are to be compared with it at the save; null for a new one. */
  readonly opened: () => R | null;
  /** To be told of the record that a save left. */
  readonly saved: (record: R) => void;
  /** Marks the fields that a refused save is about. */
  readonly mark: (problem: UseCaseProblem) => void;
};

/**
 * Lets the fields of a form that nobody has touched follow what becomes of its record meanwhile, and keeps what was
 * typed in the others; where both sides changed a field, the save is refused once and shows the other value (G4).
 * Fields of the form have the names that they have in the record.
 */
export function useFollowRecord<R extends { readonly rev: number }, V extends FieldValues>(
  record: R | null,
  valuesOf: (record: R) => V,
  form: FormParts<V>,
): FollowedRecord<R> {
  const intl = useIntl();
  const opened = useRef(record);
  const shown = useRef(record);
  useEffect(() => {
    const before = shown.current;
    if (record === null || before === null || before.rev === record.rev) return;
    shown.current = record;
    if (!form.isDirty) {
      opened.current = record;
      form.reset(valuesOf(record));
      return;
    }
    const was = valuesOf(before);
    const now = valuesOf(record);
    for (const name of Object.keys(was) as Path<V>[]) {
      if (sameFormValue(form.getValues(name), was[name]))
        form.setValue(name, now[name] as PathValue<V, Path<V>>);
    }
  });

  return {
    opened: () => opened.current,
    saved: (after) => {
      opened.current = after;
      shown.current = after;
      form.reset(valuesOf(after));
    },
    mark: ({ field, clashes = [], message }) => {
      if (field !== undefined) form.setError(field as Path<V>, { message });
      if (record === null || opened.current === null) return;
      const theirs = valuesOf(record);
      for (const name of Object.keys(theirs) as (Path<V> & keyof R)[]) {
        if (!clashes.includes(name)) continue;
        form.setError(name, { message: clashText(theirs[name], intl) });
        // She sees now what became of it, so saving again is her choice.
        opened.current = { ...opened.current, [name]: record[name] };
      }
    },
  };
}
