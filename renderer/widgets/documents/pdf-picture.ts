import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { err, ok, type Result } from '../../../shared/lib/result';
import { openPdf } from './pdf-engine';

/** Why no picture was made. */
export type PictureProblem = { readonly message: string; readonly fix: string };

/** Pixels for one point of paper: sharp on a slide and on a screen. */
const SCALE = 2.5;
/** Below this the words on a page can no longer be read. */
const LEAST_SCALE = 1;
/** Highest canvas that Chromium draws with certainty. */
const MAX_HEIGHT = 16_000;

async function paint(page: PDFPageProxy, scale: number): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(viewport.width);
  canvas.height = Math.ceil(viewport.height);
  await page.render({ canvas, viewport }).promise;
  return canvas;
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}

/** Draws all pages of a PDF into one picture, one below the other. */
export async function pdfPicture(
  bytes: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>, PictureProblem>> {
  const opened = await openPdf(bytes);
  if (!opened.ok) return err({ message: opened.error.reason, fix: 'Save it as a PDF instead.' });
  const { pdf, close } = opened.value;
  try {
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pdf.getPage(at + 1)));
    const sizes = pages.map((page) => page.getViewport({ scale: 1 }));
    const height = sizes.reduce((all, size) => all + size.height, 0);
    const scale = Math.min(SCALE, MAX_HEIGHT / height);
    if (scale < LEAST_SCALE) {
      return err({
        message: `${pages.length} pages are too many for one picture.`,
        fix: 'Filter the plan, choose a shorter time, or save it as a PDF.',
      });
    }
    const picture = document.createElement('canvas');
    picture.width = Math.ceil(Math.max(...sizes.map((size) => size.width)) * scale);
    picture.height = Math.ceil(height * scale);
    const context = picture.getContext('2d');
    let top = 0;
    for (const page of pages) {
      const canvas = await paint(page, scale);
      context?.drawImage(canvas, 0, top);
      top += canvas.height;
    }
    const blob = await pngOf(picture);
    if (blob === null) {
      return err({
        message: 'There is too little memory for the picture.',
        fix: 'Save it as a PDF instead.',
      });
    }
    return ok(new Uint8Array(await blob.arrayBuffer()));
  } finally {
    close();
  }
}
