import { BudgetId, PartnerId } from './ids';
import { recordCommon } from './record-common';
import { SalesforceRef } from './remote-ref';
import { Money, QuarterId } from './values';
import { z } from './zod';

/** Money set aside for a quarter, by region and optionally partner (MDF-8). */
export const Budget = z.object({
  ...recordCommon,
  id: BudgetId,
  title: z.string(),
  quarter: QuarterId,
  region: z.string().nullable(),
  partnerId: PartnerId.nullable(),
  amount: Money,
  salesforce: SalesforceRef.nullable(),
});
export type Budget = z.infer<typeof Budget>;
