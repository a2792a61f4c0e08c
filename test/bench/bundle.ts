import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { newUserData, removeFolder } from '../e2e/support/launch';
import { projectRoot } from '../e2e/support/project-root';
import { seedDesk } from './desk';
import { observeStart } from './observed-start';
import { todayScreen } from './screens';

/** Most that the first screen may be, in KB of gzip. */
export const PROMISED_KB = 400;

/** The gzip size of the scripts and stylesheets that a start asks for until its first screen, Today, shows its rows. */
export async function firstScreenSize(): Promise<{ readonly kb: number; readonly files: number }> {
  const userData = newUserData();
  try {
    await seedDesk(userData);
    const { files } = await observeStart(todayScreen(userData));
    const code = files.flatMap((address) => {
      const path = new URL(address).pathname;
      return /\.(js|css)$/.test(path) ? [join(projectRoot, 'out', 'renderer', path)] : [];
    });
    const missing = code.filter((file) => !existsSync(file));
    if (missing.length > 0) throw new Error(`the build does not hold ${missing.join(', ')}`);
    if (!code.some((file) => file.endsWith('.js'))) throw new Error('the page asked for no script');
    const kb = code.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1024;
    return { kb, files: code.length };
  } finally {
    removeFolder(userData);
  }
}

/** One line about that size. */
export async function benchBundle(): Promise<readonly string[]> {
  const { kb, files } = await firstScreenSize();
  const verdict = kb <= PROMISED_KB ? 'kept' : 'MISSED';
  return [
    `first screen, gzip: ${kb.toFixed(1)} KB in ${files} files, promised ≤ ${PROMISED_KB} KB: ${verdict}`,
  ];
}
