import { invalidModel } from '../http/api-error';
import { recordItem } from './activities';
import { addSystemNote, spelledDate } from './notes';
import { finishTodosAbout } from './todos';
import type { Epic, Issue, User } from './types';
import type { World } from './world';

const TITLE_MAX = 255;
const DESCRIPTION_MAX = 1_048_576;

/** How a state may be changed. */
export const STATE_EVENTS = ['close', 'reopen'] as const;
export type StateEvent = (typeof STATE_EVENTS)[number];

/** Refuses a title or description that the model would refuse, with the model's words. */
export function checkTexts(texts: {
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
}): void {
  const errors: Record<string, string[]> = {};
  if (texts.title !== undefined && (texts.title ?? '').trim() === '') errors['title'] = ["can't be blank"];
  else if ((texts.title ?? '').length > TITLE_MAX)
    errors['title'] = [`is too long (maximum is ${TITLE_MAX} characters)`];
  if ((texts.description ?? '').length > DESCRIPTION_MAX)
    errors['description'] = [`is too long (maximum is ${DESCRIPTION_MAX} characters)`];
  if (Object.keys(errors).length > 0) throw invalidModel(errors);
}

/** A date parameter as the database takes it: an unreadable one becomes null without complaint. */
export function castDate(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{1,2}-\d{1,2}/.test(text)) return null;
  const [year, month, day] = text.split(/[^\d]/).map(Number);
  const at = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1));
  return at.getUTCMonth() === (month ?? 1) - 1 ? at.toISOString().slice(0, 10) : null;
}

/** A date parameter that may not have been sent at all. */
export function dateParam(text: string | null | undefined): string | null | undefined {
  return text === undefined ? undefined : castDate(text);
}

/** Changes the texts and leaves system notes; tells whether anything changed. */
export function applyTexts(
  world: World,
  item: Issue | Epic,
  user: User,
  texts: { readonly title?: string | undefined; readonly description?: string | null | undefined },
): boolean {
  let changed = false;
  const title = texts.title?.trim();
  if (title !== undefined && title !== item.title) {
    addSystemNote(world, item, user, `changed title from **{-${item.title}-}** to **{+${title}+}**`);
    item.title = title;
    changed = true;
  }
  if (texts.description !== undefined && texts.description !== item.description) {
    addSystemNote(world, item, user, 'changed the description');
    item.description = texts.description;
    changed = true;
  }
  return changed;
}

/** Sets confidentiality with its system note; tells whether it changed. */
export function applyConfidential(
  world: World,
  item: Issue | Epic,
  user: User,
  confidential: boolean | null | undefined,
): boolean {
  if (confidential === undefined || confidential === null || confidential === item.confidential) return false;
  const what = item.kind.toLowerCase();
  addSystemNote(
    world,
    item,
    user,
    confidential ? `made the ${what} confidential` : `made the ${what} visible to everyone`,
  );
  item.confidential = confidential;
  return true;
}

/** Closes or reopens with the system note; doing what is already done changes nothing. */
export function applyState(
  world: World,
  item: Issue | Epic,
  user: User,
  event: StateEvent | null | undefined,
): boolean {
  const state = event === 'close' ? 'closed' : 'opened';
  if (!event || state === item.state) return false;
  item.state = state;
  item.closedAt = event === 'close' ? world.now() : null;
  item.closedById = event === 'close' ? user.id : null;
  addSystemNote(world, item, user, event === 'close' ? 'closed' : 'reopened');
  recordItem(world, user, event === 'close' ? 'closed' : 'reopened', item);
  if (event === 'close') finishTodosAbout(world, user, item);
  const id = world.nextId('stateEvent');
  world.stateEvents.set(id, {
    id,
    target: { kind: item.kind, id: item.id },
    userId: user.id,
    state: event === 'close' ? 'closed' : 'reopened',
    createdAt: world.now(),
  });
  return true;
}

/** The system note for a date that came, went or moved. */
export function noteDate(
  world: World,
  item: Issue | Epic,
  user: User,
  name: 'start date' | 'due date',
  before: string | null,
  after: string | null,
): void {
  if (before === after) return;
  const body =
    after === null
      ? `removed ${name} ${spelledDate(before ?? '')}`
      : `changed ${name} to ${spelledDate(after)}`;
  addSystemNote(world, item, user, body);
}

/** Counts the checklist items of a Markdown text, leaving out code blocks and comments. */
export function countTasks(markdown: string | null): { count: number; done: number } {
  const text = (markdown ?? '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^ *(`{3,}|~{3,})[\s\S]*?^ *\1/gm, '');
  const marks = [...text.matchAll(/^\s*(?:>\s*)*(?:[-+*]|\d+[.)])\s+\[([ xX])\]\s+\S/gm)];
  return { count: marks.length, done: marks.filter((mark) => mark[1] !== ' ').length };
}
