import { causeText } from '../../../shared/lib/cause';
import { XMLParser } from 'fast-xml-parser';
import { parseDecimal } from '../../../shared/domain/money/money';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { InvoiceFields } from '../../../shared/schema/document';
import { CurrencyCode, type Money, PlainDate } from '../../../shared/schema/values';

/** Why an embedded invoice could not be read; its fields stay empty for the person to type. */
export type InvoiceProblem = { readonly message: string; readonly fix: string };

type Node = { readonly [name: string]: unknown };

// What a file makes of entities of its own is bounded: a hostile one could otherwise blow up to gigabytes.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: { enabled: true, maxExpandedLength: 100_000 },
  // Else `M&#252;ller`, as many programs write it, stays as it is.
  htmlEntities: true,
  trimValues: true,
});

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Follows names down a tree; of repeated elements the first. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    const here: unknown = Array.isArray(current) ? current[0] : current;
    if (!isNode(here)) return undefined;
    current = here[name];
  }
  return Array.isArray(current) ? current[0] : current;
}

function text(value: unknown): string | null {
  const raw = isNode(value) ? value['#text'] : value;
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : null;
}

/** A date as e-invoices write it: 20261122 or 2026-11-22 with an optional time or zone. */
function dateOf(raw: string | null): PlainDate | null {
  const match = raw === null ? null : /^(\d{4})-?(\d{2})-?(\d{2})/.exec(raw);
  const parsed = PlainDate.safeParse(match ? `${match[1]}-${match[2]}-${match[3]}` : '');
  return parsed.success ? parsed.data : null;
}

function currencyOf(raw: string | null): CurrencyCode | null {
  const parsed = CurrencyCode.safeParse(raw ?? '');
  return parsed.success ? parsed.data : null;
}

function moneyOf(raw: string | null, currency: CurrencyCode | null): Money | null {
  if (raw === null || currency === null) return null;
  const parsed = parseDecimal(raw, currency);
  return parsed.ok ? parsed.value : null;
}

/** UN/CEFACT invoice, as in Factur-X and ZUGFeRD 1 and 2: the names of the parts differ between the versions. */
function fromCii(root: Node): InvoiceFields {
  const document = at(root, 'ExchangedDocument') ?? at(root, 'HeaderExchangedDocument');
  const trade = at(root, 'SupplyChainTradeTransaction') ?? at(root, 'SpecifiedSupplyChainTradeTransaction');
  const agreement =
    at(trade, 'ApplicableHeaderTradeAgreement') ?? at(trade, 'ApplicableSupplyChainTradeAgreement');
  const settlement =
    at(trade, 'ApplicableHeaderTradeSettlement') ?? at(trade, 'ApplicableSupplyChainTradeSettlement');
  const sums =
    at(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation') ??
    at(settlement, 'SpecifiedTradeSettlementMonetarySummation');
  const currency = currencyOf(text(at(settlement, 'InvoiceCurrencyCode')));
  return {
    number: text(at(document, 'ID')),
    date: dateOf(text(at(document, 'IssueDateTime', 'DateTimeString'))),
    currency,
    total: moneyOf(text(at(sums, 'GrandTotalAmount')), currency),
    seller: text(at(agreement, 'SellerTradeParty', 'Name')),
    buyer: text(at(agreement, 'BuyerTradeParty', 'Name')),
    source: 'embedded-xml',
  };
}

function ublParty(root: Node, role: string): string | null {
  const party = at(root, role, 'Party');
  return text(at(party, 'PartyLegalEntity', 'RegistrationName')) ?? text(at(party, 'PartyName', 'Name'));
}

/** OASIS UBL invoice or credit note, as in XRechnung and Peppol. */
function fromUbl(root: Node): InvoiceFields {
  const currency = currencyOf(text(at(root, 'DocumentCurrencyCode')));
  return {
    number: text(at(root, 'ID')),
    date: dateOf(text(at(root, 'IssueDate'))),
    currency,
    total: moneyOf(text(at(root, 'LegalMonetaryTotal', 'TaxInclusiveAmount')), currency),
    seller: ublParty(root, 'AccountingSupplierParty'),
    buyer: ublParty(root, 'AccountingCustomerParty'),
    source: 'embedded-xml',
  };
}

/** Codes of UNTDID 1001 for credit notes: money goes the other way, so they are no invoice to pay. */
const CREDIT_NOTES = ['81', '83', '261', '296', '308', '381', '396', '420', '458', '532'];

function isCreditNote(cii: Node): boolean {
  const document = at(cii, 'ExchangedDocument') ?? at(cii, 'HeaderExchangedDocument');
  return CREDIT_NOTES.includes(text(at(document, 'TypeCode')) ?? '');
}

const creditNote: InvoiceProblem = {
  message: 'The file inside the PDF is a credit note, not an invoice.',
  fix: 'Ask the partner for the invoice; if this is one after all, type its fields from the page.',
};

/** Reads number, date, currency, total and parties of an e-invoice; what it does not say stays null, nothing is guessed (POP-5). */
export function readEInvoice(xml: string): Result<InvoiceFields, InvoiceProblem> {
  let tree: unknown;
  try {
    tree = parser.parse(xml, true);
  } catch (cause) {
    return err({
      message: `The invoice inside the PDF is damaged (${causeText(cause)}).`,
      fix: 'Type its fields from the page, or ask the partner for the file again.',
    });
  }
  const cii = at(tree, 'CrossIndustryInvoice') ?? at(tree, 'CrossIndustryDocument');
  if (isNode(cii)) return isCreditNote(cii) ? err(creditNote) : ok(fromCii(cii));
  if (isNode(at(tree, 'CreditNote'))) return err(creditNote);
  const ubl = at(tree, 'Invoice');
  if (isNode(ubl)) return ok(fromUbl(ubl));
  return err({
    message: 'The file inside the PDF is not an invoice that this app can read.',
    fix: 'Type the fields from the page.',
  });
}
