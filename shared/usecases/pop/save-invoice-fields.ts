import { noInvoice } from '../../domain/merging/claim-fields';
import { ticksAfterTyping, typedInvoice } from '../../domain/pop/invoice-fields';
import { err, ok, type Result } from '../../lib/result';
import type { Claim } from '../../schema/claim';
import { InvoiceFields } from '../../schema/document';
import type { FundRequestId } from '../../schema/ids';
import { INVOICE_PROOF } from '../../schema/proof-value';
import { againWhenMoved } from '../again-when-moved';
import type { UseCaseContext } from '../context';
import { clashProblem, formChanges } from '../form-changes';
import type { UseCaseProblem } from '../problem';
import { claimAmount } from './claim-amount';
import { withCurrentInvoice } from './claim-invoice';
import { closedClaim, loadClaim, writeClaim } from './seen-claim';

/**
 * Keeps those fields of the invoice that the person typed or corrected (POP-5), over the claim as it is now: what else
 * was changed meanwhile stays, and a field that was changed to something else is refused and named (G4).
 */
export function saveInvoiceFields(
  context: UseCaseContext,
  input: {
    readonly requestId: FundRequestId;
    /** The invoice over which the fields were typed; null when nothing was known of it. */
    readonly opened: InvoiceFields | null;
    readonly fields: Readonly<Partial<Record<keyof InvoiceFields, unknown>>>;
  },
): Promise<Result<Claim, UseCaseProblem>> {
  return againWhenMoved(() => saveOnce(context, input));
}

async function saveOnce(
  context: UseCaseContext,
  { requestId, opened, fields }: Parameters<typeof saveInvoiceFields>[1],
): Promise<Result<Claim, UseCaseProblem>> {
  const loaded = await loadClaim(context, requestId);
  if (!loaded.ok) return loaded;
  const { request, claim } = loaded.value;
  const closed = closedClaim(claim);
  if (closed !== null) return err(closed);
  const stored = claim.invoice ?? noInvoice;
  const parsed = InvoiceFields.safeParse({ ...stored, ...fields });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      code: 'form',
      message: issue?.message ?? 'A field of the invoice cannot be stored.',
      fix: 'Correct the field and save again.',
      field: String(issue?.path[0] ?? ''),
    });
  }
  const typed: Partial<InvoiceFields> = Object.fromEntries(
    Object.entries(parsed.data).filter(([name]) => name in fields && name !== 'source'),
  );
  const { mine, clashes } = formChanges<Partial<InvoiceFields>>(opened ?? noInvoice, typed, stored);
  if (clashes.length > 0) return err(clashProblem(clashes, stored));
  if (Object.keys(mine).length === 0) return ok(claim);
  const invoice = typedInvoice(stored, { ...mine, source: parsed.data.source });
  const after = {
    ...withCurrentInvoice(claim),
    ...(await filedInvoice(context, claim)),
    invoice,
    ticks: ticksAfterTyping(claim.ticks, mine),
  };
  return writeClaim(
    context,
    claim,
    { ...after, reimbursement: await claimAmount(context, claim, after, request) },
    { action: 'entered invoice', note: invoice.number, travels: claim.receivedAt !== null },
  );
}

/** The document that typed fields are about, where nothing says so yet and one is filed as the invoice. */
async function filedInvoice(
  context: UseCaseContext,
  { invoiceOf, requestId }: Claim,
): Promise<Pick<Claim, 'invoiceOf'>> {
  if (invoiceOf !== undefined) return {};
  const documents = await context.store.list({
    kind: 'document',
    by: { index: 'requestId', equals: requestId },
  });
  const filed = documents
    .filter(({ proof, deletedRemotely }) => proof === INVOICE_PROOF && !deletedRemotely)
    .at(-1);
  return filed === undefined ? {} : { invoiceOf: filed.id };
}
