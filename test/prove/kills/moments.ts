import { JOURNAL_POINTS } from '../../../electron/journal/points';

/** Moments in the main process around what a page that works on its own asks, where a kill is likely to hurt. */
const journalChannels = [
  'journal.append:before',
  'journal.append:after',
  'journal.put-file:before',
  'journal.put-file:after',
] as const;

/** Moments around what the sync asks. */
const remoteChannels = [
  'remote.execute:before',
  'remote.execute:after',
  'remote.pull:before',
  'remote.pull:after',
] as const;

/** Named moments at which the app is killed while it works without remotes. */
export const localMoments: readonly string[] = [...JOURNAL_POINTS, ...journalChannels];

/** Named moments at which it is killed while it syncs. */
export const syncMoments: readonly string[] = [...remoteChannels, ...JOURNAL_POINTS];
