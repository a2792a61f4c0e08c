import type { User } from '../model/types';
import type { Token } from '../model/types-tokens';
import { existing, type World } from '../model/world';
import { insufficientScope, invalidToken, unauthorized } from './api-error';
import type { Params } from './params';

const READ_METHODS = new Set(['GET', 'HEAD']);

/** The token that a request carries: header or parameter, personal or OAuth. */
export function tokenText(request: Request, params: Params): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const given =
    request.headers.get('private-token') ?? bearer ?? params['private_token'] ?? params['access_token'];
  return typeof given === 'string' && given !== '' ? given : null;
}

function checkAlive(world: World, token: Token): void {
  if (token.revoked) throw invalidToken('Token was revoked. You have to re-authorize from the user.');
  const expired =
    token.kind === 'oauth'
      ? token.expiresAt <= world.now()
      : token.expires !== null && token.expires <= world.now().slice(0, 10);
  if (expired) throw invalidToken('Token is expired. You can either do re-authorization or token refresh.');
}

/** The token of a request, checked for life and scope; null when it carries none. `extra` scopes reach too. */
export function liveToken(
  world: World,
  request: Request,
  params: Params,
  extra: readonly string[] = [],
): Token | null {
  const text = tokenText(request, params);
  if (text === null) return null;
  const token = world.tokens.get(text);
  if (!token) throw unauthorized();
  checkAlive(world, token);
  const needed = READ_METHODS.has(request.method) ? ['api', 'read_api', ...extra] : ['api', ...extra];
  if (!needed.some((scope) => token.scopes.includes(scope))) throw insufficientScope(needed);
  return token;
}

/** Who sends a request; null without a token. A token that is unknown, dead or too weak ends the request. */
export function userOf(
  world: World,
  request: Request,
  params: Params,
  extra: readonly string[],
): User | null {
  const token = liveToken(world, request, params, extra);
  return token ? existing(world.users, token.userId) : null;
}
