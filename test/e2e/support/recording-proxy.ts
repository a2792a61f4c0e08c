import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server between the app and an emulator that keeps every secret that passes. */
export type RecordingProxy = {
  readonly url: string;
  readonly secrets: Set<string>;
  /** The access token of the last request. */
  lastToken(): string;
  close(): Promise<void>;
};

const IN_TEXT =
  /"(?:access_token|refresh_token)"\s*:\s*"([^"]+)"|(?:^|[?&])(?:code|code_verifier|refresh_token|token)=([^&\s"]+)/g;

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Starts a proxy to this origin; the emulator answers with the proxy's address as its own. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const secrets = new Set<string>();
  let last = '';
  const to = new URL(target);
  function keep(text: string): void {
    for (const [, plain, encoded] of text.matchAll(IN_TEXT)) {
      const secret = plain ?? decodeURIComponent(encoded ?? '');
      if (secret.length >= 16) secrets.add(secret);
    }
  }
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bytesOf(request);
      const isSignIn = (request.url ?? '').includes('/oauth');
      if (isSignIn) keep(body.toString('utf8'));
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (bearer !== undefined) {
        secrets.add(bearer);
        last = bearer;
      }
      const onward = httpRequest(
        {
          host: to.hostname,
          port: to.port,
          method: request.method,
          path: request.url,
          headers: request.headers,
        },
        (answer) => {
          void bytesOf(answer).then((bytes) => {
            if (isSignIn) keep(`${bytes.toString('utf8')}${answer.headers.location ?? ''}`);
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            response.end(bytes);
          });
        },
      );
      onward.on('error', () => response.destroy());
      onward.end(body);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets,
    lastToken: () => last,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
