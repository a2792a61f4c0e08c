import type { Stream } from '../../../shared/schema/sync-state';
import type { ReadingProgress } from '../../../shared/sync/status';

/** What a feed brings, as the person calls it. */
const feedWords: Readonly<Record<Stream, string>> = {
  partners: 'partners',
  budgets: 'budgets',
  'fund-requests': 'fund requests',
  claims: 'claims',
  registrations: 'program registrations',
  'gitlab-issues': 'GitLab issues',
  'gitlab-epics': 'GitLab epics',
};

/** When a feed's reading was first seen, and how far it was then. */
export type ReadingStart = { readonly done: number; readonly atMs: number };

/** Seconds until a feed is read at the pace since it was first seen; null while that cannot be told. */
export function secondsLeft(
  { done, total }: ReadingProgress,
  start: ReadingStart,
  nowMs: number,
): number | null {
  const read = done - start.done;
  const seconds = (nowMs - start.atMs) / 1000;
  if (total === null || read <= 0 || seconds <= 0) return null;
  return Math.max(0, Math.ceil(((total - done) * seconds) / read));
}

function leftWords(seconds: number): string {
  if (seconds < 60) return 'less than a minute left';
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'about a minute left' : `about ${minutes} minutes left`;
}

/** `Reading partners: 2,400 of 10,000, about 2 minutes left.` */
export function readingWords(
  progress: ReadingProgress,
  left: number | null,
  format: (count: number) => string,
): string {
  const { stream, done, total } = progress;
  const count = total === null ? format(done) : `${format(done)} of ${format(total)}`;
  const end = left === null ? '' : `, ${leftWords(left)}`;
  return `Reading ${feedWords[stream]}: ${count}${end}.`;
}
