/** Marks a branch that the type checker has proven unreachable; reaching it is a bug and throws. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
