import { recordItem } from './activities';
import { setParent } from './epic-children';
import { linksOfEpic } from './epic-links';
import { changedLabelIds, type LabelChange, setLabels } from './labels';
import type { Epic, Group, User } from './types';
import { finishTodo, pendingTodos } from './todos';
import { applyConfidential, applyState, applyTexts, noteDate, type StateEvent } from './work-item';
import { existing, type World } from './world';

const EPIC_COLOR = '#1068bf';

/** What a request may set on an epic; what is undefined stays as it is. */
export interface EpicChange {
  readonly title?: string | undefined;
  readonly description?: string | null | undefined;
  readonly labels?: LabelChange | undefined;
  readonly confidential?: boolean | null | undefined;
  readonly startFixed?: boolean | null | undefined;
  readonly startDate?: string | null | undefined;
  readonly dueFixed?: boolean | null | undefined;
  readonly dueDate?: string | null | undefined;
  readonly parentId?: number | null | undefined;
  readonly color?: string | undefined;
  readonly stateEvent?: StateEvent | null | undefined;
  readonly updatedAt?: string | undefined;
}

/** What only a new epic may carry. */
export interface NewEpic extends EpicChange {
  readonly title: string;
  readonly createdAt?: string | undefined;
}

/** The date that counts: the fixed one while it is switched on, else none. */
export function epicStart(epic: Epic): string | null {
  return epic.startFixed ? epic.startDate : null;
}

/** The date that counts: the fixed one while it is switched on, else none. */
export function epicDue(epic: Epic): string | null {
  return epic.dueFixed ? epic.dueDate : null;
}

function applyPlain(world: World, epic: Epic, user: User, change: EpicChange): boolean {
  const before = { ...epic };
  if (typeof change.startFixed === 'boolean') epic.startFixed = change.startFixed;
  if (typeof change.dueFixed === 'boolean') epic.dueFixed = change.dueFixed;
  if (change.startDate !== undefined) epic.startDate = change.startDate;
  if (change.dueDate !== undefined) epic.dueDate = change.dueDate;
  if (change.color !== undefined) epic.color = change.color;
  noteDate(world, epic, user, 'start date', epicStart(before), epicStart(epic));
  noteDate(world, epic, user, 'due date', epicDue(before), epicDue(epic));
  const { parentId } = change;
  if (parentId !== undefined)
    setParent(world, epic, parentId === null ? null : existing(world.epics, parentId), user);
  return JSON.stringify(before) !== JSON.stringify({ ...epic });
}

/** Changes an epic; `updated_at` moves only when something really changed. */
export function updateEpic(world: World, epic: Epic, user: User, change: EpicChange): void {
  const place = { kind: 'group', id: epic.groupId } as const;
  const waiting = pendingTodos(world, user, epic);
  const results = [
    applyTexts(world, epic, user, change),
    change.labels !== undefined &&
      setLabels(world, epic, epic, changedLabelIds(world, place, epic, change.labels), user),
    applyConfidential(world, epic, user, change.confidential),
    applyPlain(world, epic, user, change),
    applyState(world, epic, user, change.stateEvent),
  ];
  if (!results.includes(true)) return;
  for (const todo of waiting) finishTodo(world, todo);
  epic.updatedAt = change.updatedAt ?? world.now();
}

/** Makes an epic with the next number of its group. */
export function createEpic(world: World, group: Group, user: User, values: NewEpic): Epic {
  group.lastEpicIid += 1;
  const at = values.createdAt ?? world.now();
  const epic: Epic = {
    kind: 'Epic',
    id: world.nextId('epic'),
    workItemId: world.nextId('workItem'),
    iid: group.lastEpicIid,
    groupId: group.id,
    authorId: user.id,
    createdAt: at,
    title: values.title.trim(),
    description: values.description ?? null,
    state: 'opened',
    confidential: values.confidential ?? false,
    labelIds: [],
    parentId: null,
    relativePosition: 0,
    color: values.color ?? EPIC_COLOR,
    startFixed: values.startFixed ?? false,
    startDate: values.startDate ?? null,
    dueFixed: values.dueFixed ?? false,
    dueDate: values.dueDate ?? null,
    updatedAt: at,
    closedAt: null,
    closedById: null,
  };
  world.epics.set(epic.id, epic);
  recordItem(world, user, 'created', epic);
  const place = { kind: 'group', id: group.id } as const;
  if (values.labels) setLabels(world, epic, epic, changedLabelIds(world, place, epic, values.labels), user);
  if (typeof values.parentId === 'number')
    setParent(world, epic, existing(world.epics, values.parentId), user);
  applyState(world, epic, user, values.stateEvent);
  epic.updatedAt = values.updatedAt ?? at;
  return epic;
}

/** Deletes an epic with its notes and links; its issues stay, its child epics lose their parent. */
export function deleteEpic(world: World, epic: Epic): void {
  for (const link of linksOfEpic(world, epic)) world.epicLinks.delete(link.id);
  for (const [id, note] of world.notes)
    if (note.target.kind === 'Epic' && note.target.id === epic.id) world.notes.delete(id);
  for (const child of world.epics.values()) if (child.parentId === epic.id) child.parentId = null;
  for (const [id, todo] of world.todos)
    if (todo.target.kind === 'Epic' && todo.target.id === epic.id) world.todos.delete(id);
  world.epics.delete(epic.id);
}

/** The epic's group. */
export function groupOfEpic(world: World, epic: Epic): Group {
  return existing(world.groups, epic.groupId);
}
