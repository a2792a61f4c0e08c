import type { FileSeal } from '../../shared/ports/file-seal';
import type { BlobPut, Commit } from '../../shared/ports/local-store';
import type { StoredDocument } from '../../shared/schema/document';
import { Sha256 } from '../../shared/schema/values';
import type { BlobRow, DeskDb } from './desk-db';

/** The row of a file that is about to be written. */
type NewRow = BlobPut & Pick<BlobRow, 'sealedWith'>;

/** The bytes of a row as they were dropped; null when what sealed them cannot be had any more. */
export async function plainBytes(row: BlobRow, seal: FileSeal | undefined): Promise<Uint8Array | null> {
  const { sha256, bytes, sealedWith } = row;
  if (sealedWith === undefined) return bytes;
  return (await seal?.open(Sha256.parse(sha256), { keyId: sealedWith, bytes })) ?? null;
}

/** The row for a file: sealed when one of its documents is personal and this machine keeps a key. */
export async function rowOf(
  { sha256, bytes }: BlobPut,
  named: readonly StoredDocument[],
  seal: FileSeal | undefined,
): Promise<NewRow> {
  const sealed = named.some((document) => seal?.isPersonal(document) === true)
    ? await seal?.seal({ sha256, bytes })
    : null;
  return sealed ? { sha256, bytes: sealed.bytes, sealedWith: sealed.keyId } : { sha256, bytes };
}

/** The row in the place of one that cannot be read; null where it would lay a list open that was sealed. */
export async function healedRow(
  row: BlobRow,
  bytes: Uint8Array,
  named: readonly StoredDocument[],
  seal: FileSeal | undefined,
): Promise<NewRow | null> {
  const healed = await rowOf({ sha256: Sha256.parse(row.sha256), bytes }, named, seal);
  if (row.sealedWith === undefined || healed.sealedWith !== undefined) return healed;
  // Without a key store for this run only, the sealed row is whole and read again later.
  const holdsNobody = seal !== undefined && !named.some((document) => seal.isPersonal(document));
  return holdsNobody ? healed : null;
}

/** The documents that have these bytes. */
export function documentsOf(db: DeskDb, sha256: string): Promise<StoredDocument[]> {
  return db.records('document').where('sha256').equals(sha256).toArray();
}

/** The rows for the files of a commit, made before its transaction, in which nothing else may be awaited. */
export async function rowsFor(db: DeskDb, commit: Commit, seal: FileSeal): Promise<NewRow[]> {
  const rows: NewRow[] = [];
  for (const file of commit.blobs ?? []) {
    const coming = documentsIn(commit).filter(({ sha256 }) => sha256 === file.sha256);
    rows.push(await rowOf(file, [...coming, ...(await documentsOf(db, file.sha256))], seal));
  }
  return rows;
}

/** The documents that a commit writes. */
export function documentsIn({ puts = [] }: Commit): StoredDocument[] {
  return puts.flatMap((put) => (put.kind === 'document' ? [put.record] : []));
}

/** The files that are sealed; their bytes are not loaded for it. */
async function sealedFiles(db: DeskDb): Promise<ReadonlySet<string>> {
  return new Set(await db.blobs.orderBy('sealedWith').primaryKeys());
}

/** The files whose key is gone, so that what the database has of them is worth nothing any more. */
export async function lockedFiles(db: DeskDb, seal: FileSeal): Promise<ReadonlySet<string>> {
  const keyIds = (await db.blobs.orderBy('sealedWith').uniqueKeys()).map(String);
  const lost = keyIds.length === 0 ? [] : await seal.lostKeys(keyIds);
  return new Set(await db.blobs.where('sealedWith').anyOf(lost).primaryKeys());
}

/** Seals what lies open though one of these documents is personal: it was filed as a list only now, or before there was a key. */
export async function sealOpenRows(
  db: DeskDb,
  documents: readonly StoredDocument[],
  seal: FileSeal,
): Promise<void> {
  const personal = documents.filter((one) => seal.isPersonal(one));
  if (personal.length === 0 || !(await seal.canSeal())) return;
  const done = await sealedFiles(db);
  for (const document of personal.filter(({ sha256 }) => !done.has(sha256))) {
    const row = await db.blobs.get(document.sha256);
    if (row === undefined || row.sealedWith !== undefined) continue;
    const sealed = await rowOf({ sha256: document.sha256, bytes: row.bytes }, [document], seal);
    if (sealed.sealedWith === undefined) return;
    await db.blobs.put(sealed);
  }
}

/** Seals every list of people that lies open still. */
export async function sealOpenLists(db: DeskDb, seal: FileSeal): Promise<void> {
  const documents = await db
    .records('document')
    .filter((document) => seal.isPersonal(document))
    .toArray();
  await sealOpenRows(db, documents, seal);
}
