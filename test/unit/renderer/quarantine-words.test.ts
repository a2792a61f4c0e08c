import { describe, expect, it } from 'vitest';
import { markedText } from '../../../renderer/features/sync/quarantine-words';

describe('what is said of records that were marked as deleted', () => {
  it.each([
    [{ marked: 3, kept: 0, parts: 0 }, 'Marked as deleted'],
    [{ marked: 3, kept: 1, parts: 0 }, '3 marked as deleted, 1 stays because a change waits'],
    [
      { marked: 1, kept: 2, parts: 2 },
      '1 marked as deleted, 2 stay because a change waits, 2 stay because no record here stands for them',
    ],
    [{ marked: 1, kept: 0, parts: 1 }, '1 marked as deleted, 1 stays because no record here stands for it'],
  ])('G4 tells what stays and why: %j', (marked, text) => {
    expect(markedText(marked)).toBe(text);
  });
});
