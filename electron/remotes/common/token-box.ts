import { causeText } from '../../../shared/lib/cause';
import type { ConnectionState } from '../../../shared/ipc/contract';
import { err, ok } from '../../../shared/lib/result';
import type { Log } from '../../../shared/ports/log';
import { z } from '../../../shared/schema/zod';
import type { RemoteFailure, Remotely } from './failure';
import type { SecretStore } from './ports';

/** An access token and what renews it; a personal access token has nothing that renews it. */
export const Tokens = z.object({ access: z.string().min(1), refresh: z.string().nullable() });
export type Tokens = z.infer<typeof Tokens>;

/** What a token box works with; `C` is the connection of its remote. */
export type TokenBoxOptions<C> = {
  readonly secrets: SecretStore;
  /** Name under which the key store keeps them. */
  readonly key: string;
  /** Name of the server in messages. */
  readonly server: string;
  /** The connection that the tokens belong to; null when there is none. */
  readonly connection: () => C | null;
  /** What can be done once a sign-in ends that nothing renews. */
  readonly unrenewable: string;
  /** Asks the server for new tokens; the answer's refresh token replaces the old one when there is one. */
  readonly renew: (refresh: string, connection: C) => Promise<Remotely<Tokens>>;
  /** Ends tokens that came too late to be used at the server that was asked; false when it could not be told. */
  readonly discard: (tokens: Tokens, connection: C) => Promise<boolean>;
  /** Told after every try to keep tokens whether they outlive the app. */
  readonly kept: (isKept: boolean) => void;
  readonly log: Log;
};

/** Name under which the key store keeps the tokens of a remote. */
export function tokensKey(remote: ConnectionState['remote']): string {
  return `${remote}.tokens`;
}

/** Holds the tokens of one remote; both systems revoke everything when a refresh token is used twice (G8). */
export type TokenBox = {
  current(): Promise<Remotely<Tokens>>;
  /** New tokens in place of `stale`; callers that come while a renewal is under way share it. */
  renewed(stale: string): Promise<Remotely<Tokens>>;
  /** Stores tokens before anything uses them; gives those that they replace. */
  put(tokens: Tokens): Promise<Tokens | null>;
  /** Forgets the tokens here and in the key store. */
  clear(): Promise<Cleared>;
};

/** What was held, and what is left of it. */
export type Cleared = {
  readonly tokens: Tokens | null;
  /** Of a renewal that was under way: true when nothing of it stays valid at the server. */
  readonly renewalEnds: Promise<boolean>;
  /** Why the key store still has the tokens; null when it has not. */
  readonly notWiped: string | null;
};

