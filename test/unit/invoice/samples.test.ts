import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { readEInvoice } from '../../../renderer/workers/invoice/e-invoice';
import { type Attachment, invoiceAttachment } from '../../../renderer/workers/invoice/invoice-attachment';

const folder = join(import.meta.dirname, '../../../resources/demo/invoices');

async function read(name: string) {
  const data = new Uint8Array(readFileSync(join(folder, name)));
  const task = getDocument({ data, verbosity: 0, useSystemFonts: true });
  try {
    const attachments: Record<string, Attachment> | null = await (await task.promise).getAttachments();
    const found = invoiceAttachment(Object.values(attachments ?? {}));
    if (!found) return null;
    const fields = readEInvoice(new TextDecoder().decode(found.content));
    return fields.ok ? fields.value : fields.error;
  } finally {
    await task.destroy();
  }
}

describe('POP-5 the fields of real e-invoices', () => {
  // Expected values were read from the XML with another tool.
  it.each([
    ['EN16931_Einfach.pdf', '471102', '2018-03-05', 'EUR', 52_987, 'Lieferant GmbH', 'Kunden AG Mitte'],
    [
      'Facture_FR_BASIC.pdf',
      'FA-2017-0010',
      '2017-11-13',
      'EUR',
      67_115,
      'Au bon moulin',
      'Ma jolie boutique',
    ],
    [
      'Facture_UE_MINIMUM.pdf',
      'FA-2017-0008',
      '2017-11-03',
      'EUR',
      207_676,
      'Au bon moulin',
      'Me gusta olive',
    ],
    [
      'MustangGnuaccountingBeispielRE-20170509_505.pdf',
      'RE-20170509/505',
      '2017-05-09',
      'EUR',
      57_104,
      'Bei Spiel GmbH',
      'Theodor Est',
    ],
    ['acme_invoice-42_ZUGFeRD.pdf', '20131122-42', '2014-11-08', 'EUR', 11_900, 'Seller Inc.', 'Buyer Inc.'],
    [
      'zugferd_2p0_EXTENDED_Fremdwaehrung.pdf',
      '47110815',
      '2018-10-31',
      'GBP',
      102_191,
      'Rohstoff AG Salzgitter',
      'Metallbau Leipzig GmbH & Co. KG',
    ],
  ] as const)('%s', async (name, number, date, currency, minor, seller, buyer) => {
    expect(await read(name)).toEqual({
      number,
      date,
      currency,
      total: { minor, currency },
      seller,
      buyer,
      source: 'embedded-xml',
    });
  });

  it('takes a self-billed invoice (code 389) for what it is, though its name says credit', async () => {
    expect(await read('EN16931_Gutschrift.pdf')).toMatchObject({
      number: '471102',
      seller: 'Lieferant GmbH',
    });
  });
});

describe('POP-5 what is not a clean e-invoice', () => {
  const cii = (inner: string) =>
    `<rsm:CrossIndustryInvoice xmlns:rsm="urn:x">${inner}</rsm:CrossIndustryInvoice>`;

  it('leaves everything empty that the file does not say', () => {
    expect(readEInvoice(cii('<ExchangedDocument><ID> 7 </ID></ExchangedDocument>'))).toEqual({
      ok: true,
      value: {
        number: '7',
        date: null,
        currency: null,
        total: null,
        seller: null,
        buyer: null,
        source: 'embedded-xml',
      },
    });
  });

  it.each(['381', '261'])('names a credit note (code %s) instead of taking it for an invoice', (code) => {
    const credit = readEInvoice(cii(`<ExchangedDocument><TypeCode>${code}</TypeCode></ExchangedDocument>`));
    expect(credit).toMatchObject({ ok: false, error: { message: expect.stringContaining('credit note') } });
    expect(readEInvoice('<CreditNote><ID>1</ID></CreditNote>')).toMatchObject({ ok: false });
  });

  it('never takes a date that does not exist or a total without a currency', () => {
    const read = readEInvoice(
      cii(
        '<ExchangedDocument><IssueDateTime><DateTimeString format="102">20260230</DateTimeString></IssueDateTime></ExchangedDocument>' +
          '<SupplyChainTradeTransaction><ApplicableHeaderTradeSettlement><SpecifiedTradeSettlementHeaderMonetarySummation>' +
          '<GrandTotalAmount>12.00</GrandTotalAmount></SpecifiedTradeSettlementHeaderMonetarySummation>' +
          '</ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction>',
      ),
    );
    expect(read).toMatchObject({ ok: true, value: { date: null, total: null } });
  });

  it.each(['<a><b></a>', '<html><body>hi</body></html>', '', 'plain text'])(
    'names %j as no invoice',
    (xml) => {
      const read = readEInvoice(xml);
      expect(read.ok).toBe(false);
    },
  );

  it('reads a UBL invoice', () => {
    const party = (role: string, name: string) =>
      `<cac:${role}><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
    const xml =
      '<Invoice xmlns:cbc="c" xmlns:cac="a"><cbc:ID>R-1</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate>' +
      '<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>' +
      party('AccountingSupplierParty', 'Nordlicht &amp; Co') +
      party('AccountingCustomerParty', 'Vendor Inc.') +
      '<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount></cac:LegalMonetaryTotal></Invoice>';
    expect(readEInvoice(xml)).toEqual({
      ok: true,
      value: {
        number: 'R-1',
        date: '2026-11-20',
        currency: 'EUR',
        total: { minor: 11_900, currency: 'EUR' },
        seller: 'Nordlicht & Co',
        buyer: 'Vendor Inc.',
        source: 'embedded-xml',
      },
    });
  });

  it('reads signs that are written as their number, and no sign out of a written-out ampersand', () => {
    const read = readEInvoice(
      cii('<ExchangedDocument><ID>M&#252;ller &#x26; S&#xF6;hne &amp;#252;</ID></ExchangedDocument>'),
    );
    expect(read).toMatchObject({ ok: true, value: { number: 'Müller & Söhne &#252;' } });
  });

  it('reads an invoice of thousands of lines with ampersands', () => {
    const lines = '<Line>Print &amp; post</Line>'.repeat(3000);
    const read = readEInvoice(cii(`<ExchangedDocument><ID>7</ID></ExchangedDocument>${lines}`));
    expect(read).toMatchObject({ ok: true, value: { number: '7' } });
  });

  it('does not expand a bomb of entities', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>${cii('<ExchangedDocument><ID>&c;&c;&c;</ID></ExchangedDocument>')}`;
    const read = readEInvoice(bomb);
    const length = read.ok ? (read.value.number ?? '').length : 0;
    expect(length).toBeLessThan(5000);
  });
});
