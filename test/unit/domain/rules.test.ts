import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const families = 'CAL|MDF|POP|PLAN|PROG|PB';

type Row = { id: string; file: string; name: string; title: string };

function rows(): Row[] {
  const text = readFileSync(`${root}shared/domain/RULES.md`, 'utf8');
  const cells = text
    .split('\n')
    .filter((line) => new RegExp(`^\\| (${families})-`).test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return cells.map(([, id = '', , place = '', title = '']) => {
    const [path = '', name = ''] = place.replaceAll('`', '').split(':');
    const file = path.startsWith('playbook/') ? `shared/${path}` : `shared/domain/${path}`;
    return { id, file, name, title };
  });
}

/** Titles of the tests in a folder, as they are written. */
function titlesIn(folder: string): string[] {
  const files = readdirSync(`${root}${folder}`).filter((name) => name.endsWith('.test.ts'));
  return files.flatMap((name) => {
    const text = readFileSync(`${root}${folder}/${name}`, 'utf8');
    const found = text.matchAll(/^ {2}(?:it|\])\((?:\s*)'((?:[^'\\]|\\.)+)'/gm);
    const loops = text.matchAll(/^ {2}\]\)\((?:\s*)'((?:[^'\\]|\\.)+)'/gm);
    return [...found, ...loops].map((match) => match[1] ?? '');
  });
}

const table = rows();
const titles = [...titlesIn('test/unit/domain'), ...titlesIn('test/unit/playbook')];
const idOf = (title: string) => new RegExp(`^(?:${families})-\\d+(?= )`).exec(title)?.[0];

describe('RULES.md', () => {
  it('lists rules in the form that this test can read', () => {
    expect(table.length).toBeGreaterThan(80);
    expect(titles.length).toBeGreaterThan(120);
  });

  it('names files that exist and functions that they export', () => {
    const wrong = table.filter(({ file, name }) => {
      if (!existsSync(`${root}${file}`)) return true;
      const text = readFileSync(`${root}${file}`, 'utf8');
      return !new RegExp(`^export (?:function|const) ${name}\\b`, 'm').test(text);
    });
    expect(wrong).toEqual([]);
  });

  it('names tests that exist and whose title starts with the rule', () => {
    const wrong = table.filter(({ id, title }) => idOf(title) !== id || !titles.includes(title));
    expect(wrong).toEqual([]);
  });

  it('has every rule that a test is titled with', () => {
    const listed = new Set(table.map(({ id }) => id));
    const missing = titles.map(idOf).filter((id) => id !== undefined && !listed.has(id));
    expect(missing).toEqual([]);
  });

  it.each(['calendar', 'money', 'mdf', 'pop', 'planning', 'programs'])(
    'has every rule that a finding in %s names',
    (folder) => {
      const listed = new Set(table.map(({ id }) => id));
      const text = readdirSync(`${root}shared/domain/${folder}`)
        .map((name) => readFileSync(`${root}shared/domain/${folder}/${name}`, 'utf8'))
        .join('\n');
      const named = [...text.matchAll(/rule: '([A-Z]+-\d+)'/g)].map((match) => match[1] ?? '');
      expect(named.filter((id) => !listed.has(id))).toEqual([]);
    },
  );

  it.each([
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => `MDF-${n}`),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `POP-${n}`),
    'PLAN-1',
    'PLAN-2',
    'PLAN-3',
    'PLAN-5',
    'PROG-2',
    'PROG-4',
    'PROG-5',
  ])('covers %s', (id) => {
    expect(table.some((row) => row.id === id)).toBe(true);
  });
});
