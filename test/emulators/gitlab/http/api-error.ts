/** An answer that ends a request early; thrown by handlers and turned into HTTP by the app. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${JSON.stringify(body)}`);
    this.name = 'ApiError';
  }
}

/** 404 for something that is named: `404 Project Not Found`. Also what a person without access sees. */
export function notFound(what: string): ApiError {
  return new ApiError(404, { message: `404 ${what} Not Found` });
}

/** 404 for a record looked up by number; the wording differs from {@link notFound}. */
export function recordNotFound(): ApiError {
  return new ApiError(404, { message: '404 Not found' });
}

/** 404 for a path that no route answers; a third wording, in another key. */
export function noSuchRoute(): ApiError {
  return new ApiError(404, { error: '404 Not Found' });
}

/** 403 with an optional reason. */
export function forbidden(reason?: string): ApiError {
  return new ApiError(403, { message: reason === undefined ? '403 Forbidden' : `403 Forbidden - ${reason}` });
}

/** 401 for no token or one that is not known. */
export function unauthorized(): ApiError {
  return new ApiError(401, { message: '401 Unauthorized' });
}

/** 400 with a reason in one string. */
export function badRequest(reason: string): ApiError {
  return new ApiError(400, { message: `400 Bad request - ${reason}` });
}

/** 400 from a model's validation: field to its complaints. */
export function invalidModel(errors: Readonly<Record<string, readonly string[]>>): ApiError {
  return new ApiError(400, { message: errors });
}

/** 400 from parameter checking, all complaints in one string: `title is missing, sort is invalid`. */
export function invalidParams(problems: readonly string[]): ApiError {
  return new ApiError(400, { error: problems.join(', ') });
}

/** 409 with its message. */
export function conflict(message: string): ApiError {
  return new ApiError(409, { message });
}

/** 401 for a token that is known but dead; also says so in the header that OAuth prescribes. */
export function invalidToken(description: string): ApiError {
  return new ApiError(
    401,
    { error: 'invalid_token', error_description: description },
    {
      'WWW-Authenticate': `Bearer realm="The API", error="invalid_token", error_description="${description}"`,
    },
  );
}

/** 403 for a token whose scopes do not reach; `needed` are the scopes that would. */
export function insufficientScope(needed: readonly string[]): ApiError {
  return new ApiError(403, {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: needed.join(' '),
  });
}

/** Requests a minute of the limiter that answers. */
const LIMIT = 60;

/** The limiter's answer: plain text, with `Retry-After` and its kin only when one is configured (often it is not). */
export function retryLater(retryAfter: number | undefined, now: Date): Response {
  const headers: Record<string, string> = { 'content-type': 'text/plain' };
  if (retryAfter !== undefined) {
    const reset = new Date(now.getTime() + retryAfter * 1000);
    headers['retry-after'] = String(retryAfter);
    headers['ratelimit-name'] = 'throttle_authenticated_api';
    headers['ratelimit-limit'] = String(LIMIT);
    headers['ratelimit-observed'] = String(LIMIT + 1);
    headers['ratelimit-remaining'] = '0';
    headers['ratelimit-reset'] = String(Math.floor(reset.getTime() / 1000));
    headers['ratelimit-resettime'] = reset.toUTCString();
  }
  return new Response('Retry later\n', { status: 429, headers });
}

/** The answer when another transaction holds the record. */
export function resourceLocked(): Response {
  return new Response(JSON.stringify({ message: '409 Conflict: Resource lock' }), {
    status: 409,
    headers: { 'content-type': 'application/json' },
  });
}
