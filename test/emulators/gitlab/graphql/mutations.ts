import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { ApiError } from '../http/api-error';
import { groupLevel, mayDelete, mayPlan, projectLevel } from '../model/access';
import { placeOf } from '../model/comments';
import { childRefusal, setParent } from '../model/epic-children';
import { createEpic, deleteEpic, updateEpic } from '../model/epics';
import { moveIssue } from '../model/issue-moves';
import { createIssue, deleteIssue, updateIssue, withinRights } from '../model/issues';
import { readDescription } from '../model/quick-actions';
import type { Epic, Issue } from '../model/types';
import { checkTexts } from '../model/work-item';
import { idsOf, type Input, parentEpic, part, readChange, signedIn, textOf } from './change';
import { type Args, FieldError, type GraphObject, type GraphValue } from './execute';
import { gid, NO_ACCESS, readGid, workItemById } from './ids';
import { awardMutations } from './mutations-awards';
import { linkMutations } from './mutations-links';
import { noteMutations } from './mutations-notes';
import type { Asker } from './objects';
import { canRead, levelOn } from './widgets';
import { issueTypeOf, typeOfItem, WORK_ITEM_TYPES, workItemObject } from './work-items';

type Item = Issue | Epic;

/** The complaints of a model as the texts that a mutation answers: `Title can't be blank`. */
function complaints(error: ApiError): string[] {
  const body = error.body as { readonly message?: unknown };
  if (typeof body.message !== 'object' || body.message === null) return [String(body.message)];
  return Object.entries(body.message as Record<string, readonly string[]>).flatMap(([field, texts]) =>
    texts.map((text) => `${field.charAt(0).toUpperCase()}${field.slice(1)} ${text}`),
  );
}

function payload(asker: Asker, name: string, work: () => Item | null): GraphObject {
  const answer = (item: Item | null, errors: readonly string[]): GraphObject => ({
    typename: `${name}Payload`,
    fields: { workItem: item && workItemObject(asker, item), errors, clientMutationId: null },
  });
  try {
    return answer(work(), []);
  } catch (error) {
    if (error instanceof ApiError) return answer(null, complaints(error));
    throw error;
  }
}

function findItem(asker: Asker, id: unknown): Item {
  const item = workItemById(asker.world, readGid(id).id);
  if (!item || !canRead(asker, item)) throw new FieldError(NO_ACCESS);
  return item;
}

function checkParent(asker: Asker, parent: Epic | null | undefined, child: Item): void {
  if (!parent || child.kind === 'Issue') return;
  const refusal = childRefusal(asker.world, parent, child);
  if (refusal !== null) throw new ApiError(422, { message: refusal });
}

function create(asker: Asker, input: Input): Item {
  const { world } = asker;
  const user = signedIn(asker);
  const path = String(input['namespacePath'] ?? input['projectPath'] ?? '').toLowerCase();
  const type = readGid(input['workItemTypeId']).id;
  const change = readChange(asker, input);
  const title = String(input['title'] ?? '');
  checkTexts({ title, description: change.description });
  const parent = parentEpic(asker, input);
  const project = [...world.projects.values()].find((one) => one.path.toLowerCase() === path);
  if (project && projectLevel(world, user, project.id) >= ACCESS_LEVELS.guest) {
    const issueType = issueTypeOf(type);
    if (issueType === undefined) throw new FieldError(NO_ACCESS);
    const place = { kind: 'project', id: project.id } as const;
    const told = readDescription({ world, user, place, item: null }, change);
    const allowed = withinRights(world, user, project.id, { ...told.change, epic: parent });
    const issue = createIssue(world, project, user, { ...allowed, title, type: issueType });
    told.finish(issue);
    return issue;
  }
  const group = [...world.groups.values()].find((one) => one.path.toLowerCase() === path);
  const mayWrite = group && world.tier === 'premium' && mayPlan(groupLevel(world, user, group.id));
  if (!mayWrite || type !== WORK_ITEM_TYPES.epic.number) throw new FieldError(NO_ACCESS);
  const place = { kind: 'group', id: group.id } as const;
  const told = readDescription({ world, user, place, item: null }, change);
  const { startDate, dueDate, ...plain } = told.change;
  const epic = createEpic(world, group, user, {
    ...plain,
    title,
    startDate,
    startFixed: startDate !== undefined,
    dueDate,
    dueFixed: dueDate !== undefined,
  });
  if (parent) setParent(world, epic, parent, user);
  told.finish(epic);
  return epic;
}

