import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const spec = readFileSync(fileURLToPath(new URL('../../shared/sync/SPEC.md', import.meta.url)), 'utf8');

/** Ids that stand in bold in the specification. */
function specified(): string[] {
  return [...spec.matchAll(/\*\*(SY-\d+)\*\*/g)].map((match) => match[1] ?? '');
}

/** Ids in the titles of the tests beside this file. */
function tested(): Set<string> {
  const files = readdirSync(here).filter((name) => name.endsWith('.test.ts') && name !== 'spec.test.ts');
  const titles = files.flatMap((name) =>
    [...readFileSync(`${here}${name}`, 'utf8').matchAll(/['`](SY-\d[^'`]*)['`]/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  return new Set(titles.flatMap((title) => [...title.matchAll(/SY-\d+/g)].map(([id]) => id)));
}

describe('the specification of sync', () => {
  it('gives every behaviour one id', () => {
    const ids = specified();
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a test for every id, and no test claims an id that it does not have', () => {
    expect([...tested()].sort()).toEqual(specified().sort());
  });
});
