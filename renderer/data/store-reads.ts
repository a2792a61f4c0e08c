import type { FileSeal } from '../../shared/ports/file-seal';
import type { LocalStore } from '../../shared/ports/local-store';
import type { Intent } from '../../shared/schema/intent';
import { Settings } from '../../shared/schema/settings';
import { NamedWait } from '../../shared/schema/sync-state';
import type { Sha256 } from '../../shared/schema/values';
import { keyText } from './check-commit';
import type { DeskDb } from './desk-db';
import { findByKeys, findMany, findNear } from './find-many';
import type { JournalWriter } from './journal-writer';
import { findBases } from './packed-bases';
import { readAgain } from './read-again';
import { documentsOf, healedRow, plainBytes } from './sealed-blobs';
import { waitKey } from './write-commit';

/** The half of the store that changes nothing. */
export type StoreReads = Omit<LocalStore, 'commit' | 'saveSettings'>;

const openStates = ['waiting', 'running', 'parked'];

function bySeq(intents: readonly Intent[]): Intent[] {
  return [...intents].sort((a, b) => a.seq - b.seq);
}

/** A document's bytes; what the database lost of them, or has in part, is beside the journal still. */
async function bytesOf(
  db: DeskDb,
  sha256: Sha256,
  { journal, seal }: { readonly journal: JournalWriter; readonly seal?: FileSeal },
): Promise<Uint8Array | undefined> {
  const row = await db.blobs.get(sha256).catch(() => undefined);
  const named = await readAgain(() => documentsOf(db, sha256));
  const [document] = named;
  const here = row === undefined ? null : await plainBytes(row, seal);
  if (here !== null && (document === undefined || here.byteLength === document.size)) return here;
  if (document === undefined) return undefined;
  const kept = await journal.readFile(sha256);
  const healed = kept === null || row === undefined ? null : await healedRow(row, kept, named, seal);
  if (healed !== null) await db.blobs.put(healed).catch(() => undefined);
  return kept ?? undefined;
}

/** Reads from the database; each read is made again where the database was closed under it. */
export function storeReads(
  db: DeskDb,
  parts: { readonly journal: JournalWriter; readonly seal?: FileSeal },
): StoreReads {
  return {
    get: (kind, id) => readAgain(() => db.records(kind).get(id)),
    list: ({ kind, by }) =>
      readAgain(() =>
        by ? db.records(kind).where(by.index).equals(by.equals).toArray() : db.records(kind).toArray(),
      ),
    page: (kind, after, limit) =>
      readAgain(() =>
        (after === null ? db.records(kind).toCollection() : db.records(kind).where('id').above(after))
          .limit(limit)
          .toArray(),
      ),
    getMany: (kind, ids) => readAgain(() => findByKeys(db.records(kind), ids)),
    listMany: (kind, index, values) => readAgain(() => findMany(db.records(kind), index, values)),
    count: (kind) => readAgain(() => db.records(kind).count()),
    blob: (sha256) => bytesOf(db, sha256, parts),
    async openIntents() {
      // One request for each state: a cursor over all of them waits for each intent.
      const ofState = (state: string) => db.intents.where('state').equals(state).toArray();
      const found = await readAgain(() =>
        db.transaction('r', db.intents, () => Promise.all(openStates.map(ofState))),
      );
      return bySeq(found.flat());
    },
    async openCounts() {
      const [waiting, running, parked] = await Promise.all(
        openStates.map((state) => readAgain(() => db.intents.where('state').equals(state).count())),
      );
      return { open: (waiting ?? 0) + (running ?? 0) + (parked ?? 0), parked: parked ?? 0 };
    },
    intentsFor: ({ kind, id }) =>
      readAgain(() => db.intents.where('[subject.kind+subject.id]').equals([kind, id]).sortBy('seq')),
    async openIntentsOf(keys) {
      const wanted = new Map(keys.map((key) => [keyText(key), [key.kind, key.id]]));
      const found = await readAgain(() =>
        findNear(db.intents, '[subject.kind+subject.id]', [...wanted.values()]),
      );
      return bySeq(
        found.filter(({ state, subject }) => openStates.includes(state) && wanted.has(keyText(subject))),
      );
    },
    intent: (id) => readAgain(() => db.intents.get(id)),
    bases: (keys) => readAgain(() => findBases(db, keys)),
    base: async (key, remote) =>
      (await readAgain(() => findBases(db, [`${key.kind}:${key.id}:${remote}`])))[0],
    cursor: (stream) => readAgain(() => db.cursors.get(stream)),
    async namedWaits() {
      const rows = await readAgain(() => db.meta.bulkGet(NamedWait.shape.remote.options.map(waitKey)));
      return rows.flatMap((row) => {
        const parsed = NamedWait.safeParse(row?.value);
        return parsed.success ? [parsed.data] : [];
      });
    },
    async openConflicts() {
      const all = await readAgain(() => db.conflicts.toCollection().sortBy('detectedAt'));
      return all.filter(({ resolvedAt }) => resolvedAt === null);
    },
    conflict: (id) => readAgain(() => db.conflicts.get(id)),
    quarantined: () => readAgain(() => db.quarantine.toArray()),
    quarantineIds: () => readAgain(() => db.quarantine.toCollection().primaryKeys()),
    async quarantinedAs(ids) {
      const found = await readAgain(() => db.quarantine.bulkGet([...ids]));
      return found.filter((item) => item !== undefined);
    },
    heldRows: () => readAgain(() => db.heldRows.toArray()),
    auditFor: ({ kind, id }) =>
      readAgain(() => db.audit.where('[record.kind+record.id]').equals([kind, id]).sortBy('seq')),
    async settings() {
      const row = await readAgain(() => db.meta.get('settings'));
      const parsed = Settings.safeParse(row?.value);
      return parsed.success ? parsed.data : undefined;
    },
  };
}
