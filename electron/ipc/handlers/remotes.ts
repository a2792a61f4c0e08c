import { err, ok, type Result } from '../../../shared/lib/result';
import { writePullPage } from '../../../shared/ipc/pull-page';
import type { IpcFailure } from '../../../shared/ipc/result-of';
import type { Remotes } from '../../remotes/remotes';
import type { Handlers } from '../register';

type RemoteChannels =
  | 'remote.execute'
  | 'remote.put-all'
  | 'remote.pull'
  | 'remote.presence'
  | 'remote.stop-upload'
  | 'remote.calls'
  | 'connections.list'
  | 'connections.check'
  | 'connections.connect'
  | 'connections.cancel'
  | 'connections.disconnect';

/** The two systems of record and the connections to them; without a playbook nothing is exchanged with them. */
export function remoteHandlers(options: {
  remotes: Remotes;
  hasPlaybook: () => boolean;
}): Pick<Handlers, RemoteChannels> {
  const { remotes, hasPlaybook } = options;
  const withPlaybook = async <T>(work: () => Promise<T>): Promise<Result<T, IpcFailure>> =>
    hasPlaybook() ? ok(await work()) : err(noPlaybook);
  return {
    'remote.execute': (command) => withPlaybook(() => remotes.execute(command)),
    'remote.put-all': (commands) => withPlaybook(async () => [...(await remotes.putAll(commands))]),
    'remote.pull': (request) => withPlaybook(async () => writePullPage(await remotes.pull(request))),
    'remote.presence': (request) => withPlaybook(() => remotes.presence(request)),
    'remote.stop-upload': ({ marker }) => ok(remotes.stopTransfer(marker)),
    'remote.calls': () => ok(remotes.calls()),
    'connections.list': async () => {
      await remotes.ready();
      return ok(remotes.connections());
    },
    'connections.check': () => withPlaybook(() => remotes.check()),
    'connections.connect': (input) => remotes.connect(input),
    'connections.cancel': () => {
      remotes.cancelConnect();
      return ok(null);
    },
    'connections.disconnect': async ({ remote }) => {
      return ok({ note: await remotes.disconnect(remote) });
    },
  };
}

const noPlaybook: IpcFailure = {
  message: 'The playbook has mistakes, so nothing is exchanged with Salesforce and GitLab.',
  fix: 'Correct the files that the app names, and start it again; what was entered waits meanwhile.',
};
