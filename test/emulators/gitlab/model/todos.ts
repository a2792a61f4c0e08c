import { canReadEpic, canReadIssue } from './access';
import type { Epic, Issue, NoteTarget, User } from './types';
import type { Todo } from './types-around';
import type { World } from './world';

const MENTION = /(?:^|[^\w@])@([\w.-]*\w)/g;
/** Names that a text begins with: these people are addressed, others only mentioned. */
const ADDRESS = /^\s*(?:@[\w.-]*\w[\s,]*)+/;

/** The open to-dos of a person about an item. */
export function pendingTodos(world: World, user: User, target: NoteTarget): Todo[] {
  return [...world.todos.values()].filter(
    (todo) =>
      todo.userId === user.id &&
      todo.state === 'pending' &&
      todo.target.kind === target.kind &&
      todo.target.id === target.id,
  );
}

/** Gives a person something to do about an item, unless something about it waits already; tells which, or null. */
export function addTodo(
  world: World,
  user: User,
  about: { readonly author: User; readonly item: Issue | Epic; readonly action: Todo['action'] },
  said: { readonly body: string; readonly noteId: number | null } = {
    body: about.item.title,
    noteId: null,
  },
): Todo | null {
  if (pendingTodos(world, user, about.item).length > 0) return null;
  const at = world.now();
  const todo: Todo = {
    id: world.nextId('todo'),
    userId: user.id,
    authorId: about.author.id,
    target: { kind: about.item.kind, id: about.item.id },
    action: about.action,
    ...said,
    createdAt: at,
    state: 'pending',
    updatedAt: at,
  };
  world.todos.set(todo.id, todo);
  return todo;
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(MENTION)].map((match) => (match[1] ?? '').toLowerCase()));
}

/** Gives everybody whom a text names, and who may read it, something to do. */
export function addMentions(
  world: World,
  author: User,
  item: Issue | Epic,
  said: { readonly body: string; readonly noteId: number | null },
): void {
  const names = namesIn(said.body);
  const addressed = namesIn(ADDRESS.exec(said.body)?.[0] ?? '');
  for (const user of world.users.values()) {
    const name = user.username.toLowerCase();
    const mayRead = item.kind === 'Issue' ? canReadIssue(world, user, item) : canReadEpic(world, user, item);
    if (!names.has(name) || !mayRead) continue;
    const action = addressed.has(name) ? 'directly_addressed' : 'mentioned';
    addTodo(world, user, { author, item, action }, said);
  }
}

/** Marks a to-do as done. */
export function finishTodo(world: World, todo: Todo): void {
  todo.state = 'done';
  todo.updatedAt = world.now();
}

/** Whoever acts on an item has done what waited there for him. */
export function finishTodosAbout(world: World, user: User, target: NoteTarget): void {
  for (const todo of pendingTodos(world, user, target)) finishTodo(world, todo);
}
