import { randomBytes } from 'node:crypto';
import type { ClientSeed } from '../scenario/salesforce-seed';
import type { Org } from './org';

/** A login that an access token stands for. */
export interface Session {
  readonly userId: string;
  readonly clientId: string;
  /** What was granted, by the names of the scopes. */
  readonly scopes: readonly string[];
}

interface Grant extends Session {
  readonly accessTokens: Set<string>;
  readonly refreshTokens: Set<string>;
  revoked: boolean;
}

interface AuthorizationCode extends Session {
  readonly redirectUri: string;
  readonly challenge: string | null;
  /** What the client wants to find in its identity token; null for nothing. */
  readonly nonce: string | null;
  readonly expiresAt: number;
}

/** An access token with the refresh token to store, when there is a new one. */
export interface IssuedTokens {
  readonly session: Session;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/** Why a refresh token was not accepted. */
export type RefreshRefusal = 'unknown' | 'reused';

/** The org's codes, access tokens and refresh tokens. */
export interface Tokens {
  /** All that a client may ask for. */
  readonly scopes: readonly string[];
  client(clientId: string): ClientSeed | null;
  session(accessToken: string): Session | null;
  /** The login and the end of an access token's life in milliseconds; null for a refresh token, which has none. */
  inspect(token: string): { readonly session: Session; readonly expiresAt: number | null } | null;
  issueCode(code: Omit<AuthorizationCode, 'expiresAt'>): string;
  /** Gives the code's data once; null when it is unknown, used or too old. */
  takeCode(code: string): AuthorizationCode | null;
  grant(session: Session): IssuedTokens;
  /** Trades a refresh token for an access token; with rotation a second use of one revokes all that came of it. */
  refresh(refreshToken: string, client: ClientSeed): IssuedTokens | RefreshRefusal;
  /** Revokes an access or refresh token and, with the latter, everything granted with it; false when unknown. */
  revoke(token: string): boolean;
  expireAccessTokens(): void;
  /** Revokes everything that was ever granted. */
  revokeAll(): void;
}

/** What a client gets that asks for nothing in particular. */
const USUAL_SCOPES: readonly string[] = ['refresh_token', 'api', 'id', 'openid'];
const CODE_SECONDS = 900;
/** Scopes that the org's apps may have. */
const SCOPES = new Set([
  ...USUAL_SCOPES,
  'full',
  'web',
  'offline_access',
  'profile',
  'email',
  'address',
  'phone',
  'chatter_api',
  'custom_permissions',
  'visualforce',
]);
/** Either of these lets the client stay signed in. */
const LASTING = ['refresh_token', 'offline_access'];

/** The scopes that a request asks for, the usual ones for none; null when one of them is not to be had. */
export function scopesAsked(text: string | null): readonly string[] | null {
  const names = (text ?? '').split(/\s+/).filter((name) => name !== '');
  if (names.length === 0) return USUAL_SCOPES;
  return names.every((name) => SCOPES.has(name)) ? [...new Set(names)] : null;
}

/** Scopes without those that let a client stay signed in. */
export function withoutLasting(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !LASTING.includes(scope));
}

/** Makes the token tables of an org, with the refresh tokens that its seed gives away. */
export function createTokens(org: Org): Tokens {
  const access = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();
  const refresh = new Map<string, { readonly grant: Grant; used: boolean }>();
  const codes = new Map<string, AuthorizationCode>();
  const now = (): number => org.clock.now().getTime();

  function sessionFor({ userId, clientId, scopes }: Grant): Session {
    return { userId, clientId, scopes };
  }

  function newGrant(session: Session): Grant {
    return { ...session, accessTokens: new Set(), refreshTokens: new Set(), revoked: false };
  }

  function newAccessToken(grant: Grant): string {
    const token = `${org.id.slice(0, 15)}!AQ${randomBytes(60).toString('hex')}`;
    access.set(token, { grant, expiresAt: now() + org.seed.accessTokenSeconds * 1000 });
    grant.accessTokens.add(token);
    return token;
  }

  function newRefreshToken(grant: Grant, token = `5Aep${randomBytes(60).toString('base64url')}`): string {
    refresh.set(token, { grant, used: false });
    grant.refreshTokens.add(token);
    return token;
  }

  function revokeGrant(grant: Grant): void {
    grant.revoked = true;
    for (const token of grant.accessTokens) access.delete(token);
    for (const token of grant.refreshTokens) refresh.delete(token);
  }

  for (const client of org.seed.clients) {
    if (client.refreshToken === undefined) continue;
    const seedUser = org.seed.users.find((user) => user.person === client.grantedBy) ?? org.seed.users[0];
    const user = [...org.store.all('User')].find((record) => record['Username'] === seedUser?.username);
    newRefreshToken(
      newGrant({ userId: String(user?.['Id']), clientId: client.clientId, scopes: USUAL_SCOPES }),
      client.refreshToken,
    );
  }

  return {
    scopes: [...SCOPES],
    client: (clientId) => org.seed.clients.find((client) => client.clientId === clientId) ?? null,
    session(accessToken) {
      const found = access.get(accessToken);
      return found && found.expiresAt > now() ? sessionFor(found.grant) : null;
    },
    inspect(token) {
      const found = access.get(token);
      const grant = found?.grant ?? refresh.get(token)?.grant;
      if (!grant || grant.revoked || (found && found.expiresAt <= now())) return null;
      return { session: sessionFor(grant), expiresAt: found?.expiresAt ?? null };
    },
    issueCode(code) {
      const text = `aPrx${randomBytes(40).toString('base64url')}`;
      codes.set(text, { ...code, expiresAt: now() + CODE_SECONDS * 1000 });
      return text;
    },
    takeCode(code) {
      const found = codes.get(code);
      codes.delete(code);
      return found && found.expiresAt > now() ? found : null;
    },
    grant(session) {
      const grant = newGrant(session);
      const lasts = LASTING.some((scope) => session.scopes.includes(scope));
      return {
        session,
        accessToken: newAccessToken(grant),
        refreshToken: lasts ? newRefreshToken(grant) : null,
      };
    },
    refresh(refreshToken, client) {
      const found = refresh.get(refreshToken);
      if (!found || found.grant.revoked || found.grant.clientId !== client.clientId) return 'unknown';
      const { grant } = found;
      if (found.used) {
        revokeGrant(grant);
        return 'reused';
      }
      const session = sessionFor(grant);
      if (!client.rotateRefreshTokens)
        return { session, accessToken: newAccessToken(grant), refreshToken: null };
      found.used = true;
      return { session, accessToken: newAccessToken(grant), refreshToken: newRefreshToken(grant) };
    },
    revoke(token) {
      const grant = access.get(token)?.grant ?? refresh.get(token)?.grant;
      if (!grant) return false;
      if (refresh.has(token)) revokeGrant(grant);
      else access.delete(token);
      return true;
    },
    expireAccessTokens() {
      access.clear();
    },
    revokeAll() {
      for (const { grant } of [...refresh.values()]) revokeGrant(grant);
      access.clear();
    },
  };
}
