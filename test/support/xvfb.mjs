// A virtual screen for tests and for runs without a display.
import { spawn } from 'node:child_process';

const START_LIMIT = 20_000;

/** Starts Xvfb on a free display; `{ display, stop }`. Rejects with what Xvfb said when it does not start. */
export async function startXvfb({ size = '1600x1000x24' } = {}) {
  // Xvfb looks for a free display itself and writes its number to file descriptor 3 once it takes connections.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2000);
  });
  // A run that ends without stopping it must not leave a screen behind.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const closed = new Promise((resolve) => child.once('close', resolve));
  const number = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`The virtual screen (Xvfb) did not start: ${why}`));
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`no display after ${START_LIMIT / 1000} s. ${said}`);
    }, START_LIMIT);
    child.once('error', (error) => {
      clearTimeout(limit);
      fail(error.message);
    });
    child.once('close', () => {
      clearTimeout(limit);
      fail(said.trim() || 'it ended at once');
    });
    child.stdio[3].once('data', (chunk) => {
      clearTimeout(limit);
      resolve(String(chunk).trim());
    });
  });
  return {
    display: `:${number}`,
    async stop() {
      process.off('exit', end);
      child.kill('SIGTERM');
      await closed;
    },
  };
}
