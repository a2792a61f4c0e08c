import { INVOICE_PROOF, reservedProofs } from '../schema/proof-value';
import { keysOf, templateMisfits, textMisfits, twice, unknown } from './check-names';
import { pointMisfits } from './check-points';
import type { Misfit } from './paths';
import { requestPlaceholders } from './placeholders';
import type { ValidParts } from './playbook';

/** Roles that approval levels, claims and planning steps name. */
export function roleMisfits({ roles, mdf, pop, planning }: ValidParts): Misfit[] {
  if (!roles) return [];
  const known = keysOf(roles);
  return [
    ...(mdf?.levels ?? []).flatMap((level, index) =>
      unknown(level.role, known, 'role', ['mdf', 'levels', index, 'role']),
    ),
    ...(['cancellation', 'reallocation'] as const).flatMap((what) =>
      (mdf?.[what].decidedBy ?? []).flatMap((role, index) =>
        unknown(role, known, 'role', ['mdf', what, 'decidedBy', index]),
      ),
    ),
    ...(['review', 'payment'] as const).flatMap((duty) =>
      (pop?.decidedBy?.[duty] ?? []).flatMap((role, index) =>
        unknown(role, known, 'role', ['pop', 'decidedBy', duty, index]),
      ),
    ),
    ...(planning?.phases ?? []).flatMap((phase, index) =>
      phase.steps.flatMap((step, at) =>
        unknown(step.role, known, 'role', ['planning', 'phases', index, 'steps', at, 'role']),
      ),
    ),
  ];
}

/** Activity types, amounts and texts of fund requests. */
export function mdfMisfits({ mdf, regions }: ValidParts): Misfit[] {
  if (!mdf) return [];
  const types = mdf.activityTypes.flatMap((type, index) => [
    ...twice(type.conditions, ['mdf', 'activityTypes', index, 'conditions']),
    ...twice(type.proofs, ['mdf', 'activityTypes', index, 'proofs']),
    ...type.proofs.flatMap((proof, at): Misfit[] =>
      reservedProofs.includes(proof.key)
        ? [
            {
              path: ['mdf', 'activityTypes', index, 'proofs', at, 'key'],
              message:
                proof.key === INVOICE_PROOF
                  ? 'the invoice belongs to every claim (pop.invoice); it is no proof of a type'
                  : `“${proof.key}” means a document that is no proof; choose another key`,
            },
          ]
        : [],
    ),
  ]);
  const minimums = mdf.minimumRequest.flatMap((amount, index): Misfit[] => {
    const path = ['mdf', 'minimumRequest', index, 'currency'];
    const again = mdf.minimumRequest.findIndex((other) => other.currency === amount.currency) < index;
    return [
      ...unknown(amount.currency, mdf.currencies, 'currency', path),
      ...(again ? [{ path, message: `${amount.currency} has a minimum already` }] : []),
    ];
  });
  const caps = mdf.caps.flatMap((cap, index) =>
    regions && cap.region !== undefined
      ? unknown(cap.region, keysOf(regions), 'region', ['mdf', 'caps', index, 'region'])
      : [],
  );
  const motions: Misfit[] =
    mdf.requiresGtmMotion && mdf.gtmMotions.length === 0
      ? [
          {
            path: ['mdf', 'gtmMotions'],
            message: 'expected at least one motion: every request has to name one (requiresGtmMotion)',
          },
        ]
      : [];
  return [
    ...types,
    ...minimums,
    ...caps,
    ...motions,
    ...templateMisfits(mdf.declineMail, requestPlaceholders, ['mdf', 'declineMail']),
    ...templateMisfits(mdf.sendBackMail, requestPlaceholders, ['mdf', 'sendBackMail']),
    ...textMisfits(mdf.cancellation.note, requestPlaceholders, ['mdf', 'cancellation', 'note']),
  ];
}

