import type { AnyRecord } from '../../../../shared/schema/record';
import type { FundRequest } from '../../../../shared/schema/fund-request';
import { FundRequestId } from '../../../../shared/schema/ids';
import { type InvoiceFields, InvoiceFields as InvoiceFieldsSchema } from '../../../../shared/schema/document';
import { Sha256 } from '../../../../shared/schema/values';
import type { Claim } from '../../../../shared/schema/claim';
import { attachDocuments, type DroppedFile } from '../../../../shared/usecases/pop/attach-documents';
import type { UseCaseContext } from '../../../../shared/usecases/context';
import { saveInvoiceFields } from '../../../../shared/usecases/pop/save-invoice-fields';
import type { SeenClaim } from '../../../../shared/usecases/pop/seen-claim';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store';
import { aFundRequest, aPartner } from '../../../support/records';
import { useCaseContext } from '../../../support/use-case-context';

/** The request that the tests claim for. */
export const requestId = FundRequestId.parse('request-1');

/** A store with one approved request over 600 EUR, and the context to act on it. */
export async function approvedRequest(
  over: Partial<Record<keyof FundRequest, unknown>> = {},
  more: readonly AnyRecord[] = [],
): Promise<{ readonly store: MemoryStore; readonly context: ReturnType<typeof useCaseContext> }> {
  const store = createMemoryStore();
  const context = useCaseContext(store, { now: '2026-11-20T09:00:00.000Z' });
  const request = aFundRequest({
    approval: { kind: 'approved', at: '2026-10-01T09:00:00.000Z' },
    approvedAmount: { minor: 60_000, currency: 'EUR' },
    activityType: 'events',
    start: '2026-11-02',
    end: '2026-11-12',
    ...over,
  });
  const stored = await store.commit({
    puts: [{ kind: 'partner', record: aPartner() }, { kind: 'fund-request', record: request }, ...more],
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return { store, context };
}

/** Fields of an invoice that passes every check. */
export function anInvoice(over: Partial<Record<keyof InvoiceFields, unknown>> = {}): InvoiceFields {
  return InvoiceFieldsSchema.parse({
    number: 'R-2026/17',
    date: '2026-11-15',
    currency: 'EUR',
    total: { minor: 50_000, currency: 'EUR' },
    seller: 'Nordlicht Systems GmbH',
    buyer: 'GitLab BV',
    source: 'embedded-xml',
    ...over,
  });
}

/** A dropped file; `seed` tells files apart by their bytes. */
export function aFile(name: string, seed: number, invoice: InvoiceFields | null = null): DroppedFile {
  const bytes = new TextEncoder().encode(name.endsWith('.pdf') ? `%PDF-1.7 ${seed}` : `file ${seed}`);
  return { name, bytes, sha256: Sha256.parse(seed.toString(16).padStart(64, '0')), invoice };
}

/** Drops files and gives the documents that were added. */
export async function drop(
  context: UseCaseContext,
  files: readonly DroppedFile[],
  proof: string | null = null,
  onto = requestId,
) {
  const attached = await attachDocuments(context, { requestId: onto, files, proof });
  if (!attached.ok) throw new Error(JSON.stringify(attached.error));
  return attached.value;
}

async function claimOf(context: UseCaseContext, id: string): Promise<Claim | undefined> {
  const claims = await context.store.list({ kind: 'claim', by: { index: 'requestId', equals: id } });
  return claims.find((claim) => !claim.deletedRemotely);
}

/** The claim on the request; a missing one fails the test. */
export async function theClaim(context: UseCaseContext): Promise<Claim> {
  const claim = await claimOf(context, requestId);
  if (claim === undefined) throw new Error('there is no claim');
  return claim;
}

/** The claim as a person sees it now. */
export async function seen(context: UseCaseContext): Promise<SeenClaim> {
  return { requestId, claim: (await claimOf(context, requestId)) ?? null };
}

/** Types fields of the invoice over the claim as it is now. */
export async function typeInvoice(
  context: UseCaseContext,
  fields: Parameters<typeof saveInvoiceFields>[1]['fields'],
): ReturnType<typeof saveInvoiceFields> {
  const opened = (await claimOf(context, requestId))?.invoice ?? null;
  return saveInvoiceFields(context, { requestId, opened, fields });
}
