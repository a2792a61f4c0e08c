import type { ActivityType, Playbook } from '../../playbook/playbook';
import type { Finding } from '../finding';
import { findActivityType, findGtmMotion } from '../lookup';
import type { EligibilityRequest } from './eligibility-input';

/** What is done with the money: type, its conditions, GTM motion, excluded costs, legal review (MDF-2, MDF-7, MDF-11). */
export function activityFindings(request: EligibilityRequest, playbook: Pick<Playbook, 'mdf'>): Finding[] {
  const text = request.activityType?.trim() ?? '';
  const type = text === '' ? undefined : findActivityType(playbook, text);
  return [
    typeFinding(text, type, playbook),
    ...(type?.eligible ? conditionFindings(type, request.conditions ?? {}) : []),
    motionFinding(request.gtmMotion, playbook),
    excludedFinding(request.excludedCosts ?? [], playbook),
    ...(type?.legalReview ? [legalFinding(type)] : []),
  ];
}

function typeFinding(text: string, type: ActivityType | undefined, playbook: Pick<Playbook, 'mdf'>): Finding {
  const base = { rule: 'MDF-2', code: 'activity-type' } as const;
  const eligible = playbook.mdf.activityTypes.filter((entry) => entry.eligible).map((entry) => entry.label);
  if (text === '') {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The request names no type of activity.',
      fix: `Choose one: ${eligible.join(', ')}.`,
    };
  }
  if (type === undefined) {
    return {
      ...base,
      verdict: 'undecidable',
      message: `The playbook knows no activity type “${text}”.`,
      fix: `Choose one of: ${eligible.join(', ')}; or add it to the playbook.`,
    };
  }
  if (!type.eligible) {
    return {
      ...base,
      verdict: 'fail',
      message: `${type.label} is not eligible: ${type.definition}`,
      fix: `Decline, or send it back to be asked for as one of: ${eligible.join(', ')}.`,
    };
  }
  return { ...base, verdict: 'pass', message: `${type.label} is an eligible type of activity.`, fix: '' };
}

function conditionFindings(type: ActivityType, ticks: Readonly<Record<string, boolean>>): Finding[] {
  return type.conditions.map((condition) => {
    const tick = ticks[condition.key];
    const base = { rule: 'MDF-2', code: `condition-${condition.key}` };
    if (tick === true) return { ...base, verdict: 'pass', message: condition.text, fix: '' };
    return tick === false
      ? {
          ...base,
          verdict: 'fail',
          message: `The reviewer found that this condition is not met: ${condition.text}`,
          fix: 'Decline, or send it back and say what is missing.',
        }
      : {
          ...base,
          verdict: 'needs-person',
          message: condition.text,
          fix: 'Read the request and say whether the condition is met.',
        };
  });
}

function motionFinding(motion: string | null, playbook: Pick<Playbook, 'mdf'>): Finding {
  const base = { rule: 'MDF-7', code: 'gtm-motion' } as const;
  const known = playbook.mdf.gtmMotions.map((entry) => entry.label).join(', ');
  if (motion === null || motion.trim() === '') {
    return playbook.mdf.requiresGtmMotion
      ? {
          ...base,
          verdict: 'fail',
          message: 'The request names no GTM motion that it supports.',
          fix: `Name one: ${known}.`,
        }
      : { ...base, verdict: 'pass', message: 'No GTM motion is needed.', fix: '' };
  }
  const found = findGtmMotion(playbook, motion);
  return found
    ? { ...base, verdict: 'pass', message: `Supports the GTM motion ${found.label}.`, fix: '' }
    : {
        ...base,
        verdict: 'undecidable',
        message: `The playbook knows no GTM motion “${motion}”.`,
        fix: `Choose one of: ${known}; or add it to the playbook.`,
      };
}

function excludedFinding(excluded: readonly string[], playbook: Pick<Playbook, 'mdf'>): Finding {
  const base = { rule: 'MDF-11', code: 'never-funded' } as const;
  if (excluded.length === 0) {
    return { ...base, verdict: 'pass', message: 'No cost that is never funded was marked.', fix: '' };
  }
  const labels = excluded.map(
    (key) => playbook.mdf.neverFunded.find((kind) => kind.key === key)?.label ?? key,
  );
  return {
    ...base,
    verdict: 'fail',
    message: `The request contains costs that are never funded: ${labels.join(', ')}.`,
    fix: 'Send it back to have these costs taken out of the total.',
  };
}

function legalFinding(type: ActivityType): Finding {
  return {
    rule: 'MDF-11',
    code: 'legal-review',
    verdict: 'warn',
    message: `${type.label} comes with a contract: legal must review it before the approval is communicated.`,
    fix: 'Have the contract reviewed, then acknowledge this when you approve.',
  };
}
