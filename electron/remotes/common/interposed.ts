import type { RemoteFailure } from './failure';

const NETWORK_SIGN_IN =
  'Your network may want you to sign in first: open any page in your browser and follow it, then sync again. If it stays, check the address under Connections.';

/** An answer that somebody between here and the server gave in its place. */
type Stranger = Extract<RemoteFailure, { kind: 'not-sent' | 'lost' }>;

function isWebPage(headers: Headers): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '');
}

function hostOf(location: string, base: string): string {
  try {
    return new URL(location, base).host;
  } catch {
    return 'another address';
  }
}

/** What a gateway of the server's own says in a page: that a body is too large for it, or that there are too many requests. */
const GATEWAY: ReadonlySet<number> = new Set([413, 429]);

/** True for a permanent move within one server, such as that of a renamed project. */
function isMoveWithin(response: Response, url: string): boolean {
  if (response.status !== 301 && response.status !== 308) return false;
  return hostOf(response.headers.get('location') ?? '', url) === new URL(url).host;
}

/**
 * Tells an answer of a proxy, a hotel's sign-in page or a gateway from one of the server: null when it is the
 * server's own. Such an answer says nothing about what was asked, so nothing may be concluded from it; a write counts
 * as one that may have arrived, because a gateway can also stand behind the server.
 */
export function interposed(
  response: Response,
  url: string,
  wantsJson: boolean,
  server: string,
): Stranger | null {
  const { status, headers } = response;
  if (status === 407)
    return {
      kind: 'not-sent',
      why: `The proxy server of this network asks for a user name and password before it lets anything through to ${server}.`,
      fix: 'Sign in to the proxy in the settings of this computer, or ask whoever runs the network.',
    };
  if (status > 300 && status < 400 && status !== 304) {
    if (isMoveWithin(response, url)) return null;
    const host = hostOf(headers.get('location') ?? '', url);
    return {
      kind: 'lost',
      why: `Instead of an answer of ${server} came a redirect to ${host}; it was not followed.`,
      fix: NETWORK_SIGN_IN,
    };
  }
  const isPage = wantsJson && status < 500 && isWebPage(headers) && !GATEWAY.has(status);
  if (status === 511 || isPage)
    return {
      kind: 'lost',
      why: `Instead of an answer of ${server} came a web page (status ${status}).`,
      fix: NETWORK_SIGN_IN,
    };
  return null;
}
