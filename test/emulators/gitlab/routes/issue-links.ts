import { canReadIssue, mayPlan, projectLevel } from '../model/access';
import { LINK_TYPES, type Issue, type IssueLink, type LinkType } from '../model/types';
import { existing } from '../model/world';
import { conflict, forbidden, notFound, recordNotFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findIssue, findIssueByIid, findProject, pathNumber } from '../http/find';
import { issueBasic, issueFull } from '../present/issue';

const OPPOSITE: Readonly<Record<LinkType, LinkType>> = {
  relates_to: 'relates_to',
  blocks: 'is_blocked_by',
  is_blocked_by: 'blocks',
};

function linksOf(call: Call, issue: Issue): IssueLink[] {
  return [...call.world.issueLinks.values()].filter(
    (link) => link.sourceId === issue.id || link.targetId === issue.id,
  );
}

function otherEnd(call: Call, link: IssueLink, issue: Issue): Issue {
  return existing(call.world.issues, link.sourceId === issue.id ? link.targetId : link.sourceId);
}

function show(call: Call, link: IssueLink): unknown {
  const view = { origin: call.origin };
  return {
    id: link.id,
    source_issue: issueBasic(call.world, existing(call.world.issues, link.sourceId), view),
    target_issue: issueBasic(call.world, existing(call.world.issues, link.targetId), view),
    link_type: link.type,
  };
}

function create(call: SignedCall): unknown {
  const { read, world } = call;
  const targetProject = read.required('target_project_id');
  const targetIid = read.integer('target_issue_iid');
  if (targetIid === undefined || targetIid === null) read.complain('target_issue_iid is missing');
  const type = read.choice('link_type', LINK_TYPES) ?? 'relates_to';
  read.check();
  const source = findIssue(call);
  const target = findIssueByIid(call, findProject(call, targetProject), targetIid ?? 0);
  for (const issue of [source, target])
    if (!mayPlan(projectLevel(world, call.user, issue.projectId))) throw notFound('Issue');
  if (linksOf(call, source).some((link) => otherEnd(call, link, source).id === target.id))
    throw conflict('Issue(s) already assigned');
  const link: IssueLink = {
    id: world.nextId('issueLink'),
    sourceId: source.id,
    targetId: target.id,
    type,
    createdAt: world.now(),
  };
  world.issueLinks.set(link.id, link);
  return show(call, link);
}

function findLink(call: Call): { issue: Issue; link: IssueLink } {
  const id = pathNumber(call, 'issue_link_id');
  const issue = findIssue(call);
  const link = linksOf(call, issue).find((candidate) => candidate.id === id);
  if (!link) throw recordNotFound();
  return { issue, link };
}

/** Relations between issues. */
export function issueLinkRoutes(api: Api): void {
  const base = '/projects/:id/issues/:issue_iid/links';
  api.get(base, (call) => {
    const issue = findIssue(call);
    return linksOf(call, issue).flatMap((link) => {
      const other = otherEnd(call, link, issue);
      if (!canReadIssue(call.world, call.user, other)) return [];
      return {
        ...issueFull(call.world, other, { origin: call.origin, inside: { projectId: issue.projectId } }),
        issue_link_id: link.id,
        link_type: link.sourceId === issue.id ? link.type : OPPOSITE[link.type],
        link_created_at: link.createdAt,
        link_updated_at: link.createdAt,
      };
    });
  });
  api.post(base, create);
  api.get(`${base}/:issue_link_id`, (call) => show(call, findLink(call).link));
  api.delete(
    `${base}/:issue_link_id`,
    (call) => {
      const { issue, link } = findLink(call);
      if (!mayPlan(projectLevel(call.world, call.user, issue.projectId))) throw forbidden();
      const answer = show(call, link);
      call.world.issueLinks.delete(link.id);
      return answer;
    },
    { status: 200 },
  );
}
