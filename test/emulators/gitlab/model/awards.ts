import { finishTodosAbout } from './todos';
import type { User } from './types';
import type { Award, AwardTarget } from './types-around';
import type { World } from './world';

/** The reactions to something, oldest first. */
export function awardsOf(world: World, target: AwardTarget): Award[] {
  return [...world.awards.values()].filter(
    (award) => award.target.kind === target.kind && award.target.id === target.id,
  );
}

/** How many thumbs went up or down. */
export function countAwards(world: World, target: AwardTarget, name: 'thumbsup' | 'thumbsdown'): number {
  return awardsOf(world, target).filter((award) => award.name === name).length;
}

/** Adds a reaction; null when this person has reacted so before. */
export function addAward(world: World, target: AwardTarget, user: User, name: string): Award | null {
  if (awardsOf(world, target).some((award) => award.userId === user.id && award.name === name)) return null;
  const { kind, id } = target;
  const award: Award = {
    id: world.nextId('award'),
    target: { kind, id },
    userId: user.id,
    name,
    createdAt: world.now(),
  };
  world.awards.set(award.id, award);
  const note = kind === 'Note' ? world.notes.get(id) : undefined;
  finishTodosAbout(world, user, note?.target ?? { kind: kind === 'Epic' ? 'Epic' : 'Issue', id });
  return award;
}
