import { milestoneOf } from '../model/milestones';
import type { Issue, User } from '../model/types';
import { epicLinkOf, type World } from '../model/world';
import {
  allOf,
  type Condition,
  labelCondition,
  personId,
  reactionCondition,
  searchCondition,
  timeConditions,
  withoutLabels,
} from './work-filter';
import type { Call } from './env';
import type { ParamReader } from './reader';

const DAY_MS = 86_400_000;
const SCOPES = ['created-by-me', 'assigned-to-me', 'created_by_me', 'assigned_to_me', 'all'] as const;
const DUE = [
  '0',
  'any',
  'today',
  'tomorrow',
  'overdue',
  'week',
  'month',
  'next_month_and_previous_two_weeks',
  '',
] as const;
/** What `milestone_id` takes, in this spelling; a number is none of them. */
const MILESTONE_WORDS = ['Any', 'None', 'Upcoming', 'Started'] as const;
/** Types of issue that a request may name, also those that no issue here has. */
export const NAMED_TYPES = ['issue', 'incident', 'test_case', 'requirement', 'task', 'ticket'] as const;

function assigneeCondition(world: World, read: ParamReader): Condition<Issue> | null {
  const names = read.list('assignee_username');
  if (names && names.length > 0) {
    if (world.tier === 'free' && names.length > 1)
      read.complain(
        'assignee_username allows one value, but found ' + `${names.length}: ${names.join(', ')}`,
      );
    const ids = names.map((name) => personId(world, undefined, name) ?? 0);
    return (issue) => ids.every((id) => issue.assigneeIds.includes(id));
  }
  const value = read.text('assignee_id');
  if (value === undefined || value === null || value === '') return null;
  if (value.toLowerCase() === 'none' || value === '0') return (issue) => issue.assigneeIds.length === 0;
  if (value.toLowerCase() === 'any') return (issue) => issue.assigneeIds.length > 0;
  if (/^\d+$/.test(value)) return (issue) => issue.assigneeIds.includes(Number(value));
  read.complain("assignee_id should be an integer, 'None' or 'Any', however got " + value);
  return null;
}

function shifted(now: string, days: number): string {
  return new Date(Date.parse(now) + days * DAY_MS).toISOString().slice(0, 10);
}

function dueCondition(now: string, due: (typeof DUE)[number] | undefined): Condition<Issue> | null {
  const today = now.slice(0, 10);
  const weekday = (new Date(now).getUTCDay() + 6) % 7;
  const monthStart = `${today.slice(0, 7)}-01`;
  const nextMonths = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) + 1, 0));
  function between(from: string, to: string): Condition<Issue> {
    return (issue) => issue.dueDate !== null && issue.dueDate >= from && issue.dueDate <= to;
  }
  switch (due) {
    case undefined:
    case '':
      return null;
    case '0':
      return (issue) => issue.dueDate === null;
    case 'any':
      return (issue) => issue.dueDate !== null;
    case 'today':
      return between(today, today);
    case 'tomorrow':
      return between(shifted(now, 1), shifted(now, 1));
    case 'overdue':
      return (issue) => issue.dueDate !== null && issue.dueDate < today;
    case 'week':
      return between(shifted(now, -weekday), shifted(now, 6 - weekday));
    case 'month':
      return (issue) => issue.dueDate?.startsWith(monthStart.slice(0, 7)) ?? false;
    case 'next_month_and_previous_two_weeks':
      return between(shifted(now, -14), nextMonths.toISOString().slice(0, 10));
  }
}

function epicCondition(world: World, read: ParamReader): Condition<Issue> | null {
  const value = read.text('epic_id');
  if (world.tier === 'free' || value === undefined || value === null || value === '') return null;
  function epicIdOf(issue: Issue): number | undefined {
    return epicLinkOf(world, issue.id)?.epicId;
  }
  if (value.toLowerCase() === 'none') return (issue) => epicIdOf(issue) === undefined;
  if (value.toLowerCase() === 'any') return (issue) => epicIdOf(issue) !== undefined;
  if (/^\d+$/.test(value)) return (issue) => epicIdOf(issue) === Number(value);
  read.complain("epic_id should be an integer, 'None' or 'Any'");
  return null;
}

/** `milestone` is a title or a word. */
function milestoneCondition(world: World, value: string | null | undefined): Condition<Issue> | null {
  if (value === undefined || value === null || value === '') return null;
  const today = world.now().slice(0, 10);
  switch (value.toLowerCase()) {
    case 'none':
    case 'no milestone':
    case '0':
      return (issue) => issue.milestoneId === null;
    case 'any':
    case 'any milestone':
      return (issue) => issue.milestoneId !== null;
    case 'upcoming':
      return (issue) => {
        const milestone = milestoneOf(world, issue);
        return milestone?.state === 'active' && (milestone.dueDate ?? '') > today;
      };
    case 'started':
      return (issue) => {
        const milestone = milestoneOf(world, issue);
        if (milestone?.state !== 'active' || milestone.startDate === null) return false;
        return milestone.startDate <= today && (milestone.dueDate === null || milestone.dueDate >= today);
      };
    default:
      return (issue) => {
        const milestone = milestoneOf(world, issue);
        return milestone?.title === value;
      };
  }
}