/** Makes a token box; tokens are read from the key store once and then kept in memory. */
export function createTokenBox<C>(options: TokenBoxOptions<C>): TokenBox {
  const { secrets, key, server, log } = options;
  let held: Tokens | null = null;
  let loading: Promise<void> | null = null;
  let renewal: Promise<Remotely<Tokens>> | null = null;
  /** Whether what the last renewal brought too late was ended at the server. */
  let ending: Promise<boolean> = Promise.resolve(true);
  /** Counts `put` and `clear`, so that what began before one of them cannot undo it. */
  let generation = 0;
  /** A refresh token that the server refused; asking again would only be refused again. */
  let refused: { readonly token: string; readonly failure: RemoteFailure } | null = null;
  /** The key store is written by one at a time, in the order of the asking. */
  let writing: Promise<void> = Promise.resolve();

  function inTurn(startedIn: number, work: () => Promise<void>): Promise<void> {
    const mine = writing.then(() => (generation === startedIn ? work() : undefined));
    writing = mine.catch(() => undefined);
    return mine;
  }

  async function load(startedIn: number): Promise<void> {
    const text = await secrets.load(key);
    if (text === null || generation !== startedIn) return;
    const parsed = Tokens.safeParse(readJson(text));
    if (parsed.success) held = parsed.data;
    else log.warn(`The stored sign-in for ${server} cannot be read; a new sign-in is needed.`);
  }

  async function loaded(): Promise<Tokens | null> {
    if (held === null) await (loading ??= startLoading());
    return held;
  }

  /** What could not be read is read again by whoever asks next. */
  function startLoading(): Promise<void> {
    const mine = load(generation).catch((cause: unknown) => {
      if (loading === mine) loading = null;
      throw cause;
    });
    return mine;
  }

  function signedOut(): RemoteFailure {
    return { kind: 'sign-in', why: `You are not signed in to ${server}.`, fix: 'Sign in under Connections.' };
  }

  function changed(): RemoteFailure {
    return { kind: 'not-sent', why: `The sign-in at ${server} was changed meanwhile.` };
  }

  async function store(tokens: Tokens): Promise<void> {
    try {
      await secrets.save(key, JSON.stringify(tokens));
      options.kept(true);
    } catch {
      // The old tokens are void by now, so using the new ones from memory is the only way to go on.
      log.error(`The sign-in for ${server} could not be stored; it lasts until the app is closed.`);
      options.kept(false);
      // What the key store still has is void too; used at the next start it would look like theft.
      await secrets.remove(key).catch(() => undefined);
    }
  }

  async function renew(tokens: Tokens, startedIn: number): Promise<Remotely<Tokens>> {
    if (tokens.refresh === null)
      return err({
        kind: 'sign-in',
        why: `${server} no longer accepts the sign-in, and it is one that cannot be renewed.`,
        fix: options.unrenewable,
      });
    if (tokens.refresh === refused?.token) return err(refused.failure);
    const connection = options.connection();
    if (connection === null) return err(signedOut());
    const answer = await options.renew(tokens.refresh, connection);
    if (!answer.ok) {
      const { error } = answer;
      if (generation !== startedIn) {
        // The server may have given a pair that never arrived, and the one before is void then.
        ending = Promise.resolve(error.kind !== 'lost' && error.kind !== 'unreadable');
        return err(changed());
      }
      if (error.kind === 'sign-in' && error.isOver) refused = { token: tokens.refresh, failure: error };
      // The request that needed the token has not run, whatever became of the renewal.
      if (error.kind === 'lost') return err({ ...error, kind: 'not-sent' });
      return error.kind === 'unreadable' ? err({ kind: 'not-sent', why: error.why }) : answer;
    }
    await inTurn(startedIn, () => store(answer.value));
    if (generation !== startedIn) {
      ending = options.discard(answer.value, connection);
      return err(changed());
    }
    held = answer.value;
    return answer;
  }

  return {
    async current() {
      try {
        const tokens = await loaded();
        return tokens === null ? err(signedOut()) : ok(tokens);
      } catch (cause) {
        const why = `The sign-in at ${server} could not be read on this computer (${causeText(cause)}).`;
        return err({ kind: 'not-sent', why });
      }
    },
    renewed(stale) {
      if (renewal !== null) return renewal;
      if (held === null) return Promise.resolve(err(signedOut()));
      if (held.access !== stale) return Promise.resolve(ok(held));
      const mine = renew(held, generation).finally(() => {
        if (renewal === mine) renewal = null;
      });
      renewal = mine;
      return mine;
    },
    async put(tokens) {
      const before = await loaded().catch(() => null);
      generation += 1;
      const startedIn = generation;
      refused = null;
      renewal = null;
      await inTurn(startedIn, () => store(tokens));
      if (generation === startedIn) held = tokens;
      return before;
    },
    async clear() {
      const before = await loaded().catch(() => null);
      generation += 1;
      refused = null;
      const underWay = renewal;
      renewal = null;
      held = null;
      loading = Promise.resolve();
      const notWiped = await inTurn(generation, () => secrets.remove(key)).then(() => null, causeText);
      const renewalEnds = underWay === null ? Promise.resolve(true) : underWay.then(() => ending);
      return { tokens: before, renewalEnds, notWiped };
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
