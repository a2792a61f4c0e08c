import { assertNever } from '../../../shared/lib/assert-never';
import { ok } from '../../../shared/lib/result';
import type { RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { type Remotely, startAttempt } from '../common/failure';
import type { GroupRow, ProjectRow } from './dto/answers';
import { denial, refuse } from './errors';
import { type GitlabSession, type ItemKind, readItem } from './items';

/** The project of the playbook, in which issues are, or its group, in which epics are. */
export function ownerOf(session: GitlabSession, kind: ItemKind): Promise<Remotely<ProjectRow | GroupRow>> {
  return kind === 'issue' ? session.place.project() : session.place.group();
}

/** Whether an address lies in a project or group itself; paths are not told apart by upper and lower case. */
export function isHere(owner: ProjectRow | GroupRow, url: string | null): boolean {
  return url !== null && url.toLowerCase().startsWith(`${owner.web_url.toLowerCase()}/-/`);
}

type Numbered = Extract<RemoteCommand, { kind: 'git.edit' | 'git.file' | 'git.link' | 'git.note' }>;

function numberOf(command: Numbered): { readonly kind: ItemKind; readonly iid: number } {
  switch (command.kind) {
    case 'git.edit':
      return { kind: command.type, iid: command.iid };
    case 'git.link':
      return { kind: 'epic', iid: command.epicIid };
    case 'git.file':
    case 'git.note':
      return { kind: 'issue', iid: command.issueIid };
    default:
      return assertNever(command);
  }
}

/**
 * Refuses a write by a number that means another item now, because the playbook names another project or group than
 * when the item was made. One that moved along with its project is still the same item.
 */
export async function strangersNumber(
  session: GitlabSession,
  command: Numbered,
): Promise<RemoteOutcome | null> {
  const { item } = command;
  if (item === undefined) return null;
  const attempt = startAttempt(command.repeat, refuse);
  const { kind, iid } = numberOf(command);
  const owner = await ownerOf(session, kind);
  if (!owner.ok) return attempt.outcome(owner.error);
  if (isHere(owner.value, item.url)) return null;
  const now = await idOf(session, kind, iid);
  if (!now.ok) return attempt.outcome(now.error);
  if (now.value === item.id) return null;
  const name = kind === 'issue' ? `Issue #${iid}` : `Epic &${iid}`;
  const where = item.url === null ? '' : ` (${item.url})`;
  const place = kind === 'issue' ? 'project' : 'group';
  return attempt.outcome(
    denial(
      'elsewhere',
      `${name}${where} is not in the ${place} that the playbook names now, ${owner.value.web_url}.`,
    ),
  );
}

async function idOf(session: GitlabSession, kind: ItemKind, iid: number): Promise<Remotely<number | null>> {
  const item = await readItem(session, kind, iid);
  if (item.ok) return ok(item.value.row.id);
  return item.error.kind === 'denied' && item.error.status === 404 ? ok(null) : item;
}
