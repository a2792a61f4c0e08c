import type { CommandLine, Session } from 'electron';
import type { FetchLike } from '../remotes/common/ports';

// Chromium silently sends a request again when a connection that had served before dies without an answer, whatever
// the method is; the first one may have arrived, and there would be two epics (G3). It does not do so on a connection
// of its own, so every write gets one.

/** HTTP/2 and QUIC share one connection among requests by design; must run before Electron is ready. */
export function settleRemoteProtocols(commandLine: CommandLine): void {
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/**
 * The transport of the remotes over Chromium's network stack, with the system's proxies and certificates: reads share
 * connections, every write has one to itself. Sessions are in memory, so no cookie or cached answer outlives the app.
 */
export function createRemoteFetch(sessionFor: (partition: string) => Session): FetchLike {
  const reads = sessionFor('remote-reads');
  const writes = sessionFor('remote-writes');
  return (url, init) => {
    if (init.method === 'GET') return reads.fetch(url, { ...init, credentials: 'omit' });
    const headers = new Headers(init.headers);
    headers.set('Connection', 'close');
    return writes.fetch(url, { ...init, headers, credentials: 'omit' });
  };
}
