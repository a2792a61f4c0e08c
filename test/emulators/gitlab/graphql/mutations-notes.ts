import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { mayPlan } from '../model/access';
import { comment } from '../model/comments';
import { targetItem } from '../model/notes';
import type { Epic, Issue, Note } from '../model/types';
import { notesOf } from '../model/world';
import { flagOf, type Input, signedIn, textOf } from './change';
import { FieldError, type GraphObject } from './execute';
import { NO_ACCESS, readGid } from './ids';
import { type Asker, noteObject } from './objects';
import { canRead, levelOn } from './widgets';

type Item = Issue | Epic;

function payload(
  asker: Asker,
  name: string,
  note: Note | null,
  item: Item,
  errors: readonly string[] = [],
): GraphObject {
  return {
    typename: `${name}Payload`,
    fields: { note: note && noteObject(asker, note, item), errors, clientMutationId: null },
  };
}

function findNote(asker: Asker, input: Input): { readonly note: Note; readonly item: Item } {
  const user = signedIn(asker);
  const note = asker.world.notes.get(readGid(input['id']).id);
  const item = note && targetItem(asker.world, note.target);
  if (!note || !item || note.system || !canRead(asker, item)) throw new FieldError(NO_ACCESS);
  if (note.authorId !== user.id && levelOn(asker, item) < ACCESS_LEVELS.maintainer)
    throw new FieldError(NO_ACCESS);
  return { note, item };
}

function create(asker: Asker, item: Item, input: Input): GraphObject {
  const body = textOf(input, 'body') ?? '';
  if (body.trim() === '') return payload(asker, 'CreateNote', null, item, ["Note can't be blank"]);
  const internal = flagOf(input, 'internal') ?? flagOf(input, 'confidential') ?? false;
  if (internal && !mayPlan(levelOn(asker, item))) throw new FieldError(NO_ACCESS);
  const wanted = /^gid:\/\/gitlab\/\w+\/([0-9a-f]+)$/.exec(textOf(input, 'discussionId') ?? '')?.[1];
  const thread = notesOf(asker.world, item).find(({ discussionId }) => discussionId === wanted);
  if (textOf(input, 'discussionId') && !thread) throw new FieldError(NO_ACCESS);
  const { note, failed } = comment(asker.world, item, signedIn(asker), body, {
    internal,
    ...(thread ? { thread: { discussionId: thread.discussionId } } : {}),
  });
  return payload(asker, 'CreateNote', note, item, failed ? ['Failed to apply commands.'] : []);
}

/** Mutations for comments. */
export function noteMutations(
  asker: Asker,
  find: (id: unknown) => Item,
): Record<string, (input: Input) => GraphObject> {
  return {
    createNote: (input) => create(asker, find(input['noteableId']), input),
    updateNote: (input) => {
      const { note, item } = findNote(asker, input);
      const body = textOf(input, 'body') ?? '';
      if (body.trim() === '') return payload(asker, 'UpdateNote', note, item, ["Note can't be blank"]);
      note.body = body;
      note.updatedAt = asker.world.now();
      return payload(asker, 'UpdateNote', note, item);
    },
    destroyNote: (input) => {
      const { note, item } = findNote(asker, input);
      asker.world.notes.delete(note.id);
      return payload(asker, 'DestroyNote', null, item);
    },
  };
}
