import type { ClientRequest, CommandLine, IncomingMessage, Net, Session } from 'electron';
import type { FetchLike } from '../remotes/common/ports';

// Two habits of Chromium's network stack would break what the sync engine promises, so neither is left to it.
//
// It sends a request again by itself when a connection that had served before dies without an answer, whatever the
// method is; the first one may have arrived, and there would be two epics (G3). It does not do so on a connection of
// its own, so every write gets one.
//
// `net.fetch` on Electron 25 does not notice that a request with a body is to be aborted. Hanging writes would pile
// up until no connection is left (G5), so requests are made one level below, where aborting works.

/** HTTP/2 and QUIC share one connection among requests by design; must run before Electron is ready. */
export function settleRemoteProtocols(commandLine: CommandLine): void {
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/**
 * The transport of the remotes over Chromium's network stack, with the system's proxies and certificates: reads share
 * connections, every write has one to itself. A redirect is an error. The sessions are in memory, so no cookie or
 * cached answer outlives the app.
 */
export function createRemoteFetch(net: Net, sessionFor: (partition: string) => Session): FetchLike {
  const reads = sessionFor('remote-reads');
  const writes = sessionFor('remote-writes');
  return (url, init) => {
    const method = init.method ?? 'GET';
    const isRead = method === 'GET' || method === 'HEAD';
    const request = net.request({
      url,
      method,
      session: isRead ? reads : writes,
      credentials: 'omit',
      redirect: 'error',
    });
    for (const [name, value] of new Headers(init.headers)) request.setHeader(name, value);
    if (!isRead) request.setHeader('Connection', 'close');
    return send(request, bodyOf(init.body), init.signal ?? null);
  };
}

function send(request: ClientRequest, body: Buffer | null, signal: AbortSignal | null): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason instanceof Error ? signal.reason : new Error('the request was aborted'));
      request.abort();
    };
    const fail = (error: Error): void => {
      signal?.removeEventListener('abort', abort);
      reject(error);
    };
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    request.on('error', fail);
    request.on('response', (message) => {
      whole(message).then((response) => {
        signal?.removeEventListener('abort', abort);
        resolve(response);
      }, fail);
    });
    if (body !== null) request.write(body);
    request.end();
  });
}

/** The answer once it is complete; one that is cut off is an error. */
function whole(message: IncomingMessage): Promise<Response> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk) => chunks.push(chunk));
    message.on('error', reject);
    message.on('aborted', () => reject(new Error('the answer was cut off')));
    message.on('end', () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(message.headers)) {
        for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
      }
      const status = message.statusCode;
      const mayHaveBody = status !== 204 && status !== 205 && status !== 304;
      resolve(new Response(mayHaveBody ? Buffer.concat(chunks) : null, { status, headers }));
    });
  });
}

function bodyOf(body: RequestInit['body']): Buffer | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new TypeError('a request body is a text or bytes');
}
