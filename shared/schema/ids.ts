import { z } from './zod';

const id = z.string().min(1).max(80);

/** Local id of a partner; a UUID made on this device. */
export const PartnerId = id.brand<'PartnerId'>();
export type PartnerId = z.infer<typeof PartnerId>;

/** Local id of a fund request; also its external id in Salesforce. */
export const FundRequestId = id.brand<'FundRequestId'>();
export type FundRequestId = z.infer<typeof FundRequestId>;

/** Local id of a claim; also its external id in Salesforce. */
export const ClaimId = id.brand<'ClaimId'>();
export type ClaimId = z.infer<typeof ClaimId>;

/** Local id of a stored document (its bytes are keyed by hash). */
export const DocumentId = id.brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentId>;

/** Local id of a tactic or milestone on the timeline. */
export const PlanItemId = id.brand<'PlanItemId'>();
export type PlanItemId = z.infer<typeof PlanItemId>;

/** Local id of a quarter's goals for one partner or region. */
export const QuarterPlanId = id.brand<'QuarterPlanId'>();
export type QuarterPlanId = z.infer<typeof QuarterPlanId>;

/** Local id of a program registration; also its external id in Salesforce. */
export const RegistrationId = id.brand<'RegistrationId'>();
export type RegistrationId = z.infer<typeof RegistrationId>;

/** Local id of an MDF budget or allocation. */
export const BudgetId = id.brand<'BudgetId'>();
export type BudgetId = z.infer<typeof BudgetId>;

/** Id of an outbox intent; each of its steps derives its remote marker from it. */
export const IntentId = id.brand<'IntentId'>();
export type IntentId = z.infer<typeof IntentId>;

/** Id of a conflict shown to the person. */
export const ConflictId = id.brand<'ConflictId'>();
export type ConflictId = z.infer<typeof ConflictId>;
