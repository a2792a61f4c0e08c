import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ClientSeed } from '../scenario/salesforce-seed';
import { scopesAsked, type Session, withoutLasting } from './oauth-tokens';
import type { Org } from './org';

/** A login that no person takes part in, or why it was refused. */
export type Unattended = Session | { readonly error: string; readonly description: string };

/** The grant type of a signed assertion (RFC 7523). */
export const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];

function refused(description: string): Unattended {
  return { error: 'invalid_grant', description };
}

function userWith(org: Org, username: string): string | null {
  const found = [...org.store.all('User')].find(
    (user) => String(user['Username']).toLowerCase() === username.toLowerCase(),
  );
  return found ? String(found['Id']) : null;
}

/** The login of an app as the user whom the org lets it run as; it never outlasts its access token. */
export function byCredentials(org: Org, client: ClientSeed, scope: string | null): Unattended {
  const runAs = org.seed.users.find(({ person }) => person === client.runAs);
  const userId = runAs ? userWith(org, runAs.username) : null;
  if (client.clientSecret === null || userId === null) return refused('no client credentials user enabled');
  const scopes = withoutLasting(scopesAsked(scope) ?? []).filter((name) => name !== 'full');
  return scopes.length === 0
    ? refused('no valid scopes defined')
    : { userId, clientId: client.clientId, scopes };
}

function partOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const part: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function keyOf({ certificate }: ClientSeed): KeyObject | null {
  return certificate === undefined ? null : createPublicKey(certificate);
}

/** The login of the user whom a signed assertion names; the org has approved the app for all of its users. */
export function byAssertion(
  org: Org,
  clientOf: (clientId: string) => ClientSeed | null,
  assertion: string,
  origin: string,
): Unattended {
  const [header, claims, signature] = assertion.split('.');
  const { iss, sub, aud, exp } = partOf(claims);
  if (partOf(header)['alg'] !== 'RS256' || typeof iss !== 'string' || typeof sub !== 'string')
    return refused('invalid assertion');
  const client = clientOf(iss);
  if (!client) return { error: 'invalid_client_id', description: 'client identifier invalid' };
  const key = keyOf(client);
  const isSigned =
    key !== null &&
    verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature ?? '', 'base64url'));
  if (!isSigned) return refused('invalid assertion');
  const audiences = [...AUDIENCES, origin];
  if (![aud].flat().some((name) => audiences.includes(String(name)))) return refused('audience is invalid');
  if (typeof exp !== 'number' || exp * 1000 <= org.clock.now().getTime())
    return refused('expired authorization code');
  const userId = userWith(org, sub);
  if (userId === null) return refused("user hasn't approved this consumer");
  return { userId, clientId: client.clientId, scopes: withoutLasting(scopesAsked(null) ?? []) };
}
