import { lostConnection, refusedConnection } from './cuts';
import type { Chance } from './seeded';
import type { Call, ProofWorld } from './world';

/** Everything that a network, a server or a process may do to a request. */
export const faultKinds = [
  'reset',
  'refused',
  'time-out',
  'never-settles',
  'delay',
  'truncated',
  'unauthorised',
  'request-limit',
  'no-access',
  'conflict',
  'locked',
  'too-many',
  'too-many-until',
  'internal-error',
  'bad-gateway-after-commit',
  'unavailable-until',
  'malformed',
  'other-json',
  'captive-portal',
  'redirect',
  'slow-drip',
  'twice',
  'late',
  'dies',
] as const;
/** One of them. */
export type FaultKind = (typeof faultKinds)[number];

/** What a fault may use. */
export type Circumstances = {
  readonly world: ProofWorld;
  readonly chance: Chance;
  readonly hold: () => void;
  readonly kill: () => void;
};

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function refusal(call: Call, status: number, code: string, message: string): Response {
  return call.server === 'salesforce'
    ? json(status, [{ errorCode: code, message }])
    : json(status, { message });
}

function cut(response: Response, keep: number): Promise<Response> {
  return response.arrayBuffer().then(
    (bytes) =>
      new Response(bytes.slice(0, Math.floor(bytes.byteLength * keep)), {
        status: response.status === 204 ? 200 : response.status,
        headers: response.headers,
      }),
  );
}

/** The same answer part by part, each behind a turn of time; it breaks off half way when `breaks` is an error. */
async function inParts(response: Response, pause: () => void, breaks: Error | null): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const step = Math.max(1, Math.ceil(bytes.length / 8));
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve));
      pause();
      if (breaks !== null && at >= bytes.length / 2) controller.error(breaks);
      else if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + step));
      at += step;
    },
  });
  const { status, headers } = response;
  // An answer without a body has nothing to come in parts.
  if (status === 204 && breaks === null) return response;
  return new Response(body, { status: status === 204 ? 200 : status, headers });
}

/** Tells faults on writes from others, of which most do no harm. */
export type Hits = { readonly onWrites: Map<FaultKind, number>; readonly others: Map<FaultKind, number> };

/** Does to a request what a fault of this kind does; `hold` keeps it to take effect later, `kill` ends the process. */
export async function befall(
  kind: Exclude<FaultKind, 'never-settles'>,
  call: Call,
  { world, chance, hold, kill }: Circumstances,
): Promise<Response> {
  switch (kind) {
    case 'reset':
      throw lostConnection();
    case 'refused':
      throw refusedConnection();
    case 'time-out':
      world.clock.advance(30_000);
      if (chance.percent(50)) await call.deliver();
      throw lostConnection('UND_ERR_HEADERS_TIMEOUT');
    case 'delay':
      world.clock.advance(20_000);
      return call.deliver();
    case 'slow-drip':
      return inParts(await call.deliver(), () => world.clock.advance(20_000), null);
    case 'truncated':
      return inParts(await call.deliver(), () => undefined, lostConnection('UND_ERR_SOCKET'));
    case 'unauthorised':
      return refusal(call, 401, 'INVALID_SESSION_ID', '401 Unauthorized');
    case 'request-limit':
      return call.server === 'salesforce'
        ? refusal(call, 403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')
        : new Response('Retry later', { status: 429 });
    case 'no-access':
      return refusal(call, 404, 'NOT_FOUND', '404 Project Not Found');
    case 'conflict':
      return refusal(call, call.server === 'salesforce' ? 412 : 409, 'PRECONDITION_FAILED', 'Conflict: lock');
    case 'locked':
      return refusal(
        call,
        call.server === 'salesforce' ? 400 : 423,
        'UNABLE_TO_LOCK_ROW',
        'Resource is locked',
      );
    case 'too-many':
      return new Response('Retry later', { status: 429 });
    case 'too-many-until':
      return new Response('Retry later', {
        status: 429,
        headers: { 'retry-after': String(10 + chance.int(600)) },
      });
    case 'internal-error':
      return json(500, {});
    case 'bad-gateway-after-commit':
      await call.deliver();
      return new Response('<html>Bad gateway</html>', { status: 502 });
    case 'unavailable-until':
      return new Response('down', { status: 503, headers: { 'retry-after': '120' } });
    case 'malformed':
      return cut(await call.deliver(), 0.6);
    case 'other-json':
      await call.deliver();
      return json(200, { hello: 'world' });
    case 'captive-portal':
      return new Response('<html><h1>Welcome to the hotel</h1></html>', {
        status: 200,
        headers: { 'content-type': 'text/html' },
      });
    case 'redirect':
      return new Response(null, { status: 302, headers: { location: 'https://hotel.example/' } });
    case 'twice':
      await call.deliver();
      return call.deliver();
    case 'late':
      hold();
      throw lostConnection('UND_ERR_HEADERS_TIMEOUT');
    case 'dies':
      if (chance.percent(50)) await call.deliver();
      kill();
      throw lostConnection();
  }
}