function update(asker: Asker, input: Input): Item {
  const { world } = asker;
  const user = signedIn(asker);
  const item = findItem(asker, input['id']);
  const own = item.authorId === user.id || (item.kind === 'Issue' && item.assigneeIds.includes(user.id));
  if (!own && !mayPlan(levelOn(asker, item))) throw new FieldError(NO_ACCESS);
  const change = readChange(asker, input);
  if (input['title'] !== undefined) checkTexts({ title: change.title ?? null });
  checkTexts({ description: change.description });
  const parent = parentEpic(asker, input);
  checkParent(asker, parent, item);
  const event = input['stateEvent'];
  const asked = event === 'CLOSE' ? 'close' : event === 'REOPEN' ? 'reopen' : undefined;
  const telling = { world, user, place: placeOf(item), item };
  const told = readDescription(telling, { ...change, stateEvent: asked } as const);
  const { stateEvent } = told.change;
  if (item.kind === 'Issue') {
    const allowed = withinRights(world, user, item.projectId, { ...told.change, epic: parent });
    updateIssue(world, item, user, { ...allowed, stateEvent });
  } else {
    const { startDate, dueDate } = change;
    updateEpic(world, item, user, {
      ...told.change,
      ...(startDate === undefined ? {} : { startFixed: true }),
      ...(dueDate === undefined ? {} : { dueFixed: true }),
      parentId: parent === undefined ? undefined : (parent?.id ?? null),
      stateEvent,
    });
    for (const id of idsOf(part(input, 'hierarchyWidget'), 'childrenIds') ?? []) {
      const child = findItem(asker, gid('WorkItem', id));
      checkParent(asker, item, child);
      if (child.kind === 'Issue') updateIssue(world, child, user, { epic: item });
      else setParent(world, child, item, user);
    }
  }
  told.finish(item);
  return item;
}

function remove(asker: Asker, input: Input): GraphObject {
  const item = findItem(asker, input['id']);
  if (!mayDelete(levelOn(asker, item))) throw new FieldError(NO_ACCESS);
  if (item.kind === 'Issue') deleteIssue(asker.world, item);
  else deleteEpic(asker.world, item);
  return { typename: 'WorkItemDeletePayload', fields: { errors: [], clientMutationId: null } };
}

function convert(asker: Asker, input: Input): Item {
  const item = findItem(asker, input['id']);
  const number = readGid(input['workItemTypeId']).id;
  const type = item.kind === 'Issue' ? issueTypeOf(number) : undefined;
  if (item.kind === 'Issue' && type !== undefined) {
    if (!mayPlan(levelOn(asker, item))) throw new FieldError(NO_ACCESS);
    updateIssue(asker.world, item, signedIn(asker), { type });
  } else if (number !== WORK_ITEM_TYPES[typeOfItem(item)].number)
    throw new ApiError(422, { message: 'Work Item type cannot be changed to this type here' });
  return item;
}

function move(asker: Asker, input: Input): GraphObject {
  const { world } = asker;
  const user = signedIn(asker);
  const named = (name: string) => [...world.projects.values()].find(({ path }) => path === input[name]);
  const from = named('projectPath');
  const to = named('targetProjectPath');
  const issue = [...world.issues.values()].find(
    ({ projectId, iid }) => projectId === from?.id && String(iid) === textOf(input, 'iid'),
  );
  const isAllowed = [from, to].every((one) => one && mayPlan(projectLevel(world, user, one.id)));
  if (!issue || !to || !isAllowed) throw new FieldError(NO_ACCESS);
  const refused = issue.projectId === to.id || issue.movedToId !== null;
  const moved = refused ? issue : moveIssue(world, issue, to, user);
  return {
    typename: 'IssueMovePayload',
    fields: {
      issue: {
        typename: 'Issue',
        fields: {
          ...workItemObject(asker, moved).fields,
          id: gid('Issue', moved.id),
          state: moved.state,
        },
      },
      errors: refused ? ['Cannot move issue to project it originates from!'] : [],
      clientMutationId: null,
    },
  };
}

/** Where every mutation begins. */
export function mutationRoot(asker: Asker): GraphObject {
  type Work = (input: Input) => GraphValue;
  const works: Readonly<Record<string, Work>> = {
    workItemCreate: (input) => payload(asker, 'WorkItemCreate', () => create(asker, input)),
    workItemUpdate: (input) => payload(asker, 'WorkItemUpdate', () => update(asker, input)),
    workItemConvert: (input) => payload(asker, 'WorkItemConvert', () => convert(asker, input)),
    workItemDelete: (input) => remove(asker, input),
    issueMove: (input) => move(asker, input),
    ...noteMutations(asker, (id) => findItem(asker, id)),
    ...awardMutations(asker, (id) => findItem(asker, id)),
    ...linkMutations(asker, (id) => findItem(asker, id)),
  };
  return {
    typename: 'Mutation',
    fields: Object.fromEntries(
      Object.entries(works).map(([name, work]) => [
        name,
        (args: Args) => {
          signedIn(asker);
          return work(part(args, 'input'));
        },
      ]),
    ),
  };
}
