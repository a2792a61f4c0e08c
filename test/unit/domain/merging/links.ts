import type { Links, ProjectionContext } from '../../../../shared/domain/merging/projection';
import { Instant } from '../../../../shared/schema/values';
import { shippedPlaybook } from '../../../support/shipped-playbook';

/** The instant at which the records of these tests are merged. */
export const mergedAt = Instant.parse('2026-11-03T10:00:00.000Z');

const pairs = [
  ['partner-1', '001-one', 'Nordlicht Systems GmbH'],
  ['partner-2', '001-two', 'Fjord IT'],
] as const;

const links: Links = {
  accountOf: (id) => pairs.find(([partner]) => partner === id)?.[1] ?? null,
  partnerOf: (account) => (pairs.find(([, known]) => known === account)?.[0] ?? null) as never,
  partnerNameOf: (id) => pairs.find(([partner]) => partner === id)?.[2] ?? null,
  remoteRequestOf: (id) => (id === 'request-1' ? '0Wf-one' : null),
  requestOf: (id) => (({ '0Wf-one': 'request-1', '0Wf-two': 'request-2' })[id] ?? null) as never,
  currencyOf: (id) => (id === 'request-1' ? 'EUR' : null) as never,
};

/** Two partners and two requests that Salesforce knows, under the shipped playbook. */
export const projecting: ProjectionContext = { playbook: shippedPlaybook(), links, now: mergedAt };

/** An amount in euros. */
export const euros = (minor: number) => ({ minor, currency: 'EUR' });

/** A verdict that approves a level, based on no stamp unless one is given. */
export const approvedLevel = (level: number, at: string, basedOnStamp: string | null = null) => ({
  level,
  role: 'approver',
  verdict: 'approve',
  at,
  by: 'Dana',
  recordedBy: 'Dana',
  reason: null,
  acknowledged: [],
  playbookVersion: 'test',
  basedOnStamp,
});
