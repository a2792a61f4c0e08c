import { useEffect, useRef } from 'react';
import type { FieldValues, Path, PathValue, UseFormReturn } from 'react-hook-form';
import { useIntl } from 'react-intl';
import { sameFormValue } from '../../shared/usecases/form-changes';
import type { UseCaseProblem } from '../../shared/usecases/problem';
import { clashText } from './clash-text';

/** Said beside marked fields of a form in which others have followed their record: the two may not go together. */
export const followedText =
  'Somebody else changed other fields while you were typing. They show what is there now; correct what is marked.';

/** What the hook needs of a form. */
type FormParts<V extends FieldValues> = Pick<
  UseFormReturn<V>,
  'getValues' | 'setValue' | 'reset' | 'setError'
> & { readonly isDirty: boolean };

type FollowedRecord<R, V> = {
  /** The record as the typed values are to be compared with it at the save; null for a new one. */
  readonly opened: () => R | null;
  /** To be told of the record that a save left, and of the values that were in the form when it began. */
  readonly saved: (record: R, submitted: V) => void;
  /** Whether fields were changed elsewhere while others were being typed, and show what came. */
  readonly hasFollowed: () => boolean;
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
): FollowedRecord<R, V> {
  const intl = useIntl();
  const opened = useRef(record);
  const shown = useRef(record);
  const followed = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const before = shown.current;
    if (record === null || before === null || before.rev >= record.rev) return;
    shown.current = record;
    if (!form.isDirty) {
      followed.current = new Set();
      opened.current = record;
      form.reset(valuesOf(record));
      return;
    }
    const was = valuesOf(before);
    const now = valuesOf(record);
    for (const name of Object.keys(was) as (Path<V> & keyof R)[]) {
      if (sameFormValue(was[name], now[name]) || !sameFormValue(form.getValues(name), was[name])) continue;
      form.setValue(name, now[name] as PathValue<V, Path<V>>);
      // It is in front of her from now on: neither a change of hers nor to be reverted by her undo.
      if (opened.current !== null) opened.current = { ...opened.current, [name]: record[name] };
      followed.current = new Set([...followed.current, name]);
    }
  });

  return {
    opened: () => opened.current,
    hasFollowed: () => followed.current.size > 0,
    saved: (after, submitted) => {
      const now = { ...form.getValues() };
      const came = shown.current === null ? null : valuesOf(shown.current);
      // What was typed while it was being saved; what came from elsewhere comes again with its record.
      const typed = (Object.keys(submitted) as Path<V>[]).filter(
        (name) =>
          !sameFormValue(now[name], submitted[name]) &&
          !(followed.current.has(name) && sameFormValue(now[name], came?.[name])),
      );
      followed.current = new Set();
      opened.current = after;
      shown.current = after;
      form.reset(valuesOf(after));
      for (const name of typed) form.setValue(name, now[name], { shouldDirty: true });
    },
    mark: ({ field, clashes = [], stored = {}, message }) => {
      if (field !== undefined) form.setError(field as Path<V>, { message });
      if (opened.current === null) return;
      // As it is stored, which the page may not have been told yet.
      const now: R = { ...opened.current, ...stored };
      const theirs = valuesOf(now);
      for (const name of Object.keys(theirs) as (Path<V> & keyof R)[]) {
        if (!clashes.includes(name)) continue;
        form.setError(name, { message: clashText(theirs[name], intl) });
        // She sees now what became of it, so saving again is her choice.
        opened.current = { ...opened.current, [name]: now[name] };
      }
    },
  };
}
