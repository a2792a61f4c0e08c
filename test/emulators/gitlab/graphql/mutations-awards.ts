import { addAward, awardsOf } from '../model/awards';
import { targetItem } from '../model/notes';
import type { Epic, Issue } from '../model/types';
import type { Award, AwardTarget } from '../model/types-around';
import { type Input, signedIn, textOf } from './change';
import { FieldError, type GraphObject } from './execute';
import { gid, NO_ACCESS, readGid } from './ids';
import { type Asker, userObject } from './objects';
import { canRead } from './widgets';

function targetOf(asker: Asker, id: unknown, find: (id: unknown) => Issue | Epic): AwardTarget {
  const { kind, id: number } = readGid(id);
  if (!kind.endsWith('Note')) {
    const item = find(id);
    return { kind: item.kind, id: item.id };
  }
  const note = asker.world.notes.get(number);
  if (!note || !canRead(asker, targetItem(asker.world, note.target))) throw new FieldError(NO_ACCESS);
  return { kind: 'Note', id: note.id };
}

function payload(asker: Asker, name: string, award: Award | null, errors: readonly string[]): GraphObject {
  const user = signedIn(asker);
  return {
    typename: `${name}Payload`,
    fields: {
      awardEmoji: award && {
        typename: 'AwardEmoji',
        fields: {
          id: gid('AwardEmoji', award.id),
          name: award.name,
          description: award.name,
          emoji: award.name,
          user: userObject(asker, user),
        },
      },
      errors,
      clientMutationId: null,
      ...(name === 'AwardEmojiToggle' ? { toggledOn: award !== null } : {}),
    },
  };
}

/** Mutations for reactions. */
export function awardMutations(
  asker: Asker,
  find: (id: unknown) => Issue | Epic,
): Record<string, (input: Input) => GraphObject> {
  const read = (input: Input) => {
    const target = targetOf(asker, input['awardableId'], find);
    const name = textOf(input, 'name') ?? '';
    const mine = awardsOf(asker.world, target).find(
      (award) => award.name === name && award.userId === signedIn(asker).id,
    );
    return { target, name, mine };
  };
  return {
    awardEmojiAdd: (input) => {
      const { target, name } = read(input);
      const award = addAward(asker.world, target, signedIn(asker), name);
      return payload(asker, 'AwardEmojiAdd', award, award ? [] : ['Name has already been taken']);
    },
    awardEmojiRemove: (input) => {
      const { mine } = read(input);
      if (!mine)
        return payload(asker, 'AwardEmojiRemove', null, [
          'User has not awarded emoji of type ' + `${textOf(input, 'name') ?? ''} on the awardable`,
        ]);
      asker.world.awards.delete(mine.id);
      return payload(asker, 'AwardEmojiRemove', null, []);
    },
    awardEmojiToggle: (input) => {
      const { target, name, mine } = read(input);
      if (mine) asker.world.awards.delete(mine.id);
      const award = mine ? null : addAward(asker.world, target, signedIn(asker), name);
      return payload(asker, 'AwardEmojiToggle', award, []);
    },
  };
}
