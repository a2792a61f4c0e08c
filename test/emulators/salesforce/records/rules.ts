import { ApiError } from '../errors';
import { toId18 } from '../ids';
import type { ObjectDef } from '../metadata/types';
import type { Actor, Org } from '../org';
import { type Draft, textOf } from './draft';
import { campaignMemberRules, eventRules, taskRules } from './rules-activity';
import { documentRules, versionRules } from './rules-files';

function personName(draft: Draft): void {
  const parts = [textOf(draft, 'FirstName'), textOf(draft, 'LastName')];
  draft.values['Name'] = parts.filter((part) => part !== '').join(' ');
}

/** A claim reads its budget, allocation and partner from its request. */
function claimRules(org: Org, draft: Draft): void {
  const request = org.store.get('PartnerFundRequest', textOf(draft, 'RequestId'));
  for (const field of ['BudgetId', 'AllocationId', 'ChannelPartnerId'])
    draft.values[field] = request?.[field] ?? null;
}

function budgetRules(draft: Draft): void {
  if (draft.before?.['IsIgnoreValidation'] === true && draft.values['IsIgnoreValidation'] === false) {
    throw new ApiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      'Ignore Validation: once enabled it cannot be disabled',
      ['IsIgnoreValidation'],
    );
  }
}

function recordTypeRules(org: Org, def: ObjectDef, draft: Draft): void {
  if (!org.metadata.field(def, 'RecordTypeId')) return;
  const wanted = textOf(draft, 'RecordTypeId');
  const own = org.seed.recordTypes.filter((type) => type.object === def.name);
  if (wanted === '' && draft.before === null) {
    const standard = own.find((type) => type.isDefault);
    draft.values['RecordTypeId'] = standard ? toId18(standard.id) : null;
  } else if (wanted !== '' && !own.some((type) => toId18(type.id) === wanted)) {
    throw new ApiError(
      400,
      'INVALID_CROSS_REFERENCE_KEY',
      `Record Type ID: this ID value isn't valid for the user: ${wanted}`,
      ['RecordTypeId'],
    );
  }
}

/** What this object's own logic does to a record before it is stored; throws when it refuses. */
export function beforeSave(org: Org, actor: Actor, def: ObjectDef, draft: Draft): void {
  recordTypeRules(org, def, draft);
  switch (def.name) {
    case 'Account':
      draft.values['IsPartner'] = draft.values['Type'] === 'Partner';
      break;
    case 'Contact':
    case 'Lead':
    case 'User':
      personName(draft);
      break;
    case 'Event':
      eventRules(org, draft);
      break;
    case 'Task':
      taskRules(org, draft);
      break;
    case 'CampaignMember':
      campaignMemberRules(draft);
      break;
    case 'PartnerFundClaim':
      claimRules(org, draft);
      break;
    case 'PartnerMarketingBudget':
      budgetRules(draft);
      break;
    case 'ContentVersion':
      versionRules(org, actor, draft);
      break;
    case 'ContentDocumentLink':
      documentRules(org, draft);
      break;
    default:
      break;
  }
}
