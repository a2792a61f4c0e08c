import { JOURNAL_POINTS } from '../../../electron/journal/points';

/** Moments of the first start of a workspace, when its first base is written. */
export const baseMoments: readonly string[] = JOURNAL_POINTS.filter((point) => point.startsWith('base-'));

const journalMoments: readonly string[] = JOURNAL_POINTS.filter((point) => !point.startsWith('base-'));

function around(...names: readonly string[]): string[] {
  return names.flatMap((name) => [`${name}:before`, `${name}:after`]);
}

/** Around every write to a remote, one by one and in a bundle, with and without a file, and around reading. */
const remoteMoments: readonly string[] = around(
  'remote.put-all',
  'remote.execute crm.file',
  'remote.execute git.epic',
  'remote.execute git.issue',
  'remote.execute git.link',
  'remote.execute git.edit',
  'remote.execute git.file',
  'remote.pull',
);

/** Named moments at which the app is killed while it works without remotes. */
export const localMoments: readonly string[] = [
  ...journalMoments,
  ...around('journal.append', 'journal.put-file'),
];

/** Named moments at which it is killed while it syncs; those of the remotes first. */
export const syncMoments: readonly string[] = [...remoteMoments, ...journalMoments];

/** All of them, each once. */
export const allMoments: ReadonlySet<string> = new Set([...baseMoments, ...localMoments, ...syncMoments]);
