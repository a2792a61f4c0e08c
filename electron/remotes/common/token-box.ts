import { err, ok } from '../../../shared/lib/result';
import type { Log } from '../../../shared/ports/log';
import { z } from '../../../shared/schema/zod';
import type { RemoteFailure, Remotely } from './failure';
import type { SecretStore } from './ports';

/** An access token and what renews it; a personal access token has nothing that renews it. */
export const Tokens = z.object({ access: z.string().min(1), refresh: z.string().nullable() });
export type Tokens = z.infer<typeof Tokens>;

export type TokenBoxOptions = {
  readonly secrets: SecretStore;
  /** Name under which the key store keeps them. */
  readonly key: string;
  /** Name of the server in messages. */
  readonly server: string;
  /** Asks the server for new tokens; the answer's refresh token replaces the old one when there is one. */
  readonly renew: (refresh: string) => Promise<Remotely<Tokens>>;
  readonly log: Log;
};

/** Holds the tokens of one remote; both systems revoke everything when a refresh token is used twice (G8). */
export type TokenBox = {
  current(): Promise<Remotely<Tokens>>;
  /** New tokens in place of `stale`; callers that come while a renewal is under way share it. */
  renewed(stale: string): Promise<Remotely<Tokens>>;
  /** Stores tokens before anything uses them. */
  put(tokens: Tokens): Promise<void>;
  clear(): Promise<void>;
};

/** Makes a token box; tokens are read from the key store once and then kept in memory. */
export function createTokenBox(options: TokenBoxOptions): TokenBox {
  const { secrets, key, server, log } = options;
  let held: Tokens | null = null;
  let loading: Promise<void> | null = null;
  let renewal: Promise<Remotely<Tokens>> | null = null;
  /** Counts `put` and `clear`, so that a renewal that began before one of them cannot undo it. */
  let generation = 0;
  /** A refresh token that the server refused; asking again would only be refused again. */
  let refused: { readonly token: string; readonly failure: RemoteFailure } | null = null;

  async function load(): Promise<void> {
    const text = await secrets.load(key);
    if (text === null || held !== null) return;
    const parsed = Tokens.safeParse(readJson(text));
    if (parsed.success) held = parsed.data;
    else log.warn(`The stored sign-in for ${server} cannot be read; a new sign-in is needed.`);
  }

  function signIn(why: string): RemoteFailure {
    return { kind: 'sign-in', why };
  }

  async function store(tokens: Tokens): Promise<void> {
    try {
      await secrets.save(key, JSON.stringify(tokens));
    } catch {
      // The old tokens are void by now, so using the new ones from memory is the only way to go on.
      log.error(`The sign-in for ${server} could not be stored; it lasts until the app is closed.`);
    }
  }

  async function renew(tokens: Tokens, startedIn: number): Promise<Remotely<Tokens>> {
    if (tokens.refresh === null)
      return err(signIn(`${server} no longer accepts the access token. Enter a new one under Connections.`));
    if (tokens.refresh === refused?.token) return err(refused.failure);
    const answer = await options.renew(tokens.refresh);
    if (generation !== startedIn)
      return err({ kind: 'not-sent', why: `The sign-in at ${server} was changed meanwhile.` });
    if (!answer.ok) {
      if (answer.error.kind === 'sign-in') refused = { token: tokens.refresh, failure: answer.error };
      // The request that needed the token has not run, whatever became of the renewal.
      return answer.error.kind === 'lost' ? err({ kind: 'not-sent', why: answer.error.why }) : answer;
    }
    await store(answer.value);
    held = answer.value;
    return answer;
  }

  return {
    async current() {
      if (held === null) await (loading ??= load());
      return held === null ? err(signIn(`Sign in to ${server} under Connections.`)) : ok(held);
    },
    renewed(stale) {
      if (renewal !== null) return renewal;
      if (held === null) return Promise.resolve(err(signIn(`Sign in to ${server} under Connections.`)));
      if (held.access !== stale) return Promise.resolve(ok(held));
      renewal = renew(held, generation).finally(() => {
        renewal = null;
      });
      return renewal;
    },
    async put(tokens) {
      generation += 1;
      refused = null;
      await store(tokens);
      held = tokens;
    },
    async clear() {
      generation += 1;
      held = null;
      loading = Promise.resolve();
      await secrets.remove(key);
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
