import type { Playbook } from '../../playbook/playbook';
import type { ClaimDecision } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import type { PlainDate } from '../../schema/values';
import { requestValues } from '../mdf/request-values';
import { fillTemplate } from '../template';

/** The reason that is proposed for closing a request whose proof never came (POP-7). */
export function forfeitNote(
  request: FundRequest,
  partner: Partner,
  playbook: Playbook,
  popDue: PlainDate,
): string {
  const context = { sender: '', reason: '', popDue };
  return fillTemplate(playbook.pop.forfeitNote, requestValues(request, partner, playbook, context)).trim();
}

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
