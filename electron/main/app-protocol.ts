import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Protocol } from 'electron';
import type { Log } from '../../shared/ports/log';
import { appScheme } from '../platform/app-url';
import { assetFor } from './assets';
import { securityHeaders, withStyleNonce } from './content-security';

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
  protocol.handle(appScheme, (request) => answer(request.method, request.url, root, log));
}

async function answer(method: string, url: string, root: string, log: Log): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const headers = securityHeaders(nonce);
  const refuse = (status: number): Response => {
    log.warn(`Refused ${method} ${url.slice(0, 200)} with ${status}.`);
    return new Response(null, { status, headers });
  };

  const asset = assetFor(method, url, root);
  if (asset.kind === 'refused') return refuse(asset.status);
  let bytes: Buffer;
  try {
    // A link inside the folder must not lead out of it either.
    const [real, realRoot] = await Promise.all([realpath(asset.path), realpath(root)]);
    if (!real.startsWith(realRoot + sep)) return refuse(403);
    bytes = await readFile(real);
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
