import { pickLabel } from '../../../shared/domain/pop/labels';
import { err, ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Attempt, type Remotely, startAttempt } from '../common/failure';
import type { Body } from './client';
import { refuse } from './errors';
import { explainEpic, type GitlabSession, type ItemKind, saveItem } from './items';
import { leftOut } from './left-out';
import { itemsWithMark, remember } from './marked';
import { compose } from './markers';
import { type GitlabItem, refOf, rowOf } from './rows';
import { keepFirst } from './twins';

type EpicCommand = Extract<RemoteCommand, { kind: 'git.epic' }>;
type IssueCommand = Extract<RemoteCommand, { kind: 'git.issue' }>;

/** `since` is this machine's time and its clock may be a day off, so the search starts two days earlier. */
const CLOCK_DOUBT_MS = 48 * 60 * 60 * 1000;

/** Labels as they are spelled where they will be used (POP-2); unknown ones stay and GitLab makes them. */
export async function spelled(
  session: GitlabSession,
  of: 'project' | 'group',
  labels: readonly string[],
): Promise<Remotely<string[]>> {
  if (labels.length === 0) return ok([]);
  const existing = await session.place.labels(of);
  if (!existing.ok) return existing;
  return ok([...new Set(labels.map((label) => pickLabel(existing.value, label)))]);
}

/** The item that an earlier try, another device or another person made; looked for before every try, and thoroughly before a repeat. */
async function earlier(
  session: GitlabSession,
  kind: ItemKind,
  { marker, since, repeat }: Pick<EpicCommand, 'marker' | 'since' | 'repeat'>,
): Promise<Remotely<GitlabItem | null>> {
  const start = Date.parse(since);
  const from = (Number.isNaN(start) ? CLOCK_DOUBT_MS : start) - CLOCK_DOUBT_MS;
  const items = await itemsWithMark(session, kind, marker, from, repeat);
  if (!items.ok) return items;
  const found = await keepFirst(session, items.value, marker);
  return found.ok ? ok(found.value.kept) : found;
}

function done(item: GitlabItem): Extract<RemoteOutcome, { kind: 'done' }> {
  return { kind: 'done', ref: refOf(item), row: rowOf(item) };
}

async function make(
  session: GitlabSession,
  kind: ItemKind,
  body: Body,
  attempt: Attempt,
): Promise<Remotely<GitlabItem>> {
  const made = await attempt.write(saveItem(session, kind, null, body));
  if (!made.ok) return made;
  remember(session, made.value);
  const missing = leftOut(body, made.value);
  return missing === null ? made : err(missing);
}

/** Makes an epic, or adopts the one that an earlier try left (G3); `no-epics` where the group has none. */
export async function ensureEpic(session: GitlabSession, command: EpicCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const found = await earlier(session, 'epic', command);
  if (!found.ok) return attempt.outcome(await explainEpic(session, found.error));
  if (found.value !== null) return { ...done(found.value), found: true };
  const labels = await spelled(session, 'group', command.labels);
  if (!labels.ok) return attempt.outcome(labels.error);
  const body: Body = {
    title: command.title,
    description: compose(null, command.body, command.marker, command.title),
    confidential: command.confidential,
    labels: labels.value.join(','),
    ...(command.start === null ? {} : { start_date_is_fixed: true, start_date_fixed: command.start }),
    ...(command.due === null ? {} : { due_date_is_fixed: true, due_date_fixed: command.due }),
  };
  const made = await make(session, 'epic', body, attempt);
  return made.ok ? done(made.value) : attempt.outcome(await explainEpic(session, made.error));
}

/** Makes an issue from its template, or adopts the one that an earlier try left (G3). */
export async function ensureIssue(session: GitlabSession, command: IssueCommand): Promise<RemoteOutcome> {
  const { place } = session;
  const attempt = startAttempt(command.repeat, refuse);
  const found = await earlier(session, 'issue', command);
  if (!found.ok) return attempt.outcome(found.error);
  if (found.value !== null) return { ...done(found.value), found: true };
  const template = command.template === null ? ok(null) : await place.template(command.template);
  if (!template.ok) return attempt.outcome(template.error);
  const labels = await spelled(session, 'project', command.labels);
  if (!labels.ok) return attempt.outcome(labels.error);
  const assignee = command.assignee === null ? ok(null) : await place.userId(command.assignee);
  if (!assignee.ok) return attempt.outcome(assignee.error);
  const body: Body = {
    title: command.title,
    description: compose(template.value, command.body, command.marker, command.title),
    confidential: command.confidential,
    labels: labels.value.join(','),
    ...(assignee.value === null ? {} : { assignee_ids: [assignee.value] }),
    ...(command.due === null ? {} : { due_date: command.due }),
  };
  const made = await make(session, 'issue', body, attempt);
  return made.ok ? done(made.value) : attempt.outcome(made.error);
}
