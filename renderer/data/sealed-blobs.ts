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

/** Seals what lies open though one of these documents is personal: it was filed as a list only now, or before there was a key. */
export async function sealOpenRows(
  db: DeskDb,
  documents: readonly StoredDocument[],
  seal: FileSeal,
): Promise<void> {
  for (const document of documents.filter((one) => seal.isPersonal(one))) {
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
