import type { Playbook } from '../../playbook/playbook';
import type { FundRequest } from '../../schema/fund-request';
import type { SalesforceRef } from '../../schema/remote-ref';

type Rules = Pick<Playbook, 'salesforce'>;

function mappingOf({ salesforce }: Rules) {
  return salesforce.mappings.find(({ key }) => key === salesforce.mapping)?.campaign ?? null;
}

/** The campaign that says so when its activity is cancelled; null where none is known or the playbook leaves campaigns alone (MDF-12). */
export function campaignOf(
  { campaign }: Pick<FundRequest, 'campaign'>,
  rules: Rules,
): NonNullable<FundRequest['campaign']> | null {
  return mappingOf(rules) === null ? null : (campaign ?? null);
}

/** Where the campaign of a request is in Salesforce; it lies beside the request itself (MDF-12). */
export function campaignRef(
  request: Pick<FundRequest, 'campaign' | 'salesforce'>,
  rules: Rules,
): SalesforceRef | null {
  const campaign = campaignOf(request, rules);
  const object = mappingOf(rules)?.object;
  if (campaign === null || object === undefined) return null;
  const { id, url = null } = request.salesforce ?? { id: '' };
  const own = url !== null && id !== '' && url.endsWith(`/${id}`) ? url.slice(0, -id.length) : null;
  return {
    remote: 'salesforce',
    object,
    id: campaign.id,
    stamp: null,
    url: own === null ? null : `${own}${campaign.id}`,
  };
}
