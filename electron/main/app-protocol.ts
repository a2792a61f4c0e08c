import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Protocol } from 'electron';
import type { Log } from '../../shared/ports/log';
import { appScheme } from '../platform/app-url';
import { assetFor } from './assets';
import { securityHeaders, withStyleNonce } from './content-security';
import { type FirstFiles, readFirstFiles } from './first-files';

/** Declares the app's scheme; must run before Electron is ready. */
export function declareAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the built pages from `root` and nothing else. */
export function serveApp(protocol: Protocol, root: string, log: Log): void {
  const first = readFirstFiles(root);
  protocol.handle(appScheme, (request) => answer(request.method, request.url, root, first, log));
}

/** Has Node load what requests and answers are made of, which it does when the first is made: the page would wait for it. */
export function warmUpAnswers(): void {
  void new Response(null, { headers: new Request(`${appScheme}://warm-up`).headers });
}

async function answer(
  method: string,
  url: string,
  root: string,
  first: FirstFiles,
  log: Log,
): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const headers = securityHeaders(nonce);
  const refuse = (status: number): Response => {
    log.warn(`Refused ${method} ${url.slice(0, 200)} with ${status}.`);
    return new Response(null, { status, headers });
  };

  const asset = assetFor(method, url, root);
  if (asset.kind === 'refused') return refuse(asset.status);
  let bytes = first.take(asset.path);
  try {
    bytes ??= await readInside(root, asset.path);
    if (bytes === null) return refuse(403);
  } catch {
    return refuse(404);
  }
  const body = asset.mediaType.startsWith('text/html')
    ? withStyleNonce(bytes.toString('utf8'), nonce)
    : bytes;
  return new Response(method === 'HEAD' ? null : body, {
    headers: { ...headers, 'Content-Type': asset.mediaType },
  });
}

/** A file's bytes; null for a link that leads out of the folder. */
async function readInside(root: string, path: string): Promise<Buffer | null> {
  const [real, realRoot] = await Promise.all([realpath(path), realpath(root)]);
  return real.startsWith(realRoot + sep) ? readFile(real) : null;
}
