import { beforeEach } from 'vitest';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import { type FundRequestMove, moveFundRequest } from '../../../../shared/usecases/mdf/move-fund-request';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aFundRequest, aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

/** The instant at which the desk of these tests stands. */
export const at = '2026-11-02T09:00:00.000Z';

/** An approval that waits at a level. */
export function inReview(level: number) {
  return { kind: 'in-review', level, submittedAt: at, levelSince: at };
}

/** The desk of the test that runs: its store, what acts on it, and how a request gets there and moves on. */
export type RequestDesk = {
  readonly store: MemoryStore;
  readonly context: ReturnType<typeof useCaseContext>;
  /** Stores an event whose conditions are all ticked; `over` replaces fields. */
  readonly stored: (over?: Partial<Record<keyof FundRequest, unknown>>) => Promise<FundRequest>;
  /** Moves a request on by whoever works here, who has seen it as it is given. */
  readonly move: (seen: FundRequest, move: FundRequestMove) => ReturnType<typeof moveFundRequest>;
};

/** A desk for every test on which there is nothing but a partner who may ask for funds. */
export function useRequestDesk(): RequestDesk {
  let store = createMemoryStore();
  let context = useCaseContext(store);
  beforeEach(async () => {
    store = createMemoryStore();
    context = useCaseContext(store);
    await store.commit({ puts: [{ kind: 'partner', record: aPartner() }] });
  });
  return {
    get store() {
      return store;
    },
    get context() {
      return context;
    },
    async stored(over = {}) {
      const conditions = { focus: true, 'net-new': true };
      const record = aFundRequest({ activityType: 'events', conditions, ...over });
      await store.commit({ puts: [{ kind: 'fund-request', record }] });
      return record;
    },
    move: (seen, move) => moveFundRequest(context, { seen, move }),
  };
}
