import type { Conflict } from '../../schema/sync-state';
import type { Choices } from './resolve';

/** States that say yes to an activity, or end it in a way that closes what was opened for it (MDF-12). */
const closesItsOwn: ReadonlySet<unknown> = new Set(['approved', 'withdrawn']);

/**
 * Whether a choice takes back an approval that Salesforce has. That is the person's right; what was opened in GitLab for
 * the approval is not closed by it, which she has to be told (SY-39).
 */
export function takesApprovalBack(
  { kind, record, fields, theirs }: Pick<Conflict, 'kind' | 'record' | 'fields' | 'theirs'>,
  choices: Choices,
): boolean {
  if (record.kind !== 'fund-request' || kind === 'remote-delete' || theirs['status'] !== 'approved')
    return false;
  const asked = fields.filter(({ field }) => field === 'status' || field === 'state');
  return asked.some(({ field, mine }) => choices[field] === 'mine' && !closesItsOwn.has(mine));
}
