import { addTodo, finishTodo } from '../model/todos';
import type { Todo } from '../model/types-around';
import { targetItem } from '../model/notes';
import { existing } from '../model/world';
import { recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findEpic, findIssue, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { todoFull } from '../present/around';

const ACTIONS = [
  'assigned',
  'mentioned',
  'build_failed',
  'marked',
  'approval_required',
  'unmergeable',
  'directly_addressed',
  'merge_train_removed',
  'member_access_requested',
] as const;

function groupOf(call: Call, todo: Todo): number {
  const item = targetItem(call.world, todo.target);
  return item.kind === 'Epic' ? item.groupId : existing(call.world.projects, item.projectId).groupId;
}

function projectOf(call: Call, todo: Todo): number | null {
  const item = targetItem(call.world, todo.target);
  return item.kind === 'Epic' ? null : item.projectId;
}

/** The to-dos of the asker that the filters let through, newest first. */
function wanted(call: SignedCall): Todo[] {
  const { read } = call;
  const state = read.choice('state', ['pending', 'done', 'all']) ?? 'pending';
  const action = read.choice('action', ACTIONS);
  const authorId = read.integer('author_id') ?? null;
  const projectId = read.integer('project_id') ?? null;
  const groupId = read.integer('group_id') ?? null;
  const type = read.text('type') ?? null;
  read.check();
  return [...call.world.todos.values()]
    .filter(
      (todo) =>
        todo.userId === call.user.id &&
        (state === 'all' || todo.state === state) &&
        (action === undefined || todo.action === action) &&
        (authorId === null || todo.authorId === authorId) &&
        (projectId === null || projectOf(call, todo) === projectId) &&
        (groupId === null || groupOf(call, todo) === groupId) &&
        (type === null || todo.target.kind === type),
    )
    .reverse();
}

/** What waits for a person: assignments, mentions and what she noted down herself. */
export function todoRoutes(api: Api): void {
  api.get('/todos', (call) =>
    paginate(call, wanted(call)).map((todo) => todoFull(call.world, todo, call.origin)),
  );
  api.post(
    '/todos/mark_as_done',
    (call) => {
      for (const todo of wanted(call)) finishTodo(call.world, todo);
    },
    { status: 204 },
  );
  api.post('/todos/:todo_id/mark_as_done', (call) => {
    const todo = call.world.todos.get(pathNumber(call, 'todo_id'));
    if (todo?.userId !== call.user.id) throw recordNotFound();
    if (todo.state === 'pending') finishTodo(call.world, todo);
    return todoFull(call.world, todo, call.origin);
  });
  const items = [
    ['/projects/:id/issues/:issue_iid', findIssue],
    ['/groups/:id/epics/:epic_iid', findEpic],
  ] as const;
  for (const [base, find] of items)
    api.post(`${base}/todo`, (call) => {
      const item = find(call);
      const todo = addTodo(call.world, call.user, { author: call.user, item, action: 'marked' });
      return todo === null ? new Response(null, { status: 304 }) : todoFull(call.world, todo, call.origin);
    });
}
