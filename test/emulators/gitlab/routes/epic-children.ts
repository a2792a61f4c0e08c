import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { canReadEpic, groupLevel, mayPlan } from '../model/access';
import { childEpics, childRefusal, reorderChild, setParent } from '../model/epic-children';
import { createEpic, groupOfEpic } from '../model/epics';
import type { Epic } from '../model/types';
import { checkTexts } from '../model/work-item';
import { ApiError, conflict, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findEpic, pathNumber } from '../http/find';
import { epicFull, linkedEpic } from '../present/epic';

function show(call: Call, epic: Epic): unknown {
  return epicFull(call.world, epic, { origin: call.origin, inside: groupOfEpic(call.world, epic) });
}

// GitLab answers all of them at once.
function rows(call: Call, epic: Epic): unknown[] {
  return childEpics(call.world, epic)
    .filter((child) => canReadEpic(call.world, call.user, child))
    .map((child) => show(call, child));
}

function authorize(call: SignedCall, epic: Epic): void {
  if (groupLevel(call.world, call.user, epic.groupId) < ACCESS_LEVELS.guest) throw forbidden();
}

// The number in these paths is the child's global id, since it may live in another group.
function findChild(call: SignedCall, epic: Epic): Epic {
  const child = call.world.epics.get(pathNumber(call, 'child_epic_id'));
  if (!child || child.parentId !== epic.id || !canReadEpic(call.world, call.user, child))
    throw recordNotFound();
  return child;
}

function assign(call: SignedCall): unknown {
  const { world, user } = call;
  const childId = pathNumber(call, 'child_epic_id');
  const epic = findEpic(call);
  authorize(call, epic);
  const child = world.epics.get(childId);
  if (!child || !canReadEpic(world, user, child))
    throw new ApiError(404, {
      message: 'No matching epic found. Make sure that you are adding a valid epic URL.',
    });
  if (child.parentId === epic.id) throw conflict('Epic(s) already assigned');
  const refusal = childRefusal(world, epic, child);
  if (refusal !== null) throw new ApiError(422, { message: refusal });
  setParent(world, child, epic, user);
  return show(call, child);
}

function create(call: SignedCall): unknown {
  const { read, world, user } = call;
  const title = read.required('title');
  const confidential = read.flag('confidential');
  read.check();
  const epic = findEpic(call);
  if (!mayPlan(groupLevel(world, user, epic.groupId))) throw forbidden();
  checkTexts({ title });
  const child = createEpic(world, groupOfEpic(world, epic), user, {
    title,
    confidential: confidential ?? epic.confidential,
    parentId: epic.id,
  });
  return linkedEpic(world, child, epic, call.origin);
}

function sibling(call: SignedCall, epic: Epic, id: number | null | undefined): Epic | null {
  if (id === null || id === undefined) return null;
  const found = call.world.epics.get(id);
  if (!found || found.parentId !== epic.id) throw new ApiError(404, { message: 'Epic not found' });
  return found;
}

function move(call: SignedCall): unknown {
  const { read, world } = call;
  const beforeId = read.integer('move_before_id');
  const afterId = read.integer('move_after_id');
  read.check();
  const epic = findEpic(call);
  authorize(call, epic);
  const child = findChild(call, epic);
  reorderChild(world, child, sibling(call, epic, beforeId), sibling(call, epic, afterId));
  return rows(call, epic);
}

function unassign(call: SignedCall): unknown {
  const epic = findEpic(call);
  authorize(call, epic);
  const child = findChild(call, epic);
  setParent(call.world, child, null, call.user);
  return show(call, child);
}

/** The child epics of an epic, named by their global ids. */
export function epicChildRoutes(api: Api): void {
  const base = '/groups/:id/epics/:epic_iid/epics';
  api.get(base, (call) => rows(call, findEpic(call)));
  api.post(base, create);
  api.post(`${base}/:child_epic_id`, assign);
  api.put(`${base}/:child_epic_id`, move);
  api.delete(`${base}/:child_epic_id`, unassign, { status: 200 });
}
