import { createHash } from 'node:crypto';
import { backupRows } from '../../shared/schema/backup-rows';
import type { RowKey } from '../../shared/schema/journal';
import type { Sha256 } from '../../shared/schema/values';
import type { z } from '../../shared/schema/zod';
import { boundToBackup, type BackupPart, decodePart } from './backup-parts';
import { type Cipher, openWith } from './cipher';
import { breathe } from './context';
import type { DiskFile } from './disk';
import { readFrames } from './frames';
import type { Row } from './rows';
import { type BackupHeader, fileNamed } from './write-backup';

/** A row of a backup that is what its table holds. */
export type BackupRow = { readonly table: string; readonly key: RowKey; readonly row: unknown };

/** What is found in a backup, in its order; what cannot be read is told in words and left out. */
export type BackupFound =
  | { readonly kind: 'rows'; readonly rows: readonly BackupRow[] }
  | { readonly kind: 'file'; readonly sha256: Sha256; readonly bytes: Uint8Array }
  | { readonly kind: 'problem'; readonly what: string };

/** A document of which pieces are still to come. */
type Pending = { readonly sha256: Sha256; readonly size: number; readonly pieces: Uint8Array[] };

/**
 * Reads a backup whose header said so from `from` on, and checks everything in it: the bytes of each frame, that none is
 * missing, each row against the schema of its table, each document against its hash.
 */
export async function* readBackup(
  file: DiskFile,
  header: BackupHeader,
  from: number,
  cipher: Cipher | null,
): AsyncGenerator<BackupFound> {
  const reading = startReading();
  let next = 0;
  for await (const frame of readFrames(file, from)) {
    await breathe();
    if (frame.kind === 'damage') {
      yield problem(`${(frame.end - frame.at).toLocaleString('en')} bytes of the file are damaged`);
      continue;
    }
    if (frame.n > next) yield problem(piecesMissing(frame.n - next));
    next = frame.n + 1;
    const opened = openWith(cipher, frame.payload, boundToBackup(header.id, frame.n));
    const part = opened && decodePart(opened);
    if (part === null) yield problem('a piece of the file makes no sense, and what it held is missing');
    else yield* reading.take(part);
  }
  yield* reading.end();
}

function piecesMissing(count: number): string {
  return count === 1
    ? 'a piece of the file is missing, and what it held with it'
    : `${count.toLocaleString('en')} pieces of the file are missing, and what they held with them`;
}

function problem(what: string): BackupFound {
  return { kind: 'problem', what };
}

function startReading() {
  const names = new Map<string, string>();
  const unknown = new Set<string>();
  const expected = new Set<string>();
  let pending: Pending | null = null;
  let isEnded = false;

  function* whole(): Generator<BackupFound> {
    if (pending === null) return;
    const { sha256, size, pieces } = pending;
    pending = null;
    const bytes = Buffer.concat(pieces);
    if (bytes.byteLength === size && createHash('sha256').update(bytes).digest('hex') === sha256) {
      expected.delete(sha256);
      yield { kind: 'file', sha256, bytes };
    }
  }

  function addPiece(bytes: Uint8Array): void {
    if (pending === null) return;
    pending.pieces.push(bytes);
    // More than it said is not what was saved, and need not be held.
    const held = pending.pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (held > pending.size) pending = null;
  }

  function note({ table, key, row }: BackupRow): void {
    if (table === 'blobs') expected.add(String(key));
    if (table !== 'documents') return;
    const { sha256, name } = row as { readonly sha256: string; readonly name: string };
    names.set(sha256, name);
  }

  function* takeRows(rows: readonly Row[]): Generator<BackupFound> {
    const good: BackupRow[] = [];
    for (const row of rows) {
      const read = rowOf(row);
      if (typeof read !== 'string') {
        note(read);
        good.push(read);
      } else if (!Object.hasOwn(backupRows, row.table)) unknown.add(row.table);
      else yield problem(read);
    }
    yield { kind: 'rows', rows: good };
  }

  return {
    *take(part: BackupPart): Generator<BackupFound> {
      if (part.kind !== 'bytes') yield* whole();
      switch (part.kind) {
        case 'rows':
          yield* takeRows(part.rows);
          break;
        case 'file':
          pending = { sha256: part.sha256, size: part.size, pieces: [] };
          break;
        case 'bytes':
          addPiece(part.bytes);
          break;
        case 'end':
          isEnded = true;
          break;
      }
    },
    *end(): Generator<BackupFound> {
      yield* whole();
      for (const table of unknown) yield problem(`the table “${table}”, which this app does not know`);
      if (!isEnded) yield problem('the end of the file is missing, and what was in it');
      for (const sha256 of expected) yield problem(fileNamed(sha256, names.get(sha256)));
    },
  };
}

/** The row as its table's schema reads it, or why it is none. */
function rowOf({ table, key, text }: Row): BackupRow | string {
  const schema = Object.hasOwn(backupRows, table) ? backupRows[table] : undefined;
  const place = `a row of ${table} (${key})`;
  if (schema === undefined) return place;
  try {
    const read = schema.safeParse(JSON.parse(text ?? 'null'));
    return read.success ? { table, key, row: read.data } : `${place}: ${reasonOf(read.error)}`;
  } catch {
    return `${place}: it is no JSON`;
  }
}

function reasonOf({ issues: [issue] }: z.core.$ZodError): string {
  if (issue === undefined) return 'it is not what the table holds';
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
