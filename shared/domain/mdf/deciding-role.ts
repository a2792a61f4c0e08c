import type { Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import { roleLabel } from '../lookup';
import { type ApprovalRefusal, refused } from './approval-action';
import type { Authority } from './approval-track';

/** Why a person may not do what one of these roles decides, in a sentence that begins with what is done; null when she may (MDF-10, MDF-12). */
export function rightRefusal(
  decidedBy: readonly string[],
  authority: (role: string) => Authority,
  what: string,
  playbook: Pick<Playbook, 'roles'>,
): Result<never, ApprovalRefusal> | null {
  const rights = decidedBy.map((role) => authority(role));
  if (rights.some(({ kind }) => kind !== 'none')) return null;
  const roles = decidedBy.map((role) => roleLabel(playbook, role)).join(' or ');
  const isElsewhere = rights.some((right) => right.kind === 'none' && right.misses === 'region');
  return isElsewhere
    ? refused(
        'wrong-region',
        `${what} by the ${roles} of the region where the activity takes place, which is not among yours.`,
        'Record the decision of someone who works for it, or add the region in the settings if it is yours.',
      )
    : refused(
        'wrong-role',
        `${what} by the role ${roles}.`,
        'Record the decision of someone who holds it, or add the role in the settings if it is yours.',
      );
}
