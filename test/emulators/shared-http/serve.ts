import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer } from 'node:http';

/** Bindings every emulator route sees: the raw node request and answer beside hono's own. */
export interface NodeEnv {
  readonly Bindings: HttpBindings;
}

/** A listening emulator server and the switches that act on its sockets. */
export interface RunningServer {
  /** Origin without a trailing slash, e.g. `http://127.0.0.1:4711`. */
  readonly url: string;
  readonly port: number;
  /** Destroys every open and every incoming connection while `offline` is true. */
  setOffline(offline: boolean): void;
  /** Destroys the connections that are open now. */
  closeConnections(): void;
  /** Stops listening and destroys what is still connected. */
  stop(): Promise<void>;
}

/** Where an emulator server listens; port 0 takes any free one, the host defaults to the loopback address. */
export interface ListenOptions {
  readonly port: number;
  readonly host?: string | undefined;
}

/** Binds a hono app to a port of the loopback interface; rejects when the port is taken. */
export async function startServer<Env extends NodeEnv>(
  app: Hono<Env>,
  options: ListenOptions,
): Promise<RunningServer> {
  const host = options.host ?? '127.0.0.1';
  const sockets = new Set<Socket>();
  let offline = false;
  const listener = getRequestListener(app.fetch as Parameters<typeof getRequestListener>[0], {
    overrideGlobalObjects: false,
  });
  const server: Server = createServer((incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  // As long as the web servers in front of GitLab and Salesforce wait at least; node's own five seconds cut off clients
  // that were about to ask again.
  server.keepAliveTimeout = 65_000;
  // Large uploads over a slow-drip fault must not be cut by node's own patience.
  server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    if (offline) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const port = (server.address() as AddressInfo).port;
  function closeConnections(): void {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }
  return {
    url: `http://${host}:${port}`,
    port,
    setOffline(value) {
      offline = value;
      if (value) closeConnections();
    },
    closeConnections,
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      closeConnections();
      await closed;
    },
  };
}
