import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a PDF holds: the size of every page in millimetres, and its text. */
export type PdfContent = {
  readonly pages: readonly { readonly width: number; readonly height: number; readonly text: string }[];
};

const MILLIMETRES_PER_POINT = 25.4 / 72;

/** Reads a PDF; rejects when it is none. */
export async function readPdf(bytes: Uint8Array): Promise<PdfContent> {
  // The reader takes the bytes for itself.
  const task = getDocument({ data: Uint8Array.from(bytes), useSystemFonts: true, verbosity: 0 });
  const document = await task.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    const content = await page.getTextContent();
    pages.push({
      width: Math.round((right - left) * MILLIMETRES_PER_POINT),
      height: Math.round((top - bottom) * MILLIMETRES_PER_POINT),
      text: content.items.map((item) => ('str' in item ? item.str : '')).join(''),
    });
  }
  await task.destroy();
  return { pages };
}
