import { canReadIssue } from '../model/access';
import { countAwards } from '../model/awards';
import { milestoneOf } from '../model/milestones';
import type { Issue } from '../model/types';
import { existing, groupTree } from '../model/world';
import { forbidden, recordNotFound, unauthorized } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { findGroup, findIssue, findProject, pathNumber } from '../http/find';
import { readIssueFilter } from '../http/issue-filter';
import { keysetPage, wantsKeyset } from '../http/keyset';
import { paginate } from '../http/paging';
import { issueFull, type IssueView, singleIssue } from '../present/issue';
import { userBasic } from '../present/user';

const ORDERS = [
  'created_at',
  'due_date',
  'label_priority',
  'milestone_due',
  'popularity',
  'priority',
  'relative_position',
  'title',
  'updated_at',
  'weight',
] as const;
type Order = (typeof ORDERS)[number];
const KEYSET_ORDERS: readonly Order[] = [
  'created_at',
  'due_date',
  'relative_position',
  'title',
  'updated_at',
];

/** The value that issues are ordered by, as text that sorts like it; null comes last either way. */
function orderKey(call: Call, issue: Issue, order: Order): string | null {
  switch (order) {
    case 'created_at':
      return issue.createdAt;
    case 'updated_at':
      return issue.updatedAt;
    case 'due_date':
      return issue.dueDate;
    case 'milestone_due':
      return milestoneOf(call.world, issue)?.dueDate ?? null;
    case 'title':
      return issue.title.toLowerCase();
    case 'relative_position':
      return String(issue.relativePosition).padStart(12, '0');
    case 'weight':
      return issue.weight === null ? null : String(issue.weight).padStart(12, '0');
    case 'popularity':
      return String(countAwards(call.world, issue, 'thumbsup')).padStart(12, '0');
    case 'priority':
    case 'label_priority': {
      const priorities = issue.labelIds.map((id) => existing(call.world.labels, id).priority ?? Infinity);
      const best = Math.min(Infinity, ...priorities);
      return best === Infinity ? null : String(best).padStart(12, '0');
    }
  }
}

function sortIssues(call: Call, issues: Issue[], order: Order, ascending: boolean): Issue[] {
  const sign = ascending ? 1 : -1;
  const keyed = issues.map((issue) => ({ issue, key: orderKey(call, issue, order) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return b.issue.id - a.issue.id;
    if (a.key === null) return 1;
    if (b.key === null) return -1;
    return a.key < b.key ? -sign : sign;
  });
  return keyed.map((entry) => entry.issue);
}

interface Listing {
  readonly scope: 'created_by_me' | 'all';
  readonly inside: IssueView['inside'];
  readonly holds: (issue: Issue) => boolean;
  readonly keyset: boolean;
}

function list(call: Call, listing: Listing): unknown[] {
  const { read, world } = call;
  const order = read.choice('order_by', ORDERS) ?? 'created_at';
  const ascending = read.choice('sort', ['asc', 'desc']) === 'asc';
  const labelDetails = read.flag('with_labels_details') ?? false;
  const filter = readIssueFilter(call, listing.scope);
  const view: IssueView = { origin: call.origin, labelDetails, inside: listing.inside };
  const issues = [...world.issues.values()].filter(
    (issue) => listing.holds(issue) && canReadIssue(world, call.user, issue) && filter(issue),
  );
  const rows =
    listing.keyset && wantsKeyset(call) && KEYSET_ORDERS.includes(order)
      ? keysetPage(call, issues, order, (issue) => orderKey(call, issue, order) ?? '')
      : paginate(call, sortIssues(call, issues, order, ascending));
  return rows.map((issue) => issueFull(world, issue, view));
}

function ofProject(call: Call): Listing {
  const project = findProject(call);
  return {
    scope: 'all',
    inside: { projectId: project.id },
    holds: (issue) => issue.projectId === project.id,
    keyset: true,
  };
}

function ofGroup(call: Call): Listing {
  const group = findGroup(call);
  const groups = new Set(groupTree(call.world, group.id).map((item) => item.id));
  return {
    scope: 'all',
    inside: { group },
    holds: (issue) => groups.has(existing(call.world.projects, issue.projectId).groupId),
    keyset: false,
  };
}

function everywhere(call: Call): Listing {
  if (!call.user && call.read.text('scope') !== 'all') throw unauthorized();
  return { scope: 'created_by_me', inside: undefined, holds: () => true, keyset: false };
}

function statistics(call: Call, listing: Listing): unknown {
  const filter = readIssueFilter(call, listing.scope);
  const issues = [...call.world.issues.values()].filter(
    (issue) => listing.holds(issue) && canReadIssue(call.world, call.user, issue) && filter(issue),
  );
  const opened = issues.filter((issue) => issue.state === 'opened').length;
  return { statistics: { counts: { all: issues.length, closed: issues.length - opened, opened } } };
}

/** Lists of issues, one issue, and how many there are. */
export function issueRoutes(api: Api): void {
  api.open('/issues', (call) => list(call, everywhere(call)));
  api.open('/issues_statistics', (call) => statistics(call, everywhere(call)));
  api.get('/issues/:issue_id', (call) => {
    if (!call.user.admin) throw forbidden();
    const issue = call.world.issues.get(pathNumber(call, 'issue_id'));
    if (!issue) throw recordNotFound();
    return issueFull(call.world, issue, { origin: call.origin, viewer: call.user });
  });
  api.open('/groups/:id/issues', (call) => list(call, ofGroup(call)));
  api.open('/groups/:id/issues_statistics', (call) => statistics(call, ofGroup(call)));
  api.open('/projects/:id/issues', (call) => list(call, ofProject(call)));
  api.open('/projects/:id/issues_statistics', (call) => statistics(call, ofProject(call)));
  api.open('/projects/:id/issues/:issue_iid', (call) => {
    return singleIssue(call.world, findIssue(call), { origin: call.origin, viewer: call.user });
  });
  api.get('/projects/:id/issues/:issue_iid/participants', (call) => {
    const issue = findIssue(call);
    const people = [issue.authorId, ...issue.assigneeIds];
    for (const note of call.world.notes.values())
      if (note.target.kind === 'Issue' && note.target.id === issue.id && !note.system)
        people.push(note.authorId);
    const users = [...new Set(people)].map((id) => existing(call.world.users, id));
    return paginate(call, users).map((user) => userBasic(call.origin, user));
  });
}
