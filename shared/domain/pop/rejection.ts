import type { Playbook } from '../../playbook/playbook';
import type { ClaimDecision } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import { requestValues } from '../mdf/request-values';
import { fillTemplate } from '../template';

/** What a rejected claim leaves on its POP issue, so that whoever looks there finds the reason (POP-2). */
export function rejectionNote(
  decision: Extract<ClaimDecision, { kind: 'rejected' }>,
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
): string {
  const context = { sender: decision.by, reason: decision.note, popDue: null };
  return fillTemplate(playbook.pop.rejectedNote, requestValues(request, partner, playbook, context)).trim();
}
