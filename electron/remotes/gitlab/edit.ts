import { labelScope, pickLabel, sameLabel } from '../../../shared/domain/pop/labels';
import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Attempt, type RemoteFailure, type Remotely, startAttempt } from '../common/failure';
import type { Body } from './client';
import { ProjectRow } from './dto/answers';
import { denial, refuse } from './errors';
import { explainEpic, type GitlabSession, readItem, saveItem } from './items';
import { leftOut } from './left-out';
import { addFencedLinks, fencedPart, guard, noteTitle, replaceFenced, twinLineOf } from './markers';
import { isWantedOpen } from './reopened';
import { seesEverything } from './presence';
import { type GitlabItem, refOf, rowOf } from './rows';

type EditCommand = Extract<RemoteCommand, { kind: 'git.edit' }>;

/** Labels to add and to take away, so that one of a scope stays even where GitLab does not see to it itself. */
export function labelChange(
  current: readonly string[],
  existing: readonly string[],
  add: readonly string[],
  scoped: string | null,
): { add: string[]; remove: string[] } {
  const wanted = scoped === null ? null : pickLabel(existing, scoped);
  const scope = wanted === null ? null : labelScope(wanted);
  const adding = [...add.map((label) => pickLabel(existing, label)), ...(wanted === null ? [] : [wanted])];
  const remove = current.filter(
    (label) =>
      wanted !== null &&
      label !== wanted &&
      (scope === null ? sameLabel(label, wanted) : labelScope(label) === scope),
  );
  return { add: [...new Set(adding)].filter((label) => !current.includes(label)), remove };
}

/** The most letters that GitLab takes in a title. */
const LONGEST_TITLE = 255;

/** A title behind a prefix, which it may have already. */
function prefixed(title: string, prefix: string | undefined): string {
  if (prefix === undefined || title.startsWith(prefix.trim())) return title;
  return `${prefix}${title}`.slice(0, LONGEST_TITLE);
}

function dates(item: GitlabItem, command: EditCommand): Body {
  const now = rowOf(item).fields;
  const start = command.start === null || now['start'] === command.start ? null : command.start;
  const due = command.due === null || now['due'] === command.due ? null : command.due;
  if (item.kind === 'epic') {
    return {
      ...(start === null ? {} : { start_date_is_fixed: true, start_date_fixed: start }),
      ...(due === null ? {} : { due_date_is_fixed: true, due_date_fixed: due }),
    };
  }
  // Servers that keep no start date for issues would refuse a change of nothing else; they show none to compare with.
  return {
    ...(start === null || now['start'] === undefined ? {} : { start_date: start }),
    ...(due === null ? {} : { due_date: due }),
  };
}

async function changeOf(
  session: GitlabSession,
  item: GitlabItem,
  command: EditCommand,
): Promise<Remotely<Body>> {
  const { row } = item;
  const needsLabels = command.addLabels.length > 0 || command.scopedLabel !== null;
  const existing = needsLabels
    ? await session.place.labels(item.kind === 'issue' ? 'project' : 'group')
    : ok<readonly string[]>([]);
  if (!existing.ok) return existing;
  const labels = labelChange(row.labels, existing.value, command.addLabels, command.scopedLabel);
  const description = row.description ?? '';
  const bodyDiffers = command.body !== null && guard(fencedPart(description) ?? '') !== guard(command.body);
  const wanted = prefixed(command.title ?? row.title, command.titlePrefix);
  const title = wanted === row.title ? null : wanted;
  const withBody =
    command.body !== null && bodyDiffers ? replaceFenced(description, command.body) : description;
  const withLinks = command.addLinks === undefined ? withBody : addFencedLinks(withBody, command.addLinks);
  const withTitle = title === null ? withLinks : noteTitle(withLinks, title);
  return ok({
    ...(title === null ? {} : { title }),
    ...(withTitle === description ? {} : { description: withTitle }),
    ...(labels.add.length === 0 ? {} : { add_labels: labels.add.join(',') }),
    ...(labels.remove.length === 0 ? {} : { remove_labels: labels.remove.join(',') }),
    ...dates(item, command),
    ...(command.close && row.state === 'opened' ? { state_event: 'close' } : {}),
    ...(command.reopen === true && row.state === 'closed' ? { state_event: 'reopen' } : {}),
  });
}

