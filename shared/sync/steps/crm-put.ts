import { decisionFields, decisiveFields, foreignStatus } from '../../domain/merging/decisive';
import { carriesDecision, keepsDecision } from '../../domain/merging/given-up';
import { fieldsToSend, withoutFields } from '../../domain/merging/field-values';
import { project } from '../../domain/merging/projections';
import type { FieldMap } from '../../schema/field-value';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { AnyRecord } from '../../schema/record';
import type { Registration } from '../../schema/registration';
import { absorb, baseOf } from '../absorb';
import { blockingConflict, contestedFields } from '../conflicts';
import type { Draft } from '../draft';
import { isTakenBack, judges } from '../../domain/merging/verdicts';
import { keyOf } from '../keys';
import { projectionContext } from '../links';
import { markerOf } from '../markers';
import { type Built, type Confirmed, nothing, park, type StepContext, type StepPlan } from './step';
import { waitForRequest } from './waiting';

/** Records that are written to Salesforce by upsert. */
export type CrmEntry =
  | { readonly kind: 'fund-request'; readonly record: FundRequest }
  | { readonly kind: 'claim'; readonly record: Claim }
  | { readonly kind: 'registration'; readonly record: Registration };

async function loadEntry(draft: Draft, context: StepContext): Promise<CrmEntry | undefined> {
  const { kind, id } = context.intent.subject;
  if (kind === 'fund-request') {
    const record = await draft.get(kind, id);
    return record && { kind, record };
  }
  if (kind === 'claim') {
    const record = await draft.get(kind, id);
    return record && { kind, record };
  }
  const record = kind === 'registration' ? await draft.get(kind, id) : undefined;
  return record && { kind: 'registration', record };
}

/** What another record must have in Salesforce before this one can point to it. */
async function missingParent(draft: Draft, entry: CrmEntry, context: StepContext): Promise<Built | null> {
  if (entry.kind === 'claim') {
    const request = await draft.get('fund-request', entry.record.requestId);
    return request?.salesforce ? null : waitForRequest(draft, entry.record.requestId, context.intent);
  }
  const partner = await draft.get('partner', entry.record.partnerId);
  if (partner?.salesforce) return null;
  return park(
    'needs-partner',
    `The partner ${partner?.name ?? 'of this record'} is not linked to an account in Salesforce.`,
    'Once the account comes with a sync, or the partner is imported with its account id, this is sent by itself.',
  );
}

/**
 * A decision travels with its own intent: an earlier change of data leaves it out, and so does a later one, because a
 * decision that did not leave may have been given up.
 */
async function leavesDecisionOut(draft: Draft, entry: CrmEntry, context: StepContext): Promise<boolean> {
  const { intent } = context;
  if (entry.record.salesforce !== null && intent.fields !== null && !carriesDecision(intent)) return true;
  // Nor does an earlier decision that still waits take along the one that was given up in its place.
  if (keepsDecision(entry)) return true;
  const open = await draft.openIntents(intent.subject);
  return open.some((other) => other.seq > intent.seq && carriesDecision(other));
}

/** The status that an org added and this change leaves as it is; null when there is none or a decision replaces it. */
async function keptStatus(draft: Draft, entry: CrmEntry, context: StepContext): Promise<string | null> {
  if (carriesDecision(context.intent)) return null;
  return foreignStatus(entry.kind, (await baseOf(draft, entry, 'salesforce')).fields);
}

async function fieldsFor(draft: Draft, entry: CrmEntry, context: StepContext): Promise<FieldMap> {
  const mine = project(entry, 'salesforce', await projectionContext(draft, context.playbook, entry));
  const contested = await contestedFields(draft, entry, 'salesforce');
  const decision = decisionFields(entry.kind);
  const isUndecided = await leavesDecisionOut(draft, entry, context);
  const held = isUndecided ? new Set([...contested, ...decision]) : contested;
  if (entry.record.salesforce === null) {
    const fields = Object.entries(withoutFields(mine, held)).filter(([, value]) => value !== null);
    // A record is born undecided when its decision follows.
    return held.has('status')
      ? { ...Object.fromEntries(fields), status: 'draft' }
      : Object.fromEntries(fields);
  }
  const base = await baseOf(draft, entry, 'salesforce');
  const fields = withoutFields(fieldsToSend(base.fields, mine), held);
  return (await keptStatus(draft, entry, context)) === null ? fields : withoutFields(fields, decision);
}

