import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { FetchLike } from '../../../electron/remotes/common/ports';
import type { FileParts } from '../../../shared/ports/file-source';
import type { Transfer } from '../../../shared/schema/transfer';
import { Sha256 } from '../../../shared/schema/values';
import { useBenches } from './bench-pool';
import { aCrmFile, again, aGitFile, anIssue, aRequestPut, crmId, done, gitRef } from './commands';

const start = useBenches();
const MB = 1024 * 1024;

/** A file that is nowhere whole: every megabyte of it is made when it is read. */
function largeFile(megabytes: number): { parts: FileParts; sha256: Sha256 } {
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < megabytes; n += 1) yield Buffer.alloc(MB, `part ${n} `);
  }
  const hash = createHash('sha256');
  for (let n = 0; n < megabytes; n += 1) hash.update(Buffer.alloc(MB, `part ${n} `));
  return { parts, sha256: Sha256.parse(hash.digest('hex')) };
}

/** A server that takes uploads as GitLab does and keeps nothing of them but their length; it gives the file back as it should be. */
class Sink {
  received = 0;
  whole = 0;
  broken = 0;
  #server: Server | null = null;

  constructor(readonly file: FileParts) {}

  async open(): Promise<string> {
    const server = createServer((request, response) => void this.#answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      for await (const part of this.file()) {
        if (!response.write(part)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
      return;
    }
    request.on('aborted', () => {
      this.broken += 1;
    });
    request.on('data', (part: Buffer) => {
      this.received += part.byteLength;
    });
    request.on('end', () => {
      this.whole += 1;
      const address = `/uploads/${'0'.repeat(32)}/large.bin`;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ id: 7, alt: 'large.bin', url: address, markdown: `[large.bin](${address})` }),
      );
    });
  }
}

let sink: Sink | null = null;
afterEach(() => sink?.close());

/** Sends uploads and their read-back to the sink, everything else to the emulator. */
async function benchWithSink(file: FileParts) {
  const opened = new Sink(file);
  sink = opened;
  const address = await opened.open();
  const reroute =
    (real: FetchLike): FetchLike =>
    (url, init) =>
      real(/\/uploads(\/|$)/.test(url) ? `${address}/uploads` : url, init);
  const bench = await start({
    fetch: reroute,
    options: {
      files: { open: async () => file },
      timeoutMs: 60_000,
      transferTimeoutMs: 120_000,
    },
  });
  return { bench, sink: opened };
}

describe('large files', () => {
  it('G9 a file of 300 MB goes up and is read back without being held whole', async () => {
    const { parts, sha256 } = largeFile(300);
    const { bench, sink: server } = await benchWithSink(parts);
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    const seen: Transfer[] = [];
    // What was read of the file and is not there yet is held somewhere in between.
    let held = 0;
    bench.remotes.onTransfers((transfers) => {
      seen.push(...transfers);
      held = Math.max(held, ...transfers.map(({ sent }) => sent - server.received));
    });
    done(await bench.remote.execute(aGitFile(iid, { sha256 })));
    expect(server.received).toBeGreaterThan(300 * MB);
    expect(held).toBeLessThan(16 * MB);
    expect(seen.filter(({ phase }) => phase === 'sending').length).toBeGreaterThan(90);
    expect(seen.at(-1)).toMatchObject({ sent: 300 * MB, total: 300 * MB, phase: 'checking', canStop: false });
  }, 120_000);

  it('G3 a stopped upload leaves nothing there, says so, and can be sent again', async () => {
    const { parts, sha256 } = largeFile(40);
    const { bench, sink: server } = await benchWithSink(parts);
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    const file = aGitFile(iid, { sha256 });
    const end = bench.remotes.onTransfers(([transfer]) => {
      if (transfer && transfer.sent > 20 * MB) bench.remotes.stopTransfer(transfer.marker);
    });
    const outcome = await bench.remote.execute(file);
    end();
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'stopped' } });
    await expect.poll(() => server.broken).toBe(1);
    expect(server.whole).toBe(0);
    done(await bench.remote.execute(again(file)));
    expect(server.whole).toBe(1);
    expect(bench.remotes.stopTransfer(file.marker)).toBe(false);
  }, 60_000);

  it('G7 a streamed file arrives in Salesforce byte for byte', async () => {
    const { parts, sha256 } = largeFile(12);
    const bench = await start({ options: { files: { open: async () => parts } } });
    const linkTo = crmId(await bench.remote.execute(aRequestPut(bench.partnerId)));
    const file = aCrmFile(linkTo, { sha256 });
    done(await bench.remote.execute(file));
    const stored = (await bench.crmFiles()).filter(({ title }) => title === file.name);
    expect(stored).toMatchObject([{ sha256, linkedTo: [linkTo] }]);
  }, 60_000);

  it('G7 a file that cannot be read through any more is not sent', async () => {
    async function* parts(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(MB);
      throw new Error('the disk cannot read it');
    }
    const bench = await start({ options: { files: { open: async () => parts } } });
    const { iid } = gitRef(await bench.remote.execute(anIssue()));
    await bench.requests('gitlab');
    expect(await bench.remote.execute(aGitFile(iid))).toMatchObject({
      kind: 'refused',
      refusal: { code: 'bytes-damaged', message: expect.stringContaining('damaged') },
    });
    expect(await bench.requests('gitlab')).toEqual([]);
  });
});