/** Tells a deleted item from one that is hidden or out of reach because its project or group is. */
async function whyMissing(
  session: GitlabSession,
  command: EditCommand,
  failure: RemoteFailure,
  attempt: Attempt,
): Promise<RemoteOutcome> {
  const explained = command.type === 'epic' ? await explainEpic(session, failure) : failure;
  if (explained.kind !== 'denied' || explained.status !== 404) return attempt.outcome(explained);
  if (command.type === 'issue') {
    const project = await session.place.project();
    if (!project.ok) return attempt.outcome(project.error);
    const visible = await session.client.get(`/projects/${project.value.id}`, {}, ProjectRow, 'the project');
    if (!visible.ok && visible.error.kind === 'denied')
      return attempt.outcome(
        denial('no-project', `The GitLab project ${project.value.path_with_namespace} is out of reach.`),
      );
    if (!visible.ok) return attempt.outcome(visible.error);
  }
  const name = command.type === 'issue' ? `Issue #${command.iid}` : `Epic &${command.iid}`;
  // A hidden item is missing in the same way, and a server in trouble may say it of one that is there.
  const whole = await seesEverything(session, command.type);
  if (!whole.ok) return attempt.outcome(whole.error);
  const again = await readItem(session, command.type, command.iid);
  if (again.ok) {
    const why = `GitLab did not show ${name} a moment ago and does now.`;
    return attempt.outcome({ kind: 'wait', why, afterMs: null });
  }
  if (again.error.kind !== 'denied' || again.error.status !== 404) return attempt.outcome(again.error);
  if (whole.value) return { kind: 'gone', why: `${name} is no longer in GitLab.` };
  return attempt.outcome(
    denial('not-visible', `${name} is not visible: it was deleted, or it is hidden from your role.`),
  );
}

/**
 * Changes an epic or issue unless somebody else did since `expectStamp` (G4); people's text outside our fences stays.
 * An item that already is as wanted counts as done.
 */
export async function edit(session: GitlabSession, command: EditCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const item = await readItem(session, command.type, command.iid);
  if (!item.ok) return whyMissing(session, command, item.error, attempt);
  if (twinLineOf(item.value.row.description ?? '') !== null) {
    // The next reading tells which item counts from now on.
    const why = 'This item was there twice and was put aside; the one that counts is looked for.';
    return attempt.outcome({ kind: 'wait', why, afterMs: null });
  }
  const row = rowOf(item.value);
  if (command.because !== undefined && item.value.row.state === 'opened') {
    const isWanted = await isWantedOpen(session, item.value, command.because);
    if (!isWanted.ok) return attempt.outcome(isWanted.error);
    if (isWanted.value) return { kind: 'done', ref: refOf(item.value), row };
  }
  const change = await changeOf(session, item.value, command);
  if (!change.ok) return attempt.outcome(change.error);
  if (Object.keys(change.value).length === 0) return { kind: 'done', ref: refOf(item.value), row };
  const { expectStamp } = command;
  const newer = expectStamp !== null && Date.parse(item.value.row.updated_at) > Date.parse(expectStamp);
  if (newer) return { kind: 'stale', theirs: row };
  const saved = await attempt.write(saveItem(session, command.type, command.iid, change.value));
  if (!saved.ok) return whyMissing(session, command, saved.error, attempt);
  const missing = leftOut(change.value, saved.value);
  if (missing !== null) return attempt.outcome(missing);
  return { kind: 'done', ref: refOf(saved.value), row: rowOf(saved.value) };
}
