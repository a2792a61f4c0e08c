import type { Playbook } from '../../../shared/playbook/playbook';

function hasNumber({ salesforce }: Pick<Playbook, 'salesforce'>): boolean {
  const mapping = salesforce.mappings.find(({ key }) => key === salesforce.mapping);
  return mapping?.entities['fund-request'].fields.portalNumber !== undefined;
}

/** By what an imported request is known again in Salesforce, as the playbook maps it. */
export function linkNames(playbook: Pick<Playbook, 'salesforce'>): string {
  return hasNumber(playbook) ? 'Salesforce id or request number' : 'Salesforce id';
}

/** What becomes in Salesforce of an imported request that is linked to no record there. */
export function wayToSalesforce(
  playbook: Pick<Playbook, 'salesforce'>,
  { portalNumber }: { readonly portalNumber: string | null },
): string {
  return portalNumber !== null && hasNumber(playbook)
    ? 'A sync links it to the request in Salesforce that has the same request number. If there is none, it is made in Salesforce when you change it or decide about it.'
    : 'A sync cannot tell whether Salesforce has it: it is made anew there when you change it or decide about it, unless its Salesforce id is imported before.';
}
