import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { FileParts, FileSource } from '../../../shared/ports/file-source';
import type { Sha256 } from '../../../shared/schema/values';
import type { Denied } from './failure';

/** A file that is to be sent, as a command names it. */
export type NamedFile = { readonly name: string; readonly sha256: Sha256 };

/** Bytes that were found whole, with what the other side is compared by. */
export type OutgoingFile = { readonly parts: FileParts; readonly size: number; readonly md5: string };

function denial(code: string, message: string): Denied {
  return { kind: 'denied', status: 0, code, message, fields: [] };
}

type Digests = { readonly sha256: string; readonly md5: string; readonly size: number };

async function digestsOf(parts: FileParts): Promise<Digests | null> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;
  try {
    for await (const part of parts()) {
      sha256.update(part);
      md5.update(part);
      size += part.byteLength;
    }
  } catch {
    return null;
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('hex'), size };
}

/**
 * Finds the bytes of a file and reads them through once, part by part: those that are no longer what their hash says
 * would be sent again and again, so they are not sent at all (G7).
 */
export async function findOutgoing(
  files: FileSource,
  file: NamedFile,
): Promise<Result<OutgoingFile, Denied>> {
  const parts = await files.open(file.sha256);
  if (parts === null)
    return err(denial('bytes-missing', `The contents of “${file.name}” are not on this device.`));
  const digests = await digestsOf(parts);
  if (digests?.sha256 !== file.sha256)
    return err(denial('bytes-damaged', `The contents of “${file.name}” on this device are damaged.`));
  return ok({ parts, size: digests.size, md5: digests.md5 });
}
