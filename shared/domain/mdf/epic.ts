import { shortened } from '../../lib/text';
import type { IssueTemplate, Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';
import { addDays } from '../calendar/plain-date';
import { popDueDate } from '../pop/deadlines';
import { fillTemplate } from '../template';
import { requestValues, type TextContext } from './request-values';

/** The epic that is opened for an approved request (MDF-13). */
export type EpicDraft = {
  readonly title: string;
  readonly body: string;
  readonly confidential: boolean;
  readonly labels: string[];
  readonly start: PlainDate;
  readonly due: PlainDate | null;
};

/** An issue to be made from a template of the playbook (MDF-6, SYNC-2). */
export type IssueDraft = {
  readonly key: string;
  readonly title: string;
  readonly template: string | null;
  readonly body: string;
  readonly confidential: boolean;
  readonly labels: string[];
  /** To be set in the spelling that the project uses (POP-2); null for none. */
  readonly scopedLabel: string | null;
  readonly assignee: string | null;
  readonly due: PlainDate | null;
};

/** A sub-issue that exists already, for the links in the epic's body. */
export type SubIssueLink = { readonly key: string; readonly title: string; readonly url: string };

/** So many characters GitLab takes in a title; one that is longer is refused, and what follows it would never be made. */
const LONGEST_TITLE = 255;

/** Heading of the sub-issues in an epic's body. */
const ISSUES = '## Issues';

/** Lines that belong under a heading of a body, each known by the address that it leads to, or else by the heading. */
export type ListedLinks = {
  readonly heading: string;
  readonly lines: readonly { readonly text: string; readonly url: string | null }[];
};

/** The list of sub-issues as it stands in the epic's body (MDF-13). */
export function issueList(links: readonly SubIssueLink[]): ListedLinks {
  return {
    heading: ISSUES,
    lines: links.map(({ title, url }) => ({ text: `* [${inLink(title)}](${url})`, url })),
  };
}

/** Title, body and dates of a request's epic: key details, checklists, links to its sub-issues (MDF-13). */
export function epicDraft(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
  links: readonly SubIssueLink[],
): EpicDraft {
  const { epic, subIssues } = playbook.gitlab;
  const values = requestValues(request, partner, playbook, context);
  const dues = subIssues.flatMap((issue) => dueOf(issue, request, playbook, context) ?? []);
  const fill = (text: string) => fillTemplate(text, values);
  return {
    title: shortened(fill(epic.title), LONGEST_TITLE),
    body: sections([
      [
        '## Key details',
        epic.keyDetails.map((detail) => `* **${detail.label}:** ${oneLine(fill(detail.value))}`),
      ],
      ['## Preparation', checklist(epic.preparation.map(fill))],
      ['## After the event', checklist(epic.postEvent.map(fill))],
      [ISSUES, issueList(links).lines.map((line) => line.text)],
    ]),
    confidential: epic.confidential,
    labels: [...epic.labels],
    start: request.start,
    due: dues.reduce<PlainDate>((late, due) => (due > late ? due : late), request.end),
  };
}

/** The sub-issues of a request's epic in the playbook's order: Campaign Creation, List Upload, MDF POP (MDF-6). */
export function subIssueDrafts(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  context: TextContext,
): IssueDraft[] {
  const values = requestValues(request, partner, playbook, context);
  return playbook.gitlab.subIssues.map((template) =>
    issueDraft(
      template,
      values,
      dueOf(template, request, playbook, context),
      playbook.gitlab.epic.confidential,
    ),
  );
}

/** An issue from a template with its placeholders filled in. */
export function issueDraft(
  template: Omit<IssueTemplate, 'due'>,
  values: Readonly<Record<string, string>>,
  due: PlainDate | null,
  confidential: boolean,
): IssueDraft {
  const fill = (text: string) => fillTemplate(text, values);
  return {
    key: template.key,
    title: shortened(fill(template.title), LONGEST_TITLE),
    template: template.template,
    body: sections([
      ['## Quick facts', template.quickFacts.map((fact) => `* ${oneLine(fill(fact))}`)],
      ['## Checklist', checklist(template.checklist.map(fill))],
    ]),
    confidential,
    labels: [...template.labels],
    scopedLabel: template.scopedLabel,
    assignee: template.assignee,
    due,
  };
}

function dueOf(
  template: IssueTemplate,
  request: FundRequest,
  playbook: Pick<Playbook, 'pop'>,
  context: TextContext,
): PlainDate | null {
  if (template.due === null) return null;
  const bases = {
    start: request.start,
    end: request.end,
    'pop-due': context.popDue ?? popDueDate(request.end, false, playbook),
  };
  return addDays(bases[template.due.from], template.due.days);
}

function checklist(steps: readonly string[]): string[] {
  return steps.map((step) => `- [ ] ${oneLine(step)}`);
}

function sections(parts: readonly (readonly [string, readonly string[]])[]): string {
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => `${heading}\n\n${lines.join('\n')}`)
    .join('\n\n');
}

// A description with line breaks, headings or quick actions of its own must not change the form of the body.
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function inLink(title: string): string {
  return oneLine(title).replace(/[[\]]/g, '\\$&');
}
