import type { User } from '../model/types';
import type { Token } from '../model/types-tokens';
import { existing, type World } from '../model/world';
import { forbidden, insufficientScope, invalidToken, notFound, unauthorized } from './api-error';
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

/** The person whom a request names to act for, by number or name in any case; null when it names nobody. */
function sudoName(request: Request, params: Params): string | null {
  const given = params['sudo'] ?? request.headers.get('sudo');
  return typeof given === 'string' || typeof given === 'number' ? String(given) : null;
}

// Who asks to act for another and may not is refused, never heard as himself: else the wrong author would stand there.
function actedFor(world: World, token: Token, name: string): User {
  if (!existing(world.users, token.userId).admin) throw forbidden('Must be admin to use sudo');
  if (!token.scopes.includes('sudo')) throw insufficientScope(['sudo']);
  const user = [...world.users.values()].find(({ id, username }) =>
    /^\d+$/.test(name) ? id === Number(name) : username.toLowerCase() === name.toLowerCase(),
  );
  if (!user) throw notFound(`User with ID or username '${name}'`);
  return user;
}

/**
 * Who sends a request, or for whom an administrator sends it; null without a token. A token that is unknown, dead or
 * too weak ends the request.
 */
export function userOf(
  world: World,
  request: Request,
  params: Params,
  extra: readonly string[],
): User | null {
  const token = liveToken(world, request, params, extra);
  const name = sudoName(request, params);
  if (!token) {
    if (name !== null) throw unauthorized();
    return null;
  }
  return name === null ? existing(world.users, token.userId) : actedFor(world, token, name);
}
