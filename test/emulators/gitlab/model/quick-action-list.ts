import { accessLevel, mayPlan } from './access';
import { availableLabels } from './labels';
import { milestoneOf, milestonesOf } from './milestones';
import { isSubscribed } from './subscriptions';
import { readDuration, spellDuration } from './time-tracking';
import { pendingTodos } from './todos';
import type { Epic, Issue, Label, Place, User } from './types';
import { castDate } from './work-item';
import { existing, type World } from './world';

/** What the commands of a text ask for, in the words of GitLab's `commands_changes`. */
export interface Updates {
  state_event?: 'close' | 'reopen';
  title?: string;
  label_ids?: number[];
  add_label_ids?: number[];
  remove_label_ids?: number[];
  assignee_ids?: number[];
  due_date?: string | null;
  milestone_id?: number | null;
  confidential?: true;
  weight?: number | null;
  discussion_locked?: boolean;
  time_estimate?: number;
  spend_time?: { readonly duration: number | 'reset'; readonly user_id: number };
  todo_event?: 'add' | 'done';
  subscription_event?: 'subscribe' | 'unsubscribe';
  emoji_award?: string;
}

/** Who tells, and where: about an item, or about one that is still to be made at a place (null). */
export interface Telling {
  readonly world: World;
  readonly user: User;
  readonly place: Place;
  readonly item: Issue | Epic | null;
}

/** Undefined when the command is not to be had here; null when it has nothing to say. */
type Act = (telling: Telling, arg: string, updates: Updates) => string | null | undefined;

const DAY_MS = 86_400_000;

function planner({ world, user, place }: Telling): boolean {
  return mayPlan(accessLevel(world, user, place));
}

function editor(telling: Telling): boolean {
  const { item, user } = telling;
  if (item === null) return false;
  const own = item.authorId === user.id || (item.kind === 'Issue' && item.assigneeIds.includes(user.id));
  return own || planner(telling);
}

function plansIssue(telling: Telling): boolean {
  return telling.place.kind === 'project' && planner(telling);
}

function existingIssue(telling: Telling): Issue | null {
  return telling.item?.kind === 'Issue' && planner(telling) ? telling.item : null;
}

function what({ place }: Telling): string {
  return place.kind === 'project' ? 'issue' : 'epic';
}

function labelsNamed({ world, place }: Telling, arg: string): Label[] {
  const pattern = arg.includes('~') ? /~"([^"]+)"|~([^\s~]+)/g : /"([^"]+)"|(\S+)/g;
  const names = new Set([...arg.matchAll(pattern)].map(([, quoted, plain]) => quoted ?? plain));
  return availableLabels(world, place).filter(({ id, name }) => names.has(name) || names.has(String(id)));
}

function spelled(labels: readonly Label[]): string {
  return `${labels.map(({ name }) => `~"${name}"`).join(' ')} label${labels.length === 1 ? '' : 's'}`;
}

function addsLabels(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!planner(telling)) return undefined;
  const labels = labelsNamed(telling, arg);
  if (labels.length === 0) return null;
  updates.add_label_ids = [...new Set([...(updates.add_label_ids ?? []), ...labels.map(({ id }) => id)])];
  return `Added ${spelled(labels)}.`;
}

function removesLabels(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!telling.item || telling.item.labelIds.length === 0 || !planner(telling)) return undefined;
  if (arg === '') {
    updates.label_ids = [];
    return 'Removed all labels.';
  }
  const labels = labelsNamed(telling, arg);
  if (labels.length > 0)
    updates.remove_label_ids = [...(updates.remove_label_ids ?? []), ...labels.map(({ id }) => id)];
  return labels.length > 0 ? `Removed ${spelled(labels)}.` : 'Removed all labels.';
}

function replacesLabels(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!telling.item || telling.item.labelIds.length === 0 || !planner(telling)) return undefined;
  const labels = labelsNamed(telling, arg);
  if (labels.length === 0) return null;
  updates.label_ids = labels.map(({ id }) => id);
  return `Replaced all labels with ${spelled(labels)}.`;
}

