import type { Ids } from '../ports/ids';

/** Letters that every address and marker carries, and a length that leaves room for a marker's part. */
const USABLE = /^[A-Za-z0-9-]{8,64}$/;

/**
 * An id that follows from what a record is, so that the same thing made on two devices is one thing in both systems
 * (G3). A random one where that is taken here already, or where the parts cannot stand in an address.
 */
export function derivedId(parts: readonly string[], ids: Ids, isTaken: (id: string) => boolean): string {
  const id = parts.join('-');
  return USABLE.test(id) && !isTaken(id) ? id : ids.uuid();
}
