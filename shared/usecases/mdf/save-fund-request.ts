import { approvalTrack } from '../../domain/mdf/approval-track';
import { haveOtherTerms, withValidTicks } from '../../domain/mdf/terms';
import { assertNever } from '../../lib/assert-never';
import { err, ok, type Result } from '../../lib/result';
import type { Playbook } from '../../playbook/playbook';
import { FundRequest } from '../../schema/fund-request';
import { FundRequestId, PartnerId } from '../../schema/ids';
import { CurrencyCode, Money, PlainDate, QuarterId } from '../../schema/values';
import { z } from '../../schema/zod';
import { againWhenMoved } from '../again-when-moved';
import { auditLine, changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import { mergedForm, sameFormValue } from '../form-changes';
import { newIntent } from '../new-intent';
import { uploadsAfterRetyping } from '../pop/upload-of';
import { changedSince, noFormBefore, present, problemOfCommit, type UseCaseProblem } from '../problem';
import { conditionChanges } from './ticked-conditions';

/** An amount, with a sentence for a value that is absent. */
function amount(absent: string) {
  return z.object(Money.shape, { error: absent });
}

/** A text that must be there, with a sentence for when it is not. */
function choice(absent: string) {
  return z.string({ error: absent }).min(1, absent);
}

/** What the form of a fund request edits; eligibility is shown beside it and never blocks saving a draft. */
export const FundRequestForm = z
  .object({
    title: z
      .string()
      .trim()
      .min(1, 'Give the activity a name.')
      .max(255, 'Keep the name under 255 characters.'),
    partnerId: choice('Choose the partner who asks for the funds.').pipe(PartnerId),
    activityType: choice('Choose an activity type.'),
    delivery: z.enum(['in-person', 'virtual']).nullable(),
    description: z.string().max(32_000),
    start: choice('Enter the first day of the activity.').pipe(PlainDate),
    end: choice('Enter the last day of the activity.').pipe(PlainDate),
    currency: CurrencyCode,
    totalCost: amount('Enter the total cost of the activity.'),
    requested: amount('Enter the amount that the partner asks for.'),
    estimatedPipeline: Money.nullable(),
    targetContacts: z.int().nonnegative().nullable(),
    gtmMotion: z.string().nullable(),
    region: choice('Choose the region in which the activity takes place.'),
    quarter: choice('Choose the quarter whose funds pay.').pipe(QuarterId),
    portalNumber: z.string().nullable(),
    otherVendorsPercent: z.int().min(0).max(100).nullable(),
  })
  .refine((form) => form.start <= form.end, {
    path: ['end'],
    message: 'The last day lies before the first one.',
  })
  .refine((form) => form.totalCost.currency === form.currency && form.requested.currency === form.currency, {
    path: ['requested'],
    message: 'Cost and requested amount must be in the same currency.',
  })
  .refine((form) => form.totalCost.minor >= 0 && form.requested.minor >= 0, {
    path: ['requested'],
    message: 'Amounts cannot be negative.',
  });
export type FundRequestForm = z.infer<typeof FundRequestForm>;

/** Fields whose changes are written to the history. */
const auditedFields = [
  'title',
  'partnerId',
  'activityType',
  'delivery',
  'description',
  'start',
  'end',
  'totalCost',
  'requested',
  'estimatedPipeline',
  'targetContacts',
  'gtmMotion',
  'region',
  'quarter',
  'portalNumber',
  'otherVendorsPercent',
] as const satisfies readonly (keyof FundRequestForm)[];

/** Names under which the changed fields travel to Salesforce; what is local only is absent. */
const syncedNames: Readonly<Record<string, string>> = {
  title: 'title',
  partnerId: 'partner',
  activityType: 'activityType',
  description: 'description',
  start: 'start',
  end: 'end',
  totalCost: 'totalCost',
  requested: 'requested',
  gtmMotion: 'gtmMotion',
  region: 'region',
  portalNumber: 'portalNumber',
};

function formProblem(error: z.ZodError): UseCaseProblem {
  const issue = error.issues[0];
  const field = issue?.path[0];
  return {
    code: 'form',
    message: issue?.message ?? 'A field has a value that cannot be stored.',
    fix: 'Correct the field and save again.',
    ...(typeof field === 'string' ? { field } : {}),
  };
}

/** Why the terms of a request can no longer be changed; null while they can. */
export function lockedTerms(request: FundRequest, playbook: Pick<Playbook, 'mdf'>): UseCaseProblem | null {
  switch (request.approval.kind) {
    case 'approved':
    case 'declined':
    case 'withdrawn':
      return {
        code: 'decided',
        message: `This request is ${request.approval.kind}; its terms can no longer be changed.`,
        fix: 'Create a new request for the changed activity.',
      };
    case 'in-review': {
      const decided = approvalTrack(request, playbook).find((level) => level.state === 'approved');
      if (decided === undefined) return null;
      return {
        code: 'partly-approved',
        message: `Level ${decided.level} (${decided.label}) has approved these terms, so they cannot be changed under way.`,
        fix: 'Send the request back; it can be changed then and is approved anew.',
      };
    }
    case 'draft':
    case 'sent-back':
      return null;
    default:
      return assertNever(request.approval);
  }
}

/** A held row of an import whose values are saved: it names the record in Salesforce, and is held no longer. */
export type TakenRow = {
  readonly heldRow: string;
  /** The record in Salesforce that the row is of, which has the number of the form already. */
  readonly salesforce: FundRequest['salesforce'];
};

/** What a save found and left: nothing was there before a new request, and the same twice where nothing changed. */
export type SavedFundRequest = { readonly before: FundRequest | null; readonly after: FundRequest };

/**
 * Creates a fund request, or writes what the person changed in the form of one that is still open: record, history
 * and the change for Salesforce are written together (MDF-4). Terms that somebody has decided on are refused.
 */
export async function saveFundRequest(
  context: UseCaseContext,
  input: {
    /** The request as it was when the form was opened; null for a new one. */
    readonly opened: FundRequest | null;
    readonly form: unknown;
    /** Where the values are from, when the person did not type them. */
    readonly taken?: TakenRow;
  },
): Promise<Result<SavedFundRequest, UseCaseProblem>> {
  const parsed = FundRequestForm.safeParse(input.form);
  if (!parsed.success) return err(formProblem(parsed.error));
  const { opened, taken } = input;
  if (opened === null) return write(context, undefined, parsed.data, { taken });
  return change(context, opened, parsed.data, { taken });
}

/** From which state of a request a step back, or forth again, leads to which. */
type Step = { readonly from: FundRequest; readonly to: FundRequest };

/** What a save is besides one of typed values. */
type SaveKind = { readonly again?: Step | undefined; readonly taken?: TakenRow | undefined };

function change(
  context: UseCaseContext,
  opened: FundRequest,
  typed: FundRequestForm,
  kind: SaveKind,
): Promise<Result<SavedFundRequest, UseCaseProblem>> {
  return againWhenMoved(async () => {
    const found = present(
      await context.store.get('fund-request', opened.id),
      'This fund request',
      'Salesforce',
    );
    if (!found.ok) return found;
    const before = found.value;
    const locked = lockedTerms(before, context.playbook);
    if (locked !== null) return err(locked);
    const merged = mergedForm(FundRequestForm, { opened, typed, stored: before });
    return merged.ok ? write(context, before, merged.value, kind) : merged;
  });
}

/** A step back to the terms that were ticked brings those ticks back, unless somebody ticked since. */
function ticked(before: FundRequest, after: FundRequest, again?: Step): FundRequest {
  if (again === undefined || !sameFormValue(before.conditions, again.from.conditions)) return after;
  return haveOtherTerms(again.to, after) ? after : { ...after, conditions: again.to.conditions };
}

async function write(
  context: UseCaseContext,
  before: FundRequest | undefined,
  form: FundRequestForm,
  { again, taken }: SaveKind,
): Promise<Result<SavedFundRequest, UseCaseProblem>> {
  const now = context.clock.now();
  const id = before?.id ?? FundRequestId.parse(context.ids.uuid());
  const written: FundRequest = {
    ...(before ?? {
      createdAt: now,
      deletedRemotely: false,
      approvedAmount: null,
      submittedOn: null,
      conditions: {},
      excludedCosts: [],
      approval: { kind: 'draft' as const },
      decisions: [],
      salesforce: null,
      gitlab: { epic: null, issues: {} },
    }),
    ...form,
    ...(taken === undefined ? {} : { salesforce: taken.salesforce }),
    id,
    rev: (before?.rev ?? 0) + 1,
    updatedAt: now,
    playbookVersion: context.playbook.version,
  };
  // A condition was ticked for the terms that were there.
  const record = before ? ticked(before, withValidTicks(before, written), again) : written;
  const key = { kind: 'fund-request' as const, id };
  const changes = [
    ...changedFields(before, record, auditedFields),
    ...(before ? conditionChanges(before, record, context.playbook) : []),
  ];
  if (before && changes.length === 0 && taken === undefined) return ok({ before, after: before });
  // The number of a row that is taken is the one that its record in Salesforce has.
  const sent = taken === undefined ? changes : changes.filter(({ field }) => field !== 'portalNumber');
  const synced = sent.map(({ field }) => syncedNames[field]).filter((name) => name !== undefined);
  const freed = before === undefined ? [] : await uploadsAfterRetyping(context, before, record);
  const committed = await context.store.commit({
    puts: [{ kind: 'fund-request', record }],
    expect: [{ key, rev: before?.rev ?? null }],
    newIntents: [
      ...(before && synced.length === 0
        ? []
        : [
            newIntent({
              id: context.ids.uuid(),
              kind: 'fund-request.put',
              subject: key,
              label: record.title,
              now,
              fields: before ? synced : null,
            }),
          ]),
      ...freed,
    ],
    audits: [auditLine(context, { action: before ? 'changed' : 'created', record: key, changes })],
    releaseHeldRows: taken === undefined ? [] : [taken.heldRow],
  });
  return committed.ok ? ok({ before: before ?? null, after: record }) : err(problemOfCommit(committed.error));
}

/** Takes a save back, or does it again, with its ticks: only what it changed, and nothing that was changed or decided since (G4). */
export async function revertFundRequest(
  context: UseCaseContext,
  again: Step,
): Promise<Result<SavedFundRequest, UseCaseProblem>> {
  const form = FundRequestForm.safeParse(again.to);
  const done = form.success ? await change(context, again.from, form.data, { again }) : err(noFormBefore);
  const isOver = !done.ok && ['clash', 'form', 'decided', 'partly-approved'].includes(done.error.code);
  return isOver ? err(changedSince) : done;
}
