import { foldText } from '../../shared/lib/text';
import { Budget } from '../../shared/schema/budget';
import { Claim } from '../../shared/schema/claim';
import { StoredDocument } from '../../shared/schema/document';
import { FundRequest } from '../../shared/schema/fund-request';
import { Partner } from '../../shared/schema/partner';
import { PlanItem, QuarterPlan } from '../../shared/schema/plan';
import { Registration } from '../../shared/schema/registration';

const stamp = '2026-11-02T09:00:00.000Z';
const common = { rev: 1, createdAt: stamp, updatedAt: stamp, deletedRemotely: false };

type Over<T> = Partial<Record<keyof T, unknown>>;

/** The account of a partner that Salesforce knows. */
export const accountRef = {
  remote: 'salesforce',
  object: 'Account',
  id: '0015g00000Ab102AAB',
  stamp: null,
  url: null,
} as const;

/** A valid partner for tests; `over` replaces fields. */
export function aPartner(over: Over<Partner> = {}): Partner {
  const name = typeof over.name === 'string' ? over.name : 'Nordlicht Systems GmbH';
  return Partner.parse({
    ...common,
    id: 'partner-1',
    name,
    foldedName: foldText(name),
    recordType: 'Partner',
    partnerType: 'Channel',
    track: 'Select',
    status: 'Authorized',
    region: 'EMEA',
    country: 'Germany',
    cam: 'Carla Moreno',
    contactEmail: 'marketing@nordlicht.example',
    camEmail: 'carla@vendor.example',
    salesforce: null,
    ...over,
  });
}

/** A valid fund request for tests; `over` replaces fields. */
export function aFundRequest(over: Over<FundRequest> = {}): FundRequest {
  return FundRequest.parse({
    ...common,
    id: 'request-1',
    portalNumber: 'MDF-10900',
    title: 'DevSecOps roadshow Hamburg',
    partnerId: 'partner-1',
    activityType: 'events',
    delivery: 'in-person',
    description: 'Half-day workshop for forty security leads.',
    start: '2026-12-10',
    end: '2026-12-10',
    currency: 'EUR',
    totalCost: { minor: 1_200_000, currency: 'EUR' },
    requested: { minor: 600_000, currency: 'EUR' },
    approvedAmount: null,
    estimatedPipeline: { minor: 9_000_000, currency: 'EUR' },
    targetContacts: 40,
    gtmMotion: 'devsecops',
    region: 'EMEA',
    quarter: 'FY27-Q4',
    submittedOn: null,
    conditions: {},
    excludedCosts: [],
    otherVendorsPercent: null,
    approval: { kind: 'draft' },
    decisions: [],
    playbookVersion: 'test',
    salesforce: null,
    gitlab: { epic: null, issues: {} },
    ...over,
  });
}

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

/** A valid plan of a quarter for tests, without goals; `over` replaces fields. */
export function aQuarterPlan(over: Over<QuarterPlan> = {}): QuarterPlan {
  return QuarterPlan.parse({
    ...common,
    id: 'plan-1',
    quarter: 'FY27-Q4',
    partnerId: null,
    region: null,
    nfoSao: null,
    mql: null,
    sao: null,
    pipeline: null,
    budget: null,
    phaseStepsDone: [],
    ...over,
  });
}
