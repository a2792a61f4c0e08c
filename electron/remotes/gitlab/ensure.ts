import { pickLabel } from '../../../shared/domain/pop/labels';
import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Attempt, type Remotely, startAttempt } from '../common/failure';
import type { Body } from './client';
import { refuse } from './errors';
import { explainEpic, type GitlabSession, type ItemKind, ownItems, saveItem } from './items';
import { compose } from './markers';
import { type GitlabItem, refOf, rowOf } from './rows';
import { keepOne } from './twins';

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

async function earlier(
  session: GitlabSession,
  kind: ItemKind,
  marker: string,
  since: string,
): Promise<Remotely<GitlabItem | null>> {
  const start = Date.parse(since);
  const after = new Date((Number.isNaN(start) ? 0 : start) - CLOCK_DOUBT_MS).toISOString();
  const items = await ownItems(session, kind, after);
  return items.ok ? ok(await keepOne(session, items.value, marker)) : items;
}

function done(item: GitlabItem): RemoteOutcome {
  return { kind: 'done', ref: refOf(item), row: rowOf(item) };
}

async function make(
  session: GitlabSession,
  kind: ItemKind,
  marker: string,
  body: Body,
  attempt: Attempt,
): Promise<Remotely<GitlabItem>> {
  const made = await attempt.write(saveItem(session, kind, null, body));
  if (made.ok) session.known.set(marker, made.value.row.iid);
  return made;
}

/** Makes an epic, or adopts the one that an earlier try left (G3); `no-epics` where the group has none. */
export async function ensureEpic(session: GitlabSession, command: EpicCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  if (command.repeat) {
    const found = await earlier(session, 'epic', command.marker, command.since);
    if (!found.ok) return attempt.outcome(await explainEpic(session, found.error));
    if (found.value !== null) return done(found.value);
  }
  const labels = await spelled(session, 'group', command.labels);
  if (!labels.ok) return attempt.outcome(labels.error);
  const body: Body = {
    title: command.title,
    description: compose(null, command.body, command.marker),
    confidential: command.confidential,
    labels: labels.value.join(','),
    ...(command.start === null ? {} : { start_date_is_fixed: true, start_date_fixed: command.start }),
    ...(command.due === null ? {} : { due_date_is_fixed: true, due_date_fixed: command.due }),
  };
  const made = await make(session, 'epic', command.marker, body, attempt);
  return made.ok ? done(made.value) : attempt.outcome(await explainEpic(session, made.error));
}

/** Makes an issue from its template, or adopts the one that an earlier try left (G3). */
export async function ensureIssue(session: GitlabSession, command: IssueCommand): Promise<RemoteOutcome> {
  const { place } = session;
  const attempt = startAttempt(command.repeat, refuse);
  if (command.repeat) {
    const found = await earlier(session, 'issue', command.marker, command.since);
    if (!found.ok) return attempt.outcome(found.error);
    if (found.value !== null) return done(found.value);
  }
  const template = command.template === null ? ok(null) : await place.template(command.template);
  if (!template.ok) return attempt.outcome(template.error);
  const labels = await spelled(session, 'project', command.labels);
  if (!labels.ok) return attempt.outcome(labels.error);
  const assignee = command.assignee === null ? ok(null) : await place.userId(command.assignee);
  if (!assignee.ok) return attempt.outcome(assignee.error);
  const body: Body = {
    title: command.title,
    description: compose(template.value, command.body, command.marker),
    confidential: command.confidential,
    labels: labels.value.join(','),
    ...(assignee.value === null ? {} : { assignee_ids: [assignee.value] }),
    ...(command.due === null ? {} : { due_date: command.due }),
  };
  const made = await make(session, 'issue', command.marker, body, attempt);
  return made.ok ? done(made.value) : attempt.outcome(made.error);
}
