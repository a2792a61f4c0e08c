import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { groupLevel, projectLevel } from '../model/access';
import type { Member, Place } from '../model/types';
import { dateParam } from '../model/work-item';
import { ApiError, forbidden, notFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject, pathNumber, placeOf } from '../http/find';
import { memberRow } from '../present/place';

type Find = (call: Call) => Place;

const LEVELS: readonly number[] = Object.values(ACCESS_LEVELS);

function levelParam(call: Call): number {
  const level = call.read.integer('access_level');
  if (level === undefined || level === null) call.read.complain('access_level is missing');
  else if (!LEVELS.includes(level)) call.read.complain('access_level does not have a valid value');
  return level ?? 0;
}

function authorize(call: SignedCall, place: Place): void {
  const project = place.kind === 'project';
  const level = project
    ? projectLevel(call.world, call.user, place.id)
    : groupLevel(call.world, call.user, place.id);
  if (level < (project ? ACCESS_LEVELS.maintainer : ACCESS_LEVELS.owner)) throw forbidden();
}

function indexOf(call: Call, place: Place, userId: number): number {
  return call.world.members.findIndex(
    (member) => member.userId === userId && member.place.kind === place.kind && member.place.id === place.id,
  );
}

function add(call: SignedCall, find: Find): unknown {
  const level = levelParam(call);
  const userId = call.read.integer('user_id') ?? null;
  const username = call.read.text('username') ?? null;
  if (userId === null && username === null)
    call.read.complain('user_id, username are missing, exactly one parameter must be provided');
  const expiresAt = dateParam(call.read.text('expires_at'));
  call.read.check();
  const place = find(call);
  authorize(call, place);
  const user = [...call.world.users.values()].find((one) => one.id === userId || one.username === username);
  if (!user) throw notFound('User');
  if (indexOf(call, place, user.id) >= 0) throw new ApiError(409, { message: 'Member already exists' });
  const member: Member = {
    userId: user.id,
    level,
    place,
    createdAt: call.world.now(),
    expiresAt: expiresAt ?? null,
  };
  call.world.members.push(member);
  return memberRow(call.world, member, call.origin);
}

function change(call: SignedCall, find: Find): unknown {
  const level = levelParam(call);
  const expiresAt = dateParam(call.read.text('expires_at'));
  call.read.check();
  const place = find(call);
  authorize(call, place);
  const at = indexOf(call, place, pathNumber(call, 'user_id'));
  const before = call.world.members[at];
  if (!before) throw notFound('Member');
  const member = { ...before, level, ...(expiresAt === undefined ? {} : { expiresAt }) };
  call.world.members[at] = member;
  return memberRow(call.world, member, call.origin);
}

/** Adding, changing and removing direct members: maintainers in projects, owners in groups. */
export function memberWriteRoutes(api: Api): void {
  const places: readonly (readonly [string, Find])[] = [
    ['/projects/:id', (call) => placeOf('project', findProject(call))],
    ['/groups/:id', (call) => placeOf('group', findGroup(call))],
  ];
  for (const [prefix, find] of places) {
    api.post(`${prefix}/members`, (call) => add(call, find));
    api.put(`${prefix}/members/:user_id`, (call) => change(call, find));
    api.delete(`${prefix}/members/:user_id`, (call) => {
      const place = find(call);
      const userId = pathNumber(call, 'user_id');
      if (userId !== call.user.id) authorize(call, place);
      const at = indexOf(call, place, userId);
      if (at < 0) throw notFound('Member');
      call.world.members.splice(at, 1);
    });
  }
}
