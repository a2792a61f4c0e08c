/** An expected outcome as a value: either `ok` with a value or not with an error that is data. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Wraps a value as a success. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** Wraps an error value as a failure. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/** Applies `f` to the value of a success and leaves a failure as it is. */
export function mapResult<T, U, E>(result: Result<T, E>, f: (value: T) => U): Result<U, E> {
  return result.ok ? ok(f(result.value)) : result;
}
