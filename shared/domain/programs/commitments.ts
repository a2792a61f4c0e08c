import type { ProgramOffer } from '../../playbook/playbook';
import type { Finding } from '../finding';

/** What the person has entered about a registration; ticks are keyed by need and commitment. */
export type CommitmentInput = {
  readonly offer: ProgramOffer;
  readonly language: string | null;
  readonly ticks: Readonly<Record<string, boolean>>;
};

/** Key of the tick that says that the consent text is on the partner's site (PROG-5). */
export const CONSENT_TICK = 'consent-text';

/** Code of the finding about the language. */
export const LANGUAGE = 'language';

/** Whether everything an offer needs is there, in a language that it has (PROG-4, PROG-5). */
export function commitmentFindings({ offer, language, ticks }: CommitmentInput): Finding[] {
  const { rule } = offer;
  return [
    languageFinding(rule, offer, language),
    ...offer.needs.map((need) => tickFinding(rule, need.key, need.label, need.required, ticks)),
    ...offer.commitments.map((entry) => tickFinding(rule, entry.key, entry.label, true, ticks)),
    ...(offer.consentText === null
      ? []
      : [tickFinding(rule, CONSENT_TICK, 'The consent text is on the partner’s site.', true, ticks)]),
  ];
}

function languageFinding(rule: string, offer: ProgramOffer, language: string | null): Finding {
  const base = { rule, code: LANGUAGE };
  const known = offer.languages.join(', ');
  if (language === null) {
    return {
      ...base,
      verdict: 'needs-person',
      message: 'No language is chosen.',
      fix: `Choose one of: ${known}.`,
    };
  }
  return offer.languages.includes(language)
    ? { ...base, verdict: 'pass', message: `Offered in ${language}.`, fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `${offer.label} is not offered in ${language}.`,
        fix: `Choose one of: ${known}.`,
      };
}

function tickFinding(
  rule: string,
  code: string,
  label: string,
  required: boolean,
  ticks: Readonly<Record<string, boolean>>,
): Finding {
  if (ticks[code] === true) return { rule, code, verdict: 'pass', message: label, fix: '' };
  return required
    ? {
        rule,
        code,
        verdict: 'needs-person',
        message: `Not confirmed yet: ${label}`,
        fix: 'Tick it when the partner has done or promised it.',
      }
    : { rule, code, verdict: 'pass', message: `Optional: ${label}`, fix: '' };
}

/** Free-trial forms that pages of the offer in that language may call for: SaaS on English sites only (PROG-4). */
export function trialCallsIn(offer: ProgramOffer, language: string): ProgramOffer['trialCalls'] {
  return offer.trialCalls.filter((call) => call.languages.includes(language));
}
