const known = new WeakSet<object>();

/** Remembers that a record was just made by its schema, so that whoever stores it need not parse it again. */
export function markWellFormed<R extends object>(record: R): R {
  known.add(record);
  return record;
}

/** Whether this very record was made by its schema; a copy of it was not. */
export function isWellFormed(record: object): boolean {
  return known.has(record);
}
