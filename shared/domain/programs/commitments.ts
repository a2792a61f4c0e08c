import type { OfferPoint, ProgramOffer } from '../../playbook/playbook';
import type { Finding } from '../finding';
import { fillTemplate } from '../template';

/** What the person has entered about a registration; ticks are keyed by need and commitment. */
export type CommitmentInput = {
  readonly offer: ProgramOffer;
  readonly language: string | null;
  readonly ticks: Readonly<Record<string, boolean>>;
};

/** Key of the tick that says that the consent text is where it must be (PROG-5). */
export const CONSENT_TICK = 'consent-text';

/** Code of the finding about the language. */
export const LANGUAGE = 'language';

/** Whether everything an offer needs is there, in a language that it has (PROG-4, PROG-5). */
export function commitmentFindings({ offer, language, ticks }: CommitmentInput): Finding[] {
  const { rule } = offer;
  return [
    languageFinding(rule, offer, language),
    ...offer.needs.map((need) => tickFinding(rule, need.key, pointLabel(need), need.required, ticks)),
    ...offer.commitments.map((entry) => tickFinding(rule, entry.key, pointLabel(entry), true, ticks)),
    ...(offer.consentText === null
      ? []
      : [tickFinding(rule, CONSENT_TICK, consentLabel(offer), true, ticks)]),
    ...outOfOrder(offer, ticks),
  ];
}

/** A point of an offer in words, with the playbook's figures in it (PROG-4, PROG-5). */
export function pointLabel({ label, figures }: Pick<OfferPoint, 'label' | 'figures'>): string {
  return fillTemplate(
    label,
    Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, String(figure)])),
  );
}

/** What the tick on the consent text says (PROG-5). */
export function consentLabel({ consentPlaces }: Pick<ProgramOffer, 'consentPlaces'>): string {
  return `The consent text is on ${consentPlaces}, word for word.`;
}

function pointsOf({ needs, commitments }: ProgramOffer): readonly OfferPoint[] {
  return [...needs, ...commitments];
}

/** The points that must be confirmed before another of the offer can be, and are not yet (PROG-5). */
export function missingBefore(
  offer: ProgramOffer,
  point: string,
  ticks: Readonly<Record<string, boolean>>,
): OfferPoint[] {
  const points = pointsOf(offer);
  const after = points.find(({ key }) => key === point)?.after ?? [];
  return points.filter(({ key }) => after.includes(key) && ticks[key] !== true);
}

/** The ticks without those whose turn has not come, since one before them was taken back (PROG-5). */
export function ticksInOrder(
  offer: ProgramOffer,
  ticks: Readonly<Record<string, boolean>>,
): Readonly<Record<string, boolean>> {
  // A point only waits for ones above it, so that one way down settles all.
  return pointsOf(offer).reduce(
    (kept, { key }) =>
      kept[key] === true && missingBefore(offer, key, kept).length > 0 ? { ...kept, [key]: false } : kept,
    ticks,
  );
}

function outOfOrder(offer: ProgramOffer, ticks: Readonly<Record<string, boolean>>): Finding[] {
  return pointsOf(offer).flatMap((point): Finding[] => {
    const missing = ticks[point.key] === true ? missingBefore(offer, point.key, ticks) : [];
    if (missing.length === 0) return [];
    return [
      {
        rule: offer.rule,
        code: `${point.key}-too-early`,
        verdict: 'fail',
        message: `“${pointLabel(point)}” comes after what is not confirmed yet: ${missing.map(pointLabel).join('; ')}.`,
        fix: 'Do and tick them in their order.',
      },
    ];
  });
}

function languageFinding(rule: string, offer: ProgramOffer, language: string | null): Finding {
  const base = { rule, code: LANGUAGE };
  const known = offer.languages.join(', ');
  if (language === null && offer.languages.length === 0)
    return { ...base, verdict: 'pass', message: 'It is the same in every language.', fix: '' };
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
