import { ACCESS_TOKEN_SECONDS } from '../model/seed-world';
import type { Application, AuthCode, OauthToken } from '../model/types-tokens';
import { randomHex, type World } from '../model/world';
import { basicLogin } from '../../shared-http/basic-login';
import { ApiError } from './api-error';
import { jsonAnswer } from './env';
import { readParams } from './params';
import { ParamReader } from './reader';

/** What the server says of a grant that is not good. */
export const GRANT_REFUSED =
  'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';

/** An OAuth refusal. */
export function refused(error: string, description: string, status = 400): ApiError {
  return new ApiError(status, { error, error_description: description });
}

/** An instant in whole seconds. */
export function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** A fresh pair of tokens for what a person has granted. */
export function issueTokens(
  world: World,
  grant: Pick<AuthCode, 'applicationUid' | 'userId' | 'scopes'>,
): Response {
  const createdAt = world.now();
  const token: OauthToken = {
    kind: 'oauth',
    id: world.nextId('token'),
    value: randomHex(32),
    refreshToken: randomHex(32),
    applicationUid: grant.applicationUid,
    userId: grant.userId,
    scopes: grant.scopes,
    createdAt,
    expiresAt: new Date(Date.parse(createdAt) + ACCESS_TOKEN_SECONDS * 1000).toISOString(),
    revoked: false,
  };
  world.tokens.set(token.value, token);
  return jsonAnswer(
    {
      access_token: token.value,
      token_type: 'Bearer',
      expires_in: ACCESS_TOKEN_SECONDS,
      refresh_token: token.refreshToken,
      scope: token.scopes.join(' '),
      created_at: seconds(createdAt),
    },
    200,
    { 'cache-control': 'no-store', pragma: 'no-cache' },
  );
}

/** A parameter that must be there. */
export function required(read: ParamReader, name: string): string {
  const value = read.text(name);
  if (typeof value !== 'string' || value === '')
    throw refused('invalid_request', `Missing required parameter: ${name}.`);
  return value;
}

/** The parameters of a request to the authorization server, where a client may also name itself in the header. */
export async function readOAuthParams(request: Request): Promise<ParamReader> {
  const params = await readParams(request);
  const basic = basicLogin(request.headers.get('authorization') ?? undefined);
  return new ParamReader(
    basic === null ? params : { ...params, client_id: basic.id, client_secret: basic.secret },
  );
}

/** The application that a request names; an answer of 401 for an unknown one. */
export function applicationOf(world: World, read: ParamReader): Application {
  const application = world.applications.get(read.text('client_id') ?? '');
  if (application) return application;
  throw refused(
    'invalid_client',
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
    401,
  );
}
