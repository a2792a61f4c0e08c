import {
  JournalEntry,
  JournalHead,
  JournalState,
  JournalTrouble,
  ReplayPage,
  TableChange,
} from '../schema/journal';
import { Sha256 } from '../schema/values';
import { z } from '../schema/zod';
import { nothing, resultOf } from './result-of';

const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Done, or why the journal takes nothing. */
const JournalAnswer = z.discriminatedUnion('kind', [z.object({ kind: z.literal('done') }), JournalTrouble]);
export type JournalAnswer = z.infer<typeof JournalAnswer>;

/** The journal as the page finds it when it starts. */
const JournalOpening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), state: JournalState }),
  /** It is protected by a passphrase that has to be given first. */
  z.object({ kind: z.literal('locked'), isWrong: z.boolean() }),
  /** It cannot be read with what this machine has; nothing was touched. */
  z.object({ kind: z.literal('unreadable'), message: z.string(), fix: z.string() }),
  /** Another running copy of the app has the workspace open; nothing may be touched. */
  z.object({ kind: z.literal('in-use'), message: z.string(), fix: z.string() }),
]);
export type JournalOpening = z.infer<typeof JournalOpening>;

const Passphrase = z.string().min(8).max(1000);

/** Channels of the journal, which main keeps for the page's database. */
export const journalContract = {
  'journal.open': {
    in: z.object({ passphrase: z.string().max(1000).nullable() }),
    out: resultOf(JournalOpening),
  },
  /** Keeps a journal aside under another name and says where, null when there was none; the next opening begins a new one. */
  'journal.set-aside': { in: nothing, out: resultOf(z.object({ path: z.string() }).nullable()) },
  /** Protects the journal with a passphrase from now on; null takes it away. The page writes a new base afterwards. */
  'journal.protect': { in: z.object({ passphrase: Passphrase.nullable() }), out: resultOf(nothing) },
  'journal.state': { in: nothing, out: resultOf(JournalState) },
  'journal.append': {
    in: z.object({ entries: z.array(JournalEntry) }),
    out: resultOf(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('done'), head: JournalHead }),
        z.object({ kind: z.literal('gap'), last: z.int().nonnegative() }),
        JournalTrouble,
      ]),
    ),
  },
  'journal.put-file': {
    in: z.object({ sha256: Sha256, bytes: Bytes }),
    out: resultOf(JournalAnswer),
  },
  'journal.read-file': {
    in: z.object({ sha256: Sha256 }),
    out: resultOf(Bytes.nullable()),
  },
  'journal.wrong-files': {
    in: z.object({ files: z.array(z.object({ sha256: Sha256, size: z.int().nonnegative() })) }),
    out: resultOf(z.array(Sha256).nullable()),
  },
  'journal.replay': {
    in: z.object({ after: z.int().nonnegative().nullable(), part: z.string().nullable() }),
    out: resultOf(
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('page'), page: ReplayPage }), JournalTrouble]),
    ),
  },
  'journal.id-at': { in: z.object({ n: z.int().nonnegative() }), out: resultOf(z.string().nullable()) },
  'journal.begin-base': {
    in: z.object({ storeId: z.string().min(1), head: JournalHead }),
    out: resultOf(JournalAnswer),
  },
  'journal.add-to-base': { in: z.object({ changes: z.array(TableChange) }), out: resultOf(JournalAnswer) },
  'journal.finish-base': { in: nothing, out: resultOf(JournalAnswer) },
  /** Copies the database's files aside before it is made again; null when there was nothing to copy. */
  'journal.keep-database-copy': { in: nothing, out: resultOf(z.object({ path: z.string() }).nullable()) },
  /** Removes the databases' files where the page cannot, because they are too damaged to be opened for that. */
  'journal.clear-database': { in: nothing, out: resultOf(nothing) },
} as const;
