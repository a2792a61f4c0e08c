import { useEffect, useState } from 'react';
import type { OpenPdf } from './pdf-engine';
import { findSpans } from './text-match';

/** Hits of a search by page, in reading order. */
export type Hit = { readonly page: number; readonly hit: number };

/** Text of a page, its pieces joined as they follow each other. */
async function pageText(open: OpenPdf, number: number): Promise<string> {
  const page = await open.pdf.getPage(number);
  const reader = page.streamTextContent().getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    for (const item of value.items) text += item.str ?? '';
  }
}

/** Searches all pages, drawn or not; null while it is still reading them. */
export function useSearch(open: OpenPdf, search: string): readonly Hit[] | null {
  const [texts, setTexts] = useState<readonly string[] | null>(null);
  const isWanted = search.trim() !== '';
  useEffect(() => {
    if (!isWanted || texts !== null) return undefined;
    let isGone = false;
    async function read(): Promise<void> {
      const all: string[] = [];
      for (let number = 1; number <= open.pdf.numPages && !isGone; number += 1) {
        // A page whose text cannot be read has no hits; the page itself says what is wrong.
        all.push(await pageText(open, number).catch(() => ''));
      }
      if (!isGone) setTexts(all);
    }
    void read();
    return () => {
      isGone = true;
    };
  }, [open, isWanted, texts]);
  if (!isWanted) return [];
  if (texts === null) return null;
  return texts.flatMap((text, index) =>
    findSpans(text, [search]).map((_, hit) => ({ page: index + 1, hit })),
  );
}
