import {
  epicDraft,
  type EpicDraft,
  type IssueDraft,
  issueList,
  type ListedLinks,
  type SubIssueLink,
  subIssueDrafts,
} from '../../domain/mdf/epic';
import type { TextContext } from '../../domain/mdf/request-values';
import { popDueDate } from '../../domain/pop/deadlines';
import { firstClaims } from '../../domain/pop/first-claims';
import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { GitlabRef } from '../../schema/remote-ref';
import type { PlainDate } from '../../schema/values';
import type { Draft } from '../draft';
import type { StepContext, Write } from './step';

/** An approved request with what its GitLab items are written from. */
export type ApprovedRequest = {
  readonly request: FundRequest;
  readonly partner: Partner;
  /** Last day for proof of performance, which a partner's first claim has later than others (POP-1, POP-7). */
  readonly popDue: PlainDate;
};

/** Loads the saga's request and partner; the reason when there is nothing to be made any more. */
export async function loadApproved(
  draft: Draft,
  context: StepContext,
): Promise<ApprovedRequest | { readonly moot: string }> {
  const request = await draft.get('fund-request', context.intent.subject.id);
  if (!request) return { moot: 'the request is no longer on this device' };
  if (request.approval.kind !== 'approved') return { moot: 'the approval was taken back' };
  const partner = await draft.get('partner', request.partnerId);
  if (!partner) return { moot: 'the partner is no longer on this device' };
  const isFirstClaim = firstClaims(await draft.all('claim', 'partnerId', partner.id), context.playbook);
  return { request, partner, popDue: popDueDate(request.end, isFirstClaim(request), context.playbook) };
}

function textContext({ request, popDue }: ApprovedRequest): TextContext {
  return { sender: request.decisions.at(-1)?.by ?? '', reason: '', popDue };
}

/** Drafts of a request's sub-issues in the playbook's order (MDF-6). */
export function issuesOf(approved: ApprovedRequest, playbook: Playbook): IssueDraft[] {
  return subIssueDrafts(approved.request, approved.partner, playbook, textContext(approved));
}

function linksOf(approved: ApprovedRequest, playbook: Playbook): SubIssueLink[] {
  return issuesOf(approved, playbook).flatMap(({ key, title }) => {
    const url = approved.request.gitlab.issues[key]?.url ?? null;
    return url === null ? [] : [{ key, title, url }];
  });
}

/** The epic of a request, with links to the sub-issues that exist (MDF-13). */
export function epicOf(approved: ApprovedRequest, playbook: Playbook): EpicDraft {
  const { request, partner } = approved;
  return epicDraft(request, partner, playbook, textContext(approved), linksOf(approved, playbook));
}

/** The sub-issues that exist, for an epic that was made before them. */
export function issueListOf(approved: ApprovedRequest, playbook: Playbook): ListedLinks {
  return issueList(linksOf(approved, playbook));
}

type NewIssue = Extract<Write, { kind: 'git.issue' }>;

/** The write that opens an issue as it was drafted, its scoped label among the others. */
export function issueOf(draft: IssueDraft, made: Pick<NewIssue, 'marker' | 'since'>): NewIssue {
  const { title, template, body, confidential, labels, scopedLabel, assignee, due } = draft;
  return {
    kind: 'git.issue',
    ...made,
    title,
    template,
    body,
    confidential,
    labels: scopedLabel === null ? labels : [...labels, scopedLabel],
    assignee,
    due,
  };
}

/** The sub-issue that carries the state of proof of performance (POP-2), once it is made. */
export function popIssueOf(request: FundRequest, playbook: Playbook): GitlabRef | null {
  return request.gitlab.issues[playbook.gitlab.popIssue] ?? null;
}
