import type { ControllerFieldState, ControllerRenderProps, FieldPath, FieldValues } from 'react-hook-form';

/** What a part of a form takes from its field: name, value, what to call on a change and on leaving, and why the value was refused. */
export function bound<Values extends FieldValues, Name extends FieldPath<Values>>(part: {
  readonly field: ControllerRenderProps<Values, Name>;
  readonly fieldState: ControllerFieldState;
}) {
  const { name, value, onBlur, onChange } = part.field;
  return { name, value, onBlur, onChange, error: part.fieldState.error?.message };
}
