import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { crc32, crc32ByTable } from '../../../electron/journal/crc';

describe('CRC-32', () => {
  it('is the known one', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32ByTable(Buffer.from('123456789'))).toBe(0xcbf43926);
  });

  it('is the same with and without one of Node itself, in one piece or two', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        const whole = crc32ByTable(Buffer.concat([a, b]));
        expect(crc32(b, crc32(a))).toBe(whole);
        expect(crc32ByTable(b, crc32ByTable(a))).toBe(whole);
      }),
    );
  });

  it('does not forget what was before when nothing follows', () => {
    // Node's own answers 0 for no bytes in memory of their own, so that a header of zeros would have looked whole.
    expect(crc32(new Uint8Array(new ArrayBuffer(0)), 5)).toBe(5);
    expect(crc32(Buffer.alloc(0), 5)).toBe(5);
  });
});
