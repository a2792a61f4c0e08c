import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the project. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
