import { err, ok } from '../../../shared/lib/result';
import type { z } from '../../../shared/schema/zod';
import { readBody } from './body';
import type { RemoteFailure, Remotely } from './failure';
import { interposed } from './interposed';
import { networkFailure } from './network-error';
import { joined, type StreamedBody, streamOf, WHOLE_UP_TO } from './streamed-body';
import type { FetchLike } from './ports';

/** One request; `body` bytes are sent as they are. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | StreamedBody;
  /** The longest that the whole exchange may take, for files; a large body gets the time that it needs. */
  readonly timeoutMs?: number;
  /** Patience for the first sign of an answer where the server works on it for long. */
  readonly answerWithinMs?: number;
  /** Lets somebody end the request while its body is made, and what it ends with then. */
  readonly stop?: { readonly signal: AbortSignal; readonly failure: RemoteFailure };
  /** Takes the parts of a successful answer in place of its body. */
  readonly sink?: (part: Uint8Array) => void;
};

/** A complete answer; the body has been read to its end. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
};

/** Sends requests to the origins that are allowed at that moment, and to no other. */
export type Http = { send(request: HttpRequest): Promise<Remotely<HttpAnswer>> };

/** What the transport of one remote is made of. */
export type HttpOptions = {
  readonly fetch: FetchLike;
  /** Patience for the first sign of an answer, and between two parts of one. */
  readonly timeoutMs: number;
  /** Origins that may be spoken to at this moment. */
  readonly origins: () => readonly string[];
  /** Name of the server in messages. */
  readonly server: string;
  /** Sees the headers of every answer that came from the server itself. */
  readonly onHeaders?: (headers: Headers) => void;
};

/** How long a whole answer may take that keeps coming, in multiples of the patience for its parts. */
const WHOLE_ANSWER = 10;
/** Bytes in a millisecond of the slowest upload that is waited for. */
const SLOWEST_UPLOAD = 32;
/** No upload takes longer, however large it is. */
const LONGEST_UPLOAD = 55 * 60_000;

/** Sends requests to the configured origins only; every phase has a time limit, and every failure to get a whole answer is a value. */
export function createHttp(options: HttpOptions): Http {
  const { server } = options;
  return {
    async send(request) {
      const { origin } = new URL(request.url);
      if (!options.origins().includes(origin)) {
        return err({ kind: 'not-sent', why: `${origin} is not an address that this app may talk to.` });
      }
      const abort = new AbortController();
      const whole = Math.max(
        request.timeoutMs ?? Math.max(options.timeoutMs * WHOLE_ANSWER, request.answerWithinMs ?? 0),
        Math.min(lengthOf(request.body) / SLOWEST_UPLOAD, LONGEST_UPLOAD),
      );
      // A server that took the connection and says nothing is not waited for as long as one that is sent a large file.
      const patience = request.answerWithinMs ?? options.timeoutMs;
      const limit = Math.min(whole, patience + lengthOf(request.body) / SLOWEST_UPLOAD);
      let timer = setTimeout(() => abort.abort(), limit);
      /** Starts the patience anew, because something came. */
      const hadNews = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), options.timeoutMs);
      };
      /** The same, as long as a body is taken; behind its end the server may need a while for all of it. */
      const wasTaken = (isLast: boolean): void => {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), isLast ? limit : options.timeoutMs);
      };
      const end = setTimeout(() => abort.abort(), whole);
      const stopNow = (): void => abort.abort();
      const { stop } = request;
      if (stop?.signal.aborted) stopNow();
      stop?.signal.addEventListener('abort', stopNow, { once: true });
      try {
        const response = await options.fetch(request.url, {
          method: request.method,
          ...(request.headers ? { headers: { ...request.headers } } : {}),
          ...(await bodyOf(request.body, wasTaken)),
          // Following would hand tokens and files to an address that nobody configured.
          redirect: 'manual',
          signal: abort.signal,
        });
        hadNews();
        const wantsJson = request.headers?.['Accept'] === 'application/json';
        const stranger = interposed(response, request.url, wantsJson, server);
        if (stranger !== null) {
          await response.body?.cancel();
          return err(stranger);
        }
        options.onHeaders?.(response.headers);
        const body = await readBody(response, abort.signal, hadNews, request.sink);
        return ok({ status: response.status, headers: response.headers, body });
      } catch (error) {
        if (stop?.signal.aborted) return err(stop.failure);
        if (abort.signal.aborted) return err(silence(server, limit));
        return err(networkFailure(error, server));
      } finally {
        clearTimeout(timer);
        clearTimeout(end);
        stop?.signal.removeEventListener('abort', stopNow);
      }
    },
  };
}

function lengthOf(body: HttpRequest['body']): number {
  if (body === undefined) return 0;
  return body instanceof Uint8Array ? body.byteLength : body.length;
}

type Body = Pick<RequestInit, 'body'> & { readonly duplex?: 'half' };

async function bodyOf(body: HttpRequest['body'], wasTaken: (isLast: boolean) => void): Promise<Body> {
  if (body === undefined) return {};
  // Type libraries disagree on whether bytes over a shared buffer are a body; ours never are.
  if (typeof body === 'string' || body instanceof Uint8Array)
    return { body: body as NonNullable<RequestInit['body']> };
  if (body.length <= WHOLE_UP_TO)
    return { body: (await joined(body)) as unknown as NonNullable<RequestInit['body']> };
  return { body: streamOf(body, wasTaken), duplex: 'half' };
}

function silence(server: string, limit: number): RemoteFailure {
  const why = `${server} gave no answer within ${Math.round(limit / 1000)} seconds, or stopped in the middle of one.`;
  return { kind: 'lost', why };
}

/** The failure for an answer that points to another path of the same server. */
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

/** What a refusal says that is no JSON, for the person; a page of a gateway says it in its status alone. */
export function plainWords(answer: HttpAnswer): string {
  const text = textOf(answer).trim();
  return text === '' || text.startsWith('<') ? `status ${answer.status}` : text.slice(0, 300);
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
