import { sameValue } from '../../../shared/domain/merging/field-values';
import type { Remote } from '../../../shared/ports/remote';
import type { FieldMap } from '../../../shared/schema/field-value';
import type {
  PullPage,
  PullRequest,
  RemoteCommand,
  RemoteOutcome,
  RemoteRow,
} from '../../../shared/schema/remote-command';
import type { GitlabRef, SalesforceRef } from '../../../shared/schema/remote-ref';
import { syncedFields } from '../../../shared/schema/synced-fields';
import { SalesforceId } from '../../../shared/schema/values';
import type { Stream } from '../../../shared/schema/sync-state';
import type { FaultPlan } from './fault-plan';

type CrmEntity = 'partner' | 'budget' | 'fund-request' | 'claim' | 'registration';
type CrmRecord = {
  readonly id: string;
  readonly entity: CrmEntity;
  recordId: string | null;
  fields: FieldMap;
  stamp: number;
  deleted: boolean;
};
type GitItem = {
  readonly id: number;
  readonly iid: number;
  readonly type: 'epic' | 'issue';
  marker: string | null;
  fields: FieldMap;
  stamp: number;
  deleted: boolean;
};
type File = { readonly marker: string; readonly target: string; readonly sha256: string };

const streamOfEntity: Record<CrmEntity, Stream> = {
  partner: 'partners',
  budget: 'budgets',
  'fund-request': 'fund-requests',
  claim: 'claims',
  registration: 'registrations',
};

/** What a query answers for fields that nobody filled in. */
function emptyFields(entity: CrmEntity): FieldMap {
  return Object.fromEntries(syncedFields[entity].map((field) => [field, null]));
}

const written = (n: number): string => String(n).padStart(8, '0');

/**
 * Both systems of record in memory, with a state that shows twins: a write without `repeat` always makes a new
 * item, as the real ones do. Every change gets the next stamp; a pull reads the changes behind its cursor.
 */
export class FakeRemote implements Remote {
  readonly crm = new Map<string, CrmRecord>();
  readonly git = new Map<number, GitItem>();
  readonly files: File[] = [];
  readonly uploads: File[] = [];
  readonly links: { readonly epicIid: number; readonly issueId: number }[] = [];
  readonly commands: RemoteCommand[] = [];
  readonly pulls: PullRequest[] = [];
  readonly unreadable = new Map<Stream, { what: string; reason: string; raw: string }[]>();
  hasEpics = true;
  private stamp = 0;
  private count = 0;

  constructor(readonly faults: FaultPlan) {}

  private tick(): number {
    this.stamp += 1;
    return this.stamp;
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }

  /** Puts a record into Salesforce as a colleague would. */
  addCrm(entity: CrmEntity, fields: FieldMap, recordId: string | null = null): CrmRecord {
    const id = `0T${entity.slice(0, 1).toUpperCase()}${String(this.next()).padStart(12, '0')}AAA`;
    const record = { id, entity, recordId, fields: { ...fields }, stamp: this.tick(), deleted: false };
    this.crm.set(id, record);
    return record;
  }

  /** Changes a record in Salesforce as a colleague would. */
  changeCrm(id: string, fields: FieldMap): void {
    const record = this.mustCrm(id);
    Object.assign(record.fields, fields);
    record.stamp = this.tick();
  }

  deleteCrm(id: string): void {
    const record = this.mustCrm(id);
    record.deleted = true;
    record.stamp = this.tick();
  }

  addItem(type: 'epic' | 'issue', fields: FieldMap, marker: string | null = null): GitItem {
    const n = this.next();
    const item: GitItem = {
      id: 1000 + n,
      iid: n,
      type,
      marker,
      fields: { labels: [], state: 'opened', due: null, assignees: [], kind: type, ...fields },
      stamp: this.tick(),
      deleted: false,
    };
    this.git.set(item.id, item);
    return item;
  }

  changeItem(id: number, fields: FieldMap): void {
    const item = this.git.get(id);
    if (!item) throw new Error(`no item ${id}`);
    Object.assign(item.fields, fields);
    item.stamp = this.tick();
  }

  deleteItem(id: number): void {
    const item = this.git.get(id);
    if (!item) throw new Error(`no item ${id}`);
    item.deleted = true;
    item.stamp = this.tick();
  }

  /** Records of an entity that are there. */
  records(entity: CrmEntity): CrmRecord[] {
    return [...this.crm.values()].filter((record) => record.entity === entity && !record.deleted);
  }

  items(type: 'epic' | 'issue'): GitItem[] {
    return [...this.git.values()].filter((item) => item.type === type && !item.deleted);
  }

  private mustCrm(id: string): CrmRecord {
    const record = this.crm.get(id);
    if (!record) throw new Error(`no record ${id}`);
    return record;
  }

  private crmRef(record: CrmRecord): SalesforceRef {
    return {
      remote: 'salesforce',
      object: record.entity,
      id: SalesforceId.parse(record.id),
      stamp: written(record.stamp),
      url: null,
    };
  }

  private crmRow(record: CrmRecord): RemoteRow {
    return {
      stream: streamOfEntity[record.entity],
      ref: this.crmRef(record),
      recordId: record.deleted ? null : record.recordId,
      fields: record.deleted ? {} : { ...emptyFields(record.entity), ...record.fields },
      deleted: record.deleted,
    };
  }

