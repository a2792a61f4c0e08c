import { addLinks } from '../../../shared/domain/mdf/add-links';
import { sameValue } from '../../../shared/domain/merging/field-values';
import { textOf } from '../../../shared/domain/merging/projection';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { RemoteCommand, RemoteOutcome, RemoteRow } from '../../../shared/schema/remote-command';
import type { GitlabRef } from '../../../shared/schema/remote-ref';
import { type FakeFile, refusal, written } from './fake-parts';
import { FakeSalesforce } from './fake-salesforce';

type GitItem = {
  readonly id: number;
  readonly iid: number;
  readonly type: 'epic' | 'issue';
  marker: string | null;
  fields: FieldMap;
  stamp: number;
  deleted: boolean;
  /** Stamps of the last closing and the last opening again. */
  closed?: number;
  reopened?: number;
};

/** GitLab in memory, beside Salesforce: a create without `repeat` always makes a new item, so twins show. */
export class FakeBoth extends FakeSalesforce {
  readonly git = new Map<number, GitItem>();
  readonly uploads: FakeFile[] = [];
  readonly notes: { readonly issueIid: number; readonly marker: string; readonly body: string }[] = [];
  readonly links: { readonly epicIid: number; readonly issueId: number }[] = [];

  addItem(type: 'epic' | 'issue', fields: FieldMap, marker: string | null = null): GitItem {
    const n = this.counter.next();
    const item: GitItem = {
      id: 1000 + n,
      iid: n,
      type,
      marker,
      fields: { labels: [], state: 'opened', due: null, assignees: [], kind: type, ...fields },
      stamp: this.counter.tick(),
      deleted: false,
    };
    this.git.set(item.id, item);
    return item;
  }

  changeItem(id: number, fields: FieldMap): void {
    const item = this.git.get(id);
    if (!item) throw new Error(`no item ${id}`);
    const before = item.fields.state;
    Object.assign(item.fields, fields);
    item.stamp = this.counter.tick();
    if (before === item.fields.state) return;
    if (item.fields.state === 'closed') item.closed = item.stamp;
    else item.reopened = item.stamp;
  }

  private isWantedOpen(item: GitItem, because: readonly number[]): boolean {
    const issues = this.items('issue').filter(({ iid }) => because.includes(iid));
    if (issues.some(({ fields }) => fields.state !== 'closed')) return true;
    return (item.reopened ?? 0) > Math.max(...issues.map(({ closed }) => closed ?? 0));
  }

  deleteItem(id: number): void {
    const item = this.git.get(id);
    if (!item) throw new Error(`no item ${id}`);
    item.deleted = true;
    item.stamp = this.counter.tick();
  }

  items(type: 'epic' | 'issue'): GitItem[] {
    return [...this.git.values()].filter((item) => item.type === type && !item.deleted);
  }

  itemRef(item: GitItem): GitlabRef {
    const url = `https://gitlab.example/${item.type}s/${item.iid}`;
    return {
      remote: 'gitlab',
      type: item.type,
      id: item.id,
      iid: item.iid,
      stamp: written(item.stamp),
      url,
      markdown: null,
    };
  }

  itemRow(item: GitItem): RemoteRow {
    return {
      stream: item.type === 'epic' ? 'gitlab-epics' : 'gitlab-issues',
      ref: this.itemRef(item),
      recordId: item.deleted ? null : item.marker,
      fields: item.deleted ? {} : { ...item.fields },
      deleted: item.deleted,
    };
  }

  make(
    type: 'epic' | 'issue',
    command: Extract<RemoteCommand, { kind: 'git.epic' | 'git.issue' }>,
  ): RemoteOutcome {
    const earlier = command.repeat
      ? [...this.git.values()].find((item) => item.marker === command.marker && !item.deleted)
      : undefined;
    const assignee = command.kind === 'git.issue' ? command.assignee : null;
    const { title, body, labels, due } = command;
    const item =
      earlier ??
      this.addItem(
        type,
        { title, body, labels, due, assignees: assignee === null ? [] : [assignee] },
        command.marker,
      );
    const found = earlier === undefined ? {} : { found: true as const };
    return { kind: 'done', ref: this.itemRef(item), row: this.itemRow(item), ...found };
  }

