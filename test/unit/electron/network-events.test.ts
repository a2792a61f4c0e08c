import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressesOf, watchNetwork } from '../../../electron/platform/network-events';

const LOOK = 5_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched() {
  const power = new EventEmitter();
  const machine = { online: true, addresses: '192.168.1.7' };
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

  it('another network or VPN, although the system says online all the time', () => {
    const { machine, news } = watched();
    machine.addresses = '192.168.1.7 10.8.0.2';
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual(['stale', 'try']);
    vi.advanceTimersByTime(10 * LOOK);
    expect(news).toHaveLength(2);
  });

  it('not the loss of every address, and the return of the same ones is one', () => {
    const { machine, news } = watched();
    machine.addresses = '';
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual([]);
    machine.addresses = '192.168.1.7';
    vi.advanceTimersByTime(LOOK);
    expect(news).toEqual(['stale', 'try']);
  });

  it('none after it was stopped', () => {
    const { power, machine, news, stop } = watched();
    stop();
    power.emit('resume');
    machine.addresses = 'other';
    vi.advanceTimersByTime(10 * LOOK);
    expect(news).toEqual([]);
  });

  it('the machine’s own loopback is no network', () => {
    const common = { netmask: '', mac: '', cidr: null } as const;
    const found = addressesOf({
      lo: [{ ...common, address: '127.0.0.1', family: 'IPv4', internal: true }],
      eth0: [{ ...common, address: '192.168.1.7', family: 'IPv4', internal: false }],
    });
    expect(found).toBe('192.168.1.7');
  });
});
