import { describe, expect, it } from 'vitest';
import { readingWords, secondsLeft } from '../../../renderer/features/sync/reading-words';

const format = (count: number): string => count.toLocaleString('en-US');
const partners = { stream: 'partners', done: 2400, total: 10_000 } as const;

describe('how far a first reading is', () => {
  it('SY-83 tells the time left at the pace since it was first seen', () => {
    expect(secondsLeft(partners, { done: 400, atMs: 1000 }, 21_000)).toBe(76);
    expect(secondsLeft({ ...partners, done: 10_000 }, { done: 0, atMs: 0 }, 5000)).toBe(0);
  });

  it('SY-83 tells none where the end or the pace is not known', () => {
    expect(secondsLeft({ ...partners, total: null }, { done: 0, atMs: 0 }, 5000)).toBeNull();
    expect(secondsLeft(partners, { done: 2400, atMs: 0 }, 5000)).toBeNull();
    expect(secondsLeft(partners, { done: 0, atMs: 5000 }, 5000)).toBeNull();
  });

  it('SY-83 says it in words', () => {
    expect(readingWords(partners, 76, format)).toBe(
      'Reading partners: 2,400 of 10,000, about 2 minutes left.',
    );
    expect(readingWords(partners, 60, format)).toContain('about a minute left');
    expect(readingWords(partners, 3, format)).toContain('less than a minute left');
    expect(readingWords({ stream: 'gitlab-issues', done: 300, total: null }, null, format)).toBe(
      'Reading GitLab issues: 300.',
    );
  });
});