  link(command: Extract<RemoteCommand, { kind: 'git.link' }>): RemoteOutcome {
    const issue = this.git.get(command.issueId);
    const epic = this.items('epic').find(({ iid }) => iid === command.epicIid);
    if (!issue || !epic) return refusal('not-found', 'No such item.');
    const { epicIid, issueId } = command;
    if (!this.links.some((link) => link.epicIid === epicIid && link.issueId === issueId))
      this.links.push({ epicIid, issueId });
    return { kind: 'done', ref: this.itemRef(issue), row: null };
  }

  /** Like the client, it looks for the marker before it writes. */
  note({ issueIid, marker, body }: Extract<RemoteCommand, { kind: 'git.note' }>): RemoteOutcome {
    const issue = this.items('issue').find(({ iid }) => iid === issueIid);
    if (!issue) return { kind: 'gone', why: `#${issueIid} is no longer in GitLab.` };
    const isThere = this.notes.some((note) => note.issueIid === issueIid && note.marker === marker);
    if (!isThere) {
      this.notes.push({ issueIid, marker, body });
      issue.stamp = this.counter.tick();
    }
    return { kind: 'done', ref: { ...this.itemRef(issue), type: 'note' }, row: null };
  }

  edit(command: Extract<RemoteCommand, { kind: 'git.edit' }>): RemoteOutcome {
    const item = [...this.git.values()].find(({ type, iid }) => type === command.type && iid === command.iid);
    if (!item || item.deleted) return { kind: 'gone', why: `#${command.iid} is no longer in GitLab.` };
    if (command.because && item.fields.state === 'opened' && this.isWantedOpen(item, command.because))
      return { kind: 'done', ref: this.itemRef(item), row: this.itemRow(item) };
    const labels = new Set([...(item.fields.labels as string[]), ...command.addLabels]);
    const { scopedLabel } = command;
    if (scopedLabel !== null) {
      const scope = scopedLabel.slice(0, scopedLabel.lastIndexOf('::'));
      for (const label of labels) if (label.startsWith(`${scope}::`)) labels.delete(label);
      labels.add(scopedLabel);
    }
    const wanted: FieldMap = {
      labels: [...labels],
      ...(command.title === null ? {} : { title: command.title }),
      ...(command.titlePrefix === undefined || String(item.fields.title).startsWith(command.titlePrefix)
        ? {}
        : { title: `${command.titlePrefix}${String(item.fields.title)}` }),
      ...(command.body === null ? {} : { body: command.body }),
      ...(command.addLinks === undefined
        ? {}
        : { body: addLinks(textOf(item.fields.body) ?? '', command.addLinks) }),
      ...(command.due === null ? {} : { due: command.due }),
      ...(command.close ? { state: 'closed' } : {}),
      ...(command.reopen === true ? { state: 'opened' } : {}),
    };
    const differs = Object.entries(wanted).some(
      ([field, value]) => !sameValue(item.fields[field] ?? null, value),
    );
    if (differs && command.expectStamp !== null && written(item.stamp) > command.expectStamp) {
      return { kind: 'stale', theirs: this.itemRow(item) };
    }
    if (differs) this.changeItem(item.id, wanted);
    return { kind: 'done', ref: this.itemRef(item), row: this.itemRow(item) };
  }

  upload(command: Extract<RemoteCommand, { kind: 'git.file' }>): RemoteOutcome {
    const issue = this.items('issue').find(({ iid }) => iid === command.issueIid);
    if (!issue) return { kind: 'gone', why: 'The issue is no longer there.' };
    const known = command.repeat && this.uploads.some(({ marker }) => marker === command.marker);
    if (!known)
      this.uploads.push({ marker: command.marker, target: String(issue.id), sha256: command.sha256 });
    const ref: GitlabRef = {
      remote: 'gitlab',
      type: 'upload',
      id: this.counter.next(),
      iid: null,
      stamp: null,
      url: null,
      markdown: '[f](/f)',
    };
    return { kind: 'done', ref, row: null };
  }
}
