import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, textOf } from '../../../electron/remotes/common/http';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A server of bare sockets that treats every connection as told. */
async function listening(treat: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    treat(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function httpOf(origin: string, timeoutMs = 120) {
  return createHttp({
    fetch: (url, init) => fetch(url, init),
    timeoutMs,
    origins: () => [origin],
    server: 'GitLab',
  });
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n';

/** Writes a text piece by piece, each some time after the other, until it is over or the connection is. */
function drip(socket: Socket, pieces: readonly string[], ms: number): void {
  const [piece, ...rest] = pieces;
  if (piece === undefined || socket.destroyed) return;
  socket.write(piece);
  setTimeout(() => drip(socket, rest, ms), ms);
}

describe('G5 connections that are half open', () => {
  it('are waited for longer where the server is known to work on an answer for long', async () => {
    const origin = await listening((socket) => drip(socket, ['', `${HEAD}{"done":true}`], 400));
    const http = httpOf(origin);
    const request = { method: 'POST', url: `${origin}/x`, body: '{}' } as const;
    expect(await http.send(request)).toMatchObject({ ok: false, error: { kind: 'lost' } });
    const answer = await http.send({ ...request, answerWithinMs: 20_000 });
    expect(answer.ok && textOf(answer.value)).toContain('done');
  });

  it('that are taken and never answered end, also many at once', async () => {
    const origin = await listening(() => undefined);
    const http = httpOf(origin);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => http.send({ method: 'POST', url: `${origin}/x`, body: '{}' })),
    );
    for (const result of results)
      expect(result).toMatchObject({
        ok: false,
        error: { kind: 'lost', why: expect.stringContaining('no answer within') },
      });
  });

  it('that fall silent in the middle of an answer end', async () => {
    const origin = await listening((socket) => socket.once('data', () => socket.write(`${HEAD}{"a":`)));
    const result = await httpOf(origin).send({ method: 'GET', url: `${origin}/x` });
    expect(result).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  it('are told from an answer that comes slowly but comes', async () => {
    const origin = await listening((socket) =>
      socket.once('data', () => drip(socket, [HEAD, ...'{"a":"bcde"}'], 60)),
    );
    // Fourteen pieces take longer than the patience for one.
    const result = await httpOf(origin, 600).send({ method: 'GET', url: `${origin}/x` });
    expect(result.ok && textOf(result.value)).toBe('{"a":"bcde"}');
  });

  it('an answer that never ends is cut off', async () => {
    const origin = await listening((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n');
        drip(
          socket,
          Array.from({ length: 5000 }, () => ' '),
          20,
        );
      }),
    );
    const result = await httpOf(origin, 100).send({ method: 'GET', url: `${origin}/x` });
    expect(result).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  it('a file that nobody takes ends long before the patience for files does', async () => {
    const origin = await listening((socket) => socket.pause());
    const result = await httpOf(origin).send({
      method: 'POST',
      url: `${origin}/x`,
      body: new Uint8Array(4000),
      timeoutMs: 10 * 60_000,
    });
    expect(result).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  it('a connection that is cut after the request leaves it in doubt', async () => {
    const origin = await listening((socket) => socket.once('data', () => socket.destroy()));
    const result = await httpOf(origin).send({ method: 'POST', url: `${origin}/x`, body: '{}' });
    expect(result).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });
});
