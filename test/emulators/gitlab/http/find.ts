import { canReadEpic, canReadGroup, canReadIssue, canReadProject } from '../model/access';
import type { Epic, Group, Issue, NoteTarget, Place, Project } from '../model/types';
import { ApiError, forbidden, invalidParams, notFound, recordNotFound } from './api-error';
import type { Call } from './env';

function byIdOrPath<Item extends { readonly id: number; readonly path: string }>(
  items: ReadonlyMap<number, Item>,
  text: string,
): Item | undefined {
  if (/^\d+$/.test(text)) return items.get(Number(text));
  return [...items.values()].find((item) => item.path.toLowerCase() === text.toLowerCase());
}

/** The project named by id or path; one that the asker may not see does not exist. */
export function findProject(call: Call, text = call.path('id')): Project {
  const project = byIdOrPath(call.world.projects, text);
  if (!project || !canReadProject(call.world, call.user, project)) throw notFound('Project');
  return project;
}

/** The group named by id or path; one that the asker may not see does not exist. */
export function findGroup(call: Call, text = call.path('id')): Group {
  const group = byIdOrPath(call.world.groups, text);
  if (!group || !canReadGroup(call.world, call.user, group)) throw notFound('Group');
  return group;
}

/** A number in the path; anything else is refused as a bad parameter. */
export function pathNumber(call: Call, name: string): number {
  const text = call.path(name);
  if (!/^\d+$/.test(text)) throw invalidParams([`${name} is invalid`]);
  return Number(text);
}

/** An issue by its project and number; a confidential one that the asker may not see does not exist. */
export function findIssueByIid(call: Call, project: Project, iid: number): Issue {
  const issue = [...call.world.issues.values()].find(
    (candidate) => candidate.projectId === project.id && candidate.iid === iid,
  );
  if (!issue || !canReadIssue(call.world, call.user, issue)) throw recordNotFound();
  return issue;
}

/** The issue of a path `/projects/:id/issues/:issue_iid`. */
export function findIssue(call: Call): Issue {
  const iid = pathNumber(call, 'issue_iid');
  return findIssueByIid(call, findProject(call), iid);
}

/** The group of an epic route; 403 where the licence has no epics. */
export function findEpicGroup(call: Call): Group {
  const group = findGroup(call);
  if (call.world.tier === 'free') throw forbidden();
  return group;
}

/** The epic of a path `/groups/:id/epics/:epic_iid`. */
export function findEpic(call: Call): Epic {
  const iid = pathNumber(call, 'epic_iid');
  const group = findEpicGroup(call);
  const epic = [...call.world.epics.values()].find(
    (candidate) => candidate.groupId === group.id && candidate.iid === iid,
  );
  if (!epic || !canReadEpic(call.world, call.user, epic)) throw recordNotFound();
  return epic;
}

/** The epic of a path `/groups/:id/epics/:epic_id`, where the global id counts. */
export function findEpicById(call: Call): Epic {
  const id = pathNumber(call, 'epic_id');
  const group = findEpicGroup(call);
  const epic = call.world.epics.get(id);
  if (!epic || epic.groupId !== group.id || !canReadEpic(call.world, call.user, epic)) throw notFound('Epic');
  return epic;
}

/** The place of a project or group route. */
export function placeOf(kind: Place['kind'], item: Project | Group): Place {
  return { kind, id: item.id };
}

/** A target as notes and events keep it. */
export function targetOf(item: Issue | Epic): NoteTarget {
  return { kind: item.kind, id: item.id };
}

/** Refuses with 412 when the record changed after the moment in `If-Unmodified-Since`. */
export function checkUnmodified(call: Call, updatedAt: string): void {
  const since = Date.parse(call.request.headers.get('if-unmodified-since') ?? '');
  if (!Number.isNaN(since) && Math.floor(Date.parse(updatedAt) / 1000) * 1000 > since)
    throw new ApiError(412, { message: '412 Precondition Failed' });
}
