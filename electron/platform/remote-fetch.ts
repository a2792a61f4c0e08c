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

/** The transport, and a way to let go of every connection that may be dead without saying so. */
export type RemoteTransport = { readonly fetch: FetchLike; dropConnections(): Promise<void> };

/**
 * The transport of the remotes over Chromium's network stack, with the system's proxies and certificates: reads share
 * connections, every write has one to itself. A redirect is an answer and is not followed. The sessions are in
 * memory, so no cookie or cached answer outlives the app.
 */
export function createRemoteFetch(net: Net, sessionFor: (partition: string) => Session): RemoteTransport {
  const reads = sessionFor('remote-reads');
  const writes = sessionFor('remote-writes');
  const underWay = new Set<AbortController>();
  return {
    fetch(url, init) {
      const method = init.method ?? 'GET';
      const isRead = method === 'GET' || method === 'HEAD';
      const request = net.request({
        url,
        method,
        session: isRead ? reads : writes,
        credentials: 'omit',
        redirect: 'manual',
      });
      for (const [name, value] of new Headers(init.headers)) request.setHeader(name, value);
      if (!isRead) request.setHeader('Connection', 'close');
      const abort = new AbortController();
      const stop = (): void => abort.abort(init.signal?.reason);
      if (init.signal?.aborted) stop();
      init.signal?.addEventListener('abort', stop, { once: true });
      underWay.add(abort);
      const body = bodyOf(init.body);
      // Without it Electron would hold a stream whole before the first byte leaves.
      if (body instanceof ReadableStream) request.chunkedEncoding = true;
      return send(request, body, abort.signal, () => {
        underWay.delete(abort);
        init.signal?.removeEventListener('abort', stop);
      });
    },
    async dropConnections() {
      // Chromium closes only those that are idle; what is under way would wait for its time limit.
      for (const abort of underWay)
        abort.abort(new Error('the connection was given up because the network changed'));
      await Promise.all([reads.closeAllConnections(), writes.closeAllConnections()]);
    },
  };
}

function send(
  request: ClientRequest,
  body: Buffer | ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
  over: () => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      over();
      reject(reasonOf(signal));
      request.abort();
    };
    const done = (): void => {
      over();
      signal.removeEventListener('abort', abort);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => {
      done();
      reject(error);
    });
    request.on('redirect', (status, _method, location, headers) => {
      done();
      resolve(new Response(null, { status, headers: headersOf({ ...headers, location }) }));
      request.abort();
    });
    // Asked for a password by a proxy, or by the server, which never does that to a bearer of tokens.
    request.on('login', (_info, answer) => answer());
    request.on('response', (message) => {
      signal.removeEventListener('abort', abort);
      resolve(answerOf(message, request, signal, over));
    });
    if (body instanceof ReadableStream) {
      pour(body, request, signal).catch((error: unknown) => {
        // Cut off without its end, so that the server cannot take the body for whole.
        done();
        reject(signal.aborted ? reasonOf(signal) : error);
        request.abort();
      });
      return;
    }
    if (body !== null) request.write(body);
    request.end();
  });
}

/** Hands a body over part by part, each when the network has taken the one before. */
async function pour(
  body: ReadableStream<Uint8Array>,
  request: ClientRequest,
  signal: AbortSignal,
): Promise<void> {
  const reader = body.getReader();
  let isOver = signal.aborted;
  const over = new Promise<void>((resolve) => {
    const end = (): void => {
      isOver = true;
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    // A server may answer before it has everything; nothing more is taken then.
    request.once('response', end);
    request.once('error', end);
    request.once('close', end);
  });
  try {
    for (;;) {
      const part = await reader.read();
      if (isOver) return;
      if (part.done) break;
      await Promise.race([over, written(request, part.value)]);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  request.end();
}

function written(request: ClientRequest, part: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    request.write(Buffer.from(part.buffer, part.byteOffset, part.byteLength), undefined, () => resolve());
  });
}

/** The answer with its body as it comes; one that is cut off fails while it is read. */
function answerOf(
  message: IncomingMessage,
  request: ClientRequest,
  signal: AbortSignal,
  over: () => void,
): Response {
  const status = message.statusCode;
  const headers = headersOf(message.headers);
  let isOver = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const fail = (error: Error): void => {
        over();
        if (!isOver) controller.error(error);
        isOver = true;
      };
      signal.addEventListener(
        'abort',
        () => {
          if (isOver) return;
          fail(reasonOf(signal));
          request.abort();
        },
        { once: true },
      );
      message.on('data', (chunk) => {
        if (!isOver) controller.enqueue(new Uint8Array(chunk));
      });
      message.on('error', fail);
      message.on('aborted', () => fail(new Error('the answer was cut off')));
      message.on('end', () => {
        over();
        if (!isOver) controller.close();
        isOver = true;
      });
    },
    cancel() {
      isOver = true;
      over();
      request.abort();
    },
  });
  const mayHaveBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(mayHaveBody ? body : null, { status, headers });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('the request was aborted');
}

function headersOf(given: Readonly<Record<string, string | string[]>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const one of [value].flat()) headers.append(name, one);
  }
  return headers;
}

function bodyOf(body: RequestInit['body']): Buffer | ReadableStream<Uint8Array> | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof ReadableStream) return body as ReadableStream<Uint8Array>;
  throw new TypeError('a request body is a text, bytes or a stream of bytes');
}
