import { join } from 'node:path';
import { parseName } from './context';
import { type Disk, nodeDisk, withFile } from './disk';
import { readHeader } from './header';

/** Id of the key that the newest file of a journal says it is sealed with; null for a plain journal and for none. */
export async function sealedWith(folder: string, disk: Disk = nodeDisk): Promise<string | null> {
  const names = (await disk.list(folder)).map(({ name }) => name).filter((name) => parseName(name) !== null);
  for (const name of names.sort((a, b) => (parseName(b)?.epoch ?? 0) - (parseName(a)?.epoch ?? 0))) {
    const found = await withFile(disk, join(folder, name), 'read', readHeader).catch(() => null);
    if (found?.kind === 'good' && 'keyId' in found.header) return found.header.keyId;
  }
  return null;
}