function peopleNamed({ world, user }: Telling, arg: string): User[] {
  const names = arg.split(/[\s,]+/).map((name) => name.replace(/^@/, '').toLowerCase());
  return [...world.users.values()].filter(
    (one) => names.includes(one.username.toLowerCase()) || (names.includes('me') && one.id === user.id),
  );
}

function assigns(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling)) return undefined;
  const { world, item } = telling;
  const several = world.tier !== 'free';
  const people = peopleNamed(telling, arg).slice(0, several ? undefined : 1);
  if (people.length === 0) return 'Failed to assign a user because no user was found.';
  const before = updates.assignee_ids ?? (several && item?.kind === 'Issue' ? item.assigneeIds : []);
  updates.assignee_ids = [...new Set([...before, ...people.map(({ id }) => id)])];
  return `Assigned ${people.map(({ username }) => `@${username}`).join(' and ')}.`;
}

function unassigns(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  const issue = existingIssue(telling);
  if (!issue || issue.assigneeIds.length === 0) return undefined;
  const people = peopleNamed(telling, arg);
  const gone = people.length > 0 ? people.map(({ id }) => id) : issue.assigneeIds;
  const named = gone.map((id) => `@${existing(telling.world.users, id).username}`).join(' and ');
  updates.assignee_ids = issue.assigneeIds.filter((id) => !gone.includes(id));
  return `Removed assignee${gone.length === 1 ? '' : 's'} ${named}.`;
}

/** A day as people type it: a date, `today`, `tomorrow`, `in 2 weeks`. */
function dayNamed(world: World, text: string): string | null {
  const [, count, unit] = /^in (\d+) (day|week)s?$/i.exec(text) ?? [];
  const ahead =
    unit === undefined
      ? ({ today: 0, tomorrow: 1 }[text.toLowerCase()] ?? null)
      : Number(count) * (unit.toLowerCase() === 'week' ? 7 : 1);
  return ahead === null
    ? castDate(text)
    : new Date(Date.parse(world.now()) + ahead * DAY_MS).toISOString().slice(0, 10);
}

function setsDueDate(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling)) return undefined;
  const day = dayNamed(telling.world, arg);
  if (day === null) return 'Failed to set due date because the date format is invalid.';
  updates.due_date = day;
  const words = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
  return `Set the due date to ${words.format(new Date(day))}.`;
}

function setsMilestone(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling)) return undefined;
  const title = arg.replace(/^%/, '').replace(/^"(.*)"$/, '$1');
  const found = milestonesOf(telling.world, telling.place, true).find((one) => one.title === title);
  if (!found) return null;
  updates.milestone_id = found.id;
  return `Set the milestone to %"${found.title}".`;
}

function setsWeight(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling) || telling.world.tier === 'free') return undefined;
  if (!/^\d+$/.test(arg)) return null;
  updates.weight = Number(arg);
  return `Set weight to ${arg}.`;
}

function estimates(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling)) return undefined;
  const seconds = readDuration(arg);
  if (seconds === null || seconds < 0) return null;
  updates.time_estimate = seconds;
  return seconds === 0 ? 'Removed time estimate.' : `Set time estimate to ${spellDuration(seconds) ?? ''}.`;
}

function spends(telling: Telling, arg: string, updates: Updates): string | null | undefined {
  if (!plansIssue(telling)) return undefined;
  const seconds = readDuration(arg.replace(/\s+\d{4}-\d\d-\d\d.*$/, ''));
  if (seconds === null || seconds === 0) return null;
  updates.spend_time = { duration: seconds, user_id: telling.user.id };
  return `${seconds > 0 ? 'Added' : 'Subtracted'} ${spellDuration(Math.abs(seconds)) ?? ''} spent time.`;
}

function reacts({ item }: Telling, arg: string, updates: Updates): string | null | undefined {
  const name = /^:?([\w+-]+):?$/.exec(arg)?.[1];
  if (item === null) return undefined;
  if (name === undefined) return null;
  updates.emoji_award = name;
  return `Toggled :${name}: emoji award.`;
}

