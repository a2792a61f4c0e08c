/** Something found by its id: a map, or anything that answers like one. */
export type Lookup<T> = Pick<ReadonlyMap<string, T>, 'get' | 'has'>;
