import type { World } from '../model/world';
import { userOf } from '../http/auth';
import { type GitlabApp, jsonAnswer } from '../http/env';
import { refused } from '../http/oauth-answers';
import { readParams } from '../http/params';
import { DEVICE_GRANT } from './oauth-device';

const SCOPES = ['api', 'read_api', 'read_user', 'openid', 'profile', 'email'];

function configuration(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    introspection_endpoint: `${origin}/oauth/introspect`,
    userinfo_endpoint: `${origin}/oauth/userinfo`,
    jwks_uri: `${origin}/oauth/discovery/keys`,
    device_authorization_endpoint: `${origin}/oauth/authorize_device`,
    scopes_supported: SCOPES,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token', DEVICE_GRANT],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claim_types_supported: ['normal'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'name', 'nickname', 'preferred_username', 'email'],
    code_challenge_methods_supported: ['plain', 'S256'],
  };
}

/** What this server offers for signing in, and who has signed in. */
export function discoveryRoutes(app: GitlabApp, world: World): void {
  for (const name of ['openid-configuration', 'oauth-authorization-server'])
    app.get(`/.well-known/${name}`, (c) => jsonAnswer(configuration(new URL(c.req.url).origin), 200));
  // Identity tokens are not issued, so there is no key to check them with.
  app.get('/oauth/discovery/keys', () => jsonAnswer({ keys: [] }, 200));
  for (const method of ['GET', 'POST'])
    app.on(method, '/oauth/userinfo', async (c) => {
      const signedIn = userOf(world, c.req.raw, await readParams(c.req.raw), ['openid', 'read_user']);
      if (!signedIn) throw refused('invalid_token', 'The access token is invalid', 401);
      const origin = new URL(c.req.url).origin;
      const { id, name, username, email } = signedIn;
      return jsonAnswer(
        {
          sub: String(id),
          name,
          nickname: username,
          preferred_username: username,
          email,
          email_verified: true,
          profile: `${origin}/${username}`,
          picture: `${origin}/uploads/-/system/user/avatar/${id}/avatar.png`,
        },
        200,
      );
    });
}
