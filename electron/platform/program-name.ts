import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A name for this build of the program; its first file names the others by what is in them. */
export function programName(version: string, firstFile: string): string {
  return `${version} ${createHash('sha256').update(readFileSync(firstFile)).digest('hex')}`;
}
