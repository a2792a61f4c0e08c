import type { Result } from '../lib/result';
import type {
  JournalEntry,
  JournalHead,
  JournalState,
  JournalTrouble,
  ReplayPage,
  TableChange,
} from '../schema/journal';
import type { Sha256 } from '../schema/values';
import type { BlobPut } from './local-store';

/** Why entries were not taken; `gap` names the last number that is here, so that the writer can send what is between. */
export type AppendProblem = JournalTrouble | { readonly kind: 'gap'; readonly last: number };

/** A document by the hash of its bytes, and how many there are. */
export type NamedFile = { readonly sha256: Sha256; readonly size: number };

/** The append-only record of every commit, outside the database, from which the database can be rebuilt (G1, G2). */
export type Journal = {
  state(): Promise<JournalState>;
  /** Resolves when the entries are on disk; entries that are here already are skipped. */
  append(entries: readonly JournalEntry[]): Promise<Result<JournalHead, AppendProblem>>;
  /** Resolves when the bytes are whole on disk under their hash; bytes that are there already are left alone (G7). */
  putFile(file: BlobPut): Promise<Result<void, JournalTrouble>>;
  /** Bytes of a document, checked against their hash; null when they are not here or no longer whole. */
  readFile(sha256: Sha256): Promise<Uint8Array | null>;
  /**
   * Which of these documents are missing or not whole, by name and size; only what looks wrong is read through. Null
   * when it cannot be told.
   */
  wrongFiles(files: readonly NamedFile[]): Promise<readonly Sha256[] | null>;
  /** What a store that stands at `after` needs to stand at the head; null asks for everything, for an empty store. */
  replay(after: number | null, part: string | null): Promise<Result<ReplayPage, JournalTrouble>>;
  /** Id of the entry with this number, when it is still here. */
  idAt(n: number): Promise<string | null>;
  /**
   * Begins a new base made of the store's own rows, for a journal that is new, behind or damaged. What the journal holds
   * stays in force until `finishBase`; then it is kept aside.
   */
  beginBase(storeId: string, head: JournalHead): Promise<Result<void, JournalTrouble>>;
  addToBase(changes: readonly TableChange[]): Promise<Result<void, JournalTrouble>>;
  finishBase(): Promise<Result<void, JournalTrouble>>;
};