  private itemRef(item: GitItem): GitlabRef {
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

  private itemRow(item: GitItem): RemoteRow {
    return {
      stream: item.type === 'epic' ? 'gitlab-epics' : 'gitlab-issues',
      ref: this.itemRef(item),
      recordId: item.deleted ? null : item.marker,
      fields: item.deleted ? {} : { ...item.fields },
      deleted: item.deleted,
    };
  }

  async execute(command: RemoteCommand): Promise<RemoteOutcome> {
    this.commands.push(command);
    const fault = this.faults.take(command);
    if (fault?.before) return fault.before;
    const outcome = this.apply(command);
    return fault?.instead ?? outcome;
  }

  private apply(command: RemoteCommand): RemoteOutcome {
    switch (command.kind) {
      case 'crm.put':
        return this.put(command);
      case 'crm.file':
        return this.file(command);
      case 'git.epic':
        if (!this.hasEpics) return refusal('no-epics', 'This group has no epics.');
        return this.make('epic', command);
      case 'git.issue':
        return this.make('issue', command);
      case 'git.link':
        return this.link(command);
      case 'git.edit':
        return this.edit(command);
      case 'git.file':
        return this.upload(command);
      case 'git.note':
        return refusal('unexpected', 'No step writes notes.');
    }
  }

  private put(command: Extract<RemoteCommand, { kind: 'crm.put' }>): RemoteOutcome {
    for (const field of ['partner', 'request']) {
      const target = command.fields[field];
      if (typeof target === 'string' && !this.crm.has(target))
        return refusal('bad-reference', `No ${target}.`);
    }
    const found = [...this.crm.values()].find((record) =>
      command.salesforceId === null
        ? record.recordId === command.recordId && !record.deleted
        : record.id === command.salesforceId,
    );
    if (!found) {
      const made = this.addCrm(command.entity, command.fields, command.recordId);
      return { kind: 'done', ref: this.crmRef(made), row: this.crmRow(made) };
    }
    if (found.deleted) return { kind: 'gone', why: 'It was deleted.' };
    const differs = Object.entries(command.fields).some(
      ([field, value]) => !sameValue(found.fields[field] ?? null, value),
    );
    if (differs && command.expectStamp !== null && written(found.stamp) > command.expectStamp) {
      return { kind: 'stale', theirs: this.crmRow(found) };
    }
    if (differs || found.recordId === null) {
      found.recordId ??= command.recordId;
      this.changeCrm(found.id, command.fields);
    }
    return { kind: 'done', ref: this.crmRef(found), row: this.crmRow(found) };
  }

  private file(command: Extract<RemoteCommand, { kind: 'crm.file' }>): RemoteOutcome {
    if (!this.crm.has(command.linkTo)) return refusal('bad-reference', `No ${command.linkTo}.`);
    const known = command.repeat && this.files.some(({ marker }) => marker === command.marker);
    if (!known) this.files.push({ marker: command.marker, target: command.linkTo, sha256: command.sha256 });
    const id = SalesforceId.parse(`068${String(this.next()).padStart(12, '0')}AAA`);
    return {
      kind: 'done',
      ref: { remote: 'salesforce', object: 'ContentVersion', id, stamp: null, url: null },
      row: null,
    };
  }

  private make(
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
    return { kind: 'done', ref: this.itemRef(item), row: this.itemRow(item) };
  }

  private link(command: Extract<RemoteCommand, { kind: 'git.link' }>): RemoteOutcome {
    const issue = this.git.get(command.issueId);
    const epic = this.items('epic').find(({ iid }) => iid === command.epicIid);
    if (!issue || !epic) return refusal('not-found', 'No such item.');
    const { epicIid, issueId } = command;
    if (!this.links.some((link) => link.epicIid === epicIid && link.issueId === issueId))
      this.links.push({ epicIid, issueId });
    return { kind: 'done', ref: this.itemRef(issue), row: null };
  }

  private edit(command: Extract<RemoteCommand, { kind: 'git.edit' }>): RemoteOutcome {
    const item = [...this.git.values()].find(({ type, iid }) => type === command.type && iid === command.iid);
    if (!item || item.deleted) return { kind: 'gone', why: `#${command.iid} is no longer in GitLab.` };
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
      ...(command.body === null ? {} : { body: command.body }),
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

  private upload(command: Extract<RemoteCommand, { kind: 'git.file' }>): RemoteOutcome {
    const issue = this.items('issue').find(({ iid }) => iid === command.issueIid);
    if (!issue) return { kind: 'gone', why: 'The issue is no longer there.' };
    const known = command.repeat && this.uploads.some(({ marker }) => marker === command.marker);
    if (!known)
      this.uploads.push({ marker: command.marker, target: String(issue.id), sha256: command.sha256 });
    const ref: GitlabRef = {
      remote: 'gitlab',
      type: 'upload',
      id: this.next(),
      iid: null,
      stamp: null,
      url: null,
      markdown: '[f](/f)',
    };
    return { kind: 'done', ref, row: null };
  }

  async pull(request: PullRequest): Promise<PullPage> {
    this.pulls.push(request);
    const fault = this.faults.takePull(request);
    if (fault) return fault;
    const rows = [
      ...[...this.crm.values()].map((record) => ({ row: this.crmRow(record), stamp: record.stamp })),
      ...[...this.git.values()].map((item) => ({ row: this.itemRow(item), stamp: item.stamp })),
    ];
    const from = Number(request.cursor ?? '0');
    const due = rows
      .filter(({ row, stamp }) => row.stream === request.stream && stamp > from)
      .sort((a, b) => a.stamp - b.stamp);
    const page = due.slice(0, request.limit);
    const more = due.length > page.length;
    const cursor = String(page.at(-1)?.stamp ?? from);
    const unreadable = more ? [] : (this.unreadable.get(request.stream) ?? []);
    this.unreadable.delete(request.stream);
    return { kind: 'page', rows: page.map(({ row }) => row), unreadable, cursor, more };
  }
}

function refusal(code: string, message: string): RemoteOutcome {
  return { kind: 'refused', refusal: { code, message, fields: [], fix: 'Change it and retry.' } };
}
