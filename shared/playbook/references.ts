import { foldText } from '../lib/text';
import { fundRequestColumns, partnerColumns } from './columns';
import { syncedFields } from '../schema/synced-fields';
import type { Misfit, PlaybookPath } from './paths';
import { placeholdersIn, planPlaceholders, requestPlaceholders } from './placeholders';
import type { Playbook } from './playbook';

/** The parts that are valid in themselves; others are missing, so that one mistake does not hide the next. */
export type ValidParts = { readonly [K in keyof Playbook]?: Playbook[K] | undefined };

/** Mistakes between parts and within lists: keys used twice, names that lead nowhere, words that mean two things. */
export function crossCheck(parts: ValidParts): Misfit[] {
  return [
    ...listMisfits(parts),
    ...roleMisfits(parts),
    ...mdfMisfits(parts),
    ...popMisfits(parts),
    ...planningMisfits(parts),
    ...programMisfits(parts),
    ...gitlabMisfits(parts),
    ...salesforceMisfits(parts),
    ...importMisfits(parts),
  ];
}

type Keyed = { readonly key: string };
type Named = Keyed & { readonly label: string; readonly aliases: readonly string[] };

function twice(list: readonly Keyed[], path: PlaybookPath): Misfit[] {
  const first = new Map<string, number>();
  return list.flatMap(({ key }, index): Misfit[] => {
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      { path: [...path, index, 'key'], message: `the key “${key}” is used already by entry ${before + 1}` },
    ];
  });
}

/** Names that two entries of a list claim, compared as imports compare them. */
function ambiguous(list: readonly Named[], path: PlaybookPath): Misfit[] {
  const owner = new Map<string, number>();
  return list.flatMap((entry, index) => {
    const names: { name: string; at: PlaybookPath }[] = [
      { name: entry.key, at: ['key'] },
      { name: entry.label, at: ['label'] },
      ...entry.aliases.map((name, position) => ({ name, at: ['aliases', position] })),
    ];
    return names.flatMap(({ name, at }): Misfit[] => {
      const folded = foldText(name);
      const other = owner.get(folded);
      if (other === undefined) owner.set(folded, index);
      if (other === undefined || other === index) return [];
      return [
        {
          path: [...path, index, ...at],
          message: `“${name}” means “${list[other]?.key ?? ''}” already; a name can mean only one thing`,
        },
      ];
    });
  });
}

function unknown(value: string, known: readonly string[], what: string, path: PlaybookPath): Misfit[] {
  if (known.includes(value)) return [];
  return [{ path, message: `there is no ${what} “${value}”; known are: ${known.join(', ')}` }];
}

const keysOf = (list: readonly Keyed[]) => list.map(({ key }) => key);

function listMisfits({
  regions = [],
  roles = [],
  mdf,
  pop,
  planning,
  programs,
  gitlab,
  salesforce,
}: ValidParts) {
  return [
    ...twice(regions, ['regions']),
    ...ambiguous(regions, ['regions']),
    ...twice(roles, ['roles']),
    ...(mdf
      ? [
          ...twice(mdf.activityTypes, ['mdf', 'activityTypes']),
          ...ambiguous(mdf.activityTypes, ['mdf', 'activityTypes']),
          ...twice(mdf.gtmMotions, ['mdf', 'gtmMotions']),
          ...ambiguous(mdf.gtmMotions, ['mdf', 'gtmMotions']),
          ...twice(mdf.neverFunded, ['mdf', 'neverFunded']),
        ]
      : []),
    ...(pop
      ? [
          ...twice(pop.leadListColumns, ['pop', 'leadListColumns']),
          ...ambiguous(pop.leadListColumns, ['pop', 'leadListColumns']),
        ]
      : []),
    ...(planning
      ? [
          ...twice(planning.phases, ['planning', 'phases']),
          ...twice(planning.tacticTypes, ['planning', 'tacticTypes']),
        ]
      : []),
    ...(programs
      ? [
          ...twice(programs.programs, ['programs', 'programs']),
          ...twice(programs.offers, ['programs', 'offers']),
        ]
      : []),
    ...(gitlab ? twice(gitlab.subIssues, ['gitlab', 'subIssues']) : []),
    ...(salesforce ? twice(salesforce.mappings, ['salesforce', 'mappings']) : []),
  ];
}

function roleMisfits({ roles, mdf, planning }: ValidParts): Misfit[] {
  if (!roles) return [];
  const known = keysOf(roles);
  return [
    ...(mdf?.levels ?? []).flatMap((level, index) =>
      unknown(level.role, known, 'role', ['mdf', 'levels', index, 'role']),
    ),
    ...(planning?.phases ?? []).flatMap((phase, index) =>
      phase.steps.flatMap((step, at) =>
        unknown(step.role, known, 'role', ['planning', 'phases', index, 'steps', at, 'role']),
      ),
    ),
  ];
}

