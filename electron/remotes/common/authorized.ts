import { err, ok } from '../../../shared/lib/result';
import type { Remotely } from './failure';
import type { Http, HttpAnswer, HttpRequest } from './http';
import { withoutTokens } from './scrub';
import type { TokenBox, Tokens } from './token-box';

/** Sends a request with the bearer token; a 401 leads to one renewal and one repeat. */
export type Authorized = {
  send(request: HttpRequest): Promise<Remotely<HttpAnswer>>;
};

/** Joins transport and tokens; a 401 means that the request was not carried out, so repeating it is safe. */
export function createAuthorized(http: Http, tokens: TokenBox, server: string): Authorized {
  async function sendWith(request: HttpRequest, given: Tokens): Promise<Remotely<HttpAnswer>> {
    const answer = await http.send(withToken(request, given.access));
    return answer.ok ? ok(withoutTokens(answer.value, given)) : answer;
  }
  function withToken(request: HttpRequest, access: string): HttpRequest {
    return { ...request, headers: { ...request.headers, Authorization: `Bearer ${access}` } };
  }
  return {
    async send(request) {
      const first = await tokens.current();
      if (!first.ok) return first;
      const answer = await sendWith(request, first.value);
      if (!answer.ok || answer.value.status !== 401) return answer;
      const second = await tokens.renewed(first.value.access);
      if (!second.ok) return second;
      const again = await sendWith(request, second.value);
      if (!again.ok || again.value.status !== 401) return again;
      return err({
        kind: 'sign-in',
        why: `${server} refuses the sign-in even after renewing it.`,
        fix: 'Sign in again under Connections. If it stays, ask an administrator whether your network or your user may use the API.',
      });
    },
  };
}
