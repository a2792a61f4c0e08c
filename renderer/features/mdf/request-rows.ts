import type { Lookup } from '../../../shared/lib/lookup';
import { type Approver, awaitsPerson } from '../../../shared/domain/mdf/approval-track';
import { requestDue, requestDueDay } from '../../../shared/domain/mdf/request-due';
import { findActivityType, findRegion } from '../../../shared/domain/lookup';
import {
  isProofAwaited,
  type PopDeadline,
  popDeadline,
  popDueDate,
} from '../../../shared/domain/pop/deadlines';
import { claimsByRequest } from '../../../shared/domain/pop/present-claim';
import { firstClaims } from '../../../shared/domain/pop/first-claims';
import { assertNever } from '../../../shared/lib/assert-never';
import { foldText } from '../../../shared/lib/text';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { Approval } from '../../../shared/schema/approval';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import type { Instant } from '../../../shared/schema/values';
import { ITEMS_PER_STEP, type Steps } from '../../ui/sliced';

/** A request as the table shows it: what it needs is looked up once, clocks are read when a cell is drawn. */
export type RequestRow = {
  readonly id: string;
  readonly request: FundRequest;
  readonly partner: Partner | undefined;
  readonly partnerName: string;
  readonly type: string;
  readonly regionKey: string;
  readonly region: string;
  /** `draft`, `level-2`, `approved`: what is filtered and grouped by. */
  readonly statusId: string;
  readonly claim: Claim | null;
  readonly isFirstClaim: boolean;
  /** It stands at a level that the person decides in its region, by her own role or a lent one (MDF-4, MDF-10). */
  readonly waitsForMe: boolean;
  /** Folded text of everything that search looks at, made when it is first searched. */
  readonly haystack: () => string;
};

/** The records that rows are made of. */
export type RowSources = {
  readonly requests: readonly FundRequest[];
  readonly partners: Lookup<Partner>;
  readonly claims: readonly Claim[];
};

/** Makes rows of requests, in the order of the store; a row is made anew only when something in it changed. */
export function createRowMaker(
  playbook: Playbook,
  approver: Approver,
): (sources: RowSources) => Steps<RequestRow[]> {
  const made = new WeakMap<FundRequest, RequestRow>();
  const regionOf = remembering((text) => findRegion(playbook, text));
  const typeOf = remembering((text) => findActivityType(playbook, text)?.label ?? text);
  const folded = remembering(foldText);
  return function* ({ requests, partners, claims }) {
    const claimOf = claimsByRequest(claims);
    const isFirstOf = firstClaims(claims, playbook);
    const rowOf = (request: FundRequest): RequestRow => {
      const partner = partners.get(request.partnerId);
      const claim = claimOf.get(request.id) ?? null;
      const isFirstClaim = isFirstOf(request);
      const known = made.get(request);
      if (known?.partner === partner && known?.claim === claim && known.isFirstClaim === isFirstClaim)
        return known;
      const region = regionOf(request.region);
      const regionKey = region?.key ?? request.region;
      const partnerName = partner?.name ?? 'Unknown partner';
      const type = typeOf(request.activityType);
      const row: RequestRow = {
        id: request.id,
        request,
        partner,
        partnerName,
        type,
        regionKey,
        region: region?.label ?? request.region,
        statusId: statusIdOf(request.approval),
        claim,
        isFirstClaim,
        waitsForMe: !request.deletedRemotely && awaitsPerson(approver, request, playbook),
        haystack: once(
          () =>
            `${foldText(`${request.title} ${request.portalNumber ?? ''}`)} ${folded(partnerName)} ${folded(type)}`,
        ),
      };
      made.set(request, row);
      return row;
    };
    const rows: RequestRow[] = [];
    for (const request of requests) {
      if (rows.length % ITEMS_PER_STEP === 0) yield;
      rows.push(rowOf(request));
    }
    return rows;
  };
}

function statusIdOf(approval: Approval): string {
  switch (approval.kind) {
    case 'in-review':
      return `level-${approval.level}`;
    case 'draft':
    case 'approved':
    case 'declined':
    case 'sent-back':
      return approval.kind;
    case 'withdrawn':
      return approval.cancelledBy === undefined ? approval.kind : 'cancelled';
    default:
      return assertNever(approval);
  }
}

/** Every status that a request can have under the playbook, those that want something done first (MDF-4). */
export function statusChoices(
  playbook: Pick<Playbook, 'mdf'>,
): readonly { readonly id: string; readonly label: string }[] {
  const { levels } = playbook.mdf;
  return [
    ...levels.map((level, index) => ({
      id: `level-${index + 1}`,
      label: `Level ${index + 1} of ${levels.length}: ${level.label}`,
    })),
    { id: 'sent-back', label: 'Sent back' },
    { id: 'draft', label: 'Draft' },
    { id: 'approved', label: 'Approved' },
    { id: 'declined', label: 'Declined' },
    { id: 'withdrawn', label: 'Withdrawn' },
    { id: 'cancelled', label: 'Cancelled' },
  ];
}

/** Where the clocks of a row run. */
export type ClockRules = { readonly playbook: Playbook; readonly holidays: Holidays };

/** The proof of performance of a row as seen at a moment; null while the request is not approved, or once it is deleted (POP-1). */
export function popOf(row: RequestRow, rules: ClockRules, now: Instant): PopDeadline | null {
  if (row.request.deletedRemotely) return null;
  return popDeadline({
    request: row.request,
    claim: row.claim,
    firstTime: row.isFirstClaim,
    now,
    ...rules,
  });
}

/** The next deadline of a row as seen at a moment; null when nothing is awaited of it. */
export function dueOf({ request, claim, isFirstClaim }: RequestRow, rules: ClockRules, now: Instant) {
  if (request.deletedRemotely) return null;
  return requestDue({ request, claim, firstTime: isFirstClaim, ...rules }, now);
}

const days = new WeakMap<RequestRow, string | null>();

/** The day on which a row's next deadline falls, for sorting; null for none. */
export function dueDayOf(row: RequestRow, rules: ClockRules): string | null {
  // Thousands are sorted at once.
  const known = days.get(row);
  if (known !== undefined) return known;
  const { request, claim, isFirstClaim } = row;
  const due = request.deletedRemotely
    ? null
    : requestDueDay({ request, claim, firstTime: isFirstClaim, ...rules });
  const day = due?.day ?? null;
  days.set(row, day);
  return day;
}

/** The day on which the proof of an approved request is due; null for others and once nothing is awaited (POP-1). */
export function popDueOf({ request, claim, isFirstClaim }: RequestRow, rules: ClockRules): string | null {
  if (request.deletedRemotely || request.approval.kind !== 'approved' || !isProofAwaited(claim)) return null;
  return popDueDate(request.end, isFirstClaim, rules.playbook);
}

function remembering<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const value = find(text);
    known.set(text, value);
    return value;
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