/** Labels and texts of proof of performance. */
export function popMisfits({ pop }: ValidParts): Misfit[] {
  if (!pop) return [];
  const { pending, approved, completed } = pop.labels;
  const stages = { pending, 'approval-needed': pop.labels['approval-needed'], approved, completed };
  const seen = new Map<string, string>();
  const labels = Object.entries(stages).flatMap(([stage, text]): Misfit[] => {
    const plain = text
      .replace(/\s+/g, ' ')
      .replace(/ ?:: ?/g, '::')
      .trim();
    const other = seen.get(plain);
    seen.set(plain, stage);
    const path = ['pop', 'labels', stage];
    if (other !== undefined) return [{ path, message: `the same label as that of “${other}”` }];
    return plain.includes('::')
      ? []
      : [
          {
            path,
            message:
              'expected a scoped label such as “MDF::POP Pending”, so that setting one removes the other',
          },
        ];
  });
  return [
    ...labels,
    ...textMisfits(pop.rejectedNote, requestPlaceholders, ['pop', 'rejectedNote']),
    ...textMisfits(pop.forfeitNote, requestPlaceholders, ['pop', 'forfeitNote']),
    ...templateMisfits(pop.changesMail, requestPlaceholders, ['pop', 'changesMail']),
    ...templateMisfits(pop.reminderMail, requestPlaceholders, ['pop', 'reminderMail']),
    ...templateMisfits(pop.lastNoticeMail, requestPlaceholders, ['pop', 'lastNoticeMail']),
  ];
}

/** Phases that overlap or run backwards, steps and tactic types that lead nowhere. */
export function planningMisfits({ planning, mdf }: ValidParts): Misfit[] {
  if (!planning) return [];
  const steps = new Map<string, string>();
  const phases = planning.phases.flatMap((phase, index): Misfit[] => {
    const path = ['planning', 'phases', index];
    const before = planning.phases[index - 1];
    return [
      ...(phase.fromWeeksBefore > phase.toWeeksBefore
        ? []
        : [
            {
              path: [...path, 'fromWeeksBefore'],
              message: 'must be more than toWeeksBefore: weeks count down to the quarter',
            },
          ]),
      ...(phase.fromWeeksBefore <= planning.startWeeksBefore
        ? []
        : [
            {
              path: [...path, 'fromWeeksBefore'],
              message: `planning starts only ${planning.startWeeksBefore} weeks before the quarter`,
            },
          ]),
      ...(before === undefined || phase.fromWeeksBefore <= before.toWeeksBefore
        ? []
        : [
            {
              path: [...path, 'fromWeeksBefore'],
              message: `overlaps with “${before.key}”, which ends ${before.toWeeksBefore} weeks before the quarter`,
            },
          ]),
      ...phase.steps.flatMap((step, at): Misfit[] => {
        const owner = steps.get(step.key);
        steps.set(step.key, phase.key);
        return owner === undefined
          ? []
          : [
              {
                path: [...path, 'steps', at, 'key'],
                message: `the key “${step.key}” is used already by a step of “${owner}”`,
              },
            ];
      }),
    ];
  });
  const tactics = planning.tacticTypes.flatMap((type, index) =>
    mdf && type.mdfActivityType !== null
      ? unknown(
          type.mdfActivityType,
          keysOf(mdf.activityTypes.filter((entry) => entry.eligible)),
          'eligible activity type',
          ['planning', 'tacticTypes', index, 'mdfActivityType'],
        )
      : [],
  );
  return [...phases, ...tactics];
}

/** Programs, subjects, needs and languages of offers. */
export function programMisfits({ programs }: ValidParts): Misfit[] {
  if (!programs) return [];
  const subjects = new Map<string, string>();
  return programs.offers.flatMap((offer, index): Misfit[] => {
    const path = ['programs', 'offers', index];
    const owner = subjects.get(offer.subject);
    subjects.set(offer.subject, offer.key);
    return [
      ...unknown(offer.program, keysOf(programs.programs), 'program', [...path, 'program']),
      ...(owner === undefined
        ? []
        : [{ path: [...path, 'subject'], message: `the same subject as that of “${owner}”` }]),
      ...twice(offer.needs, [...path, 'needs']),
      ...twice([...offer.needs, ...offer.commitments], [...path, 'commitments'])
        .filter(
          // Ticks of needs and commitments are kept together; the needs alone were looked at above.
          (misfit) => Number(misfit.path.at(-2)) >= offer.needs.length,
        )
        .map((misfit) => ({
          ...misfit,
          path: [...path, 'commitments', Number(misfit.path.at(-2)) - offer.needs.length, 'key'],
        })),
      ...pointMisfits(offer, path),
      ...offer.trialCalls.flatMap((call, at) =>
        call.languages.flatMap((language, position) =>
          unknown(language, offer.languages, 'language of the offer', [
            ...path,
            'trialCalls',
            at,
            'languages',
            position,
          ]),
        ),
      ),
    ];
  });
}
