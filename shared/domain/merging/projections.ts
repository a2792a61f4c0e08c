import { assertNever } from '../../lib/assert-never';
import { ok, type Result } from '../../lib/result';
import type { FieldMap } from '../../schema/field-value';
import type { AnyRecord, RecordKind } from '../../schema/record';
import { applyToBudget, projectBudget } from './budget-fields';
import {
  applyPopIssue,
  applyToClaim,
  canonicalClaim,
  canonicalPopIssue,
  projectClaim,
  projectClaimToGitlab,
} from './claim-fields';
import { applyToFundRequest, canonicalFundRequest, projectFundRequest } from './fund-request-fields';
import { applyToPartner, projectPartner } from './partner-fields';
import { applyToPlanItem, canonicalPlanIssue, projectPlanItem } from './plan-item-fields';
import type { Misfit, ProjectionContext } from './projection';
import { applyToRegistration, projectRegistration } from './registration-fields';

/** One of the two systems of record. */
export type RemoteName = 'salesforce' | 'gitlab';

/** The fields of a record that a remote holds; none for a record that the remote does not know (SYNC-1, SYNC-2). */
export function project(entry: AnyRecord, remote: RemoteName, context: ProjectionContext): FieldMap {
  switch (entry.kind) {
    case 'partner':
      return remote === 'salesforce' ? projectPartner(entry.record) : {};
    case 'budget':
      return remote === 'salesforce' ? projectBudget(entry.record, context) : {};
    case 'fund-request':
      return remote === 'salesforce' ? projectFundRequest(entry.record, context) : {};
    case 'claim':
      return remote === 'salesforce'
        ? projectClaim(entry.record, context)
        : projectClaimToGitlab(entry.record);
    case 'registration':
      return remote === 'salesforce' ? projectRegistration(entry.record, context) : {};
    case 'plan-item':
      return remote === 'gitlab' ? projectPlanItem(entry.record, context) : {};
    case 'document':
    case 'quarter-plan':
      return {};
    default:
      return assertNever(entry);
  }
}

/** A remote's fields in the spelling of `project`; `agreed` are the values of the last agreement. */
export function canonical(
  kind: RecordKind,
  remote: RemoteName,
  fields: FieldMap,
  agreed: FieldMap,
  context: ProjectionContext,
): FieldMap {
  switch (kind) {
    case 'fund-request':
      return canonicalFundRequest(fields, context);
    case 'claim':
      return remote === 'salesforce' ? canonicalClaim(fields) : canonicalPopIssue(fields, context);
    case 'plan-item':
      return canonicalPlanIssue(fields, agreed);
    case 'partner':
    case 'budget':
    case 'registration':
    case 'document':
    case 'quarter-plan':
      return fields;
    default:
      return assertNever(kind);
  }
}

function as<K extends RecordKind>(kind: K) {
  return <R>(record: R): { readonly kind: K; readonly record: R } => ({ kind, record });
}

function mapped<T, U>(result: Result<T, Misfit>, f: (value: T) => U): Result<U, Misfit> {
  return result.ok ? ok(f(result.value)) : result;
}

/** The record with a remote's values in place of its own, or the field that does not fit. */
export function applyFields(
  entry: AnyRecord,
  remote: RemoteName,
  fields: FieldMap,
  context: ProjectionContext,
): Result<AnyRecord, Misfit> {
  switch (entry.kind) {
    case 'partner':
      return mapped(applyToPartner(entry.record, fields), as('partner'));
    case 'budget':
      return mapped(applyToBudget(entry.record, fields, context), as('budget'));
    case 'fund-request':
      return mapped(applyToFundRequest(entry.record, fields, context), as('fund-request'));
    case 'claim':
      return mapped(
        remote === 'salesforce'
          ? applyToClaim(entry.record, fields, context)
          : applyPopIssue(entry.record, fields),
        as('claim'),
      );
    case 'registration':
      return mapped(applyToRegistration(entry.record, fields, context), as('registration'));
    case 'plan-item':
      return mapped(applyToPlanItem(entry.record, fields, context), as('plan-item'));
    case 'document':
    case 'quarter-plan':
      return ok(entry);
    default:
      return assertNever(entry);
  }
}
