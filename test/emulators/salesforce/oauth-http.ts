import type { Context } from 'hono';
import type { ClientSeed } from '../scenario/salesforce-seed';
import { basicLogin } from '../shared-http/basic-login';
import type { NodeEnv } from '../shared-http/serve';
import { json, type Runtime } from './routes/env';

/** A request to the login server. */
export type OAuthContext = Context<NodeEnv>;

/** A refusal in the form of OAuth. */
export function oauthError(error: string, description: string, status = 400): Response {
  return json({ error, error_description: description }, status, { 'cache-control': 'no-store' });
}

/** The address under which this server was called. */
export function originOf(c: OAuthContext): string {
  return new URL(c.req.url).origin;
}

/** Parameters of a token request, from the form body and the query string alike; a client may name itself in the header. */
export async function parameters(c: OAuthContext): Promise<URLSearchParams> {
  const params = new URLSearchParams(new URL(c.req.url).search);
  const text = c.req.method === 'POST' ? await c.req.text() : '';
  for (const [name, value] of new URLSearchParams(text)) params.set(name, value);
  const basic = basicLogin(c.req.header('authorization'));
  if (basic === null) return params;
  params.set('client_id', basic.id);
  params.set('client_secret', basic.secret);
  return params;
}

/** The client of a token request; a public client must not send a secret, a confidential one has to know its own. */
export function authenticate(runtime: Runtime, params: URLSearchParams): ClientSeed | Response {
  const client = runtime.tokens.client(params.get('client_id') ?? '');
  if (!client) return oauthError('invalid_client_id', 'client identifier invalid');
  const secret = params.get('client_secret') ?? '';
  if (secret !== (client.clientSecret ?? ''))
    return oauthError('invalid_client', 'invalid client credentials');
  return client;
}
