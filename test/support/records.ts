import { foldText } from '../../shared/lib/text';
import type { FundRequest } from '../../shared/schema/fund-request';
import { FundRequest as FundRequestSchema } from '../../shared/schema/fund-request';
import type { Partner } from '../../shared/schema/partner';
import { Partner as PartnerSchema } from '../../shared/schema/partner';

const stamp = '2026-11-02T09:00:00.000Z';

/** A valid partner for tests; `over` replaces fields. */
export function aPartner(over: Partial<Record<keyof Partner, unknown>> = {}): Partner {
  const name = typeof over.name === 'string' ? over.name : 'Nordlicht Systems GmbH';
  return PartnerSchema.parse({
    rev: 1,
    createdAt: stamp,
    updatedAt: stamp,
    deletedRemotely: false,
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
export function aFundRequest(over: Partial<Record<keyof FundRequest, unknown>> = {}): FundRequest {
  return FundRequestSchema.parse({
    rev: 1,
    createdAt: stamp,
    updatedAt: stamp,
    deletedRemotely: false,
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
