import type { ImportTable } from '../../../shared/domain/imports/table';
import { err, type Result } from '../../../shared/lib/result';
import type { FileProblem } from './file-problem';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Reads an export by what its bytes are, whatever its name says; what it is not able to read is named with the way out. */
export async function readImportFile(bytes: Uint8Array): Promise<Result<ImportTable, FileProblem>> {
  const read = await readBySignature(bytes);
  if (!read.ok || read.value.headers.length > 0) return read;
  return err({
    message: 'There is no table in this file: none of its lines has two filled cells.',
    fix: 'Pick a file with a line of column titles and at least two columns, or export it again.',
  });
}

async function readBySignature(bytes: Uint8Array): Promise<Result<ImportTable, FileProblem>> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(bytes);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return err({
      message: 'This is an old .xls workbook or one with a password.',
      fix: 'Save it as XLSX or CSV without a password.',
    });
  }
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) {
    return err({
      message: 'This is a PDF, not a list of rows.',
      fix: 'Drop documents on a request or on POP review.',
    });
  }
  return readCsv(bytes);
}
