import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { Complaint } from './ports';

/** A one-shot listener on 127.0.0.1 that takes the browser back from the sign-in page (RFC 8252). */
export type Loopback = {
  readonly redirectUri: string;
  /** The code, once the browser has come back with the right `state`; closes the listener. */
  code(): Promise<Result<string, Complaint>>;
  close(): void;
};

/** Where to wait for the browser (port 0: any free one), for which `state`, and how long. */
export type LoopbackOptions = { readonly port: number; readonly state: string; readonly timeoutMs: number };

const PATH = '/callback';

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1><p>${text}</p></body></html>`;
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Starts listening; when the wished port is taken, any free one serves. */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  let settle: (result: Result<string, Complaint>) => void = () => undefined;
  const result = new Promise<Result<string, Complaint>>((resolve) => {
    settle = resolve;
  });
  let host = '';
  const server = createServer((request, response) => {
    // As text: what any program on this machine may send is not always an address.
    const [path, ...query] = (request.url ?? '').split('?');
    const given = new URLSearchParams(query.join('?'));
    function answer(status: number, title: string, text: string): void {
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
        'cache-control': 'no-store',
        connection: 'close',
      });
      response.end(page(title, text));
    }
    // Another page's script could reach this port under another name; only the address itself is served.
    if (request.method !== 'GET' || request.headers.host !== host || path !== PATH) {
      answer(404, 'Nothing here', 'This address only ends a sign-in.');
      return;
    }
    if (!sameText(given.get('state') ?? '', options.state)) {
      answer(400, 'Sign-in not recognised', 'This answer does not belong to the sign-in that was started.');
      return;
    }
    const code = given.get('code');
    if (code !== null && code !== '') {
      answer(200, 'Signed in', 'You can close this window and go back to Channel Desk.');
      settle(ok(code));
      return;
    }
    const reason = given.get('error_description') ?? given.get('error') ?? 'no code came';
    answer(200, 'Not signed in', 'The sign-in was refused. Channel Desk shows what to do.');
    settle(
      err({
        message: `The sign-in was refused: ${reason.slice(0, 300)}.`,
        fix: 'Try again, and allow the access that is asked for.',
      }),
    );
  });
  try {
    await listen(server, options.port);
  } catch {
    await listen(server, 0);
  }
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const timer = setTimeout(() => {
    settle(
      err({
        message: 'Nobody signed in within the time allowed.',
        fix: 'Start the sign-in again and finish it in the browser.',
      }),
    );
  }, options.timeoutMs);
  function close(): void {
    clearTimeout(timer);
    settle(err({ message: 'The sign-in was cancelled.', fix: 'Start it again when you are ready.' }));
    server.close();
  }
  return {
    redirectUri: `http://${host}${PATH}`,
    async code() {
      const outcome = await result;
      close();
      return outcome;
    },
    close,
  };
}
