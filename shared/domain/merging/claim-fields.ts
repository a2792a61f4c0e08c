import { assertNever } from '../../lib/assert-never';
import type { Result } from '../../lib/result';
import { Claim, type ClaimDecision, PopStage } from '../../schema/claim';
import type { InvoiceFields } from '../../schema/document';
import type { FieldMap } from '../../schema/field-value';
import type { Instant } from '../../schema/values';
import { zero } from '../money/money';
import { underDecision } from '../pop/agreement';
import { stageOfLabels } from '../pop/labels';
import { takenUp } from './decisive';
import {
  changesOf,
  differing,
  fitted,
  type Misfit,
  moneyOf,
  type ProjectionContext,
  type Setters,
  textOf,
} from './projection';

/** What Salesforce's status field can say about a claim. */
export type ClaimStatus = 'draft' | 'approved' | 'rejected' | 'paid';

/** The status of a claim's decision, for Salesforce. */
export function claimStatusOf(decision: ClaimDecision): ClaimStatus {
  switch (decision.kind) {
    case 'open':
    case 'changes-requested':
      return 'draft';
    case 'accepted':
      return 'approved';
    case 'rejected':
      return 'rejected';
    case 'paid':
      return 'paid';
    default:
      return assertNever(decision);
  }
}

/** The synchronised fields of a claim for Salesforce; an amount that is not known yet is nothing, since the object demands one. */
export function projectClaim(claim: Claim, context: ProjectionContext): FieldMap {
  const request = context.links.remoteRequestOf(claim.requestId);
  const currency = context.links.currencyOf(claim.requestId);
  const amount = claim.reimbursement ?? (currency === null ? null : zero(currency));
  return {
    title: claim.title,
    ...(request === null ? {} : { request }),
    ...(amount === null ? {} : { amount }),
    status: claimStatusOf(claim.decision),
    invoiceNumber: claim.invoice?.number ?? null,
    invoiceDate: claim.invoice?.date ?? null,
  };
}

/** The part of a claim that the POP issue carries: its stage, and a rejection that ends it, each told once (POP-2). */
export function projectClaimToGitlab({ stage, decision }: Claim): FieldMap {
  return decision.kind === 'rejected' ? { stage, rejected: decision.note } : { stage };
}

/** The stage that a POP issue's labels tell; nothing when they tell none (POP-2). */
export function canonicalPopIssue(fields: FieldMap, context: ProjectionContext): FieldMap {
  const { labels } = fields;
  if (!Array.isArray(labels)) return {};
  const stage = stageOfLabels(labels, context.playbook);
  return stage === null ? {} : { stage };
}

/** Remote fields in the spelling of `projectClaim`. */
export function canonicalClaim(fields: FieldMap): FieldMap {
  const status = textOf(fields.status);
  return status === null ? fields : { ...fields, status: status.toLowerCase() };
}

/** An invoice of which nothing is known. */
export const noInvoice: InvoiceFields = {
  number: null,
  date: null,
  currency: null,
  total: null,
  seller: null,
  buyer: null,
  source: 'typed',
};

/** Who decided where a claim was decided in Salesforce, which tells neither who nor why. */
export const IN_SALESFORCE = 'Salesforce';

/** Who says that a claim was paid where an import from the partner portal lists its request as closed. */
export const IN_PORTAL = 'Partner portal';

function decisionFrom(claim: Claim, status: string | null, now: Instant): ClaimDecision {
  const by = IN_SALESFORCE;
  switch (status) {
    case 'approved':
      return { kind: 'accepted', at: now, by };
    case 'rejected':
      return { kind: 'rejected', at: now, by, note: 'Rejected in Salesforce.' };
    case 'paid':
      return { kind: 'paid', at: now, by };
    case 'draft':
      return { kind: 'open' };
    case null:
    default:
      return claim.decision;
  }
}

function settersFor(claim: Claim, context: ProjectionContext): Setters {
  return {
    title: (value) => (value === null ? {} : { title: value }),
    request: (value) => {
      const requestId = context.links.requestOf(textOf(value) ?? '');
      return requestId === null ? {} : { requestId };
    },
    amount: (value) => {
      const reimbursement = moneyOf(value);
      return reimbursement === null ? {} : { reimbursement };
    },
    status: (value) => {
      const decision = decisionFrom(claim, textOf(value), context.now);
      return { decision, stage: underDecision(claim, decision).stage };
    },
  };
}

/** The claim with Salesforce's values in place of its own. */
export function applyToClaim(
  claim: Claim,
  fields: FieldMap,
  context: ProjectionContext,
): Result<Claim, Misfit> {
  const changed = differing(projectClaim(claim, context), fields);
  const invoiced = 'invoiceNumber' in changed || 'invoiceDate' in changed;
  const invoice = {
    ...(claim.invoice ?? noInvoice),
    ...('invoiceNumber' in changed ? { number: textOf(changed.invoiceNumber) } : {}),
    ...('invoiceDate' in changed ? { date: textOf(changed.invoiceDate) } : {}),
  };
  return fitted(Claim, {
    ...('status' in changed ? takenUp(claim) : claim),
    ...changesOf(settersFor(claim, context), changed),
    invoice: invoiced ? invoice : claim.invoice,
  });
}

/** The claim at the stage that the POP issue shows. */
export function applyPopIssue(claim: Claim, fields: FieldMap): Result<Claim, Misfit> {
  const stage = PopStage.safeParse(fields.stage);
  return fitted(Claim, stage.success ? { ...claim, stage: stage.data } : claim);
}
