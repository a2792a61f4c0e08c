import { canReadEpic, canReadIssue, groupLevel, mayPlan, projectLevel } from '../model/access';
import { childEpics } from '../model/epic-children';
import { linksOfEpic } from '../model/epic-links';
import { epicDue, epicStart } from '../model/epics';
import { milestoneOf } from '../model/milestones';
import { isSubscribed } from '../model/subscriptions';
import type { Epic, Issue, LinkType } from '../model/types';
import { epicLinkOf, existing, notesOf, type World } from '../model/world';
import { connection } from './connection';
import type { Args, GraphObject } from './execute';
import { gid } from './ids';
import {
  type Asker,
  awardConnection,
  discussionObject,
  labelObject,
  milestoneObject,
  userById,
} from './objects';

type Item = Issue | Epic;
type Show = (item: Item) => GraphObject;

const OPPOSITE: Readonly<Record<LinkType, LinkType>> = {
  relates_to: 'relates_to',
  blocks: 'is_blocked_by',
  is_blocked_by: 'blocks',
};

/** Whether the asker sees an issue or epic. */
export function canRead({ world, user }: Asker, item: Item): boolean {
  return item.kind === 'Issue' ? canReadIssue(world, user, item) : canReadEpic(world, user, item);
}

/** The asker's role where an item lives. */
export function levelOn({ world, user }: Asker, item: Item): number {
  return item.kind === 'Issue'
    ? projectLevel(world, user, item.projectId)
    : groupLevel(world, user, item.groupId);
}

function parentOf(world: World, item: Item): Epic | null {
  const parentId = item.kind === 'Epic' ? item.parentId : (epicLinkOf(world, item.id)?.epicId ?? null);
  return parentId === null ? null : existing(world.epics, parentId);
}

function childrenOf(world: World, item: Item): Item[] {
  if (item.kind === 'Issue') return [];
  const issues = linksOfEpic(world, item).map((link) => existing(world.issues, link.issueId));
  return [...childEpics(world, item), ...issues];
}

/** A part of a work item that only some types have. */
export interface Widget {
  readonly type: string;
  readonly typename: string;
  readonly kinds: readonly Item['kind'][];
  /** `show` makes the whole object of another item. */
  readonly fields: (asker: Asker, item: Item, show: Show) => GraphObject['fields'];
}

const BOTH = ['Issue', 'Epic'] as const;
const NO_NODES = (typename: string) => (args: Args) =>
  connection(typename, [], args, () => ({ typename, fields: {} }));

function linkedItems(asker: Asker, item: Item, show: Show, args: Args): GraphObject {
  const links = [...asker.world.issueLinks.values()].filter(
    ({ sourceId, targetId }) => item.kind === 'Issue' && (sourceId === item.id || targetId === item.id),
  );
  const visible = links.filter(({ sourceId, targetId }) =>
    canRead(asker, existing(asker.world.issues, sourceId === item.id ? targetId : sourceId)),
  );
  return connection('LinkedWorkItemType', visible, args, ({ id, type, sourceId, targetId, createdAt }) => ({
    typename: 'LinkedWorkItemType',
    fields: {
      linkId: gid('WorkItems::RelatedWorkItemLink', id),
      linkType: sourceId === item.id ? type : OPPOSITE[type],
      linkCreatedAt: createdAt,
      linkUpdatedAt: createdAt,
      workItem: () => show(existing(asker.world.issues, sourceId === item.id ? targetId : sourceId)),
    },
  }));
}

function discussions(asker: Asker, item: Item, args: Args): GraphObject {
  const insider = mayPlan(levelOn(asker, item));
  const filter = String(args['filter'] ?? 'ALL_NOTES');
  const notes = notesOf(asker.world, item).filter(
    (note) =>
      (insider || !note.internal) && (filter === 'ALL_NOTES' || note.system === (filter === 'ONLY_ACTIVITY')),
  );
  const firsts = notes.filter(
    (note, index) => notes.findIndex(({ discussionId }) => discussionId === note.discussionId) === index,
  );
  if (args['sort'] === 'CREATED_DESC') firsts.reverse();
  return connection('Discussion', firsts, args, (note) => discussionObject(asker, [note], item));
}

const HEALTH: Readonly<Record<string, string>> = {
  on_track: 'onTrack',
  needs_attention: 'needsAttention',
  at_risk: 'atRisk',
};

