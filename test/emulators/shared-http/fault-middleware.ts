import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { assertNever } from '../../../shared/lib/assert-never';
import type { Fault, Faults } from './faults';
import type { NodeEnv } from './serve';

/** What a fault needs from the system that it strikes: its own words for limits and locks, and its tokens. */
export interface FaultHooks {
  /** The answer of this system when the caller's request budget is spent. */
  requestLimit(retryAfter: number | undefined): Response;
  /** The answer of this system when a record is locked by another transaction. */
  lockRow(): Response;
  /** Makes every access token that is out there invalid. */
  expireTokens(): void;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function plainHeaders(response: Response): Record<string, string> {
  const headers = Object.fromEntries(response.headers.entries());
  delete headers['content-length'];
  delete headers['transfer-encoding'];
  return headers;
}

function write(outgoing: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(chunk, () => resolve());
  });
}

async function sendTruncated(
  outgoing: ServerResponse,
  response: Response,
  keep: number | undefined,
): Promise<void> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  outgoing.writeHead(response.status, {
    ...plainHeaders(response),
    'content-length': String(Math.max(bytes.length, 1)),
  });
  await write(
    outgoing,
    bytes.subarray(0, Math.min(keep ?? Math.floor(bytes.length / 2), Math.max(bytes.length - 1, 0))),
  );
  outgoing.socket?.destroy();
}

async function sendSlowly(
  outgoing: ServerResponse,
  response: Response,
  chunks: number,
  ms: number,
): Promise<void> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...plainHeaders(response), 'content-length': String(bytes.length) });
  const size = Math.max(1, Math.ceil(bytes.length / chunks));
  for (let at = 0; at < bytes.length && !outgoing.destroyed; at += size) {
    await write(outgoing, bytes.subarray(at, at + size));
    await sleep(ms);
  }
  outgoing.end();
}

async function cutJson(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const cut = bytes.subarray(0, Math.max(1, Math.floor(bytes.length * 0.6)));
  return new Response(cut, { status: response.status, headers: plainHeaders(response) });
}

function fixedAnswer(fault: Extract<Fault, { kind: 'status' }>): Response {
  const isText = typeof fault.body === 'string';
  const headers = new Headers(fault.headers);
  if (!headers.has('content-type'))
    headers.set('content-type', isText ? 'text/plain' : 'application/json;charset=UTF-8');
  const empty = fault.body === undefined || fault.status === 204 || fault.status === 304;
  return new Response(empty ? null : isText ? String(fault.body) : JSON.stringify(fault.body), {
    status: fault.status,
    headers,
  });
}

async function strike<Env extends NodeEnv>(
  fault: Fault,
  c: Context<Env>,
  next: () => Promise<void>,
  hooks: FaultHooks,
): Promise<Response | undefined> {
  const { incoming, outgoing } = c.env;
  const node = outgoing as ServerResponse;
  switch (fault.kind) {
    case 'drop-before':
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'drop-after-commit':
      await next();
      await c.res.arrayBuffer();
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'delay':
      await sleep(fault.ms);
      await next();
      return undefined;
    case 'status':
      return fixedAnswer(fault);
    case 'request-limit':
      return hooks.requestLimit(fault.retryAfter);
    case 'lock-row':
      return hooks.lockRow();
    case 'expire-tokens':
      hooks.expireTokens();
      await next();
      return undefined;
    case 'truncate':
      await next();
      await sendTruncated(node, c.res, fault.bytes);
      return RESPONSE_ALREADY_SENT;
    case 'slow-drip':
      await next();
      await sendSlowly(node, c.res, fault.chunks, fault.ms);
      return RESPONSE_ALREADY_SENT;
    case 'malformed-json':
      await next();
      return cutJson(c.res);
    default:
      return assertNever(fault);
  }
}

/** Middleware that lets the armed faults strike; put it outermost, right after the request log. */
export function faultMiddleware<Env extends NodeEnv>(
  faults: Faults,
  hooks: FaultHooks,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const fault = await faults.take({
      method: c.req.method,
      path: url.pathname + url.search,
      body: () => c.req.raw.clone().text(),
    });
    if (!fault) {
      await next();
      return;
    }
    const answer = await strike(fault, c, next, hooks);
    if (!answer) return;
    // Hono merges the headers of a response that is already set; the fault's own answer stands alone.
    c.res = undefined;
    c.res = answer;
  };
}
