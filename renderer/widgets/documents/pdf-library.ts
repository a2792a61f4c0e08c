import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';

// PDFs may use fonts and character maps that every reader has; they lie in the app, one file each.
const characterMaps = import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fonts = import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url',
  import: 'default',
  eager: true,
});

const jpeg2000 = import.meta.glob<string>(
  '../../../node_modules/pdfjs-dist/wasm/openjpeg_nowasm_fallback.js',
  { query: '?url', import: 'default', eager: true },
);

/**
 * Where the reader of PDFs finds its decoder of JPEG 2000 in plain JavaScript. It appends a fixed file name to a folder;
 * here that name ends up behind the question mark, since built files carry names of their own.
 */
const decoderFolder = `${Object.values(jpeg2000)[0] ?? ''}?/`;

const addresses = new Map(
  Object.entries({ ...characterMaps, ...fonts }).map(([path, url]) => [
    path.slice(path.lastIndexOf('/') + 1),
    url,
  ]),
);

/** Gives the reader of PDFs the fonts and character maps of the app, and nothing from elsewhere. */
class AppBinaryData {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const url = addresses.get(filename);
    if (url === undefined) throw new Error(`${filename} is not part of the app`);
    const file: Blob = await pdfjs.fetchData(url, 'blob');
    return new Uint8Array(await file.arrayBuffer());
  }
}

/** The reader of PDFs with what it needs from the app; large, so it is fetched when the first PDF is opened. */
export const pdfLibrary = { pdfjs, AppBinaryData, decoderFolder };