/** What no issue of this server has (iterations): `None` finds all, anything else nothing. */
function absentFeature(read: ParamReader, name: string): Condition<Issue> | null {
  const value = read.text(name);
  if (value === undefined || value === null || value === '') return null;
  const none = value.toLowerCase() === 'none';
  return () => none;
}

/** Weights are not to be had without a licence, and a filter for them is dropped. */
function weightCondition(world: World, read: ParamReader): Condition<Issue> | null {
  const value = read.text('weight');
  if (world.tier === 'free' || value === undefined || value === null || value === '') return null;
  if (value.toLowerCase() === 'any') return (issue) => issue.weight !== null;
  if (value.toLowerCase() === 'none') return (issue) => issue.weight === null;
  return (issue) => String(issue.weight) === value;
}

function negated(world: World, read: ParamReader): Condition<Issue>[] {
  const found: (Condition<Issue> | null)[] = [];
  read.nested('not', (inner) => {
    found.push(withoutLabels(world, inner.list('labels')));
    const author = personId(world, inner.integer('author_id'), inner.text('author_username'));
    const assignees = [
      personId(world, inner.integer('assignee_id'), undefined),
      ...(inner.list('assignee_username') ?? []).map((name) => personId(world, undefined, name)),
    ].filter((id) => id !== undefined);
    const iids = inner.integers('iids');
    const milestone = milestoneCondition(world, inner.text('milestone'));
    const milestoneWord = milestoneCondition(world, inner.choice('milestone_id', MILESTONE_WORDS));
    const weight = weightCondition(world, inner);
    found.push(
      milestone && ((issue) => !milestone(issue)),
      milestoneWord && ((issue) => !milestoneWord(issue)),
      weight && ((issue) => !weight(issue)),
      author === undefined ? null : (issue) => issue.authorId !== author,
      assignees.length === 0 ? null : (issue) => !assignees.some((id) => issue.assigneeIds.includes(id)),
      iids === undefined ? null : (issue) => !iids.includes(issue.iid),
    );
  });
  return found.filter((condition) => condition !== null);
}

function scopeCondition(user: User | null, scope: (typeof SCOPES)[number]): Condition<Issue> | null {
  if (scope === 'all') return null;
  const id = user?.id ?? 0;
  if (scope.startsWith('created')) return (issue) => issue.authorId === id;
  return (issue) => issue.assigneeIds.includes(id);
}

/** Reads every filter of an issue list; `defaultScope` is `created_by_me` for `/issues` and `all` elsewhere. */
export function readIssueFilter(call: Call, defaultScope: 'created_by_me' | 'all'): Condition<Issue> {
  const { read, world } = call;
  read.atMostOneOf(['author_id', 'author_username']);
  read.atMostOneOf(['assignee_id', 'assignee_username']);
  read.atMostOneOf(['milestone_id', 'milestone']);
  const state = read.choice('state', ['opened', 'closed', 'all']) ?? 'all';
  const author = personId(world, read.integer('author_id'), read.text('author_username'));
  const iids = read.integers('iids');
  const confidential = read.flag('confidential');
  const closedBy = read.integer('closed_by_id');
  const type = read.choice('issue_type', NAMED_TYPES);
  const conditions: (Condition<Issue> | null)[] = [
    (issue) => state === 'all' || issue.state === state,
    scopeCondition(call.user, read.choice('scope', SCOPES) ?? defaultScope),
    author === undefined ? null : (issue) => issue.authorId === author,
    assigneeCondition(world, read),
    labelCondition(world, read.list('labels')),
    searchCondition(read.text('search'), read.text('in')),
    dueCondition(world.now(), read.choice('due_date', DUE)),
    epicCondition(world, read),
    milestoneCondition(world, read.text('milestone')),
    milestoneCondition(world, read.choice('milestone_id', MILESTONE_WORDS)),
    reactionCondition(world, call.user, read.text('my_reaction_emoji')),
    absentFeature(read, 'iteration_id'),
    absentFeature(read, 'iteration_title'),
    iids === undefined ? null : (issue) => iids.includes(issue.iid),
    typeof confidential === 'boolean' ? (issue) => issue.confidential === confidential : null,
    typeof closedBy === 'number' ? (issue) => issue.closedById === closedBy : null,
    weightCondition(world, read),
    type === undefined ? null : (issue) => issue.type === type,
    ...timeConditions(read),
    ...negated(world, read),
  ];
  read.check();
  return allOf(conditions);
}
