import { addAward, awardsOf } from '../model/awards';
import type { Award, AwardTarget } from '../model/types-around';
import { notesOf } from '../model/world';
import { notFound, recordNotFound, unauthorized } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findEpic, findIssue, pathNumber, targetOf } from '../http/find';
import { paginate } from '../http/paging';
import { awardFull } from '../present/around';

const EMOJI_NAME = /^[\w+-]+$/;

type Find = (call: Call) => AwardTarget;

function noteOf(find: typeof findIssue | typeof findEpic): Find {
  return (call) => {
    const id = pathNumber(call, 'note_id');
    const note = notesOf(call.world, targetOf(find(call))).find((candidate) => candidate.id === id);
    if (!note) throw recordNotFound();
    return { kind: 'Note', id: note.id };
  };
}

function findAward(call: Call, target: AwardTarget): Award {
  const id = pathNumber(call, 'award_id');
  const award = awardsOf(call.world, target).find((candidate) => candidate.id === id);
  if (!award) throw recordNotFound();
  return award;
}

function create(call: SignedCall, target: AwardTarget): unknown {
  const name = call.read.required('name');
  call.read.check();
  if (!EMOJI_NAME.test(name)) throw notFound('Award Emoji Name is not a valid emoji name');
  const award = addAward(call.world, target, call.user, name);
  if (!award) throw notFound('Award Emoji Name has already been taken');
  return awardFull(call.world, award, call.origin);
}

/** Reactions to issues and epics (by number) and to the notes under them. */
export function awardRoutes(api: Api): void {
  const awardables: readonly (readonly [string, Find])[] = [
    ['/projects/:id/issues/:issue_iid', findIssue],
    ['/groups/:id/epics/:epic_iid', findEpic],
    ['/projects/:id/issues/:issue_iid/notes/:note_id', noteOf(findIssue)],
    ['/groups/:id/epics/:epic_iid/notes/:note_id', noteOf(findEpic)],
  ];
  for (const [base, find] of awardables) {
    const path = `${base}/award_emoji`;
    api.get(path, (call) =>
      paginate(call, awardsOf(call.world, find(call))).map((award) =>
        awardFull(call.world, award, call.origin),
      ),
    );
    api.get(`${path}/:award_id`, (call) => awardFull(call.world, findAward(call, find(call)), call.origin));
    api.post(path, (call) => create(call, find(call)));
    api.delete(`${path}/:award_id`, (call) => {
      const award = findAward(call, find(call));
      if (award.userId !== call.user.id && !call.user.admin) throw unauthorized();
      call.world.awards.delete(award.id);
    });
  }
}
