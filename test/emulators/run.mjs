// The command behind `npm run emulators`: sets the machine up, then starts both emulators from this very process, so
// that they end with it.
import { runAsCommand } from '../../electron/runtime/say.mjs';
import { setUp } from '../../electron/runtime/setup.mjs';

const PARENT_CHECK_MS = 500;

/** npm runs a command through a shell, which keeps a signal to itself and dies of it: its end counts as the signal. */
function endWithShell() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

await runAsCommand(async () => {
  endWithShell();
  await setUp({ purpose: 'tools', quiet: true });
  // Loaded late: on a fresh machine the set-up has just installed it.
  const { register } = await import('tsx/esm/api');
  register();
  await import('./main.ts');
});
