import { networkInterfaces } from 'node:os';
import type { Net, PowerMonitor } from 'electron';

const LOOK_EVERY = 5_000;

/** What a change of the machine's network may mean. */
export type NetworkNews = {
  /** Connections that were open lead nowhere any more: the machine slept, or its addresses are others now. */
  readonly connectionsStale: () => void;
  /** A remote may be within reach again. */
  readonly maybeOnline: () => void;
};

/** The machine's own addresses; a new one means another network, VPN or cable, whatever the system says about being online. */
export function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): string {
  return Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');
}

/**
 * Tells when the machine wakes, is unlocked, gets a network again or changes to another; stop it with the answer. None
 * of it is taken as proof: what it leads to is a try.
 */
export function watchNetwork(
  power: Pick<PowerMonitor, 'on' | 'removeListener'>,
  net: Pick<Net, 'isOnline'>,
  news: NetworkNews,
  addresses: () => string = () => addressesOf(networkInterfaces()),
): () => void {
  let online = net.isOnline();
  let known = addresses();
  const woke = (): void => {
    news.connectionsStale();
    news.maybeOnline();
  };
  const timer = setInterval(() => {
    const now = net.isOnline();
    const found = addresses();
    const isElsewhere = found !== known && found !== '';
    const isBack = now && !online;
    online = now;
    known = found;
    if (isElsewhere) woke();
    else if (isBack) news.maybeOnline();
  }, LOOK_EVERY);
  power.on('resume', woke);
  power.on('unlock-screen', news.maybeOnline);
  return () => {
    clearInterval(timer);
    power.removeListener('resume', woke);
    power.removeListener('unlock-screen', news.maybeOnline);
  };
}
