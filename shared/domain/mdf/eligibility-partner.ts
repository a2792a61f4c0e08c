import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { Partner } from '../../schema/partner';
import { type Finding, hasFailure } from '../finding';

/** Who may ask for funds: only an approved partner of the right track and type (MDF-1). */
export function partnerFindings(partner: Partner | null, playbook: Pick<Playbook, 'mdf'>): Finding[] {
  if (partner === null) {
    return [
      {
        rule: 'MDF-1',
        code: 'partner',
        verdict: 'undecidable',
        message: 'No partner is chosen.',
        fix: 'Choose the partner who asks for the funds.',
      },
    ];
  }
  const { recordTypes, partnerTypes, partnerTracks, partnerStatuses } = playbook.mdf.eligibility;
  return [
    ...deletedFinding(partner),
    judged('partner-record-type', 'record type', partner.recordType, recordTypes, partner.name),
    judged('partner-type', 'partner type', partner.partnerType, partnerTypes, partner.name),
    judged('partner-track', 'track', partner.track, partnerTracks, partner.name),
    judged('partner-status', 'status', partner.status, partnerStatuses, partner.name),
  ];
}

function deletedFinding({ name, deletedRemotely }: Partner): Finding[] {
  if (!deletedRemotely) return [];
  return [
    {
      rule: 'MDF-1',
      code: 'partner-deleted',
      verdict: 'fail',
      message: `The account of ${name} was deleted in Salesforce, so that it may not ask for funds.`,
      fix: 'Decline, or have the account restored in Salesforce and sync again.',
    },
  ];
}

/** Whether a partner may ask for funds; `unknown` while something that decides it is missing. */
export type Eligibility = 'yes' | 'no' | 'unknown';

/** What the findings on a partner come to: one that failed is a no, one that nobody can tell is never a yes (MDF-1). */
export function eligibilityOf(findings: readonly Finding[]): Eligibility {
  if (hasFailure(findings)) return 'no';
  return findings.some(({ verdict }) => verdict !== 'pass') ? 'unknown' : 'yes';
}

function judged(
  code: string,
  what: string,
  value: string | null,
  allowed: readonly string[],
  name: string,
): Finding {
  const wanted = allowed.join(' or ');
  if (value === null || value.trim() === '') {
    return {
      rule: 'MDF-1',
      code,
      verdict: 'undecidable',
      message: `The ${what} of ${name} is not known; it must be ${wanted}.`,
      fix: `Fill in the ${what} on the Salesforce account, then sync or import it again.`,
    };
  }
  const passes = allowed.some((entry) => foldText(entry) === foldText(value));
  return passes
    ? { rule: 'MDF-1', code, verdict: 'pass', message: `The partner's ${what} is ${value}.`, fix: '' }
    : {
        rule: 'MDF-1',
        code,
        verdict: 'fail',
        message: `${name} has the ${what} ${value}; only ${wanted} may ask for funds.`,
        fix: `Decline, or have the ${what} on the Salesforce account corrected if it is wrong.`,
      };
}
