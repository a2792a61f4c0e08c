import type { Net, PowerMonitor } from 'electron';

const LOOK_EVERY = 5_000;

/** Calls `maybeOnline` when the machine wakes, is unlocked, or gets a network again; stop it with the answer. */
export function watchNetwork(
  power: PowerMonitor,
  net: Pick<Net, 'isOnline'>,
  maybeOnline: () => void,
): () => void {
  let online = net.isOnline();
  const timer = setInterval(() => {
    const now = net.isOnline();
    if (now && !online) maybeOnline();
    online = now;
  }, LOOK_EVERY);
  power.on('resume', maybeOnline);
  power.on('unlock-screen', maybeOnline);
  return () => {
    clearInterval(timer);
    power.removeListener('resume', maybeOnline);
    power.removeListener('unlock-screen', maybeOnline);
  };
}