/** What was agreed on the fields that are sent, and on those that a verdict rests on (G4). */
function agreedOf(base: FieldMap, sent: FieldMap, entry: CrmEntry, context: StepContext): FieldMap {
  const facts = judges(context.intent, entry) ? decisiveFields(entry.kind) : new Set<string>();
  return Object.fromEntries(Object.entries(base).filter(([field]) => field in sent || facts.has(field)));
}

async function build(draft: Draft, context: StepContext): Promise<Built> {
  const entry = await loadEntry(draft, context);
  if (!entry) {
    return park(
      'gone-here',
      'The record is no longer on this device.',
      'Discard this change; a sync brings the record back if Salesforce has it.',
    );
  }
  if (entry.record.deletedRemotely) {
    return { kind: 'moot', why: 'the record was deleted in Salesforce' };
  }
  if (entry.kind === 'fund-request' && isTakenBack(context.intent, entry.record))
    return { kind: 'moot', why: 'the decision was taken back before it was sent' };
  const conflict = await blockingConflict(draft, entry, 'salesforce', judges(context.intent, entry));
  if (conflict) {
    return park(
      'needs-review',
      conflict.kind === 'remote-delete'
        ? 'It was deleted in Salesforce while it was changed here.'
        : 'What the decision rests on was changed in Salesforce meanwhile.',
      'Open the conflict and choose; nothing is sent until then.',
    );
  }
  const parent = await missingParent(draft, entry, context);
  if (parent) return parent;
  const fields = await fieldsFor(draft, entry, context);
  const ref = entry.record.salesforce;
  if (ref !== null && Object.keys(fields).length === 0) return nothing(ref);
  const base = await baseOf(draft, entry, 'salesforce');
  return {
    kind: 'send',
    sent: fields,
    write: {
      kind: 'crm.put',
      marker: markerOf(context.intent.subject, 'crm'),
      entity: entry.kind,
      recordId: entry.record.id,
      salesforceId: ref?.id ?? null,
      fields,
      expectStamp: ref === null ? null : base.stamp,
      ...(ref === null ? {} : { expectFields: agreedOf(base.fields, fields, entry, context) }),
    },
  };
}

async function settle(draft: Draft, context: StepContext, confirmed: Confirmed): Promise<void> {
  const entry = await loadEntry(draft, context);
  if (!entry) return;
  const kept = await keptStatus(draft, entry, context);
  if (kept !== null) {
    draft.log(
      'warning',
      `Salesforce: “${context.intent.label}” has the status “${kept}” there, which this desk does not know. It was left as it is.`,
    );
  }
  await absorbConfirmed(draft, entry, confirmed, context);
}

/** Takes what a remote confirmed into the record; values that do not fit are set aside, the confirmation counts. */
export async function absorbConfirmed(
  draft: Draft,
  entry: AnyRecord,
  confirmed: Confirmed,
  context: StepContext,
): Promise<void> {
  const { ref, row, sent } = confirmed;
  const taken = await absorb(draft, entry, { ref, fields: row?.fields ?? {}, sent }, context);
  if (taken.ok) return;
  const key = keyOf(entry);
  draft.quarantine({
    id: `answer:${ref.remote}:${key.kind}:${key.id}`,
    source: ref.remote,
    what: context.intent.label,
    reason: `${taken.error.field}: ${taken.error.message}`,
    raw: JSON.stringify(row),
    at: draft.now,
  });
  await absorb(draft, entry, { ref, fields: {}, sent }, context);
}

/** The step that creates or changes a record in Salesforce. */
export function crmPut(context: StepContext, title: string): StepPlan {
  return {
    key: 'crm',
    remote: 'salesforce',
    about: context.intent.subject,
    title,
    after: [],
    build: (draft) => build(draft, context),
    settle: (draft, confirmed) => settle(draft, context, confirmed),
  };
}
