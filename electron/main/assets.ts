import { join, sep } from 'node:path';
import { appHost, appScheme } from '../platform/app-url';

/** What a request for a file of the app comes to. */
export type Asset =
  | { readonly kind: 'file'; readonly path: string; readonly mediaType: string }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
  bcmap: 'application/octet-stream',
  pfb: 'application/octet-stream',
  icc: 'application/vnd.iccprofile',
};

/** The file under `root` that a request means; anything that could lead out of `root` is refused. */
export function assetFor(method: string, address: string, root: string): Asset {
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405 };
  let path: string;
  try {
    const url = new URL(address);
    if (url.protocol !== `${appScheme}:` || url.host !== appHost) return { kind: 'refused', status: 403 };
    path = decodeURIComponent(url.pathname).replace(/^\/+/, '');
  } catch {
    return { kind: 'refused', status: 400 };
  }
  const parts = path.split('/');
  // One name per part: no way up, no drive, no alternate stream, no separator of another system, no hidden file.
  if (parts.some((part) => part === '' || part.startsWith('.') || /[\\:\0%]/.test(part))) {
    return { kind: 'refused', status: path === '' ? 404 : 403 };
  }
  const file = join(root, ...parts);
  if (!file.startsWith(root + sep)) return { kind: 'refused', status: 403 };
  const mediaType = mediaTypes[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
  return mediaType === undefined ? { kind: 'refused', status: 404 } : { kind: 'file', path: file, mediaType };
}
