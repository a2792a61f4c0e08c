import type { NewIntent } from '../../../shared/ports/local-store';
import type { NewAuditEntry } from '../../../shared/schema/audit';
import type { Claim } from '../../../shared/schema/claim';
import type { StoredDocument } from '../../../shared/schema/document';
import { ConflictId, IntentId } from '../../../shared/schema/ids';
import type { RecordKey } from '../../../shared/schema/intent';
import type { Base, Conflict, Cursor, Quarantined } from '../../../shared/schema/sync-state';
import { Instant, Sha256 } from '../../../shared/schema/values';
import { aClaim as anyClaim, aDocument as anyDocument } from '../../support/records';

/** Fixed instant of everything in these samples. */
export const at = Instant.parse('2026-11-02T09:00:00.000Z');
/** Hash that names the sample bytes; stores take it as given. */
export const hash = Sha256.parse('ab'.repeat(32));

/** A waiting intent; `over` replaces fields. */
export function anIntent(over: Partial<NewIntent> & { id: IntentId }): NewIntent {
  return {
    kind: 'fund-request.put',
    subject: { kind: 'fund-request', id: 'request-1' },
    label: 'Roadshow',
    createdAt: at,
    fields: null,
    state: 'waiting',
    steps: [],
    attempts: 0,
    nextAttemptAt: null,
    problem: null,
    finishedAt: null,
    ...over,
  };
}

/** An id of an intent. */
export const intentId = (id: string): IntentId => IntentId.parse(id);

/** An audit line about a record. */
export function anAudit(record: RecordKey, action: string): NewAuditEntry {
  return { at, by: 'Mara', action, record, changes: [], note: null, playbookVersion: 'test' };
}

/** A claim on the sample request. */
export function aClaim(over: Partial<Record<keyof Claim, unknown>> = {}): Claim {
  return anyClaim({ title: 'Claim for the roadshow', stage: 'pending', receivedAt: null, ...over });
}

/** A document of the sample request. */
export function aDocument(over: Partial<Record<keyof StoredDocument, unknown>> = {}): StoredDocument {
  return anyDocument({ size: 3, sha256: hash, addedBy: 'Mara', ...over });
}

/** A base of the sample request in Salesforce. */
export const aBase: Base = {
  key: 'fund-request:request-1:salesforce',
  record: { kind: 'fund-request', id: 'request-1' },
  remote: 'salesforce',
  fields: { title: 'Roadshow', labels: ['a', 'b'], requested: { minor: 5, currency: 'EUR' } },
  stamp: '2026-11-02T09:00:00.000+0000',
};

/** A cursor of the partners stream. */
export const aCursor: Cursor = { stream: 'partners', value: 'page-2', at };

/** An open conflict about the sample request. */
export function aConflict(over: Partial<Conflict> = {}): Conflict {
  return {
    id: ConflictId.parse('conflict-1'),
    kind: 'fields',
    record: { kind: 'fund-request', id: 'request-1' },
    label: 'Roadshow',
    remote: 'salesforce',
    fields: [{ field: 'title', base: 'A', mine: 'B', theirs: 'C' }],
    theirs: { title: 'C' },
    theirStamp: null,
    detectedAt: at,
    resolvedAt: null,
    choices: {},
    ...over,
  };
}

/** Something set aside. */
export const aQuarantined: Quarantined = {
  id: 'salesforce:claims:1',
  source: 'salesforce',
  what: 'a claim',
  reason: 'it has no title',
  raw: '{}',
  at,
};
