import type { Context, Hono } from 'hono';
import { ApiError, badJson, notFound } from '../errors';
import type { ObjectDef } from '../metadata/types';
import type { Lock } from '../lock';
import type { Session, Tokens } from '../oauth-tokens';
import type { Actor, Org } from '../org';
import type { ReadContext } from '../records/read';
import type { Cursors } from '../soql/cursors';

/** What the parts of one running emulator share. */
export interface Runtime {
  readonly org: Org;
  readonly tokens: Tokens;
  readonly cursors: Cursors;
  readonly lock: Lock;
}

/** Bindings of the REST resources: who asks, and under which origin this server is known to them. */
export interface RestEnv {
  readonly Bindings: { readonly session: Session; readonly origin: string };
}

/** The app that serves the resources below `/services/data/vNN.0`. */
export type RestApp = Hono<RestEnv>;

/** A request to a REST resource. */
export type RestContext = Context<RestEnv>;

/** Oldest and newest version served. */
export const VERSIONS = { first: 31, last: 64 } as const;

/** The path without doubled and trailing slashes; the Salesforce CLI sends `//services/data`. */
export function normalPath(request: Request): string {
  const rest = request.url.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const path = rest.split(/[?#]/)[0] ?? '/';
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '') || '/';
}

/** An answer in Salesforce's JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  });
}

/** 204 without a body. */
export function noContent(headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 204, headers });
}

/** Version of the request's URL, `v62.0`. */
export function versionOf(c: RestContext): string {
  return c.req.param('version') ?? '';
}

/** How records are read for this request. */
export function readContext(runtime: Runtime, c: RestContext): ReadContext {
  return { org: runtime.org, version: versionOf(c), instanceUrl: c.env.origin };
}

/** Who writes in this request. */
export function actorOf(c: RestContext): Actor {
  const rule = c.req.header('sforce-duplicate-rule-header') ?? '';
  return { userId: c.env.session.userId, allowDuplicates: /allowsave\s*=\s*true/i.test(rule) };
}

const MARKETING_ONLY = new Set(['Campaign', 'CampaignMember']);

/** Finds an object that this login may see; campaigns are for marketing users only. */
export function objectFinder(runtime: Runtime, c: RestContext): (name: string) => ObjectDef | null {
  const user = runtime.org.store.get('User', c.env.session.userId);
  return (name) => {
    const def = runtime.org.metadata.object(name);
    if (def === null || runtime.org.hiddenObjects.has(def.name)) return null;
    return MARKETING_ONLY.has(def.name) && user?.['UserPermissionsMarketingUser'] !== true ? null : def;
  };
}

/** The object of a URL; 404 when there is none. */
export function objectOf(runtime: Runtime, c: RestContext, name = c.req.param('object') ?? ''): ObjectDef {
  const def = objectFinder(runtime, c)(name);
  if (!def) throw notFound();
  return def;
}

/** The request's body as a JSON value; 400 or 415 when it is none. */
export async function readJson(c: RestContext): Promise<unknown> {
  const type = c.req.header('content-type') ?? 'application/json';
  if (!/json/i.test(type)) {
    throw new ApiError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Content type '${type}' is not supported by this resource`,
    );
  }
  const text = await c.req.text();
  if (text.trim() === '') {
    throw badJson('The HTTP entity body is required, but this request has no entity body.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badJson(error instanceof Error ? error.message : 'Unexpected character');
  }
}

/** The request's body as a JSON object. */
export async function readJsonObject(c: RestContext): Promise<Record<string, unknown>> {
  const body = await readJson(c);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badJson('Cannot deserialize instance of sobject from START_ARRAY value [line:1, column:1]');
  }
  return body as Record<string, unknown>;
}

/** Refuses a body that repeats the field by which the URL names the record. */
export function refuseNamed(body: Readonly<Record<string, unknown>>, field: string): void {
  if (Object.keys(body).some((key) => key.toLowerCase() === field.toLowerCase()))
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `The ${field} field should not be specified in the sobject data.`,
    );
}

/** The answer to an error: Salesforce's array for refusals; anything else is a bug and becomes UNKNOWN_EXCEPTION. */
export function errorResponse(error: unknown): Response {
  if (error instanceof ApiError) return json(error.body(), error.status);
  const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  return json([{ message: `emulator failure: ${message}`, errorCode: 'UNKNOWN_EXCEPTION' }], 500);
}
