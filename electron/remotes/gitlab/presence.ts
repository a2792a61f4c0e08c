import { ok } from '../../../shared/lib/result';
import type { PresenceAnswer, PresenceRequest } from '../../../shared/schema/remote-command';
import { z } from '../../../shared/schema/zod';
import { pullFailure, type Remotely } from '../common/failure';
import { MemberRow } from './dto/answers';
import { isHere, ownerOf } from './home';
import { explainEpic, type GitlabSession, type ItemKind, listPath, readItem } from './items';

/** Items asked for at once: one full page. */
const ITEMS_PER_PAGE = 100;
/** The Planner role, from which on nothing of a project or group is hidden. */
const SEES_EVERYTHING = 15;

const Numbered = z.object({ id: z.int() });

type Known = PresenceRequest['rows'][number];

async function missingOf(
  session: GitlabSession,
  kind: ItemKind,
  path: string,
  rows: readonly Known[],
): Promise<Remotely<readonly Known[]>> {
  const seen = new Set<string>();
  if (kind === 'epic') {
    // Where epics are not available any more every single one is missing, which says nothing about them.
    const probe = await session.client.page(path, { per_page: 1 });
    if (!probe.ok) return probe;
    for (const { iid } of rows) {
      // The list of epics cannot be narrowed to numbers.
      const item = iid === null ? null : await readItem(session, kind, iid);
      if (item === null) continue;
      if (item.ok) seen.add(String(item.value.row.id));
      else if (item.error.kind !== 'denied' || item.error.status !== 404) return item;
    }
    return ok(rows.filter(({ id }) => !seen.has(id)));
  }
  for (let at = 0; at < rows.length; at += ITEMS_PER_PAGE) {
    const iids = rows.slice(at, at + ITEMS_PER_PAGE).flatMap(({ iid }) => iid ?? []);
    const answer = await session.client.page(path, { scope: 'all', iids, per_page: ITEMS_PER_PAGE });
    if (!answer.ok) return answer;
    for (const raw of answer.value.rows) {
      const row = Numbered.safeParse(raw);
      if (row.success) seen.add(String(row.data.id));
    }
  }
  return ok(rows.filter(({ id }) => !seen.has(id)));
}

/** Whether this person's role shows all issues or epics there are. */
export async function seesEverything(session: GitlabSession, kind: ItemKind): Promise<Remotely<boolean>> {
  const owner = await ownerOf(session, kind);
  if (!owner.ok) return owner;
  const me = await session.place.me();
  if (!me.ok) return me;
  const path = `/${kind === 'issue' ? 'projects' : 'groups'}/${owner.value.id}/members/all/${me.value.id}`;
  const member = await session.client.get(path, {}, MemberRow, 'your role');
  if (member.ok) return ok(member.value.access_level >= SEES_EVERYTHING);
  return member.error.kind === 'denied' ? ok(false) : member;
}

/**
 * GitLab keeps no trace of a deleted item, and shows a hidden one the same way. So an item counts as deleted only while
 * this person's role shows everything there is, and when it is missing in a second look after that was found. An item
 * of another project or group is missing here in any case.
 */
export async function presenceOf(
  session: GitlabSession,
  kind: ItemKind,
  request: PresenceRequest,
): Promise<PresenceAnswer> {
  const path = await listPath(session, kind);
  if (!path.ok) return pullFailure(path.error);
  const first = await missingOf(session, kind, path.value, request.rows);
  if (!first.ok) return pullFailure(kind === 'epic' ? await explainEpic(session, first.error) : first.error);
  const owner = await ownerOf(session, kind);
  if (!owner.ok) return pullFailure(owner.error);
  const suspects = first.value.filter(({ url }) => isHere(owner.value, url));
  const elsewhere = first.value.filter((row) => !suspects.includes(row)).map(({ id }) => id);
  const found = { kind: 'presence', gone: [], unseen: [], elsewhere, why: null } as const;
  if (suspects.length === 0) return { ...found, gone: [], unseen: [] };
  const whole = await seesEverything(session, kind);
  if (!whole.ok) return pullFailure(whole.error);
  const second = await missingOf(session, kind, path.value, suspects);
  if (!second.ok) return pullFailure(second.error);
  const missing = second.value.map(({ id }) => id);
  if (whole.value) return { ...found, gone: missing, unseen: [] };
  const why =
    'Your role in GitLab does not show everything, so they may be hidden from you as well as deleted.';
  return { ...found, gone: [], unseen: missing, why };
}
