// Type check of every part with its own compiler settings: what does not exist in a part does not compile there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const compiler = path.join(root, 'node_modules', 'typescript7', 'bin', 'tsc');
const parts = ['shared', 'electron', 'renderer', 'test'];

let failed = 0;
for (const part of parts) {
  const args = [compiler, '--noEmit', '--pretty', 'false', '-p', part];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.stdout.write(`types of ${part}: ${status === 0 ? 'fine' : 'wrong'}\n`);
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
