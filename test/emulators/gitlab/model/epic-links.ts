import { addSystemNote } from './notes';
import type { Epic, EpicLink, Issue, User } from './types';
import { epicLinkOf, existing, type World } from './world';

const POSITION_STEP = 500;

function reference(world: World, issue: Issue): string {
  return `${existing(world.projects, issue.projectId).path}#${issue.iid}`;
}

/** The links of an epic in the order people gave them. */
export function linksOfEpic(world: World, epic: Epic): EpicLink[] {
  return [...world.epicLinks.values()]
    .filter((link) => link.epicId === epic.id)
    .sort((a, b) => a.relativePosition - b.relativePosition || a.id - b.id);
}

/** Puts an issue into an epic, taking it out of the one it was in (an issue has one epic). */
export function linkIssue(world: World, epic: Epic, issue: Issue, user: User): EpicLink {
  const before = epicLinkOf(world, issue.id);
  if (before?.epicId === epic.id) return before;
  const old = before && existing(world.epics, before.epicId);
  if (before) world.epicLinks.delete(before.id);
  const positions = linksOfEpic(world, epic).map((other) => other.relativePosition);
  const link: EpicLink = {
    id: world.nextId('epicLink'),
    epicId: epic.id,
    issueId: issue.id,
    relativePosition: Math.max(0, ...positions) + POSITION_STEP,
  };
  world.epicLinks.set(link.id, link);
  addSystemNote(world, issue, user, old ? `changed epic to &${epic.iid}` : `added to epic &${epic.iid}`);
  if (old) addSystemNote(world, old, user, `removed issue ${reference(world, issue)}`);
  addSystemNote(world, epic, user, `added issue ${reference(world, issue)}`);
  issue.updatedAt = world.now();
  return link;
}

/** Takes an issue out of its epic. */
export function unlinkIssue(world: World, link: EpicLink, user: User): void {
  const epic = existing(world.epics, link.epicId);
  const issue = existing(world.issues, link.issueId);
  world.epicLinks.delete(link.id);
  addSystemNote(world, issue, user, `removed from epic &${epic.iid}`);
  addSystemNote(world, epic, user, `removed issue ${reference(world, issue)}`);
  issue.updatedAt = world.now();
}

/** Moves a link directly before or after another one of the same epic. */
export function reorderLink(
  world: World,
  epic: Epic,
  link: EpicLink,
  beforeId: number | null,
  afterId: number | null,
): void {
  const rest = linksOfEpic(world, epic).filter((other) => other.id !== link.id);
  const before = rest.findIndex((other) => other.id === beforeId);
  const after = rest.findIndex((other) => other.id === afterId);
  const at = before >= 0 ? before + 1 : after >= 0 ? after : rest.length;
  rest.splice(at, 0, link);
  for (const [index, other] of rest.entries()) other.relativePosition = (index + 1) * POSITION_STEP;
}
