import { addAward } from './awards';
import type { EpicChange } from './epics';
import type { IssueChange } from './issues';
import { ACTIONS, type Telling, type Updates } from './quick-action-list';
import { type Command, takeCommands } from './quick-action-text';
import { subscribe } from './subscriptions';
import { resetSpentTime, setEstimate, spendTime } from './time-tracking';
import { addTodo, finishTodosAbout } from './todos';
import type { Epic, Issue, User } from './types';
import { existing, type World } from './world';

/** A text whose commands were understood. */
interface Understood {
  readonly content: string;
  readonly updates: Updates;
  /** One sentence for each command that was carried out and has something to say. */
  readonly messages: readonly string[];
  /** How many commands were to be had here and now; the others are dropped without a word. */
  readonly available: number;
}

function carryOut(telling: Telling, commands: readonly Command[]): Omit<Understood, 'content'> {
  const updates: Updates = {};
  const said = commands.map(({ name, arg }) => ACTIONS[name]?.(telling, arg, updates));
  const had = said.filter((message) => message !== undefined);
  return { updates, messages: had.filter((message) => message !== null), available: had.length };
}

/** Takes the commands out of a text and tells what they ask for; nothing is changed yet. */
export function understand(telling: Telling, text: string): Understood {
  const { content, commands } = takeCommands(text, (name) => Object.hasOwn(ACTIONS, name));
  return { content, ...carryOut(telling, commands) };
}

/** A change together with what the commands of a text ask for. */
export function withUpdates<Change extends IssueChange | EpicChange>(
  world: World,
  change: Change,
  updates: Updates,
): Change {
  const names = (ids: readonly number[] | undefined): string[] =>
    (ids ?? []).map((id) => existing(world.labels, id).name);
  const { labels } = change;
  const touched = updates.label_ids ?? updates.add_label_ids ?? updates.remove_label_ids;
  return {
    ...change,
    ...(touched === undefined
      ? {}
      : {
          labels: {
            replace: updates.label_ids ? names(updates.label_ids) : labels?.replace,
            add: [...(labels?.add ?? []), ...names(updates.add_label_ids)],
            remove: [...(labels?.remove ?? []), ...names(updates.remove_label_ids)],
          },
        }),
    ...(updates.state_event === undefined ? {} : { stateEvent: updates.state_event }),
    ...(updates.title === undefined ? {} : { title: updates.title }),
    ...(updates.confidential === undefined ? {} : { confidential: updates.confidential }),
    ...(updates.assignee_ids === undefined ? {} : { assigneeIds: updates.assignee_ids }),
    ...(updates.due_date === undefined ? {} : { dueDate: updates.due_date }),
    ...(updates.milestone_id === undefined ? {} : { milestoneId: updates.milestone_id }),
    ...(updates.weight === undefined ? {} : { weight: updates.weight }),
    ...(updates.discussion_locked === undefined ? {} : { discussionLocked: updates.discussion_locked }),
  };
}

function track(world: World, issue: Issue, user: User, updates: Updates): void {
  if (updates.time_estimate !== undefined) setEstimate(world, issue, user, updates.time_estimate);
  if (updates.spend_time?.duration === 'reset') resetSpentTime(world, issue, user);
  else if (updates.spend_time) spendTime(world, issue, user, updates.spend_time.duration);
}

/** Does what the commands ask for around an item: time, to-dos, subscriptions, reactions. */
export function applyAround(world: World, item: Issue | Epic, user: User, updates: Updates): void {
  if (item.kind === 'Issue') track(world, item, user, updates);
  if (updates.todo_event === 'add') addTodo(world, user, { author: user, item, action: 'marked' });
  if (updates.todo_event === 'done') finishTodosAbout(world, user, item);
  if (updates.subscription_event) subscribe(world, item, user, updates.subscription_event === 'subscribe');
  if (updates.emoji_award) addAward(world, item, user, updates.emoji_award);
}

/** A change whose description has been read: its commands are out of the text and part of the change. */
export function readDescription<Change extends IssueChange | EpicChange>(
  telling: Telling,
  change: Change,
): { readonly change: Change; readonly finish: (item: Issue | Epic) => void } {
  const { world, user, item } = telling;
  if (typeof change.description !== 'string') return { change, finish: () => undefined };
  const { content, updates } = understand(telling, change.description);
  // Commands that the text before gave already are not given again.
  const before = new Map(Object.entries(understand(telling, item?.description ?? '').updates));
  const fresh = Object.fromEntries(
    Object.entries(updates).filter(
      ([name, value]) => item === null || JSON.stringify(before.get(name)) !== JSON.stringify(value),
    ),
  );
  return {
    change: { ...withUpdates(world, change, fresh), description: content },
    finish: (made) => applyAround(world, made, user, fresh),
  };
}
