import { mayDelete, mayPlan } from '../model/access';
import { type Epic, type Issue, ISSUE_TYPES, type IssueType } from '../model/types';
import { existing, notesOf } from '../model/world';
import { pageOf } from '../present/issue';
import { connection } from './connection';
import type { Args, GraphObject } from './execute';
import { gid, pathOfItem, workItemGid } from './ids';
import { type Asker, awardConnection, groupFields, projectFields, userById } from './objects';
import { levelOn, WIDGETS } from './widgets';

type Item = Issue | Epic;

/** The types of work item that there are here, with the numbers that GitLab gives them. */
export const WORK_ITEM_TYPES = {
  issue: { number: 1, name: 'Issue', enumName: 'ISSUE' },
  incident: { number: 2, name: 'Incident', enumName: 'INCIDENT' },
  task: { number: 5, name: 'Task', enumName: 'TASK' },
  epic: { number: 8, name: 'Epic', enumName: 'EPIC' },
} as const;
type TypeName = keyof typeof WORK_ITEM_TYPES;

/** The type of an issue or epic. */
export function typeOfItem(item: Item): TypeName {
  return item.kind === 'Issue' ? item.type : 'epic';
}

/** The type of issue with a number; undefined for numbers of other things. */
export function issueTypeOf(number: number): IssueType | undefined {
  return ISSUE_TYPES.find((type) => WORK_ITEM_TYPES[type].number === number);
}

/** A type of work item. */
export function typeObject(type: TypeName): GraphObject {
  const { number, name, enumName } = WORK_ITEM_TYPES[type];
  const kind = type === 'epic' ? 'Epic' : 'Issue';
  return {
    typename: 'WorkItemType',
    fields: {
      id: gid('WorkItems::Type', number),
      name,
      iconName: `issue-type-${enumName.toLowerCase()}`,
      supportedConversionTypes: [],
      widgetDefinitions: WIDGETS.filter(({ kinds }) => kinds.includes(kind)).map(
        ({ type: widget, typename }) => ({
          typename: typename.replace('WorkItemWidget', 'WorkItemWidgetDefinition'),
          interfaces: ['WorkItemWidgetDefinition'],
          fields: {
            type: widget,
            ...(widget === 'HIERARCHY'
              ? {
                  allowedChildTypes: (args: Args) =>
                    connection(
                      'WorkItemType',
                      type === 'epic' ? (['issue', 'epic'] as const) : [],
                      args,
                      typeName,
                    ),
                  allowedParentTypes: (args: Args) =>
                    connection('WorkItemType', type === 'task' ? [] : (['epic'] as const), args, typeName),
                }
              : {}),
          },
        }),
      ),
    },
  };
}

function typeName(type: TypeName): GraphObject {
  const { number, name } = WORK_ITEM_TYPES[type];
  return { typename: 'WorkItemType', fields: { id: gid('WorkItems::Type', number), name } };
}

function widgets(asker: Asker, item: Item, args: Args): GraphObject[] {
  const only = Array.isArray(args['onlyTypes']) ? args['onlyTypes'] : null;
  const except = Array.isArray(args['exceptTypes']) ? args['exceptTypes'] : [];
  return WIDGETS.filter(
    ({ type, kinds }) =>
      kinds.includes(item.kind) && (only === null || only.includes(type)) && !except.includes(type),
  ).map(({ type, typename, fields }) => ({
    typename,
    interfaces: ['WorkItemWidget'],
    fields: { type, ...fields(asker, item, (other) => workItemObject(asker, other)) },
  }));
}

/** An issue or epic as a work item. */
export function workItemObject(asker: Asker, item: Item): GraphObject {
  const { world, origin } = asker;
  const path = pathOfItem(world, item);
  const isIssue = item.kind === 'Issue';
  const webPath = `${isIssue ? '' : '/groups'}/${path}/-/${isIssue ? pageOf(item) : 'epics'}/${item.iid}`;
  const short = `${isIssue ? '#' : '&'}${item.iid}`;
  return {
    typename: 'WorkItem',
    interfaces: ['Todoable', 'Awardable'],
    fields: {
      id: workItemGid(item),
      iid: String(item.iid),
      title: item.title,
      titleHtml: item.title,
      description: item.description,
      state: item.state === 'opened' ? 'OPEN' : 'CLOSED',
      confidential: item.confidential,
      archived: false,
      hidden: false,
      imported: false,
      lockVersion: 0,
      author: userById(asker, item.authorId),
      createdAt: item.createdAt,
      updatedAt: item.updatedAt,
      closedAt: item.closedAt,
      webUrl: `${origin}${webPath}`,
      webPath,
      reference: (args) => (args['full'] === true ? `${path}${short}` : short),
      workItemType: () => typeObject(typeOfItem(item)),
      userDiscussionsCount: notesOf(world, item).filter((note) => !note.system).length,
      namespace: () =>
        item.kind === 'Issue'
          ? { typename: 'Namespace', fields: projectFields(asker, existing(world.projects, item.projectId)) }
          : { typename: 'Namespace', fields: groupFields(asker, existing(world.groups, item.groupId)) },
      project: () =>
        item.kind === 'Issue'
          ? { typename: 'Project', fields: projectFields(asker, existing(world.projects, item.projectId)) }
          : null,
      userPermissions: () => ({
        typename: 'WorkItemPermissions',
        fields: {
          readWorkItem: true,
          updateWorkItem: mayPlan(levelOn(asker, item)),
          deleteWorkItem: mayDelete(levelOn(asker, item)),
          adminWorkItem: mayPlan(levelOn(asker, item)),
          createNote: true,
        },
      }),
      awardEmoji: (args) => awardConnection(asker, item, args),
      widgets: (args) => widgets(asker, item, args),
    },
  };
}
