import type { ListedLinks } from './epic';

/**
 * Adds what a text does not link to yet under the heading of a list, and leaves every other character as it is: people
 * tick, correct and write in such a text (G4).
 */
export function addLinks(text: string, { heading, lines }: ListedLinks): string {
  const missing = lines.filter(({ url }) => !text.includes(`(${url})`)).map((line) => line.text);
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
