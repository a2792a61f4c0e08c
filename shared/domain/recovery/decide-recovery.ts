import type { JournalHead, JournalState } from '../../schema/journal';

/** How the local database was found at the start of the app. */
export type StoreStand =
  /** It was not there, or has nothing in it. */
  | { readonly kind: 'empty' }
  /** An earlier restoration did not come to its end. */
  | { readonly kind: 'unfinished'; readonly storeId: string }
  | {
      readonly kind: 'standing';
      /** Null for a database from before there was a journal. */
      readonly storeId: string | null;
      /** Its last commit; null when it never had one that was numbered. */
      readonly head: JournalHead | null;
      /** The oldest commit whose entry it still holds. */
      readonly firstHeld: number | null;
      /** Its first journal was begun and is not known to have come to stand. */
      readonly isUnsecured?: boolean;
    };

/** What has to be done before anything is shown. */
export type Recovery =
  | { readonly kind: 'open' }
  /** The database holds entries that the journal did not get before the app ended. */
  | { readonly kind: 'send-rest'; readonly after: number }
  /** The journal is begun again from the database. */
  | {
      readonly kind: 'new-base';
      /** `half-restored`: the journal went while the database was made again from it. */
      readonly why: 'new' | 'journal-lost' | 'journal-behind' | 'journal-damaged' | 'half-restored';
    }
  /** The database lacks what came after `after`. */
  | { readonly kind: 'replay'; readonly after: number }
  /** The database is gone, and there is a journal of which nothing can be read. */
  | { readonly kind: 'both-lost' }
  /** The database is made again from the journal. */
  | { readonly kind: 'rebuild'; readonly why: 'lost' | 'unfinished' | 'older' | 'other' };

const beforeAll: JournalHead = { n: 0, id: '' };

/**
 * Compares the database with the journal and says how both come to stand alike (G2). `idAtStoreHead`: the id of the
 * journal's entry with the database's last number, null when the journal has none.
 */
export function decideRecovery(
  store: StoreStand,
  journal: Pick<JournalState, 'storeId' | 'head' | 'oldest' | 'losses'>,
  idAtStoreHead: string | null,
): Recovery {
  if (journal.storeId === null) {
    if (store.kind === 'unfinished') return { kind: 'new-base', why: 'half-restored' };
    if (store.kind === 'empty' && journal.losses.length > 0) return { kind: 'both-lost' };
    const isFirst = store.kind === 'empty' || store.storeId === null || store.isUnsecured === true;
    return { kind: 'new-base', why: isFirst && journal.losses.length === 0 ? 'new' : 'journal-lost' };
  }
  if (store.kind === 'empty') return { kind: 'rebuild', why: 'lost' };
  if (store.kind === 'unfinished') return { kind: 'rebuild', why: 'unfinished' };
  if (store.storeId !== journal.storeId) return { kind: 'rebuild', why: 'other' };
  return compareHeads(store, journal, idAtStoreHead);
}

function compareHeads(
  store: Extract<StoreStand, { kind: 'standing' }>,
  journal: Pick<JournalState, 'head' | 'oldest' | 'losses'>,
  idAtStoreHead: string | null,
): Recovery {
  const mine = store.head ?? beforeAll;
  const theirs = journal.head ?? beforeAll;
  if (mine.n < theirs.n) {
    const isOnTheWay = mine.n >= journal.oldest && (mine.n === 0 || idAtStoreHead === mine.id);
    return isOnTheWay ? { kind: 'replay', after: mine.n } : { kind: 'rebuild', why: 'older' };
  }
  // A base whose head cannot be read has no id; the database then is the better witness.
  const isHeadLost = theirs.id === '' && journal.losses.length > 0;
  if (mine.n === theirs.n && mine.id !== theirs.id && !isHeadLost) return { kind: 'rebuild', why: 'other' };
  // The database has everything, so what the journal lost is made good from it.
  if (journal.losses.length > 0) return { kind: 'new-base', why: 'journal-damaged' };
  if (mine.n === theirs.n) return { kind: 'open' };
  const holdsRest = store.firstHeld !== null && store.firstHeld <= theirs.n + 1;
  return holdsRest ? { kind: 'send-rest', after: theirs.n } : { kind: 'new-base', why: 'journal-behind' };
}
