import { AuditEntry } from './audit';
import { HeldRow } from './held-row';
import { Intent } from './intent';
import { recordSchemas } from './record';
import { Settings } from './settings';
import { Base, Conflict, Quarantined } from './sync-state';
import { z } from './zod';

/** Rows of the workspace itself that a backup keeps: what the person set. */
const MetaRow = z.object({ key: z.literal('settings'), value: Settings.partial() });

/** Several bases in one row; the text is read with `Base` when one of them is asked for. */
const BasePackRow = z.object({
  first: z.string(),
  keys: z.array(z.string()),
  text: z.string().refine(isBases, 'is no list of bases'),
});

function isBases(text: string): boolean {
  try {
    return z.array(Base).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Schema of the rows of every table that a backup holds, by the table's name; the bytes of `blobs` come apart. */
export const backupRows: Readonly<Record<string, z.ZodType>> = {
  partners: recordSchemas.partner,
  budgets: recordSchemas.budget,
  fundRequests: recordSchemas['fund-request'],
  claims: recordSchemas.claim,
  documents: recordSchemas.document,
  planItems: recordSchemas['plan-item'],
  quarterPlans: recordSchemas['quarter-plan'],
  registrations: recordSchemas.registration,
  intents: Intent,
  bases: Base,
  packedBases: BasePackRow,
  conflicts: Conflict,
  audit: AuditEntry,
  blobs: z.null(),
  quarantine: Quarantined,
  heldRows: HeldRow,
  meta: MetaRow,
};
