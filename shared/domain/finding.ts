/**
 * What a check found. `undecidable`: something needed is missing, so it never passes silently; `needs-person`: only
 * a reviewer can tell; `warn`: an approver must acknowledge it.
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'undecidable' | 'needs-person';

/** One outcome of a rule, in words for the person. */
export type Finding = {
  /** Rule id, for example `MDF-1`. */
  readonly rule: string;
  /** Stable name of the check; acknowledgements and reviewer ticks are keyed by it. */
  readonly code: string;
  readonly verdict: Verdict;
  /** What was found and why. */
  readonly message: string;
  /** What the person can do; empty when nothing is to be done. */
  readonly fix: string;
};

/** Whether any finding is a refusal. */
export function hasFailure(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.verdict === 'fail');
}
