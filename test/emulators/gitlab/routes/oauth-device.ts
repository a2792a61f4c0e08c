import type { Application, DeviceGrant } from '../model/types-tokens';
import { randomHex, type World } from '../model/world';
import { type GitlabApp, jsonAnswer } from '../http/env';
import {
  applicationOf,
  GRANT_REFUSED,
  issueTokens,
  readOAuthParams,
  refused,
  required,
  seconds,
} from '../http/oauth-answers';
import type { ParamReader } from '../http/reader';

/** The grant type of a device (RFC 8628). */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const LIFE_SECONDS = 300;
const INTERVAL_SECONDS = 5;

function begin(world: World, read: ParamReader, origin: string): Response {
  const application = applicationOf(world, read);
  const scopes = (read.text('scope') ?? application.scopes[0] ?? '')
    .split(/[ +]+/)
    .filter((one) => one !== '');
  if (scopes.some((scope) => !application.scopes.includes(scope)))
    throw refused('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
  const grant: DeviceGrant = {
    deviceCode: randomHex(32),
    userCode: randomHex(4).toUpperCase(),
    applicationUid: application.uid,
    userId: application.signInAsId,
    scopes,
    createdAt: world.now(),
    agreed: false,
  };
  world.deviceGrants.set(grant.deviceCode, grant);
  const verificationUri = `${origin}/oauth/device`;
  return jsonAnswer(
    {
      device_code: grant.deviceCode,
      user_code: grant.userCode,
      verification_uri: verificationUri,
      verification_uri_complete: `${verificationUri}?user_code=${grant.userCode}`,
      expires_in: LIFE_SECONDS,
      interval: INTERVAL_SECONDS,
    },
    200,
    { 'cache-control': 'no-store', pragma: 'no-cache' },
  );
}

/** Trades a device code for tokens once its person has agreed. */
export function exchangeDevice(world: World, read: ParamReader, application: Application): Response {
  const grant = world.deviceGrants.get(required(read, 'device_code'));
  if (grant?.applicationUid !== application.uid) throw refused('invalid_grant', GRANT_REFUSED);
  if (seconds(world.now()) - seconds(grant.createdAt) >= LIFE_SECONDS) {
    world.deviceGrants.delete(grant.deviceCode);
    throw refused('expired_token', 'The device code has expired.');
  }
  if (!grant.agreed) throw refused('authorization_pending', 'The authorization request is still pending.');
  world.deviceGrants.delete(grant.deviceCode);
  return issueTokens(world, grant);
}

/** Where a device asks, and the page where its person, who always agrees, enters the code. */
export function deviceRoutes(app: GitlabApp, world: World): void {
  app.post('/oauth/authorize_device', async (c) =>
    begin(world, await readOAuthParams(c.req.raw), new URL(c.req.url).origin),
  );
  app.get('/oauth/device', (c) => {
    const code = c.req.query('user_code')?.toUpperCase();
    const grant = [...world.deviceGrants.values()].find(({ userCode }) => userCode === code);
    if (grant) grant.agreed = true;
    const text = grant ? 'The device is authorized.' : 'The user code is not known.';
    return c.html(`<!DOCTYPE html><title>GitLab</title><p>${text}</p>`, grant ? 200 : 404);
  });
}
