import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import type { Epic, Group, Issue, Member, Place, Project, User } from './types';
import { existing, groupChain, groupTree, type World } from './world';

const ADMIN_LEVEL = ACCESS_LEVELS.owner;

function placesAbove(world: World, place: Place): Place[] {
  const groupId = place.kind === 'group' ? place.id : existing(world.projects, place.id).groupId;
  const groups = groupChain(world, groupId).map((group): Place => ({ kind: 'group', id: group.id }));
  return place.kind === 'group' ? groups : [place, ...groups];
}

/** Everyone who is a member here or above, each once with the highest role. */
export function effectiveMembers(world: World, place: Place): Member[] {
  const best = new Map<number, Member>();
  for (const { kind, id } of placesAbove(world, place))
    for (const member of world.members) {
      if (member.place.kind !== kind || member.place.id !== id || isOver(world, member)) continue;
      const known = best.get(member.userId);
      if (!known || known.level < member.level) best.set(member.userId, member);
    }
  return [...best.values()].sort((a, b) => a.userId - b.userId);
}

/** A membership ends on the day that it names. */
function isOver(world: World, { expiresAt }: Member): boolean {
  return typeof expiresAt === 'string' && expiresAt <= world.now().slice(0, 10);
}

/** The user's role number in a group or project, 0 for none; administrators own everything. */
export function accessLevel(world: World, user: User | null, place: Place): number {
  if (!user) return 0;
  if (user.admin) return ADMIN_LEVEL;
  return effectiveMembers(world, place).find((member) => member.userId === user.id)?.level ?? 0;
}

/** The user's role number in a project. */
export function projectLevel(world: World, user: User | null, projectId: number): number {
  return accessLevel(world, user, { kind: 'project', id: projectId });
}

/** The user's role number in a group. */
export function groupLevel(world: World, user: User | null, groupId: number): number {
  return accessLevel(world, user, { kind: 'group', id: groupId });
}

/** Whether the user may know that this project exists; all projects here are private. */
export function canReadProject(world: World, user: User | null, project: Project): boolean {
  return projectLevel(world, user, project.id) >= ACCESS_LEVELS.guest;
}

/** Whether the user may know that this group exists: as a member, or of something inside it. */
export function canReadGroup(world: World, user: User | null, group: Group): boolean {
  if (groupLevel(world, user, group.id) >= ACCESS_LEVELS.guest) return true;
  const inside = new Set(groupTree(world, group.id).map((member) => member.id));
  if ([...inside].some((id) => groupLevel(world, user, id) >= ACCESS_LEVELS.guest)) return true;
  return [...world.projects.values()].some(
    (project) => inside.has(project.groupId) && canReadProject(world, user, project),
  );
}

/** Whether the user sees the issue; a confidential one needs the Planner role or a part in it. */
export function canReadIssue(world: World, user: User | null, issue: Issue): boolean {
  const level = projectLevel(world, user, issue.projectId);
  if (level < ACCESS_LEVELS.guest || !user) return false;
  if (!issue.confidential || level >= ACCESS_LEVELS.planner) return true;
  return issue.authorId === user.id || issue.assigneeIds.includes(user.id);
}

/** Whether the user sees the epic; a confidential one needs the Planner role. */
export function canReadEpic(world: World, user: User | null, epic: Epic): boolean {
  if (!canReadGroup(world, user, existing(world.groups, epic.groupId))) return false;
  return !epic.confidential || groupLevel(world, user, epic.groupId) >= ACCESS_LEVELS.planner;
}

/** Whether a role may set labels, assignees and dates, and edit what others wrote. */
export function mayPlan(level: number): boolean {
  return level >= ACCESS_LEVELS.planner;
}

/** Whether a role may delete issues and epics: owners and planners, not the roles between. */
export function mayDelete(level: number): boolean {
  return level >= ACCESS_LEVELS.owner || level === ACCESS_LEVELS.planner;
}
