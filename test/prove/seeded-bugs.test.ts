import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../e2e/support/project-root';
import { mutationGroups } from './mutation/groups';
import { failureText } from './proof';
import { seededBugs } from './seeded-bugs';

const silent = (): void => undefined;

/** A pattern of files as the groups write it: names in braces, `*` for any name, `**` for any folders. */
function matcherOf(pattern: string): RegExp {
  const escaped = pattern
    .replaceAll('.', '\\.')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`);
  const folders = escaped.split('**/').map((piece) => piece.replaceAll('*', '[^/]*'));
  return new RegExp(`^${folders.join('(?:.*/)?')}$`);
}

describe(seededBugs.title, { timeout: 600_000 }, () => {
  it('every planted mistake still stands in the code once, and the first ones are noticed', async () => {
    const outcome = await seededBugs.run({ count: seededBugs.sizes.test, firstSeed: 1, say: silent });
    expect(failureText(outcome)).toBe('');
    expect(outcome.checked).toBe(seededBugs.sizes.test);
  });

  it('the small changes of every file of merging, the journal and the sync engine are tried, each in one group', () => {
    const parts = ['shared/domain/merging', 'electron/journal', 'shared/sync'];
    const files = parts.flatMap((part) =>
      readdirSync(join(projectRoot, part), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${part}/${name.replaceAll('\\', '/')}`),
    );
    const patterns = mutationGroups.flatMap(({ mutate }) => mutate.map(matcherOf));
    const odd = files.filter((file) => patterns.filter((pattern) => pattern.test(file)).length !== 1);
    expect(odd).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
  });
});
