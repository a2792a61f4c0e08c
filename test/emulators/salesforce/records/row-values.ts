import type { JsonObject } from './write';

/** A value of a row by its field's name in any case; undefined when the row has none. */
export function valueOf(row: JsonObject, name: string): unknown {
  return Object.entries(row).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** A row without one of its fields. */
export function without(row: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([key]) => key.toLowerCase() !== name.toLowerCase()));
}
