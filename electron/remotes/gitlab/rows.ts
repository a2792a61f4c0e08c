import type { FieldMap } from '../../../shared/schema/field-value';
import type { RemoteRow } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import type { EpicRow, IssueRow } from './dto/answers';
import { fencedPart, markerOf, twinLineOf } from './markers';

/** Epics and issues are read alike; `kind` tells them apart. */
export type GitlabItem =
  | { readonly kind: 'issue'; readonly row: IssueRow }
  | { readonly kind: 'epic'; readonly row: EpicRow };

/** The pointer to an epic or issue. */
export function refOf({ kind, row }: GitlabItem): GitlabRef {
  return {
    remote: 'gitlab',
    type: kind,
    id: row.id,
    iid: row.iid,
    stamp: row.updated_at,
    url: row.web_url ?? null,
    markdown: null,
  };
}

function day(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : text.slice(0, 10);
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function ownFields(item: GitlabItem): FieldMap {
  if (item.kind === 'epic') {
    const { row } = item;
    // Without a fixed date GitLab shows one inherited from the issues, which nobody set.
    return {
      start: day(row.start_date_is_fixed === false ? null : (row.start_date_fixed ?? row.start_date)),
      due: day(row.due_date_is_fixed === false ? null : (row.due_date_fixed ?? row.due_date)),
      assignees: [],
    };
  }
  const { row } = item;
  return {
    // Issues have a start date only on newer servers; a missing one is unknown, not empty.
    ...(row.start_date === undefined ? {} : { start: day(row.start_date) }),
    due: day(row.due_date),
    assignees: sorted(row.assignees.map(({ username }) => username)),
  };
}

/** What a retired twin says about the item that counts. */
function twinOf({ kind, row }: GitlabItem, fresh: boolean): Pick<RemoteRow, 'twin'> {
  const line = twinLineOf(row.description ?? '');
  if (line === null) return {};
  const { marker, id, iid } = line;
  const url = row.web_url?.replace(/\d+$/, String(iid)) ?? null;
  const of = { remote: 'gitlab', type: kind, id, iid, stamp: null, url, markdown: null } as const;
  return { twin: { marker, of, fresh } };
}

/** An epic or issue in domain words; lists are sorted so that order never looks like a change. */
export function rowOf(item: GitlabItem, fresh = false): RemoteRow {
  const { kind, row } = item;
  const description = row.description ?? '';
  return {
    ...twinOf(item, fresh),
    stream: kind === 'issue' ? 'gitlab-issues' : 'gitlab-epics',
    ref: refOf(item),
    recordId: markerOf(description),
    fields: {
      title: row.title,
      body: fencedPart(description),
      labels: sorted(row.labels),
      state: row.state,
      kind,
      ...ownFields(item),
    },
    deleted: false,
  };
}