function mdfMisfits({ mdf, regions }: ValidParts): Misfit[] {
  if (!mdf) return [];
  const types = mdf.activityTypes.flatMap((type, index) => [
    ...twice(type.conditions, ['mdf', 'activityTypes', index, 'conditions']),
    ...twice(type.proofs, ['mdf', 'activityTypes', index, 'proofs']),
    ...type.proofs.flatMap((proof, at): Misfit[] =>
      proof.key === 'invoice'
        ? [
            {
              path: ['mdf', 'activityTypes', index, 'proofs', at, 'key'],
              message: 'the invoice belongs to every claim (pop.invoice); it is no proof of a type',
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
  return [
    ...types,
    ...minimums,
    ...caps,
    ...templateMisfits(mdf.declineMail, requestPlaceholders, ['mdf', 'declineMail']),
  ];
}

function popMisfits({ pop }: ValidParts): Misfit[] {
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
    ...templateMisfits(pop.changesMail, requestPlaceholders, ['pop', 'changesMail']),
    ...templateMisfits(pop.reminderMail, requestPlaceholders, ['pop', 'reminderMail']),
    ...templateMisfits(pop.lastNoticeMail, requestPlaceholders, ['pop', 'lastNoticeMail']),
  ];
}

function planningMisfits({ planning, mdf }: ValidParts): Misfit[] {
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

function programMisfits({ programs }: ValidParts): Misfit[] {
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

function templateMisfits(
  texts: Readonly<Record<string, string>>,
  known: readonly string[],
  path: PlaybookPath,
): Misfit[] {
  return Object.entries(texts).flatMap(([name, text]) => textMisfits(text, known, [...path, name]));
}

function textMisfits(text: string, known: readonly string[], path: PlaybookPath): Misfit[] {
  return placeholdersIn(text).flatMap((name) => unknown(name, known, 'placeholder', path));
}

type Template = Playbook['gitlab']['planIssue'];

function issueMisfits(template: Template, known: readonly string[], path: PlaybookPath): Misfit[] {
  return [
    ...textMisfits(template.title, known, [...path, 'title']),
    ...template.quickFacts.flatMap((text, at) => textMisfits(text, known, [...path, 'quickFacts', at])),
    ...template.checklist.flatMap((text, at) => textMisfits(text, known, [...path, 'checklist', at])),
  ];
}

function gitlabMisfits({ gitlab }: ValidParts): Misfit[] {
  if (!gitlab) return [];
  const { epic, subIssues } = gitlab;
  const at = ['gitlab', 'epic'];
  return [
    ...unknown(gitlab.popIssue, keysOf(subIssues), 'sub-issue', ['gitlab', 'popIssue']),
    ...textMisfits(epic.title, requestPlaceholders, [...at, 'title']),
    ...epic.keyDetails.flatMap(({ value }, index) =>
      textMisfits(value, requestPlaceholders, [...at, 'keyDetails', index, 'value']),
    ),
    ...epic.preparation.flatMap((text, index) =>
      textMisfits(text, requestPlaceholders, [...at, 'preparation', index]),
    ),
    ...epic.postEvent.flatMap((text, index) =>
      textMisfits(text, requestPlaceholders, [...at, 'postEvent', index]),
    ),
    ...subIssues.flatMap((issue, index) =>
      issueMisfits(issue, requestPlaceholders, ['gitlab', 'subIssues', index]),
    ),
    ...issueMisfits(gitlab.planIssue, planPlaceholders, ['gitlab', 'planIssue']),
    ...(gitlab.planIssue.due?.from === 'pop-due'
      ? [
          {
            path: ['gitlab', 'planIssue', 'due', 'from'],
            message: 'an item of the plan has no proof of performance; use start or end',
          },
        ]
      : []),
  ];
}

const statusWords = {
  'fund-request': ['draft', 'approved', 'rejected'],
  claim: ['draft', 'approved', 'rejected', 'paid'],
} as const;

function salesforceMisfits({ salesforce }: ValidParts): Misfit[] {
  if (!salesforce) return [];
  const mappings = salesforce.mappings.flatMap((mapping, index) =>
    (['partner', 'budget', 'fund-request', 'claim', 'registration'] as const).flatMap((entity) => {
      const target = mapping.entities[entity];
      if (target === null) return [];
      const path = ['salesforce', 'mappings', index, 'entities', entity];
      const statuses =
        entity === 'fund-request' || entity === 'claim' ? mapping.entities[entity].statuses : {};
      return [
        ...fieldMisfits(target.fields, syncedFields[entity], [...path, 'fields']),
        ...Object.keys(statuses).flatMap((status) =>
          unknown(
            status,
            entity === 'claim' ? statusWords.claim : statusWords['fund-request'],
            'status of this app',
            [...path, 'statuses', status],
          ),
        ),
      ];
    }),
  );
  return [
    ...unknown(salesforce.mapping, keysOf(salesforce.mappings), 'mapping', ['salesforce', 'mapping']),
    ...mappings,
  ];
}

function fieldMisfits(
  fields: Readonly<Record<string, string>>,
  known: readonly string[],
  path: PlaybookPath,
): Misfit[] {
  const taken = new Map<string, string>();
  return Object.entries(fields).flatMap(([ours, theirs]): Misfit[] => {
    const other = taken.get(theirs.toLowerCase());
    taken.set(theirs.toLowerCase(), ours);
    return [
      ...unknown(ours, known, 'synchronised field', [...path, ours]),
      ...(other === undefined
        ? []
        : [{ path: [...path, ours], message: `${theirs} holds “${other}” already` }]),
    ];
  });
}

const columnsOf = { partners: partnerColumns, fundRequests: fundRequestColumns } as const;

function importMisfits({ imports }: ValidParts): Misfit[] {
  if (!imports) return [];
  return (['partners', 'fundRequests'] as const).flatMap((target) => {
    const known: readonly string[] = columnsOf[target];
    const columns = Object.entries(imports[target]);
    const list = columns.map(([key, column]) => ({ key, ...column }));
    return [
      ...columns.flatMap(([key]) => unknown(key, known, 'field', ['imports', target, key])),
      ...known
        .filter((key) => !Object.hasOwn(imports[target], key))
        .map((key) => ({ path: ['imports', target, key], message: 'this field has no column names' })),
      ...ambiguous(list, []).map((misfit) => {
        const [index, ...rest] = misfit.path;
        return {
          path: ['imports', target, columns[Number(index)]?.[0] ?? '', ...rest],
          message: misfit.message,
        };
      }),
    ];
  });
}
