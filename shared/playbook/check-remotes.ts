import { syncedFields } from '../schema/synced-fields';
import { ambiguous, keysOf, textMisfits, unknown } from './check-names';
import { fundRequestColumns, partnerColumns } from './columns';
import type { Misfit, PlaybookPath } from './paths';
import { planPlaceholders, requestPlaceholders } from './placeholders';
import type { Playbook, ValidParts } from './playbook';

type Template = Playbook['gitlab']['planIssue'];

function issueMisfits(template: Template, known: readonly string[], path: PlaybookPath): Misfit[] {
  return [
    ...textMisfits(template.title, known, [...path, 'title']),
    ...template.quickFacts.flatMap((text, at) => textMisfits(text, known, [...path, 'quickFacts', at])),
    ...template.checklist.flatMap((text, at) => textMisfits(text, known, [...path, 'checklist', at])),
  ];
}

/** Sub-issues and texts for GitLab. */
export function gitlabMisfits({ gitlab, pop }: ValidParts): Misfit[] {
  if (!gitlab) return [];
  const { epic, subIssues } = gitlab;
  const at = ['gitlab', 'epic'];
  return [
    ...unknown(gitlab.popIssue, keysOf(subIssues), 'sub-issue', ['gitlab', 'popIssue']),
    ...subIssues.flatMap((issue, index): Misfit[] =>
      pop && issue.key === gitlab.popIssue && issue.scopedLabel !== pop.labels.pending
        ? [
            {
              path: ['gitlab', 'subIssues', index, 'scopedLabel'],
              message: `expected “${pop.labels.pending}” (pop.labels.pending): the issue starts with nothing received`,
            },
          ]
        : [],
    ),
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
    ...(gitlab.planIssue.title.split('{title}').length === 2
      ? []
      : [
          {
            path: ['gitlab', 'planIssue', 'title'],
            message:
              'expected {title} in it once, so that the plan and its issue can be renamed on either side',
          },
        ]),
  ];
}

const statusWords = {
  'fund-request': ['draft', 'approved', 'rejected'],
  claim: ['draft', 'approved', 'rejected', 'paid'],
} as const;

/** Mappings to Salesforce. */
export function salesforceMisfits({ salesforce }: ValidParts): Misfit[] {
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
  const campaigns = salesforce.mappings.flatMap((mapping, index): Misfit[] => {
    const isTold = mapping.entities['fund-request'].fields['campaign'] !== undefined;
    if (isTold || mapping.campaign === undefined) return [];
    return [
      {
        path: ['salesforce', 'mappings', index, 'campaign'],
        message: 'no field of “fund-request” is named for “campaign”, so no campaign would be found',
      },
    ];
  });
  const { readingStopsBelow, sendingStopsBelow } = salesforce.requests;
  return [
    ...(sendingStopsBelow > readingStopsBelow
      ? [
          {
            path: ['salesforce', 'requests', 'sendingStopsBelow'],
            message: `expected at most readingStopsBelow (${readingStopsBelow}): reading has to stop first`,
          },
        ]
      : []),
    ...unknown(salesforce.mapping, keysOf(salesforce.mappings), 'mapping', ['salesforce', 'mapping']),
    ...mappings,
    ...campaigns,
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

/** Columns of imported files. */
export function importMisfits({ imports }: ValidParts): Misfit[] {
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
