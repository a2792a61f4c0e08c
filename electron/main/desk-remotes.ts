import { net, session, type Shell } from 'electron';
import type { FileSource } from '../../shared/ports/file-source';
import type { Log } from '../../shared/ports/log';
import { systemClock } from '../platform/clock';
import { openJsonFile } from '../platform/json-file';
import { openLink } from '../platform/links';
import type { Paths } from '../platform/paths';
import type { PlaybookSource } from '../platform/playbook-files';
import { createRemoteFetch } from '../platform/remote-fetch';
import { Connections, type SecretStore } from '../remotes/common/ports';
import { createRemotes, type Remotes } from '../remotes/remotes';

/** Both systems of record, kept and signed in the way of a desktop app, and a way to let go of dead connections. */
export function createDeskRemotes(options: {
  paths: Paths;
  playbook: PlaybookSource;
  secrets: SecretStore;
  files: FileSource;
  shell: Shell;
  log: Log;
  env: NodeJS.ProcessEnv;
}): { remotes: Remotes; dropConnections: () => void } {
  const { paths, playbook, secrets, files, shell, log } = options;
  const patience = Number(options.env['CHANNEL_DESK_REMOTE_TIMEOUT']);
  const file = openJsonFile(paths.connections, Connections.nullable(), null, log);
  const transport = createRemoteFetch(net, (partition) => session.fromPartition(partition, { cache: false }));
  const remotes = createRemotes({
    fetch: transport.fetch,
    playbook: () => {
      const current = playbook.current();
      if (current === null) throw new Error('remotes were asked before there was a playbook');
      return current;
    },
    store: {
      load: async () => file.read(),
      save: async (connections) => file.write(connections),
    },
    secrets,
    files,
    clock: systemClock,
    log,
    // Milliseconds for one answer; tests have less patience than people.
    ...(patience > 0 ? { timeoutMs: patience } : {}),
    openBrowser: async (url) => {
      const opened = await openLink(url, [new URL(url).origin], shell);
      if (!opened.ok) throw new Error(opened.error.message);
    },
  });
  return { remotes, dropConnections: () => void transport.dropConnections() };
}
