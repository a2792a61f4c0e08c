import { sumByCurrency } from '../../../shared/domain/money/money';
import { foldText } from '../../../shared/lib/text';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import type { PlanItem } from '../../../shared/schema/plan';
import type { Registration } from '../../../shared/schema/registration';
import type { Money, QuarterId } from '../../../shared/schema/values';

/** A partner with what the directory says of it. */
export type PartnerRow = {
  readonly partner: Partner;
  readonly registrations: readonly Registration[];
  readonly requests: readonly FundRequest[];
  readonly plans: readonly PlanItem[];
  /** Programs with an Event that the report counts, each once (PROG-3). */
  readonly programs: number;
  readonly openRequests: number;
  /** Funds approved in the quarter, by currency. */
  readonly approved: readonly Money[];
  /** Name, track, country and account manager folded, for searching. */
  readonly searchText: string;
};

type Source = {
  readonly partners: readonly Partner[];
  readonly requests: readonly FundRequest[];
  readonly registrations: readonly Registration[];
  readonly plans: readonly PlanItem[];
  readonly quarter: QuarterId;
  readonly playbook: Pick<Playbook, 'programs'>;
};

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** What was deleted elsewhere is kept, and counts nowhere. */
function isThere({ deletedRemotely }: { readonly deletedRemotely: boolean }): boolean {
  return !deletedRemotely;
}

function isOpen({ approval }: FundRequest): boolean {
  return approval.kind === 'draft' || approval.kind === 'in-review' || approval.kind === 'sent-back';
}

function approvedIn(requests: readonly FundRequest[], quarter: QuarterId): Money[] {
  const amounts = requests
    .filter((request) => request.quarter === quarter && request.approval.kind === 'approved')
    .map((request) => request.approvedAmount ?? request.requested);
  return sumByCurrency(amounts);
}

/** The directory's rows, in the order of their names. */
export function partnerRows({
  partners,
  requests,
  registrations,
  plans,
  quarter,
  playbook,
}: Source): PartnerRow[] {
  const programOf = new Map(playbook.programs.offers.map((offer) => [offer.key, offer.program]));
  const requestsOf = grouped(requests, (request) => request.partnerId);
  const registrationsOf = grouped(registrations, (registration) => registration.partnerId);
  const plansOf = grouped(plans.filter(isThere), (plan) => plan.partnerId);
  return partners
    .filter((partner) => !partner.deletedRemotely)
    .map((partner) => {
      const own = requestsOf.get(partner.id) ?? [];
      const enrolled = registrationsOf.get(partner.id) ?? [];
      return {
        partner,
        requests: own,
        registrations: enrolled,
        plans: plansOf.get(partner.id) ?? [],
        programs: new Set(
          enrolled
            .filter(isThere)
            .flatMap(({ program }) => (program === null ? [] : (programOf.get(program) ?? program))),
        ).size,
        openRequests: own.filter(isThere).filter(isOpen).length,
        approved: approvedIn(own.filter(isThere), quarter),
        searchText: foldText(
          [partner.name, partner.track, partner.country, partner.cam, partner.region].join(' '),
        ),
      };
    })
    .sort((a, b) => a.partner.name.localeCompare(b.partner.name));
}
