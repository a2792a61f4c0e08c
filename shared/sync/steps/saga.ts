import type { IntentStep } from '../../schema/intent';
import type { GitlabRef, RemoteRef } from '../../schema/remote-ref';
import type { FundRequest } from '../../schema/fund-request';
import type { Draft } from '../draft';
import { epicPart, issuePart, markerOf } from '../markers';
import { earlierClaimSteps } from './claim';
import { crmPut } from './crm-put';
import { earlierDocumentSteps } from './document';
import { onceFundsAreFree } from './given-funds';
import { type ApprovedRequest, epicOf, issueListOf, issueOf, issuesOf, loadApproved } from './request-items';
import { type Built, editable, editOf, nothing, type StepContext, type StepPlan, whichItem } from './step';

/** Code with which a remote says that its group has no epics. */
export const NO_EPICS = 'no-epics';

async function withRequest(
  draft: Draft,
  context: StepContext,
  build: (approved: ApprovedRequest) => Built,
): Promise<Built> {
  const loaded = await loadApproved(draft, context);
  return 'moot' in loaded ? { kind: 'moot', why: loaded.moot } : build(loaded);
}

async function keepLinks(
  draft: Draft,
  context: StepContext,
  change: (gitlab: FundRequest['gitlab']) => FundRequest['gitlab'],
): Promise<void> {
  const request = await draft.get('fund-request', context.intent.subject.id);
  if (!request) return;
  await draft.put({ kind: 'fund-request', record: { ...request, gitlab: change(request.gitlab) } });
}

function asGitlab(ref: RemoteRef): GitlabRef | null {
  return ref.remote === 'gitlab' ? ref : null;
}

function buildEpic(context: StepContext, step: IntentStep, approved: ApprovedRequest): Built {
  const { request } = approved;
  if (request.gitlab.epic !== null) return nothing(request.gitlab.epic);
  const { title, body, confidential, labels, start, due } = epicOf(approved, context.playbook);
  const common = {
    marker: markerOf(context.intent.subject, epicPart),
    title,
    body,
    confidential,
    labels,
    due,
    since: request.createdAt,
  };
  // A group without epics gets a parent issue that lists the others (design: degrade).
  const write =
    step.problem?.code === NO_EPICS
      ? ({ kind: 'git.issue', ...common, template: null, assignee: null } as const)
      : ({ kind: 'git.epic', ...common, start } as const);
  return { kind: 'send', write, sent: undefined };
}

function epicStep(context: StepContext): StepPlan {
  return {
    key: epicPart,
    remote: 'gitlab',
    about: context.intent.subject,
    title: 'Open the epic',
    after: ['crm'],
    build: (draft, step) => withRequest(draft, context, (approved) => buildEpic(context, step, approved)),
    async settle(draft, { ref }) {
      const epic = asGitlab(ref);
      if (epic) await keepLinks(draft, context, (gitlab) => ({ ...gitlab, epic }));
    },
  };
}

function buildIssue(context: StepContext, key: string, approved: ApprovedRequest): Built {
  const { request } = approved;
  const existing = request.gitlab.issues[key];
  if (existing) return nothing(existing);
  const issue = issuesOf(approved, context.playbook).find((candidate) => candidate.key === key);
  if (!issue) return nothing();
  return {
    kind: 'send',
    sent: undefined,
    write: issueOf(issue, {
      marker: markerOf(context.intent.subject, issuePart(key)),
      since: request.createdAt,
    }),
  };
}

function issueStep(context: StepContext, key: string, title: string): StepPlan {
  return {
    key: issuePart(key),
    remote: 'gitlab',
    about: context.intent.subject,
    title: `Open “${title}”`,
    after: [epicPart],
    build: (draft) => withRequest(draft, context, (approved) => buildIssue(context, key, approved)),
    async settle(draft, { ref }) {
      const issue = asGitlab(ref);
      if (!issue) return;
      await keepLinks(draft, context, (gitlab) => ({
        ...gitlab,
        issues: { ...gitlab.issues, [key]: issue },
      }));
    },
  };
}

function buildLink(context: StepContext, key: string, request: FundRequest): Built {
  const { epic, issues } = request.gitlab;
  const issue = issues[key];
  if (!epic || epic.type !== 'epic' || epic.iid === null || !issue) return nothing();
  const marker = markerOf(context.intent.subject, `link-${key}`);
  return {
    kind: 'send',
    write: { kind: 'git.link', marker, item: whichItem(epic), epicIid: epic.iid, issueId: issue.id },
    sent: undefined,
  };
}

function linkStep(context: StepContext, key: string, title: string): StepPlan {
  return {
    key: `link-${key}`,
    remote: 'gitlab',
    about: context.intent.subject,
    title: `Put “${title}” into the epic`,
    after: [issuePart(key)],
    build: (draft) => withRequest(draft, context, ({ request }) => buildLink(context, key, request)),
    settle: async () => undefined,
  };
}

function buildEpicLinks(context: StepContext, approved: ApprovedRequest): Built {
  const epic = editable(approved.request.gitlab.epic);
  if (epic === null) return nothing();
  return {
    kind: 'send',
    sent: undefined,
    write: editOf(epic, {
      marker: markerOf(context.intent.subject, 'epic-links'),
      // Into the body as it is then: people tick its lists and write in it while the issues are being made (G4).
      addLinks: issueListOf(approved, context.playbook),
    }),
  };
}

function epicLinksStep(context: StepContext, issues: readonly StepPlan[]): StepPlan {
  return {
    key: 'epic-links',
    remote: 'gitlab',
    about: context.intent.subject,
    title: 'List the issues in the epic',
    after: issues.map(({ key }) => key),
    build: (draft) => withRequest(draft, context, (approved) => buildEpicLinks(context, approved)),
    async settle(draft, { ref }) {
      const epic = asGitlab(ref);
      if (epic) await keepLinks(draft, context, (gitlab) => ({ ...gitlab, epic }));
    },
  };
}

/**
 * All that follows an approval, one step per remote write (MDF-6, MDF-13): Salesforce status first, so that
 * a stale decision makes nothing in GitLab, then epic, sub-issues, links, the list in the epic's body, and
 * what claim and documents have to say to a POP issue that was not there when they came.
 */
export async function approvedSteps(draft: Draft, context: StepContext): Promise<StepPlan[]> {
  const { subIssues } = context.playbook.gitlab;
  const issues = subIssues.map(({ key, title }) => issueStep(context, key, shortTitle(title)));
  const links = subIssues.map(({ key, title }) => linkStep(context, key, shortTitle(title)));
  return [
    onceFundsAreFree(crmPut(context, 'Approve it in Salesforce'), context),
    epicStep(context),
    ...issues,
    ...links,
    epicLinksStep(context, issues),
    ...(await earlierClaimSteps(draft, context)),
    ...(await earlierDocumentSteps(draft, context)),
  ];
}

/** The fixed words at the beginning of a title: `MDF POP`. */
export function shortTitle(title: string): string {
  const words = title.split(/[:{]/u)[0]?.trim() ?? '';
  return words === '' ? title : words;
}
