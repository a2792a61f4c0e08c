import { Budget } from '../../../shared/schema/budget';
import { Claim } from '../../../shared/schema/claim';
import { StoredDocument } from '../../../shared/schema/document';
import { PlanItem } from '../../../shared/schema/plan';
import { Registration } from '../../../shared/schema/registration';

const stamp = '2026-11-02T09:00:00.000Z';
const common = { rev: 1, createdAt: stamp, updatedAt: stamp, deletedRemotely: false };

type Over<T> = Partial<Record<keyof T, unknown>>;

/** A valid claim for tests; `over` replaces fields. */
export function aClaim(over: Over<Claim> = {}): Claim {
  return Claim.parse({
    ...common,
    id: 'claim-1',
    requestId: 'request-1',
    partnerId: 'partner-1',
    title: 'Claim',
    stage: 'approval-needed',
    invoice: null,
    reimbursement: null,
    ticks: {},
    receivedAt: stamp,
    decision: { kind: 'open' },
    zipNumber: null,
    zipDate: null,
    playbookVersion: 'test',
    salesforce: null,
    ...over,
  });
}

/** A valid document for tests; `over` replaces fields. */
export function aDocument(over: Over<StoredDocument> = {}): StoredDocument {
  return StoredDocument.parse({
    ...common,
    id: 'document-1',
    requestId: 'request-1',
    name: 'invoice.pdf',
    mediaType: 'application/pdf',
    size: 100,
    sha256: 'a'.repeat(64),
    proof: 'invoice',
    addedBy: 'Dana',
    review: { kind: 'unreviewed' },
    invoice: null,
    salesforce: null,
    gitlabUpload: null,
    ...over,
  });
}

/** A valid budget for tests; `over` replaces fields. */
export function aBudget(over: Over<Budget> = {}): Budget {
  return Budget.parse({
    ...common,
    id: 'budget-1',
    title: 'EMEA FY27 Q4',
    quarter: 'FY27-Q4',
    region: 'EMEA',
    partnerId: null,
    amount: { minor: 1_000_000, currency: 'EUR' },
    salesforce: null,
    ...over,
  });
}

/** A valid plan item for tests; `over` replaces fields. */
export function aPlanItem(over: Over<PlanItem> = {}): PlanItem {
  return PlanItem.parse({
    ...common,
    id: 'item-1',
    kind: 'tactic',
    title: 'Workshop',
    partnerId: 'partner-1',
    region: 'EMEA',
    type: 'workshop',
    status: 'planned',
    owner: null,
    start: '2026-12-01',
    end: '2026-12-05',
    budget: null,
    requestId: null,
    dependsOn: [],
    notes: '',
    gitlab: null,
    ...over,
  });
}

/** A valid registration for tests; `over` replaces fields. */
export function aRegistration(over: Over<Registration> = {}): Registration {
  return Registration.parse({
    ...common,
    id: 'registration-1',
    partnerId: 'partner-1',
    program: 'microsite-partner-site',
    subject: 'Microsite Program - Partner Site',
    date: '2026-11-10',
    note: '',
    commitments: {},
    language: 'EN',
    playbookVersion: 'test',
    salesforce: null,
    ...over,
  });
}
