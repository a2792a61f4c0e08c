import type { Epic, Issue, NoteTarget, User } from './types';
import type { Todo } from './types-around';
import type { World } from './world';

const MENTION = /(?:^|[^\w@])@([\w.-]*\w)/g;

/** The open to-do of a person about an item, of one kind or of any. */
function pendingTodo(
  world: World,
  user: User,
  target: NoteTarget,
  action: Todo['action'] | null,
): Todo | undefined {
  return [...world.todos.values()].find(
    (todo) =>
      todo.userId === user.id &&
      todo.state === 'pending' &&
      todo.target.kind === target.kind &&
      todo.target.id === target.id &&
      (action === null || todo.action === action),
  );
}

/** Gives a person something to do, unless it waits already; tells which, or null. */
export function addTodo(
  world: World,
  user: User,
  about: { readonly author: User; readonly item: Issue | Epic; readonly action: Todo['action'] },
  body: string = about.item.title,
): Todo | null {
  const target = { kind: about.item.kind, id: about.item.id };
  if (pendingTodo(world, user, target, about.action === 'marked' ? null : about.action)) return null;
  const at = world.now();
  const todo: Todo = {
    id: world.nextId('todo'),
    userId: user.id,
    authorId: about.author.id,
    target,
    action: about.action,
    body,
    createdAt: at,
    state: 'pending',
    updatedAt: at,
  };
  world.todos.set(todo.id, todo);
  return todo;
}

/** Gives everybody whom a text names something to do, the author excepted. */
export function addMentions(world: World, author: User, item: Issue | Epic, text: string): void {
  const names = new Set([...text.matchAll(MENTION)].map((match) => (match[1] ?? '').toLowerCase()));
  for (const user of world.users.values())
    if (user.id !== author.id && names.has(user.username.toLowerCase()))
      addTodo(world, user, { author, item, action: 'mentioned' }, text);
}

/** Marks a to-do as done. */
export function finishTodo(world: World, todo: Todo): void {
  todo.state = 'done';
  todo.updatedAt = world.now();
}

/** Whoever acts on an item has done what waited there for him. */
export function finishTodosAbout(world: World, user: User, target: NoteTarget): void {
  for (const todo of world.todos.values())
    if (
      todo.userId === user.id &&
      todo.state === 'pending' &&
      todo.target.kind === target.kind &&
      todo.target.id === target.id
    )
      finishTodo(world, todo);
}
