import { liveToken } from '../http/auth';
import { badRequest, notFound } from '../http/api-error';
import type { Api } from '../http/env';
import { pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import type { PersonalToken } from '../model/types-tokens';
import type { World } from '../model/world';
import { ownUser, userProfile, userRow } from '../present/user';

const VERSION = { version: '19.5.0-ee', revision: '0c5f3e1b2a4' };
const READ_USER = { scopes: ['read_user'] };

function tokenRow(world: World, token: PersonalToken): Record<string, unknown> {
  const alive = !token.revoked && (token.expires === null || token.expires > world.now().slice(0, 10));
  return {
    id: token.id,
    name: token.name,
    revoked: token.revoked,
    created_at: token.createdAt,
    description: null,
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: world.now(),
    active: alive,
    expires_at: token.expires,
  };
}

/** Version, the signed-in user, users and the token itself. */
export function aboutRoutes(api: Api): void {
  api.get('/version', () => VERSION, READ_USER);
  api.get(
    '/metadata',
    () => ({
      ...VERSION,
      kas: { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null },
      enterprise: true,
    }),
    READ_USER,
  );
  api.get('/user', (call) => ownUser(call.origin, call.user, call.world.now()), READ_USER);
  api.get(
    '/users',
    (call) => {
      const username = call.read.text('username')?.toLowerCase();
      const search = call.read.text('search')?.toLowerCase();
      const users = [...call.world.users.values()].filter(
        (user) =>
          (username === undefined || user.username.toLowerCase() === username) &&
          (search === undefined ||
            [user.username, user.name].some((text) => text.toLowerCase().includes(search)) ||
            user.email.toLowerCase() === search),
      );
      return paginate(call, users.reverse()).map((user) => userRow(call.origin, user));
    },
    READ_USER,
  );
  api.get(
    '/users/:user_id',
    (call) => {
      const user = call.world.users.get(pathNumber(call, 'user_id'));
      if (!user) throw notFound('User');
      return userProfile(call.origin, user);
    },
    READ_USER,
  );
  api.get(
    '/personal_access_tokens/self',
    (call) => {
      const token = liveToken(call.world, call.request, call.params, READ_USER.scopes);
      if (token?.kind !== 'personal')
        throw badRequest('This endpoint requires token type to be a personal access token');
      return tokenRow(call.world, token);
    },
    READ_USER,
  );
  api.get('/personal_access_tokens', (call) => {
    const own = [...call.world.tokens.values()]
      .filter((token) => token.kind === 'personal')
      .filter((token) => call.user.admin || token.userId === call.user.id);
    return paginate(call, own).map((token) => tokenRow(call.world, token));
  });
}
