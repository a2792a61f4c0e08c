import type { Transfer } from '../../../shared/schema/transfer';
import type { RemoteFailure } from './failure';

/** One upload as its sender sees it. */
export type Followed = {
  /** Called with what has left so far; a repeat of the request begins at 0 again. */
  sent(bytes: number): void;
  /** Everything has left; what follows is the other side's answer and the check of it. */
  allSent(): void;
  /** Ends the request when the person stops it. */
  readonly signal: AbortSignal;
  /** What an upload that was stopped ended with. */
  readonly stopped: RemoteFailure;
};

/** The uploads under way. */
export type Transfers = {
  list(): Transfer[];
  /** Follows an upload until the work is over; one that cannot be stopped is shown all the same. */
  follow<T>(
    file: Pick<Transfer, 'marker' | 'remote' | 'name' | 'total'>,
    canStop: boolean,
    work: (followed: Followed) => Promise<T>,
  ): Promise<T>;
  /** Stops an upload of which something has not left yet, so that nothing can come of it; false when it is too late. */
  stop(marker: string): boolean;
};

type Underway = { transfer: Transfer; readonly abort: AbortController };

/** Keeps the uploads under way; `tell` hears of about a hundred steps of each. */
export function createTransfers(tell: () => void): Transfers {
  const underway = new Map<string, Underway>();

  function set(marker: string, change: Partial<Transfer>): void {
    const now = underway.get(marker);
    if (now === undefined) return;
    now.transfer = { ...now.transfer, ...change };
    tell();
  }

  return {
    list: () => [...underway.values()].map(({ transfer }) => transfer),
    async follow(file, canStop, work) {
      const { marker, name, total } = file;
      const abort = new AbortController();
      underway.set(marker, { transfer: { ...file, sent: 0, phase: 'sending', canStop }, abort });
      tell();
      let told = 0;
      try {
        return await work({
          signal: abort.signal,
          stopped: {
            kind: 'denied',
            status: 0,
            code: 'stopped',
            message: `You stopped the upload of “${name}”. Nothing of it was kept there.`,
            fields: [],
          },
          sent(bytes) {
            if (bytes > told && bytes < told + total / 100) return;
            told = bytes;
            set(marker, { sent: bytes, phase: 'sending', canStop });
          },
          allSent: () => set(marker, { sent: total, phase: 'checking', canStop: false }),
        });
      } finally {
        underway.delete(marker);
        tell();
      }
    },
    stop(marker) {
      const found = underway.get(marker);
      if (found === undefined || !found.transfer.canStop) return false;
      found.abort.abort();
      return true;
    },
  };
}
