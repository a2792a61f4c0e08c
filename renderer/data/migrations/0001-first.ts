import type { DeskMigration } from '../desk-migration';

/**
 * The first schema. Indexes follow the screens' and the engine's queries: records of a partner, of a
 * request, of a quarter, and the local twin of a remote id.
 */
export const migration0001: DeskMigration = {
  version: 1,
  stores: {
    partners: 'id, foldedName, salesforce.id',
    budgets: 'id, quarter, salesforce.id',
    fundRequests: 'id, partnerId, quarter, portalNumber, salesforce.id, gitlab.epic.id',
    claims: 'id, requestId, partnerId, salesforce.id',
    documents: 'id, requestId, sha256',
    planItems: 'id, partnerId, requestId, gitlab.id',
    quarterPlans: 'id, quarter',
    registrations: 'id, partnerId, salesforce.id',
    intents: 'id, &seq, state, [subject.kind+subject.id]',
    bases: 'key',
    cursors: 'stream',
    conflicts: 'id, [record.kind+record.id]',
    audit: 'seq, [record.kind+record.id]',
    blobs: 'sha256',
    quarantine: 'id',
    heldRows: 'id, importId',
    log: '++n',
    meta: 'key',
  },
};