/** All parts, in the order in which they are listed. */
export const WIDGETS: readonly Widget[] = [
  {
    type: 'ASSIGNEES',
    typename: 'WorkItemWidgetAssignees',
    kinds: BOTH,
    fields: (asker, item) => ({
      allowsMultipleAssignees: asker.world.tier === 'premium',
      canInviteMembers: false,
      assignees: (args) =>
        connection('UserCore', item.kind === 'Issue' ? item.assigneeIds : [], args, (id) => {
          const user = userById(asker, id);
          if (!user) throw new Error('an assignee is lost');
          return user;
        }),
    }),
  },
  {
    type: 'LABELS',
    typename: 'WorkItemWidgetLabels',
    kinds: BOTH,
    fields: ({ world }, item) => ({
      allowsScopedLabels: world.tier === 'premium',
      labels: (args) =>
        connection(
          'Label',
          item.labelIds.map((id) => existing(world.labels, id)).sort((a, b) => (a.name < b.name ? -1 : 1)),
          args,
          labelObject,
        ),
    }),
  },
  {
    type: 'DESCRIPTION',
    typename: 'WorkItemWidgetDescription',
    kinds: BOTH,
    fields: (_asker, item) => ({
      description: item.description,
      edited: item.updatedAt !== item.createdAt,
      lastEditedAt: null,
      lastEditedBy: null,
    }),
  },
  {
    type: 'HIERARCHY',
    typename: 'WorkItemWidgetHierarchy',
    kinds: BOTH,
    fields: (asker, item, show) => ({
      hasChildren: childrenOf(asker.world, item).length > 0,
      hasParent: parentOf(asker.world, item) !== null,
      parent: () => {
        const parent = parentOf(asker.world, item);
        return parent && canRead(asker, parent) ? show(parent) : null;
      },
      children: (args) =>
        connection(
          'WorkItem',
          childrenOf(asker.world, item).filter((child) => canRead(asker, child)),
          args,
          show,
        ),
    }),
  },
  {
    type: 'START_AND_DUE_DATE',
    typename: 'WorkItemWidgetStartAndDueDate',
    kinds: BOTH,
    fields: (_asker, item) => ({
      startDate: item.kind === 'Epic' ? epicStart(item) : item.startDate,
      dueDate: item.kind === 'Epic' ? epicDue(item) : item.dueDate,
      isFixed: item.kind === 'Issue' || item.startFixed || item.dueFixed,
    }),
  },
  {
    type: 'MILESTONE',
    typename: 'WorkItemWidgetMilestone',
    kinds: BOTH,
    fields: (asker, item) => {
      const milestone = item.kind === 'Issue' ? milestoneOf(asker.world, item) : null;
      return { milestone: milestone && milestoneObject(asker, milestone) };
    },
  },
  {
    type: 'NOTES',
    typename: 'WorkItemWidgetNotes',
    kinds: BOTH,
    fields: (asker, item) => ({
      discussionLocked: item.kind === 'Issue' && item.discussionLocked === true,
      discussions: (args) => discussions(asker, item, args),
    }),
  },
  {
    type: 'AWARD_EMOJI',
    typename: 'WorkItemWidgetAwardEmoji',
    kinds: BOTH,
    fields: (asker, item) => ({ awardEmoji: (args) => awardConnection(asker, item, args) }),
  },
  {
    type: 'LINKED_ITEMS',
    typename: 'WorkItemWidgetLinkedItems',
    kinds: BOTH,
    fields: (asker, item, show) => ({
      blocked: false,
      blockedByCount: 0,
      blockingCount: 0,
      linkedItems: (args) => linkedItems(asker, item, show, args),
    }),
  },
  {
    type: 'WEIGHT',
    typename: 'WorkItemWidgetWeight',
    kinds: BOTH,
    fields: (_asker, item) => ({
      weight: item.kind === 'Issue' ? item.weight : null,
      rolledUpWeight: null,
      rolledUpCompletedWeight: null,
    }),
  },
  {
    type: 'HEALTH_STATUS',
    typename: 'WorkItemWidgetHealthStatus',
    kinds: BOTH,
    fields: (_asker, item) => ({
      healthStatus: item.kind === 'Issue' ? (HEALTH[item.healthStatus ?? ''] ?? null) : null,
    }),
  },
  {
    type: 'TIME_TRACKING',
    typename: 'WorkItemWidgetTimeTracking',
    kinds: ['Issue'],
    fields: (_asker, item) => ({
      timeEstimate: item.kind === 'Issue' ? item.timeEstimate : 0,
      totalTimeSpent: item.kind === 'Issue' ? item.timeSpent : 0,
    }),
  },
  {
    type: 'ITERATION',
    typename: 'WorkItemWidgetIteration',
    kinds: ['Issue'],
    fields: () => ({ iteration: null }),
  },
  {
    type: 'DEVELOPMENT',
    typename: 'WorkItemWidgetDevelopment',
    kinds: ['Issue'],
    fields: () => ({
      willAutoCloseByMergeRequest: false,
      relatedBranches: NO_NODES('WorkItemRelatedBranch'),
      relatedMergeRequests: NO_NODES('MergeRequest'),
      closingMergeRequests: NO_NODES('WorkItemClosingMergeRequest'),
      featureFlags: NO_NODES('FeatureFlag'),
    }),
  },
  {
    type: 'NOTIFICATIONS',
    typename: 'WorkItemWidgetNotifications',
    kinds: BOTH,
    fields: ({ world, user }, item) => ({ subscribed: isSubscribed(world, item, user) }),
  },
  {
    type: 'COLOR',
    typename: 'WorkItemWidgetColor',
    kinds: ['Epic'],
    fields: (_asker, item) => ({ color: item.kind === 'Epic' ? item.color : null, textColor: '#FFFFFF' }),
  },
];
