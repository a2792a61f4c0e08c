import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { newUserData, removeFolder } from '../e2e/support/launch';
import { projectRoot } from '../e2e/support/project-root';
import { seedDesk } from './desk';
import { observeStart } from './observed-start';
import { todayScreen } from './screens';

const PROMISED_KB = 400;

/** One line about the gzip size of the scripts and stylesheets that a start asks for until its first screen, Today, shows its rows. */
export async function benchBundle(): Promise<readonly string[]> {
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
    const verdict = kb <= PROMISED_KB ? 'kept' : 'MISSED';
    return [
      `first screen, gzip: ${kb.toFixed(1)} KB in ${code.length} files, promised ≤ ${PROMISED_KB} KB: ${verdict}`,
    ];
  } finally {
    removeFolder(userData);
  }
}