/** A command without an argument, to be had when something holds. */
function plain(
  holds: (telling: Telling) => boolean,
  updates: (telling: Telling) => Updates,
  says: (telling: Telling) => string,
): Act {
  return (telling, _arg, all) => {
    if (!holds(telling)) return undefined;
    Object.assign(all, updates(telling));
    return says(telling);
  };
}

const todoWaits = ({ world, user, item }: Telling): boolean =>
  item !== null && pendingTodos(world, user, item).length > 0;
const hears = ({ world, user, item }: Telling): boolean => item !== null && isSubscribed(world, item, user);

/** The commands that this server knows. */
export const ACTIONS: Readonly<Record<string, Act>> = {
  close: plain(
    (telling) => editor(telling) && telling.item?.state === 'opened',
    () => ({ state_event: 'close' }),
    (telling) => `Closed this ${what(telling)}.`,
  ),
  reopen: plain(
    (telling) => editor(telling) && telling.item?.state === 'closed',
    () => ({ state_event: 'reopen' }),
    (telling) => `Reopened this ${what(telling)}.`,
  ),
  title: (telling, arg, updates) => {
    if (!editor(telling)) return undefined;
    if (arg === '') return null;
    updates.title = arg;
    return `Changed the title to "${arg}".`;
  },
  label: addsLabels,
  labels: addsLabels,
  unlabel: removesLabels,
  remove_label: removesLabels,
  relabel: replacesLabels,
  assign: assigns,
  unassign: unassigns,
  due: setsDueDate,
  remove_due_date: plain(
    (telling) => (existingIssue(telling)?.dueDate ?? null) !== null,
    () => ({ due_date: null }),
    () => 'Removed the due date.',
  ),
  milestone: setsMilestone,
  remove_milestone: (telling, _arg, updates) => {
    const issue = existingIssue(telling);
    const milestone = issue && milestoneOf(telling.world, issue);
    if (!milestone) return undefined;
    updates.milestone_id = null;
    return `Removed %"${milestone.title}" milestone.`;
  },
  confidential: plain(
    (telling) => planner(telling) && telling.item?.confidential !== true,
    () => ({ confidential: true }),
    (telling) => `Made this ${what(telling)} confidential.`,
  ),
  weight: setsWeight,
  clear_weight: plain(
    (telling) => (existingIssue(telling)?.weight ?? null) !== null,
    () => ({ weight: null }),
    () => 'Cleared weight.',
  ),
  lock: plain(
    (telling) => existingIssue(telling) !== null && existingIssue(telling)?.discussionLocked !== true,
    () => ({ discussion_locked: true }),
    () => 'Locked the discussion.',
  ),
  unlock: plain(
    (telling) => existingIssue(telling)?.discussionLocked === true,
    () => ({ discussion_locked: false }),
    () => 'Unlocked the discussion.',
  ),
  estimate: estimates,
  estimate_time: estimates,
  remove_estimate: plain(
    (telling) => existingIssue(telling) !== null,
    () => ({ time_estimate: 0 }),
    () => 'Removed time estimate.',
  ),
  spend: spends,
  spent: spends,
  spend_time: spends,
  remove_time_spent: plain(
    (telling) => existingIssue(telling) !== null,
    ({ user }) => ({ spend_time: { duration: 'reset', user_id: user.id } }),
    () => 'Removed spent time.',
  ),
  todo: plain(
    (telling) => telling.item !== null && !todoWaits(telling),
    () => ({ todo_event: 'add' }),
    () => 'Added a to-do item.',
  ),
  done: plain(
    todoWaits,
    () => ({ todo_event: 'done' }),
    () => 'Marked to-do item as done.',
  ),
  subscribe: plain(
    (telling) => telling.item !== null && !hears(telling),
    () => ({ subscription_event: 'subscribe' }),
    (telling) => `Subscribed to this ${what(telling)}.`,
  ),
  unsubscribe: plain(
    hears,
    () => ({ subscription_event: 'unsubscribe' }),
    (telling) => `Unsubscribed from this ${what(telling)}.`,
  ),
  award: reacts,
  react: reacts,
};
