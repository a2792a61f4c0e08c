import { networkInterfaces } from 'node:os';
import type { Net, PowerMonitor } from 'electron';

const LOOK_EVERY = 5_000;

/** What a change of the machine's network may mean. */
export type NetworkNews = {
  /** Connections that were open lead nowhere any more: the machine slept, or an address that they used is gone. */
  readonly connectionsStale: () => void;
  /** A remote may be within reach again. */
  readonly maybeOnline: () => void;
};

/** Networks inside this machine, which come and go with what runs on it. */
const INNER = /^(docker|br-|veth|virbr|vmnet|vboxnet|awdl|llw)/;

/** The network part of an IPv6 address: the rest changes by itself every few hours, for privacy. */
function prefixOf(cidr: string | null, address: string): string {
  const [head = '', tail] = (cidr ?? address).replace(/\/\d+$/, '').split('::');
  const groups = head.split(':');
  return tail === undefined ? groups.slice(0, 4).join(':') : [...groups, '0', '0', '0'].slice(0, 4).join(':');
}

/**
 * Where the machine is in the network: its own addresses, of IPv6 only the network. A new one means another network,
 * VPN or cable, whatever the system says about being online.
 */
export function addressesOf(interfaces: ReturnType<typeof networkInterfaces>): readonly string[] {
  const own = Object.entries(interfaces)
    .filter(([name]) => !INNER.test(name))
    .flatMap(([, list]) => list ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address, cidr, family }) => (family === 'IPv6' ? prefixOf(cidr, address) : address));
  return [...new Set(own)].sort();
}

/**
 * Tells when the machine wakes, is unlocked, gets a network again or changes to another; stop it with the answer. None
 * of it is taken as proof: what it leads to is a try.
 */
export function watchNetwork(
  power: Pick<PowerMonitor, 'on' | 'removeListener'>,
  net: Pick<Net, 'isOnline'>,
  news: NetworkNews,
  addresses: () => readonly string[] = () => addressesOf(networkInterfaces()),
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
    // A further network ends no connection.
    const isElsewhere = found.length > 0 && !(known.length > 0 && known.every((one) => found.includes(one)));
    const isBack = (now && !online) || found.some((one) => !known.includes(one));
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
