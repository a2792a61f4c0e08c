import type { Channel, EventName } from './contract';

// The preload carries these names and no schema. The compiler checks that they are exactly the contract's keys.

const channels: Record<Channel, true> = {
  'app.info': true,
  'app.secrets': true,
  'app.ready': true,
  'app.theme': true,
  'playbook.load': true,
  'remote.execute': true,
  'remote.put-all': true,
  'remote.pull': true,
  'remote.presence': true,
  'remote.stop-upload': true,
  'remote.calls': true,
  'connections.list': true,
  'connections.check': true,
  'connections.connect': true,
  'connections.cancel': true,
  'connections.disconnect': true,
  'file.save': true,
  'files.seal': true,
  'files.open': true,
  'files.lost-keys': true,
  'print.pdf': true,
  'mail.draft': true,
  'link.open': true,
  'journal.open': true,
  'journal.set-aside': true,
  'journal.protect': true,
  'journal.state': true,
  'journal.append': true,
  'journal.put-file': true,
  'journal.read-file': true,
  'journal.wrong-files': true,
  'journal.replay': true,
  'journal.id-at': true,
  'journal.begin-base': true,
  'journal.add-to-base': true,
  'journal.finish-base': true,
  'journal.keep-database-copy': true,
  'journal.clear-database': true,
  'backup.save': true,
  'backup.choose': true,
  'backup.unlock': true,
  'backup.restore': true,
  'log.write': true,
};

const events: Record<EventName, true> = {
  'net.maybe-online': true,
  'connections.changed': true,
  'uploads.changed': true,
  'journal.trouble': true,
  'menu.command': true,
};

/** The names of all channels. */
export const channelNames: readonly string[] = Object.keys(channels);

/** Whether a page may invoke the channel of that name; the preload lets nothing else through. */
export function isChannel(name: string): name is Channel {
  return Object.hasOwn(channels, name);
}

/** Whether main may send an event of that name to a page. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

/** Under this name a page hands the preload, and the preload hands main, one end of a line for a worker. */
export const lineName = 'line.open';
