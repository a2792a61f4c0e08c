import { err, ok } from '../../../shared/lib/result';
import type { Remotely } from '../common/failure';
import type { OAuthServer } from '../common/oauth';
import type { Tokens } from '../common/token-box';
import { TokenAnswer } from './dto/answers';

/** The one scope that may write issues. */
export const SCOPE = 'api';

/** GitLab's sign-in. */
export const gitlabOAuth: OAuthServer<TokenAnswer> = {
  name: 'GitLab',
  authorizePath: '/oauth/authorize',
  tokenPath: '/oauth/token',
  revokePath: '/oauth/revoke',
  scope: SCOPE,
  answer: TokenAnswer,
};

/** Reads a token answer. */
export function readTokens(answer: TokenAnswer): Remotely<Tokens> {
  const scopes = answer.scope?.split(' ');
  if (scopes !== undefined && !scopes.includes(SCOPE))
    return err({
      kind: 'sign-in',
      why: `GitLab signed you in without the scope “${SCOPE}”, so nothing could be written.`,
      fix: `Ask your administrator to give the application the scope “${SCOPE}”, then sign in again.`,
      // The answer used the refresh token up.
      isOver: true,
    });
  return ok({ access: answer.access_token, refresh: answer.refresh_token });
}
