import type { Playbook } from '../../../shared/playbook/playbook';

/** Keeps a part of the org's daily requests for what the person sends, and a last part for everybody else (G9). */
export type Budget = {
  /** Takes what an answer states about the requests of the last 24 hours. */
  note(used: number, max: number): void;
  /** Why this kind of work has to wait now; null when it need not. */
  refusal(work: 'reading' | 'sending'): string | null;
  /** True when what is known forbids something and is so old that it should be asked again. */
  isStale(): boolean;
  /** Requests below which reading stops; null while nothing is known. */
  reserve(): number | null;
  forget(): void;
};

/** How long to leave an org alone that has no requests left; its day is a sliding one, so they come back bit by bit. */
export const SPENT_MS = 15 * 60_000;

/** The use as a `Sforce-Limit-Info` header states it; the app's own share, which it may also name, is another limit. */
export function usageOf(header: string | null): { used: number; max: number } | null {
  const match = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/.exec(header ?? '');
  return match ? { used: Number(match[1]), max: Number(match[2]) } : null;
}

/** Starts without knowing anything, which forbids nothing; `now` is local time and only ages what is known. */
export function createBudget(rules: () => Playbook['salesforce']['requests'], now: () => number): Budget {
  let known: { readonly used: number; readonly max: number; readonly at: number } | null = null;

  function floor(work: 'reading' | 'sending', max: number): number {
    const { readingStopsBelow, sendingStopsBelow } = rules();
    return Math.ceil((max * (work === 'reading' ? readingStopsBelow : sendingStopsBelow)) / 100);
  }

  function isBelow(work: 'reading' | 'sending'): boolean {
    return known !== null && known.max - known.used < floor(work, known.max);
  }

  return {
    note(used, max) {
      known = { used, max, at: now() };
    },
    refusal(work) {
      if (known === null || !isBelow(work)) return null;
      const left = Math.max(0, known.max - known.used);
      const of = `${left} of the ${known.max} requests that Salesforce allows your org in a day are left`;
      return work === 'reading'
        ? `Only ${of}. They are kept for what you send; reading goes on by itself when there are more.`
        : `Only ${of}. They are kept for others of your org; what waits is sent by itself when there are more.`;
    },
    isStale() {
      if (known === null || !isBelow('reading')) return false;
      const age = now() - known.at;
      // A clock that was set back makes it look as if it came from the future.
      return age < 0 || age >= SPENT_MS;
    },
    reserve: () => (known === null ? null : floor('reading', known.max)),
    forget() {
      known = null;
    },
  };
}
