import { isCancelledHere } from '../domain/merging/approval-fields';
import type { FundRequest } from '../schema/fund-request';
import type { GitlabRef } from '../schema/remote-ref';
import type { AbsorbContext } from './absorb';
import type { Draft } from './draft';
import { baseKey } from './keys';
import { necessary } from './necessary';

function nameOf(part: string): string {
  return `cancelled-${part}`;
}

/** Which cancellation closed which item: an activity can be approved anew, and another item can take an item's place. */
function closingOf({ approval }: FundRequest, ref: GitlabRef): string {
  return `${approval.kind === 'withdrawn' ? approval.at : ''} ${ref.id}`;
}

async function agreedOn(draft: Draft, { id }: FundRequest) {
  return (await draft.base({ kind: 'fund-request', id }, 'gitlab'))?.fields ?? {};
}

/** Whether an item of a request was closed by its cancellation already. */
export async function isClosedFor(
  draft: Draft,
  request: FundRequest,
  part: string,
  ref: GitlabRef,
): Promise<boolean> {
  return (await agreedOn(draft, request))[nameOf(part)] === closingOf(request, ref);
}

/** Remembers that an item of a request was closed by its cancellation. */
export async function noteClosed(
  draft: Draft,
  request: FundRequest,
  part: string,
  ref: GitlabRef,
): Promise<void> {
  const record = { kind: 'fund-request', id: request.id } as const;
  const fields = { ...(await agreedOn(draft, request)), [nameOf(part)]: closingOf(request, ref) };
  await draft.putBase({ key: baseKey(record, 'gitlab'), record, remote: 'gitlab', fields, stamp: null });
}

/**
 * Has an item closed that becomes known only after its activity was cancelled here: its answer was lost, or another
 * device opened it (SY-121).
 */
export async function closeLate(
  draft: Draft,
  request: FundRequest,
  part: string,
  ref: GitlabRef,
  { newId }: Pick<AbsorbContext, 'newId'>,
): Promise<void> {
  if (!isCancelledHere(request.approval) || request.decisionGivenUp || request.deletedRemotely) return;
  if (await isClosedFor(draft, request, part, ref)) return;
  const open = await draft.openIntents({ kind: 'fund-request', id: request.id });
  const isComing = open.some(
    ({ kind, steps }) =>
      kind === 'fund-request.cancelled' &&
      !steps.some(({ key, state }) => key === `${part}-cancel` && state === 'done'),
  );
  if (!isComing) draft.addIntent(necessary(draft, newId, 'fund-request.cancelled', request, []));
}
