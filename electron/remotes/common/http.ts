import { err, ok } from '../../../shared/lib/result';
import type { z } from '../../../shared/schema/zod';
import type { Remotely } from './failure';
import { isRefusedRedirect, networkFailure } from './network-error';
import type { FetchLike } from './ports';

/** One request; `body` bytes are sent as they are. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
};

/** A complete answer; the body has been read to its end. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
};

export type Http = { send(request: HttpRequest): Promise<Remotely<HttpAnswer>> };

export type HttpOptions = {
  readonly fetch: FetchLike;
  readonly timeoutMs: number;
  /** Origins that may be spoken to at this moment. */
  readonly origins: () => readonly string[];
  /** Name of the server in messages. */
  readonly server: string;
  /** Sees the headers of every answer. */
  readonly onHeaders?: (headers: Headers) => void;
};

/** Sends requests to the configured origins only, with a time limit; every failure to get a whole answer is a value. */
export function createHttp(options: HttpOptions): Http {
  const { server } = options;
  return {
    async send(request) {
      const { origin } = new URL(request.url);
      if (!options.origins().includes(origin)) {
        return err({ kind: 'not-sent', why: `${origin} is not an address that this app may talk to.` });
      }
      const abort = new AbortController();
      const limit = request.timeoutMs ?? options.timeoutMs;
      const timer = setTimeout(() => abort.abort(), limit);
      try {
        const response = await options.fetch(request.url, {
          method: request.method,
          ...(request.headers ? { headers: { ...request.headers } } : {}),
          // Type libraries disagree on whether bytes over a shared buffer are a body; ours never are.
          ...(request.body === undefined ? {} : { body: request.body as NonNullable<RequestInit['body']> }),
          // Following would hand tokens and files to an address that nobody configured.
          redirect: 'manual',
          signal: abort.signal,
        });
        options.onHeaders?.(response.headers);
        const body = new Uint8Array(await response.arrayBuffer());
        return ok({ status: response.status, headers: response.headers, body });
      } catch (error) {
        if (abort.signal.aborted) {
          const why = `${server} gave no answer within ${Math.round(limit / 1000)} seconds.`;
          return err({ kind: 'lost', why });
        }
        if (isRefusedRedirect(error)) return err(moved(server));
        return err(networkFailure(error, server));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The failure for an answer that points elsewhere. */
export function moved(server: string) {
  return {
    kind: 'denied',
    status: 301,
    code: 'moved',
    message: `${server} says that what was asked for has moved to another address.`,
    fields: [],
  } as const;
}

/** The body as text. */
export function textOf(answer: HttpAnswer): string {
  return new TextDecoder().decode(answer.body);
}

/** The body as JSON, or undefined when it is none. */
export function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(textOf(answer)) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads a JSON answer by its schema: no JSON at all is a cut answer (`lost`), other JSON is `unreadable`. */
export function parseAnswer<T>(answer: HttpAnswer, schema: z.ZodType<T>, what: string): Remotely<T> {
  const value = jsonOf(answer);
  if (value === undefined)
    return err({ kind: 'lost', why: `The answer with ${what} arrived damaged: it is not JSON.` });
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  return err({
    kind: 'unreadable',
    why: `The answer with ${what} is not as expected: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'unknown shape'}.`,
    raw: textOf(answer).slice(0, 20_000),
  });
}
