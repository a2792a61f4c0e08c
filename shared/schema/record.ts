import { Budget } from './budget';
import { Claim } from './claim';
import { StoredDocument } from './document';
import { FundRequest } from './fund-request';
import { Partner } from './partner';
import { PlanItem, QuarterPlan } from './plan';
import { Registration } from './registration';
import type { z } from './zod';

/** Every kind of record and its schema; the local store has one table for each. */
export const recordSchemas = {
  partner: Partner,
  'fund-request': FundRequest,
  claim: Claim,
  document: StoredDocument,
  'plan-item': PlanItem,
  'quarter-plan': QuarterPlan,
  registration: Registration,
  budget: Budget,
} as const;

/** The kinds of records, each of which has a table of its own. */
export type RecordKind = keyof typeof recordSchemas;

/** The record type of a kind. */
export type RecordOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;

/** Any record together with its kind. */
export type AnyRecord = { [K in RecordKind]: { readonly kind: K; readonly record: RecordOf<K> } }[RecordKind];
