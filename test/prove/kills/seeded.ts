/** A number in [0, 1) that follows from a seed and a place (mulberry32). */
export function chance(seed: number, place: number): number {
  let state = (seed * 0x9e3779b1 + place * 0x85ebca6b) | 0;
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
