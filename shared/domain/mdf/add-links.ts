import type { ListedLinks } from './epic';

/**
 * Adds what a text does not link to yet under the heading of a list, and leaves every other character as it is: people
 * tick, correct and write in such a text (G4).
 */
export function addLinks(text: string, list: ListedLinks): string {
  const { heading } = list;
  const missing = missingLines(text, list).map((line) => line.text);
  if (missing.length === 0) return text;
  const rows = text.split('\n');
  const at = rows.findIndex((row) => row.trim() === heading);
  if (at < 0) {
    const above = text.trimEnd();
    return `${above === '' ? '' : `${above}\n\n`}${heading}\n\n${missing.join('\n')}`;
  }
  let end = at + 1;
  while (end < rows.length && (rows[end]?.trim() === '' || rows[end]?.startsWith('* '))) end += 1;
  while (end > at + 1 && rows[end - 1]?.trim() === '') end -= 1;
  const gap = end === at + 1 ? [''] : [];
  return [...rows.slice(0, end), ...gap, ...missing, ...rows.slice(end)].join('\n');
}

/** Those lines of a list that a text lacks: one with an address when nothing links there, one without when no row of the text is it. */
export function missingLines(text: string, { lines }: ListedLinks): ListedLinks['lines'] {
  const rows = new Set(text.split('\n').map((row) => row.trim()));
  return lines.filter(({ text: line, url }) =>
    url === null ? !rows.has(line.trim()) : !text.includes(`(${url})`),
  );
}
