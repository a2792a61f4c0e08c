import { err, ok, type Result } from '../../../shared/lib/result';
import { complaintOf } from '../common/complaint';
import { type Http, jsonOf } from '../common/http';
import { grantInBrowser } from '../common/oauth';
import type { Complaint } from '../common/ports';
import type { BrowserSignIn } from '../common/sign-in';
import type { Tokens } from '../common/token-box';
import { TokenSelf, UserRow } from './dto/answers';
import { failureOf } from './errors';
import { gitlabOAuth, readTokens, SCOPE } from './oauth';

/** How to connect: a personal access token, or an application id for the browser. */
export type GitlabConnect = {
  readonly url: string;
  readonly token: string | null;
  readonly clientId: string | null;
};

type Obtained = {
  readonly tokens: Tokens;
  readonly clientId: string | null;
  readonly redirectUri: string | null;
};

/** Tokens that an instance took, with the account that they belong to. */
export type GitlabSignIn = { readonly obtained: Obtained; readonly user: UserRow };

type SignInMeans = {
  readonly http: Http;
  readonly browser: BrowserSignIn;
  readonly now: () => number;
};

/** Gets tokens and makes sure that they serve, before they replace those in use. */
export async function signIn(
  means: SignInMeans,
  input: GitlabConnect,
  url: string,
): Promise<Result<GitlabSignIn, Complaint>> {
  const obtained = await obtain(means, input, url);
  if (!obtained.ok) return obtained;
  const { access } = obtained.value.tokens;
  const user = await ownerOf(means, url, access);
  if (!user.ok) return user;
  const complaint = input.token === null ? null : await scopeComplaint(means, url, access);
  return complaint === null ? ok({ obtained: obtained.value, user: user.value }) : err(complaint);
}

async function obtain(
  { http, browser, now }: SignInMeans,
  input: GitlabConnect,
  url: string,
): Promise<Result<Obtained, Complaint>> {
  const { token, clientId } = input;
  if (token !== null)
    return ok({ tokens: { access: token.trim(), refresh: null }, clientId: null, redirectUri: null });
  if (clientId === null)
    return err({
      message: 'Neither an access token nor an application id was given.',
      fix: 'Enter a personal access token with the scope “api”, or the id of an OAuth application.',
    });
  const place = { address: url, clientId };
  const granted = await grantInBrowser(http, gitlabOAuth, place, browser, now());
  if (!granted.ok) return granted;
  const read = readTokens(granted.value.answer);
  const { redirectUri } = granted.value;
  return read.ok ? ok({ tokens: read.value, clientId, redirectUri }) : err(complaintOf(read.error));
}

/** Asks who a token belongs to before it replaces the one in use. */
async function ownerOf(
  { http, now }: SignInMeans,
  url: string,
  access: string,
): Promise<Result<UserRow, Complaint>> {
  const answer = await http.send({
    method: 'GET',
    url: `${url}/api/v4/user`,
    headers: { Authorization: `Bearer ${access}`, Accept: 'application/json' },
  });
  if (!answer.ok) return err(complaintOf(answer.error));
  const user = UserRow.safeParse(answer.value.status === 200 ? jsonOf(answer.value) : null);
  if (user.success) return ok(user.data);
  if (answer.value.status === 401)
    return err({
      message: 'GitLab does not know this access token, or it has expired.',
      fix: 'Make a new token with the scope “api” in your GitLab preferences and enter it here.',
    });
  if (answer.value.status === 403) {
    const failure = failureOf(answer.value, false, now());
    return err(
      failure.kind === 'sign-in'
        ? complaintOf(failure)
        : {
            message: 'The access token may not read your account.',
            fix: 'Use a token with the scope “api”.',
          },
    );
  }
  return err({
    message: `${url} does not answer like GitLab (status ${answer.value.status}).`,
    fix: 'Enter the address of GitLab as the browser shows it, without the path of a project.',
  });
}

/** What a personal token lacks; null when nothing is known to be wrong. */
async function scopeComplaint({ http }: SignInMeans, url: string, access: string): Promise<Complaint | null> {
  const answer = await http.send({
    method: 'GET',
    url: `${url}/api/v4/personal_access_tokens/self`,
    headers: { Authorization: `Bearer ${access}`, Accept: 'application/json' },
  });
  const self = TokenSelf.safeParse(answer.ok ? jsonOf(answer.value) : null);
  if (!self.success || self.data.scopes.includes(SCOPE)) return null;
  return {
    message: `The access token lacks the scope “${SCOPE}”, so nothing could be written to GitLab.`,
    fix: `Make a token with the scope “${SCOPE}” in your GitLab preferences and enter it here.`,
  };
}
