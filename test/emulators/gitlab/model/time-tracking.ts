import { invalidModel } from '../http/api-error';
import { addSystemNote } from './notes';
import type { Issue, User } from './types';
import type { World } from './world';

const HOUR = 3600;
const DAY = 8 * HOUR;
const WEEK = 5 * DAY;
const MONTH = 4 * WEEK;

const UNITS: readonly (readonly [name: RegExp, seconds: number])[] = [
  [/^mo(nths?|s)?$/, MONTH],
  [/^w(eeks?|ks?)?$/, WEEK],
  [/^d(ays?)?$/, DAY],
  [/^h(ours?|rs?)?$/, HOUR],
  [/^m(in(ute)?s?)?$/, 60],
  [/^s(ec(ond)?s?)?$/, 1],
];

/** Seconds of `1w 2d 3h30m`, a number alone in hours; a day has 8 hours, a week 5 days, a month 4 weeks. Null for none. */
export function readDuration(text: string): number | null {
  const sign = text.trim().startsWith('-') ? -1 : 1;
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)];
  const seconds = parts.map(([, count = '', unit = '']) => {
    const known = unit === '' ? HOUR : UNITS.find(([name]) => name.test(unit))?.[1];
    return known === undefined ? null : Number(count) * known;
  });
  const total = seconds.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return seconds.length === 0 || seconds.includes(null) ? null : sign * Math.round(total);
}

/** Seconds as people read them, `1w 2d`; null for none. */
export function spellDuration(seconds: number): string | null {
  const units: readonly (readonly [string, number])[] = [
    ['mo', MONTH],
    ['w', WEEK],
    ['d', DAY],
    ['h', HOUR],
    ['m', 60],
    ['s', 1],
  ];
  let rest = seconds;
  const words: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count}${name}`);
  }
  return words.length === 0 ? null : words.join(' ');
}

/** Sets how long an issue will take, by estimate; 0 takes the estimate away. */
export function setEstimate(world: World, issue: Issue, user: User, seconds: number | null): void {
  if (seconds === null || seconds < 0)
    throw invalidModel({ time_estimate: ['must have a valid format and be greater than or equal to zero.'] });
  if (seconds === issue.timeEstimate) return;
  issue.timeEstimate = seconds;
  const spelled = spellDuration(seconds);
  addSystemNote(
    world,
    issue,
    user,
    spelled === null ? 'removed time estimate' : `changed time estimate to ${spelled}`,
  );
  issue.updatedAt = world.now();
}

/** Adds time that was spent on an issue, or takes some back. */
export function spendTime(world: World, issue: Issue, user: User, seconds: number | null): void {
  if (seconds === null) throw invalidModel({ 'timelogs.time_spent': ["can't be blank"] });
  if (-seconds > issue.timeSpent)
    throw invalidModel({ base: ['Time to subtract exceeds the total time spent'] });
  issue.timeSpent += seconds;
  const spelled = spellDuration(Math.abs(seconds));
  if (spelled !== null)
    addSystemNote(world, issue, user, `${seconds > 0 ? 'added' : 'subtracted'} ${spelled} of time spent`);
  issue.updatedAt = world.now();
}

/** Forgets all time that was spent on an issue. */
export function resetSpentTime(world: World, issue: Issue, user: User): void {
  issue.timeSpent = 0;
  addSystemNote(world, issue, user, 'removed time spent');
  issue.updatedAt = world.now();
}
