import { causeText } from '../../../shared/lib/cause';
import type { RemoteFailure } from './failure';

/**
 * Codes after which the request cannot have reached the server: name, route, connection or certificate failed
 * before a byte of it was sent. Node names them bare, Chromium with `net::ERR_` in front.
 */
const NOT_SENT = new Map<string, string>([
  ['ECONNREFUSED', 'nobody answers at this address'],
  ['ENOTFOUND', 'the name of the server cannot be found'],
  ['EAI_AGAIN', 'the name of the server cannot be found right now'],
  ['ENETUNREACH', 'there is no network'],
  ['ENETDOWN', 'there is no network'],
  ['EHOSTUNREACH', 'the server cannot be reached from this network'],
  ['EADDRNOTAVAIL', 'there is no network'],
  ['UND_ERR_CONNECT_TIMEOUT', 'the server does not take the connection'],
  ['CERT_HAS_EXPIRED', 'the certificate of the server has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate of the server is not trusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the certificate of the server is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate of the server is not trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the certificate of the server is not trusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate belongs to another server'],
  ['CONNECTION_REFUSED', 'nobody answers at this address'],
  ['NAME_NOT_RESOLVED', 'the name of the server cannot be found'],
  ['DNS_TIMED_OUT', 'the name of the server cannot be found right now'],
  ['INTERNET_DISCONNECTED', 'there is no network'],
  ['ADDRESS_UNREACHABLE', 'the server cannot be reached from this network'],
  ['CONNECTION_TIMED_OUT', 'the server does not take the connection'],
  ['CONNECTION_FAILED', 'the server does not take the connection'],
  ['PROXY_CONNECTION_FAILED', 'the proxy server does not take the connection'],
  ['TUNNEL_CONNECTION_FAILED', 'the proxy server does not pass the connection on'],
  ['CERT_AUTHORITY_INVALID', 'the certificate of the server is not trusted'],
  ['CERT_COMMON_NAME_INVALID', 'the certificate belongs to another server'],
  ['CERT_DATE_INVALID', 'the certificate of the server has expired'],
  ['CERT_REVOKED', 'the certificate of the server was revoked'],
  ['CERT_INVALID', 'the certificate of the server is not valid'],
  ['CERT_WEAK_SIGNATURE_ALGORITHM', 'the certificate of the server is too weak'],
  ['CERT_NOT_YET_VALID', 'the certificate of the server is not valid yet'],
  ['SSL_VERSION_OR_CIPHER_MISMATCH', 'the server offers no encryption that is safe'],
  ['SSL_CLIENT_AUTH_CERT_NEEDED', 'the server asks for a certificate of this computer'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'the connection is not encrypted where it should be'],
  ['PROXY_AUTH_REQUESTED', 'the proxy server asks for a user name and password'],
  ['UNEXPECTED_PROXY_AUTH', 'the proxy server asks for a user name and password'],
  ['PROXY_AUTH_UNSUPPORTED', 'the proxy server asks for a sign-in that this app cannot do'],
]);

const CERTIFICATE =
  'Check the date and time of this computer. In a company network that looks into traffic its certificate has to be installed here; ask your IT. Do not sign in over this network until then.';
const PROXY = 'Sign in to the proxy in the settings of this computer, or ask whoever runs the network.';

/** What the person can do about a reason, where that is more than to wait for the network. */
function fixOf(reason: string): string | null {
  if (/certificate|encrypt/.test(reason)) return CERTIFICATE;
  return reason.startsWith('the proxy server asks') ? PROXY : null;
}

/** Node names the step that failed; whatever went wrong while connecting went wrong before sending. */
const CONNECTING = 'CONNECTION_FAILED';
const CHROMIUM_CODE = /net::ERR_([A-Z_]+)/;

function codesOf(error: unknown, depth: number): string[] {
  if (depth > 4 || !(error instanceof Error)) return [];
  const codes: string[] = [];
  if ('syscall' in error && error.syscall === 'connect') codes.push(CONNECTING);
  else if ('code' in error && typeof error.code === 'string') codes.push(error.code);
  const chromium = CHROMIUM_CODE.exec(error.message)?.[1];
  if (chromium) codes.push(chromium);
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...codes, ...[error.cause, ...inner].flatMap((cause) => codesOf(cause, depth + 1))];
}

function deepestMessage(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error && current.cause instanceof Error; depth += 1)
    current = current.cause;
  const message = causeText(current);
  return message.replace(CHROMIUM_CODE, (_, code: string) => code.toLowerCase().replaceAll('_', ' '));
}

function notSent(server: string, reason: string): RemoteFailure {
  const fix = fixOf(reason);
  return {
    kind: 'not-sent',
    why: `${server} cannot be reached: ${reason}.`,
    ...(fix === null ? {} : { fix }),
  };
}

/** Tells a request that certainly never left from one that may have arrived, from what `fetch` threw. */
export function networkFailure(error: unknown, server: string): RemoteFailure {
  const codes = codesOf(error, 0);
  // Connecting may try several addresses; one that got further than connecting makes the whole uncertain.
  const reasons = codes.map((code) => NOT_SENT.get(code));
  const known = reasons.filter((reason) => reason !== undefined);
  if (known[0] !== undefined && known.length === codes.length) return notSent(server, known[0]);
  return {
    kind: 'lost',
    why: `The connection to ${server} broke before an answer came (${deepestMessage(error)}).`,
  };
}
