import type { Playbook } from '../../playbook/playbook';
import type { SalesforceRef } from '../../schema/remote-ref';
import type { SalesforceId } from '../../schema/values';

type Entity = 'partner' | 'fund-request';

/** A record of Salesforce that only a file names so far: which one it is, and nothing of its state. */
export function namedInFile(entity: Entity, id: SalesforceId, playbook: Playbook): SalesforceRef {
  const { mapping, mappings } = playbook.salesforce;
  const standard = { partner: 'Account', 'fund-request': 'PartnerFundRequest' } as const;
  const object = mappings.find(({ key }) => key === mapping)?.entities[entity].object ?? standard[entity];
  return { remote: 'salesforce', object, id, stamp: null, url: null };
}
