import { cancelledName } from '../../../shared/domain/mdf/cancellation';
import { sameValue } from '../../../shared/domain/merging/field-values';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { RemoteCommand, RemoteOutcome, RemoteRow } from '../../../shared/schema/remote-command';
import type { SalesforceRef } from '../../../shared/schema/remote-ref';
import type { Stream } from '../../../shared/schema/sync-state';
import { syncedFields } from '../../../shared/schema/synced-fields';
import { SalesforceId } from '../../../shared/schema/values';
import { FakeCounter, type FakeFile, refusal, written } from './fake-parts';

/** Entities of the fake Salesforce. */
export type CrmEntity = 'partner' | 'budget' | 'fund-request' | 'claim' | 'registration';
type CrmRecord = {
  readonly id: string;
  readonly entity: CrmEntity;
  recordId: string | null;
  fields: FieldMap;
  stamp: number;
  deleted: boolean;
};

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

/** Salesforce in memory: records found by this app's id, stamps that tell who was later. */
export class FakeSalesforce {
  readonly crm = new Map<string, CrmRecord>();
  readonly files: FakeFile[] = [];
  /** Campaigns by id; a request names its own in `campaign`. */
  readonly campaigns = new Map<string, { name: string; status: string }>();
  protected readonly counter = new FakeCounter();

  /** Puts a record into Salesforce as a colleague would. */
  addCrm(entity: CrmEntity, fields: FieldMap, recordId: string | null = null): CrmRecord {
    const id = `0T${entity.slice(0, 1).toUpperCase()}${String(this.counter.next()).padStart(12, '0')}AAA`;
    const record = {
      id,
      entity,
      recordId,
      fields: { ...fields },
      stamp: this.counter.tick(),
      deleted: false,
    };
    this.crm.set(id, record);
    return record;
  }

  /** Changes a record in Salesforce as a colleague would. */
  changeCrm(id: string, fields: FieldMap): void {
    const record = this.mustCrm(id);
    Object.assign(record.fields, fields);
    record.stamp = this.counter.tick();
  }

  deleteCrm(id: string): void {
    const record = this.mustCrm(id);
    record.deleted = true;
    record.stamp = this.counter.tick();
  }

  /** Records of an entity that are there. */
  records(entity: CrmEntity): CrmRecord[] {
    return [...this.crm.values()].filter((record) => record.entity === entity && !record.deleted);
  }

  mustCrm(id: string): CrmRecord {
    const record = this.crm.get(id);
    if (!record) throw new Error(`no record ${id}`);
    return record;
  }

  crmRef(record: CrmRecord): SalesforceRef {
    return {
      remote: 'salesforce',
      object: record.entity,
      id: SalesforceId.parse(record.id),
      stamp: written(record.stamp),
      url: null,
    };
  }

  crmRow(record: CrmRecord): RemoteRow {
    return {
      stream: streamOfEntity[record.entity],
      ref: this.crmRef(record),
      recordId: record.deleted ? null : record.recordId,
      fields: record.deleted ? {} : { ...emptyFields(record.entity), ...record.fields },
      deleted: record.deleted,
    };
  }

  put(command: Extract<RemoteCommand, { kind: 'crm.put' }>): RemoteOutcome {
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
    const changing = Object.entries(command.fields).filter(
      ([field, value]) => !sameValue(found.fields[field] ?? null, value),
    );
    const differs = changing.length > 0;
    const { salesforceId, expectStamp, expectFields } = command;
    const isUnread =
      expectStamp === null &&
      expectFields !== undefined &&
      changing.some(([field]) => expectFields[field] === undefined);
    const isNewer = expectStamp !== null && written(found.stamp) > expectStamp;
    const isNews = salesforceId === null || isUnread || isNewer;
    if (differs && isNews) return { kind: 'stale', theirs: this.crmRow(found) };
    if (differs || found.recordId === null) {
      found.recordId ??= command.recordId;
      this.changeCrm(found.id, command.fields);
    }
    return { kind: 'done', ref: this.crmRef(found), row: this.crmRow(found) };
  }

  /** A campaign as a colleague makes it, and puts it on a request. */
  addCampaign(requestId: string, name: string): string {
    const id = `701${String(this.counter.next()).padStart(12, '0')}AAA`;
    this.campaigns.set(id, { name, status: 'In Progress' });
    this.changeCrm(requestId, { campaign: id, campaignName: name });
    return id;
  }

  endCampaign({
    campaignId,
    namePrefix,
    status,
    repeat,
    knownName,
  }: Extract<RemoteCommand, { kind: 'crm.campaign' }>): RemoteOutcome {
    const campaign = this.campaigns.get(campaignId);
    if (!campaign) return refusal('campaign-not-visible', `No ${campaignId}.`);
    const named = cancelledName(campaign.name, namePrefix);
    const renamed = repeat && campaign.name !== knownName && campaign.name !== named;
    if (!renamed) Object.assign(campaign, { name: named, status });
    const ref = { remote: 'salesforce', object: 'Campaign', id: campaignId, stamp: null, url: null } as const;
    const fields = { campaign: campaignId, campaignName: campaign.name };
    return {
      kind: 'done',
      ref,
      row: { stream: 'fund-requests', ref, recordId: null, fields, deleted: false },
    };
  }

  file(command: Extract<RemoteCommand, { kind: 'crm.file' }>): RemoteOutcome {
    if (!this.crm.has(command.linkTo)) return refusal('bad-reference', `No ${command.linkTo}.`);
    const known = command.repeat && this.files.some(({ marker }) => marker === command.marker);
    if (!known) this.files.push({ marker: command.marker, target: command.linkTo, sha256: command.sha256 });
    const id = SalesforceId.parse(`068${String(this.counter.next()).padStart(12, '0')}AAA`);
    return {
      kind: 'done',
      ref: { remote: 'salesforce', object: 'ContentVersion', id, stamp: null, url: null },
      row: null,
    };
  }
}
