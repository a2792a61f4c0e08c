import type { Playbook } from '../../playbook/playbook';
import { roleLabel } from '../lookup';

/** What is done to a claim, as far as it takes a role: judging it, or paying it (POP-4, POP-5). */
export type ClaimDuty = 'review' | 'payment';

const duties = {
  review: 'A claim is accepted, sent back or rejected',
  payment: 'The requisition and the payment of a claim are recorded',
} as const satisfies Record<ClaimDuty, string>;

/** Why somebody with these roles may not do this to a claim; null when she may, or when the playbook leaves it to everybody (POP-5). */
export function claimRoleRefusal(
  duty: ClaimDuty,
  roles: readonly string[],
  playbook: Pick<Playbook, 'pop' | 'roles'>,
): { readonly code: 'wrong-role'; readonly message: string; readonly fix: string } | null {
  const allowed = playbook.pop.decidedBy?.[duty] ?? null;
  if (allowed === null || allowed.some((role) => roles.includes(role))) return null;
  const names = allowed.map((role) => roleLabel(playbook, role));
  const last = names.at(-1) ?? '';
  const list = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
  return {
    code: 'wrong-role',
    message: `${duties[duty]} by the role ${list}, and none of them is yours.`,
    fix: 'Ask someone who holds it, or add the role in the settings if it is yours.',
  };
}
