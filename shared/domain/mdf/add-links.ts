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

/** Those lines of a list that a text lacks: one with an address when nothing links there, one without when the heading is missing. */
export function missingLines(text: string, { heading, lines }: ListedLinks): ListedLinks['lines'] {
  const isHeaded = text.split('\n').some((row) => row.trim() === heading);
  return lines.filter(({ url }) => (url === null ? !isHeaded : !text.includes(`(${url})`)));
}
