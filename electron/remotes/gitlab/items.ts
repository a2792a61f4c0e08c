import { ok } from '../../../shared/lib/result';
import type { FileSource } from '../../../shared/ports/file-source';
import type { Log } from '../../../shared/ports/log';
import type { Denied, RemoteFailure, Remotely } from '../common/failure';
import type { LeftTwins } from '../common/left-twins';
import type { Transfers } from '../common/transfers';
import type { Body, GitlabClient, Query } from './client';
import { EpicRow, IssueRow } from './dto/answers';
import { denial } from './errors';
import type { Place } from './place';
import type { GitlabItem } from './rows';

export type ItemKind = GitlabItem['kind'];

/** What the operations on epics and issues work with. */
export type GitlabSession = {
  readonly client: GitlabClient;
  readonly place: Place;
  readonly log: Log;
  readonly files: FileSource;
  readonly transfers: Transfers;
  /** The time of the last answer as the server stated it; null when it stated none. */
  readonly stated: () => number | null;
  /** Local time in milliseconds. */
  readonly now: () => number;
  /** What has been listed of each kind, so that a later look only reads what is new. */
  readonly listed: Map<ItemKind, Listed>;
  /** Number of notes that an issue had when they were last looked through. */
  readonly notes: Map<number, number>;
  /** Issues whose notes have still to be looked through for twins, and how often that did not work. */
  readonly notesLeft: Map<number, number>;
  /** How often what may be there twice could not be put aside, by its number or marker. */
  readonly leftTwins: LeftTwins;
};

/** What has been listed of one kind of item: from which creation time on, up to where, when, and who carries which marker. */
export type Listed = {
  readonly from: number;
  newest: number;
  at: number;
  readonly byMarker: Map<string, Set<number>>;
  /** What carries a marker but has no number that can be read. */
  readonly unreadable: Map<string, unknown>;
};

/** Path of the list in which items of a kind live. */
export async function listPath(session: GitlabSession, kind: ItemKind): Promise<Remotely<string>> {
  const owner = kind === 'issue' ? await session.place.project() : await session.place.group();
  if (!owner.ok) return owner;
  return ok(kind === 'issue' ? `/projects/${owner.value.id}/issues` : `/groups/${owner.value.id}/epics`);
}

/** Reads one item by its number. */
export async function readItem(
  session: GitlabSession,
  kind: ItemKind,
  iid: number,
): Promise<Remotely<GitlabItem>> {
  const path = await listPath(session, kind);
  if (!path.ok) return path;
  const at = `${path.value}/${iid}`;
  if (kind === 'issue') {
    const answer = await session.client.get(at, {}, IssueRow, `issue #${iid}`);
    return answer.ok ? ok({ kind, row: answer.value }) : answer;
  }
  const answer = await session.client.get(at, {}, EpicRow, `epic &${iid}`);
  return answer.ok ? ok({ kind, row: answer.value }) : answer;
}

/** Creates an item, or changes the one with the given number. */
export async function saveItem(
  session: GitlabSession,
  kind: ItemKind,
  iid: number | null,
  body: Body,
): Promise<Remotely<GitlabItem>> {
  const path = await listPath(session, kind);
  if (!path.ok) return path;
  const method = iid === null ? 'POST' : 'PUT';
  const at = iid === null ? path.value : `${path.value}/${iid}`;
  if (kind === 'issue') {
    const answer = await session.client.write(method, at, body, IssueRow, 'the issue');
    return answer.ok ? ok({ kind, row: answer.value }) : answer;
  }
  const answer = await session.client.write(method, at, body, EpicRow, 'the epic');
  return answer.ok ? ok({ kind, row: answer.value }) : answer;
}

/** Rows of everybody's items created from an instant on, oldest first, also those that cannot be understood. */
export async function rowsSince(
  session: GitlabSession,
  kind: ItemKind,
  createdAfter: number,
): Promise<Remotely<unknown[]>> {
  const path = await listPath(session, kind);
  if (!path.ok) return path;
  const created_after = new Date(createdAfter).toISOString();
  const common = { created_after, order_by: 'created_at', sort: 'asc' };
  const query: Query =
    kind === 'issue' ? { ...common, scope: 'all' } : { ...common, include_descendant_groups: false };
  return session.client.rows(path.value, query);
}

/**
 * Gives a refusal of an epic its reason: epics not available here at all (`no-epics`), or this one. The list of epics
 * tells the two apart, because both come as 403 or 404.
 */
export async function explainEpic(session: GitlabSession, failure: RemoteFailure): Promise<RemoteFailure> {
  const vague =
    failure.kind === 'denied' && [403, 404].includes(failure.status) && failure.code !== 'insufficient_scope';
  if (!vague) return failure;
  const path = await listPath(session, 'epic');
  if (!path.ok) return path.error;
  const probe = await session.client.page(path.value, { per_page: 1 });
  if (probe.ok) return failure;
  const absent = probe.error.kind === 'denied' && [403, 404].includes(probe.error.status);
  return absent ? noEpics() : probe.error;
}

function noEpics(): Denied {
  return denial('no-epics', 'This GitLab group has no epics.');
}
