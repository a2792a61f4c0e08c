import type { Result } from '../../lib/result';
import { type Finding, hasFailure } from '../finding';
import { type ApprovalRefusal, refused } from './approval-action';

/** The refusal of what a rule forbids, with every rule that does (MDF-4). */
export function ineligible(findings: readonly Finding[]): Result<never, ApprovalRefusal> {
  const failed = findings.filter((finding) => finding.verdict === 'fail');
  return refused(
    'not-eligible',
    failed.map((finding) => finding.message).join(' '),
    failed
      .map((finding) => finding.fix)
      .filter((fix) => fix !== '')
      .join(' '),
    failed,
  );
}

/** Why nobody approves over these findings: a rule forbids it, a warning was not acknowledged, or something was not looked at; null when all is in order (MDF-4, MDF-8). */
export function findingsRefusal(
  findings: readonly Finding[],
  acknowledged: readonly string[],
): Result<never, ApprovalRefusal> | null {
  if (hasFailure(findings)) return ineligible(findings);
  const open = findings.filter(
    (finding) => finding.verdict === 'warn' && !acknowledged.includes(finding.code),
  );
  if (open.length > 0) {
    return refused(
      'unacknowledged',
      open.map((finding) => finding.message).join(' '),
      'Acknowledge each warning, or decline.',
      open,
    );
  }
  const unchecked = findings.filter((finding) => finding.verdict === 'needs-person');
  if (unchecked.length > 0) {
    return refused(
      'unchecked',
      unchecked.map((finding) => finding.message).join(' '),
      'Read the request and tick every condition that it meets.',
      unchecked,
    );
  }
  return null;
}
