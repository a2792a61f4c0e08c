import { ambiguous, twice } from './check-names';
import { mdfMisfits, planningMisfits, popMisfits, programMisfits, roleMisfits } from './check-process';
import { gitlabMisfits, importMisfits, salesforceMisfits } from './check-remotes';
import type { Misfit } from './paths';
import type { ValidParts } from './playbook';

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
          ...twice(programs.instantCampaigns.campaigns, ['programs', 'instantCampaigns', 'campaigns']),
          ...twice(programs.instantCampaigns.assets, ['programs', 'instantCampaigns', 'assets']),
          ...twice(programs.offers, ['programs', 'offers']),
        ]
      : []),
    ...(gitlab ? twice(gitlab.subIssues, ['gitlab', 'subIssues']) : []),
    ...(salesforce ? twice(salesforce.mappings, ['salesforce', 'mappings']) : []),
  ];
}
