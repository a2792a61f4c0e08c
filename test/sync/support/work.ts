import { Claim } from '../../../shared/schema/claim';
import { StoredDocument } from '../../../shared/schema/document';
import { PlanItem } from '../../../shared/schema/plan';
import { Registration } from '../../../shared/schema/registration';
import type { Instant } from '../../../shared/schema/values';

type Over = Readonly<Record<string, unknown>>;

function common(at: Instant) {
  return { rev: 0, createdAt: at, updatedAt: at, deletedRemotely: false };
}

/** A claim that came in at an instant. */
export function newClaim(at: Instant, over: Over): Claim {
  return Claim.parse({
    ...common(at),
    partnerId: 'partner-1',
    title: 'Claim for the roadshow',
    stage: 'approval-needed',
    invoice: null,
    reimbursement: null,
    ticks: {},
    receivedAt: at,
    decision: { kind: 'open' },
    zipNumber: null,
    zipDate: null,
    playbookVersion: 'test',
    salesforce: null,
    ...over,
  });
}

/** A document dropped at an instant. */
export function newDocument(at: Instant, over: Over): StoredDocument {
  return StoredDocument.parse({
    ...common(at),
    id: '33333333-0000-4000-8000-000000000001',
    name: 'invoice.pdf',
    mediaType: 'application/pdf',
    size: 3,
    sha256: 'cd'.repeat(32),
    proof: 'invoice',
    addedBy: 'Mara',
    review: { kind: 'unreviewed' },
    invoice: null,
    salesforce: null,
    gitlabUpload: null,
    ...over,
  });
}

/** A registration for a program. */
export function newRegistration(at: Instant, over: Over): Registration {
  return Registration.parse({
    ...common(at),
    id: '44444444-0000-4000-8000-000000000001',
    date: '2026-11-03',
    note: '',
    commitments: {},
    language: 'EN',
    playbookVersion: 'test',
    salesforce: null,
    ...over,
  });
}

/** A tactic on the timeline. */
export function newPlanItem(at: Instant, over: Over): PlanItem {
  return PlanItem.parse({
    ...common(at),
    kind: 'tactic',
    title: 'Webcast series',
    partnerId: 'partner-1',
    region: 'EMEA',
    type: 'webcast',
    status: 'planned',
    owner: null,
    start: '2026-11-10',
    end: '2026-11-20',
    budget: null,
    requestId: null,
    dependsOn: [],
    notes: '',
    gitlab: null,
    ...over,
  });
}
