import type { FileSeal } from '../../shared/ports/file-seal';
import type { Journal } from '../../shared/ports/journal';
import type { LocalStore } from '../../shared/ports/local-store';
import type { Instant, Sha256 } from '../../shared/schema/values';
import type { DeskDb } from './desk-db';
import { lockedFiles } from './sealed-blobs';

/** Documents put right from the other place, and those that are whole in none. */
export type FilesCompared = { readonly mended: number; readonly lost: readonly Sha256[] };

/** The two places, and what opens what is sealed in the first. */
export type FilePlaces = {
  readonly db: DeskDb;
  readonly store: LocalStore;
  readonly journal: Journal;
  readonly seal?: FileSeal;
};

type Named = { readonly sha256: Sha256; readonly size: number; readonly name: string };

const LOST = 'lost-file:';

async function documentsOf(db: DeskDb): Promise<Map<Sha256, Named>> {
  const named = new Map<Sha256, Named>();
  await db.records('document').each(({ sha256, size, name }) => named.set(sha256, { sha256, size, name }));
  return named;
}

/**
 * Compares the documents in the database with those beside the journal, by names and sizes, and puts right from the
 * other place what one of them lacks (G2, G7); what both lack is named in the quarantine until it is back. A document whose
 * key is gone counts as lacking.
 */
export async function compareFiles(
  { db, store, journal, seal }: FilePlaces,
  now: Instant,
): Promise<FilesCompared> {
  const documents = await documentsOf(db);
  const here = new Set(await db.blobs.toCollection().primaryKeys());
  const wrong = await journal.wrongFiles(
    [...documents.values()].map(({ sha256, size }) => ({ sha256, size })),
  );
  if (wrong === null) return { mended: 0, lost: [] };
  const locked = seal === undefined ? new Set<string>() : await lockedFiles(db, seal);
  const isLacking = (name: Sha256) => !here.has(name) || wrong.includes(name) || locked.has(name);
  const lost: Sha256[] = [];
  let mended = 0;
  for (const sha256 of [...documents.keys()].filter(isLacking)) {
    const bytes = await store.blob(sha256);
    if (bytes === undefined || (await hashOf(bytes)) !== sha256) lost.push(sha256);
    // The commit keeps them in both places; a disk that takes nothing now is asked again after the next start.
    else if ((await store.commit({ blobs: [{ sha256, bytes }], journalMayLag: true })).ok) mended += 1;
  }
  await tell(store, documents, lost, now);
  return { mended, lost };
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function tell(
  store: LocalStore,
  documents: ReadonlyMap<Sha256, Named>,
  lost: readonly Sha256[],
  now: Instant,
): Promise<void> {
  const told = (await store.quarantineIds()).filter((id) => id.startsWith(LOST));
  const wanted = new Set(lost.map((sha256) => `${LOST}${sha256}`));
  const quarantine = lost
    .filter((sha256) => !told.includes(`${LOST}${sha256}`))
    .flatMap((sha256) => documents.get(sha256) ?? [])
    .map((document) => ({
      id: `${LOST}${document.sha256}`,
      source: 'desk' as const,
      what: `the file “${document.name}”`,
      reason:
        'Its contents are whole neither in the local database nor beside the journal. Drop the file on its request again.',
      raw: JSON.stringify(document),
      at: now,
    }));
  const releaseQuarantine = told.filter((id) => !wanted.has(id));
  if (quarantine.length > 0 || releaseQuarantine.length > 0)
    await store.commit({ quarantine, releaseQuarantine });
}
