import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { z } from '../../../shared/schema/zod';
import { type Remotely, startAttempt } from '../common/failure';
import { LinkedIssue } from './dto/answers';
import { refuse } from './errors';
import { explainEpic, type GitlabSession, listPath } from './items';

type LinkCommand = Extract<RemoteCommand, { kind: 'git.link' }>;

const LinkAnswer = z.object({ epic: z.object({ iid: z.int() }), issue: LinkedIssue });

function done(issue: LinkedIssue): RemoteOutcome {
  const { id, iid } = issue;
  const ref = {
    remote: 'gitlab',
    type: 'issue',
    id,
    iid,
    url: issue.web_url ?? null,
    markdown: null,
  } as const;
  return { kind: 'done', ref: { ...ref, stamp: issue.updated_at ?? null }, row: null };
}

async function linked(
  session: GitlabSession,
  path: string,
  issueId: number,
): Promise<Remotely<LinkedIssue | null>> {
  const issues = await session.client.all(path, {}, LinkedIssue);
  return issues.ok ? ok(issues.value.find(({ id }) => id === issueId) ?? null) : issues;
}

/** Puts an issue into an epic; one that is there already counts as done. */
export async function link(session: GitlabSession, command: LinkCommand): Promise<RemoteOutcome> {
  const attempt = startAttempt(command.repeat, refuse);
  const epics = await listPath(session, 'epic');
  if (!epics.ok) return attempt.outcome(epics.error);
  const path = `${epics.value}/${command.epicIid}/issues`;
  if (command.repeat) {
    const already = await linked(session, path, command.issueId);
    if (!already.ok) return attempt.outcome(await explainEpic(session, already.error));
    if (already.value !== null) return done(already.value);
  }
  const made = await attempt.write(
    session.client.write('POST', `${path}/${command.issueId}`, {}, LinkAnswer, 'the link'),
  );
  if (made.ok && made.value.epic.iid === command.epicIid && made.value.issue.id === command.issueId)
    return done(made.value.issue);
  if (made.ok) {
    const why = `GitLab answered with another link than that of the issue into epic &${command.epicIid}.`;
    return { kind: 'unreadable', why, raw: JSON.stringify(made.value) };
  }
  if (made.error.kind === 'denied') {
    // Servers refuse a second link in several ways; the list says whether it is there.
    const already = await linked(session, path, command.issueId);
    if (already.ok && already.value !== null) return done(already.value);
  }
  return attempt.outcome(await explainEpic(session, made.error));
}
