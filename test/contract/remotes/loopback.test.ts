import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Loopback, openLoopback } from '../../../electron/remotes/common/loopback';

const state = 'the-state';

/** Sends lines as they are, as no browser would, and gives all that comes back. */
function sendRaw(loopback: Loopback, target: string): Promise<string> {
  const { host, port } = new URL(loopback.redirectUri);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.setTimeout(3000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on('data', (text: string) => (answer += text));
    socket.once('error', reject);
    socket.once('end', () => resolve(answer));
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}

describe('the address that ends a sign-in', () => {
  it.each(['//', '/\\', 'http://[', '//[', '/', '/callback/', '/callback?state=guessed&code=1'])(
    'answers a stray request for %s and goes on waiting',
    async (target) => {
      const loopback = await openLoopback({ port: 0, state, timeoutMs: 10_000 });
      const code = loopback.code();
      expect(await sendRaw(loopback, target)).toMatch(/^HTTP\/1\.1 40[04] /);
      await fetch(`${loopback.redirectUri}?state=${state}&code=the-code`);
      expect(await code).toEqual({ ok: true, value: 'the-code' });
      await expect(fetch(loopback.redirectUri)).rejects.toThrow();
    },
  );
});
