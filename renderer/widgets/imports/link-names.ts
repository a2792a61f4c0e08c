import type { Playbook } from '../../../shared/playbook/playbook';

/** By what an imported request is known again in Salesforce, as the playbook maps it. */
export function linkNames({ salesforce }: Pick<Playbook, 'salesforce'>): string {
  const mapping = salesforce.mappings.find(({ key }) => key === salesforce.mapping);
  const hasNumber = mapping?.entities['fund-request'].fields.portalNumber !== undefined;
  return hasNumber ? 'Salesforce id or request number' : 'Salesforce id';
}
