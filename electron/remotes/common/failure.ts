import { assertNever } from '../../../shared/lib/assert-never';
import type { Result } from '../../../shared/lib/result';
import type { NoRows, RemoteOutcome, RemoteRefusal } from '../../../shared/schema/remote-command';

/**
 * What can go wrong with one request; `lost` means that it left but no usable answer came back. `fix` says what the
 * person can do where the kind alone does not.
 */
export type RemoteFailure =
  /** Nothing left this machine, or nobody took the connection. */
  | { readonly kind: 'not-sent'; readonly why: string; readonly fix?: string }
  /** Sent, then silence, a cut answer or one that nobody can vouch for. */
  | { readonly kind: 'lost'; readonly why: string; readonly fix?: string }
  | { readonly kind: 'wait'; readonly why: string; readonly fix?: string; readonly afterMs: number | null }
  /** The account or its sign-in is not let in; nothing that waits is at fault. */
  | {
      readonly kind: 'sign-in';
      readonly why: string;
      readonly fix?: string;
      /** The grant itself is over, so asking again with it can only be refused again. */
      readonly isOver?: true;
    }
  /** The server understood and said no. */
  | {
      readonly kind: 'denied';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly fields: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly why: string; readonly raw: string };

/** A request that the server understood and refused. */
export type Denied = Extract<RemoteFailure, { kind: 'denied' }>;

/** A request's result; expected failures are values. */
export type Remotely<T> = Result<T, RemoteFailure>;

/** A failure's reason together with what the person can do about it. */
export function said(failure: { readonly why: string; readonly fix?: string }): string {
  return failure.fix === undefined ? failure.why : `${failure.why} ${failure.fix}`;
}

/** Turns a server's no into what a person can act on. */
export type Refuse = (denied: Denied) => RemoteRefusal;

/** One try of one command: remembers whether anything may have reached the server (G3). */
export type Attempt = {
  /** Awaits a write and notes when it may have taken effect. */
  write<T>(call: Promise<Remotely<T>>): Promise<Remotely<T>>;
  /** Notes that a write was refused because of another just before it, which may be itself: a network delivers twice. */
  overtaken(): void;
  /**
   * The command's outcome after a failure. Only while certainly nothing was written may it be one that makes the
   * caller send the command as if for the first time.
   */
  outcome(failure: RemoteFailure): RemoteOutcome;
};

/** Starts a try; with `repeat` an earlier one may have arrived, so no failure can be called harmless. */
export function startAttempt(repeat: boolean, refuse: Refuse): Attempt {
  let wroteNow = false;
  return {
    async write(call) {
      const result = await call;
      if (result.ok || result.error.kind === 'lost' || result.error.kind === 'unreadable') wroteNow = true;
      return result;
    },
    overtaken() {
      wroteNow = true;
    },
    outcome(failure) {
      switch (failure.kind) {
        case 'not-sent':
        case 'lost':
          if (wroteNow) return { kind: 'ambiguous', why: said(failure) };
          return repeat
            ? { kind: 'ambiguous', why: said(failure), unsent: true }
            : { kind: 'unreachable', why: said(failure) };
        case 'wait':
          return wroteNow
            ? {
                kind: 'ambiguous',
                why: said(failure),
                ...(failure.afterMs === null ? {} : { afterMs: failure.afterMs }),
              }
            : { kind: 'wait', why: said(failure), afterMs: failure.afterMs };
        case 'sign-in':
          return { kind: wroteNow ? 'ambiguous' : 'sign-in', why: said(failure) };
        case 'denied':
          return { kind: 'refused', refusal: refuse(failure) };
        case 'unreadable':
          return { kind: 'unreadable', why: failure.why, raw: failure.raw };
        default:
          return assertNever(failure);
      }
    },
  };
}

/** What a pull answers after a failure; a read changes nothing, so a lost answer is the same as none. */
export function pullFailure(failure: RemoteFailure): NoRows {
  switch (failure.kind) {
    case 'not-sent':
    case 'lost':
      return { kind: 'unreachable', why: said(failure) };
    case 'unreadable':
      return { kind: 'unreachable', why: failure.why };
    case 'wait':
      return { kind: 'wait', why: said(failure), afterMs: failure.afterMs };
    case 'sign-in':
      return { kind: 'sign-in', why: said(failure) };
    case 'denied':
      return { kind: 'absent', why: failure.message };
    default:
      return assertNever(failure);
  }
}
