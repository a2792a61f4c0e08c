import type { Lookup } from '../../../shared/lib/lookup';
import { noticesKey, type PopDeadline, popDeadline } from '../../../shared/domain/pop/deadlines';
import { claimsByRequest } from '../../../shared/domain/pop/present-claim';
import { firstClaims } from '../../../shared/domain/pop/first-claims';
import { assertNever } from '../../../shared/lib/assert-never';
import { foldText } from '../../../shared/lib/text';
import type { Holidays, Playbook } from '../../../shared/playbook/playbook';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Partner } from '../../../shared/schema/partner';
import type { Instant } from '../../../shared/schema/values';

/** Where a claim stands for the person who reviews. */
export type Bucket = 'to-review' | 'waiting' | 'overdue' | 'to-pay' | 'done';

/** One approved request in the queue. */
export type QueueRow = {
  readonly request: FundRequest;
  readonly claim: Claim | null;
  readonly partner: Partner | undefined;
  readonly deadline: PopDeadline;
  readonly bucket: Bucket;
};

type QueueInput = {
  readonly requests: readonly FundRequest[];
  readonly claims: readonly Claim[];
  readonly partners: Lookup<Partner>;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly now: Instant;
};

/** All approved requests with their deadlines, the most urgent first (POP-1, POP-7). */
export function popQueue(input: QueueInput): QueueRow[] {
  const claims = claimsByRequest(input.claims);
  const isFirstClaim = firstClaims(input.claims, input.playbook);
  const deadlineOf = sharedDeadlines(input);
  const rows = input.requests.flatMap((request) => {
    if (request.deletedRemotely) return [];
    const claim = claims.get(request.id) ?? null;
    const deadline = deadlineOf(request, claim, isFirstClaim(request));
    if (deadline === null) return [];
    const partner = input.partners.get(request.partnerId);
    return [{ request, claim, partner, deadline, bucket: bucketOf(deadline) }];
  });
  return rows.sort((a, b) =>
    a.deadline.due === b.deadline.due
      ? a.request.title.localeCompare(b.request.title)
      : a.deadline.due < b.deadline.due
        ? -1
        : 1,
  );
}

/**
 * Works out deadlines and remembers each for the requests that share all it depends on: among thousands of requests
 * there are only as many deadlines as days, regions and stages.
 */
function sharedDeadlines({ playbook, holidays, now }: QueueInput) {
  const known = new Map<string, PopDeadline | null>();
  return (request: FundRequest, claim: Claim | null, firstTime: boolean): PopDeadline | null => {
    const key = [
      request.approval.kind,
      request.end,
      request.region,
      firstTime,
      claim?.stage,
      claim?.decision.kind,
      claim !== null && claim.receivedAt !== null,
      noticesKey(request),
    ].join('\u0000');
    const found = known.get(key);
    if (found !== undefined) return found;
    const deadline = popDeadline({ request, claim, firstTime, playbook, holidays, now });
    known.set(key, deadline);
    return deadline;
  };
}

function bucketOf(deadline: PopDeadline): Bucket {
  switch (deadline.state) {
    case 'received':
    case 'unsettled':
      return 'to-review';
    case 'accepted':
      return 'to-pay';
    case 'upcoming':
    case 'open':
      return 'waiting';
    case 'overdue':
    case 'expired':
      return 'overdue';
    case 'completed':
      return 'done';
    default:
      return assertNever(deadline.state);
  }
}

/** Whether a row has all the words that were typed, in title, partner, numbers or country. */
export function matchesSearch({ request, partner, claim }: QueueRow, search: string): boolean {
  const words = foldText(search).split(' ').filter(Boolean);
  if (words.length === 0) return true;
  const text = foldText(
    [
      request.title,
      request.portalNumber,
      partner?.name,
      partner?.country,
      claim?.invoice?.number,
      claim?.zipNumber,
    ]
      .filter((part) => typeof part === 'string')
      .join(' '),
  );
  return words.every((word) => text.includes(word));
}
