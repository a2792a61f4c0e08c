import { isDrafted, isProofAwaited, type PopNotice } from '../../domain/pop/deadlines';
import { err, ok, type Result } from '../../lib/result';
import type { DraftedNotice, FundRequest } from '../../schema/fund-request';
import type { FundRequestId } from '../../schema/ids';
import { againWhenMoved } from '../again-when-moved';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { present, problemOfCommit, type UseCaseProblem } from '../problem';
import { storedClaim } from './claim-of';

type NoticeOf = { readonly id: FundRequestId; readonly notice: PopNotice | DraftedNotice };

/**
 * Why no notice may go to the partner of a request any more: the proof came, or the activity does not stand; null while
 * proof is awaited (POP-7).
 */
export async function noticeRefusal(
  context: Pick<UseCaseContext, 'store'>,
  id: FundRequestId,
): Promise<UseCaseProblem | null> {
  const request = await context.store.get('fund-request', id);
  if (request === undefined) return null;
  if (request.approval.kind !== 'approved')
    return {
      code: 'not-awaited',
      message: 'The activity is not approved any more, so no proof of it is awaited.',
      fix: 'Send no notice; a draft in your mail program can be deleted.',
    };
  const claim = await storedClaim(context, id);
  return claim === undefined || isProofAwaited(claim)
    ? null
    : {
        code: 'not-awaited',
        message: 'The partner has handed in the proof meanwhile, so no notice is due.',
        fix: 'Send none, and review the claim; a draft in your mail program can be deleted.',
      };
}

/**
 * Keeps that a reminder or the last notice was drafted to the partner, so that it is not asked for again (POP-7): now and
 * by this person, unless it says when and by whom. A new one is refused once no proof is awaited.
 */
export async function keepNotice(
  context: UseCaseContext,
  { id, notice }: NoticeOf,
): Promise<Result<FundRequest, UseCaseProblem>> {
  // One that says when it was drafted went out then, whatever came since.
  const refusal = 'at' in notice ? null : await noticeRefusal(context, id);
  if (refusal !== null) return err(refusal);
  const drafted = { at: context.clock.now(), by: context.settings.userName, ...notice };
  return changeNotices(context, id, `drafted the ${nameOf(notice.kind)} of ${notice.on}`, (request) =>
    isDrafted(request, drafted) ? null : [...(request.notices ?? []), drafted],
  );
}

/** Takes back that a notice was drafted: it did not go out after all, and is due again (POP-7). */
export function dropNotice(
  context: UseCaseContext,
  { id, notice }: NoticeOf,
): Promise<Result<FundRequest, UseCaseProblem>> {
  const { kind, on } = notice;
  return changeNotices(context, id, `took back the ${nameOf(kind)} of ${on}`, (request) =>
    isDrafted(request, notice)
      ? (request.notices ?? []).filter((one) => one.kind !== kind || one.on !== on)
      : null,
  );
}

function nameOf(kind: PopNotice['kind']): string {
  return kind === 'reminder' ? 'reminder' : 'last notice';
}

function changeNotices(
  context: UseCaseContext,
  id: FundRequestId,
  action: string,
  change: (request: FundRequest) => DraftedNotice[] | null,
): Promise<Result<FundRequest, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const found = present(await context.store.get('fund-request', id), 'This fund request', 'Salesforce');
    if (!found.ok) return found;
    const before = found.value;
    const notices = change(before);
    if (notices === null) return ok(before);
    const record = { ...before, rev: before.rev + 1, updatedAt: context.clock.now(), notices };
    const key = { kind: 'fund-request' as const, id };
    const committed = await context.store.commit({
      puts: [{ kind: 'fund-request', record }],
      expect: [{ key, rev: before.rev }],
      audits: [auditLine(context, { action, record: key })],
    });
    return committed.ok ? ok(record) : err(problemOfCommit(committed.error));
  });
}
