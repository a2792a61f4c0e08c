import { err, ok } from '../../../shared/lib/result';
import type { Remotely } from '../common/failure';
import type { OAuthServer } from '../common/oauth';
import { isSecure } from '../common/origin';
import { TokenAnswer } from './dto/answers';

/** Salesforce's sign-in; the scopes are the API and a refresh token. */
export const salesforceOAuth: OAuthServer<TokenAnswer> = {
  name: 'Salesforce',
  authorizePath: '/services/oauth2/authorize',
  tokenPath: '/services/oauth2/token',
  revokePath: '/services/oauth2/revoke',
  scope: 'api refresh_token',
  answer: TokenAnswer,
};

/** Everything that a token answer tells about the org and the user. */
export type SignedIn = {
  readonly access: string;
  /** Null when the server keeps the old refresh token valid, or gives none. */
  readonly refresh: string | null;
  readonly instanceUrl: string;
  readonly organizationId: string;
  readonly userId: string;
};

const API_SCOPES = ['api', 'full'];

/** Reads a token answer; `loginUrl` is the address that gave it. */
export function readSignIn(answer: TokenAnswer, loginUrl: string): Remotely<SignedIn> {
  let instance: URL;
  let identity: string[];
  try {
    instance = new URL(answer.instance_url);
    identity = new URL(answer.id).pathname.split('/');
  } catch {
    return err({ kind: 'unreadable', why: 'The sign-in answer names no usable address.', raw: '' });
  }
  // An encrypted sign-in that leads to an unencrypted address, this machine's included, is not what was connected.
  const downgraded = loginUrl.startsWith('https:') && instance.protocol !== 'https:';
  if (!isSecure(instance) || downgraded)
    return err({
      kind: 'unreadable',
      why: `The sign-in answer names ${instance.origin}, which is not encrypted.`,
      raw: '',
    });
  const scopes = answer.scope?.split(' ');
  if (scopes !== undefined && !API_SCOPES.some((scope) => scopes.includes(scope)))
    return err({
      kind: 'sign-in',
      why: 'Salesforce signed you in without the right to use its API, so nothing could be read or sent.',
      fix: 'Ask your administrator to give the app the scopes “api” and “refresh_token”, then sign in again.',
      // The answer used the refresh token up.
      isOver: true,
    });
  const [userId = '', organizationId = ''] = identity.reverse();
  return ok({
    access: answer.access_token,
    refresh: answer.refresh_token ?? null,
    instanceUrl: instance.origin,
    organizationId,
    userId,
  });
}
