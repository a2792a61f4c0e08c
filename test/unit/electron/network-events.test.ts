import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressesOf, watchNetwork } from '../../../electron/platform/network-events';

const LOOK = 5_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched() {
  const power = new EventEmitter();
  const machine = { online: true, addresses: ['192.168.1.7'] };
  const news: string[] = [];
  const stop = watchNetwork(
    power as unknown as Parameters<typeof watchNetwork>[0],
    { isOnline: () => machine.online },
    { connectionsStale: () => news.push('stale'), maybeOnline: () => news.push('try') },
    () => machine.addresses,
  );
  return { power, machine, news, stop };
}

describe('G5 reasons to try again', () => {
  it.each([
    ['resume', ['stale', 'try']],
    ['unlock-screen', ['try']],
  ])('%s', (event, expected) => {
    const { power, news } = watched();
    power.emit(event);
    expect(news).toEqual(expected);
  });

  it('a network that is back', () => {
    const { machine, news } = watched();
    machine.online = false;
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual([]);
    machine.online = true;
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual(['try']);
  });

  it('another network, although the system says online all the time', () => {
    const { machine, news } = watched();
    machine.addresses = ['10.0.0.9'];
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual(['stale', 'try']);
    vi.advanceTimersByTime(10 * LOOK);
    expect(news).toHaveLength(2);
  });

  it('a further network or VPN, which ends no request under way', () => {
    const { machine, news } = watched();
    machine.addresses = ['192.168.1.7', '10.8.0.2'];
    vi.advanceTimersByTime(10 * LOOK);
    expect(news).toEqual(['try']);
  });

  it('not the loss of every address, and the return of the same ones is one', () => {
    const { machine, news } = watched();
    machine.addresses = [];
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual([]);
    machine.addresses = ['192.168.1.7'];
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual(['stale', 'try']);
  });

  it('none after it was stopped', () => {
    const { power, machine, news, stop } = watched();
    stop();
    power.emit('resume');
    machine.addresses = ['10.0.0.9'];
    vi.advanceTimersByTime(10 * LOOK);
    expect(news).toEqual([]);
  });

  it('the machine’s own loopback is no network', () => {
    const common = { netmask: '', mac: '', cidr: null } as const;
    const found = addressesOf({
      lo: [{ ...common, address: '127.0.0.1', family: 'IPv4', internal: true }],
      eth0: [{ ...common, address: '192.168.1.7', family: 'IPv4', internal: false }],
    });
    expect(found).toEqual(['192.168.1.7']);
  });

  it('nor is a network inside the machine, and an IPv6 address that only changes for privacy is the same', () => {
    const common = { netmask: '', mac: '', internal: false } as const;
    const at = (address: string) => ({
      wlan0: [
        { ...common, address, cidr: `${address}/64`, family: 'IPv6' as const, scopeid: 0 },
        { ...common, address: 'fe80::1', cidr: 'fe80::1/64', family: 'IPv6' as const, scopeid: 2 },
      ],
      docker0: [{ ...common, address: '172.17.0.1', cidr: '172.17.0.1/16', family: 'IPv4' as const }],
    });
    expect(addressesOf(at('2001:db8:1:2:aaaa:bbbb:cccc:dddd'))).toEqual(['2001:db8:1:2']);
    expect(addressesOf(at('2001:db8:1:2:1234:5678:9abc:def0'))).toEqual(['2001:db8:1:2']);
    expect(addressesOf(at('2001:db8::7'))).toEqual(['2001:db8:0:0']);
  });
});
