import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { userOf } from './auth';
import { readParams, type Params } from './params';
import { ParamReader } from './reader';
import { unauthorized } from './api-error';
import type { User } from '../model/types';
import type { World } from '../model/world';

/** Bindings of every route. */
export interface GitlabEnv {
  readonly Bindings: HttpBindings;
}
/** The hono app of this emulator. */
export type GitlabApp = Hono<GitlabEnv>;

/** One request as a handler sees it. */
export interface Call {
  readonly world: World;
  /** Who asks; null without a token (only routes that allow it get that far). */
  readonly user: User | null;
  /** Query and body parameters as sent. */
  readonly params: Params;
  readonly read: ParamReader;
  /** Origin that the client used, e.g. `http://127.0.0.1:4711`; links in answers start with it. */
  readonly origin: string;
  readonly request: Request;
  /** Path parameter, decoded; the path was split before decoding. */
  path(name: string): string;
  /** Adds a header to the answer. */
  header(name: string, value: string): void;
}

/** A call by somebody who has signed in. */
export interface SignedCall extends Call {
  readonly user: User;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Answer = unknown;

/** How a route differs from the usual: open to nobody-in-particular, or with another status. */
export interface RouteOptions {
  readonly status?: number;
  /** Scopes besides `api` (and `read_api` for reading) that reach this route. */
  readonly scopes?: readonly string[];
}

const STATUS: Readonly<Record<Method, number>> = { GET: 200, POST: 201, PUT: 200, DELETE: 204 };

/** JSON with the exact content type that clients compare with. */
export function jsonAnswer(
  body: unknown,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function makeCall(
  c: Context<GitlabEnv>,
  world: World,
  scopes: readonly string[],
  headers: Map<string, string>,
): Promise<Call> {
  const params = await readParams(c.req.raw);
  return {
    world,
    user: userOf(world, c.req.raw, params, scopes),
    params,
    read: new ParamReader(params),
    origin: new URL(c.req.url).origin,
    request: c.req.raw,
    path: (name) => c.req.param(name) ?? '',
    header: (name, value) => headers.set(name, value),
  };
}

/** Registers API routes under `/api/v4`: a handler returns the body, or a Response of its own. */
export class Api {
  readonly #app: GitlabApp;
  readonly #world: World;

  constructor(app: GitlabApp, world: World) {
    this.#app = app;
    this.#world = world;
  }

  /** A route that also answers without a token; private things are then simply not there. */
  open(path: string, handler: (call: Call) => Answer, options: RouteOptions = {}): void {
    this.#register('GET', path, handler, options);
  }

  /** A route for people who have signed in. */
  get(path: string, handler: (call: SignedCall) => Answer, options: RouteOptions = {}): void {
    this.#registerSigned('GET', path, handler, options);
  }

  /** Creates: 201 unless said otherwise. */
  post(path: string, handler: (call: SignedCall) => Answer, options: RouteOptions = {}): void {
    this.#registerSigned('POST', path, handler, options);
  }

  /** Changes: 200. */
  put(path: string, handler: (call: SignedCall) => Answer, options: RouteOptions = {}): void {
    this.#registerSigned('PUT', path, handler, options);
  }

  /** Deletes: 204 and no body unless the route answers something. */
  delete(path: string, handler: (call: SignedCall) => Answer, options: RouteOptions = {}): void {
    this.#registerSigned('DELETE', path, handler, options);
  }

  #registerSigned(
    method: Method,
    path: string,
    handler: (call: SignedCall) => Answer,
    options: RouteOptions,
  ): void {
    this.#register(
      method,
      path,
      (call) => {
        if (!call.user) throw unauthorized();
        return handler({ ...call, user: call.user });
      },
      options,
    );
  }

  #register(method: Method, path: string, handler: (call: Call) => Answer, options: RouteOptions): void {
    this.#app.on(method, `/api/v4${path}`, async (c) => {
      const headers = new Map<string, string>();
      const call = await makeCall(c, this.#world, options.scopes ?? [], headers);
      const answer = handler(call);
      if (answer instanceof Response) return answer;
      const status = options.status ?? STATUS[method];
      return status === 204 ? c.body(null, 204) : jsonAnswer(answer, status, Object.fromEntries(headers));
    });
  }
}
