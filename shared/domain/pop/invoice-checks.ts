import { assertNever } from '../../lib/assert-never';
import { foldText } from '../../lib/text';
import type { Playbook } from '../../playbook/playbook';
import type { InvoiceFields } from '../../schema/document';
import type { FundRequest } from '../../schema/fund-request';
import type { Partner } from '../../schema/partner';
import { addDays } from '../calendar/plain-date';
import type { Finding } from '../finding';
import { plainMoney } from '../money/money';
import { duplicateFindings } from './duplicates';
import type { InvoiceCheckInput } from './invoice-input';
import { INVOICE_PROOF } from '../../schema/proof-value';
import { noInvoice } from '../merging/claim-fields';
import { invoicedShare, isNothingToPay, leftOf, leftUnknown, nothingToPayText } from './reimbursement';

/** Every check of an invoice; what cannot be decided says so and never passes (POP-5, POP-8). */
export function checkInvoice(input: InvoiceCheckInput): Finding[] {
  const filed = input.documents.filter(({ proof }) => proof === INVOICE_PROOF);
  const isHere = filed.length > 0;
  const invoice = input.invoice ?? (isHere ? noInvoice : null);
  if (invoice === null) {
    return [
      {
        rule: 'POP-8',
        code: 'invoice-present',
        verdict: 'fail',
        message: 'There is no invoice.',
        fix: 'Ask the partner for it, or type its fields from the document.',
      },
      ...duplicateFindings(input),
    ];
  }
  return [
    isHere && filed.every(({ review }) => review.kind === 'changes-requested')
      ? changesFinding
      : presentFinding(isHere),
    numberFinding(invoice),
    totalFinding(invoice, input),
    currencyFinding(invoice, input.request),
    dateFinding(invoice, input),
    sellerFinding(invoice, input.partner, input.playbook),
    buyerFinding(invoice, input.playbook),
    ...duplicateFindings(input),
    personFinding(
      input.ticks,
      'invoice-names-activity',
      'The invoice names the activity.',
      `Read the invoice: does it name “${input.request.title}”?`,
    ),
  ];
}

const changesFinding: Finding = {
  rule: 'POP-8',
  code: 'invoice-present',
  verdict: 'fail',
  message: 'The invoice needs changes by the partner.',
  fix: 'Wait for the new one, or accept the document that is there.',
};

function presentFinding(isHere: boolean): Finding {
  return {
    rule: 'POP-8',
    code: 'invoice-present',
    verdict: 'pass',
    message: isHere
      ? 'There is an invoice.'
      : 'What the invoice says is known; the document itself is not on this desk.',
    fix: '',
  };
}

function blank(text: string | null): text is null {
  return text === null || text.trim() === '';
}

function numberFinding(invoice: InvoiceFields): Finding {
  const base = { rule: 'POP-8', code: 'invoice-number' } as const;
  return blank(invoice.number)
    ? {
        ...base,
        verdict: 'undecidable',
        message: 'The number of the invoice is not known.',
        fix: 'Type it from the document; if there is none, ask for a new invoice.',
      }
    : { ...base, verdict: 'pass', message: `The invoice has the number ${invoice.number}.`, fix: '' };
}

function totalFinding(
  invoice: InvoiceFields,
  { request, partner, playbook, taken }: InvoiceCheckInput,
): Finding {
  const base = { rule: 'POP-5', code: 'invoice-total' } as const;
  const approved = request.approvedAmount;
  if (invoice.total === null || approved === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message:
        invoice.total === null
          ? 'The total of the invoice is not known.'
          : 'The request has no approved amount to compare with.',
      fix:
        invoice.total === null ? 'Type it from the document.' : 'Have it entered in Salesforce, then sync.',
    };
  }
  if (invoice.total.currency !== approved.currency) {
    return {
      ...base,
      verdict: 'undecidable',
      message: `${plainMoney(invoice.total)} cannot be compared with the approved ${plainMoney(approved)}.`,
      fix: 'Ask for an invoice in the approved currency.',
    };
  }
  if (isNothingToPay(invoice.total)) {
    return {
      ...base,
      // Not the check that a reviewer may accept: nobody would be paid less than nothing knowingly.
      code: 'invoice-credit',
      verdict: 'fail',
      message: nothingToPayText(invoice.total),
      fix: 'Ask for the invoice.',
    };
  }
  const left = leftOf(approved, taken);
  if (left === null) return { ...base, verdict: 'undecidable', ...leftUnknown };
  const limit =
    taken.length === 0
      ? `the approved ${plainMoney(approved)}`
      : `the ${plainMoney(left)} that other claims left of the approved ${plainMoney(approved)}`;
  const share = invoicedShare(invoice.total, request, partner?.salesforce?.id ?? null, playbook);
  const what =
    playbook.pop.invoiceCovers === 'total-cost'
      ? `The share of the cost that is paid, ${plainMoney(share)},`
      : `The total of ${plainMoney(invoice.total)}`;
  return share.minor <= left.minor
    ? {
        ...base,
        verdict: 'pass',
        message: `${what} is no more than ${limit}.`,
        fix: '',
      }
    : {
        ...base,
        verdict: 'fail',
        message: `${what} is more than ${limit}.`,
        fix: 'Ask for a corrected invoice, or accept it knowing that no more than that is paid.',
      };
}

function currencyFinding(invoice: InvoiceFields, request: FundRequest): Finding {
  const base = { rule: 'POP-5', code: 'invoice-currency' } as const;
  const wanted = request.approvedAmount?.currency ?? request.currency;
  const found = invoice.currency ?? invoice.total?.currency ?? null;
  if (found === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The currency of the invoice is not known.',
      fix: `Read it from the document; it must be ${wanted}.`,
    };
  }
  return found === wanted
    ? { ...base, verdict: 'pass', message: `The invoice is in ${wanted}.`, fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `The invoice is in ${found}, the request in ${wanted}.`,
        fix: `Ask for an invoice in ${wanted}.`,
      };
}

function dateFinding(invoice: InvoiceFields, { request, playbook }: InvoiceCheckInput): Finding {
  const base = { rule: 'POP-5', code: 'invoice-date' } as const;
  const last = addDays(request.end, playbook.pop.invoiceWindowDaysAfter);
  if (invoice.date === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'The date of the invoice is not known.',
      fix: `Type it from the document; it must lie from ${request.start} to ${last}.`,
    };
  }
  return invoice.date >= request.start && invoice.date <= last
    ? { ...base, verdict: 'pass', message: `Dated ${invoice.date}, inside the window.`, fix: '' }
    : {
        ...base,
        verdict: 'fail',
        message: `The invoice is dated ${invoice.date}; the date must lie from ${request.start} to ${last}.`,
        fix: 'Ask whether it belongs to this activity, and for a corrected invoice if it does.',
      };
}

/** A company's name however it is written and whatever its legal form: `ACME, Inc.` is `acme`. */
function companyName(text: string, { pop }: Pick<Playbook, 'pop'>): string {
  const forms = new Set(pop.legalForms.map(foldText));
  // `B.V.` and `BV` are one word; `booking.com` is two.
  return foldText(text.replace(/(?<=(?<!\p{L})\p{L})\.(?=\p{L}(?!\p{L}))/gu, ''))
    .split(' ')
    .filter((word) => !forms.has(word))
    .join(' ');
}

/** `within`: one of the names is a part of the other, so that only a person can tell whether they are one company. */
function compareParties(a: string, b: string, playbook: Pick<Playbook, 'pop'>): 'same' | 'within' | 'other' {
  const [x, y] = [companyName(a, playbook), companyName(b, playbook)];
  if (x === '' || y === '') return foldText(a) === foldText(b) ? 'same' : 'other';
  if (x === y) return 'same';
  return ` ${x} `.includes(` ${y} `) || ` ${y} `.includes(` ${x} `) ? 'within' : 'other';
}

function sellerFinding(
  invoice: InvoiceFields,
  partner: Partner | null,
  playbook: Pick<Playbook, 'pop'>,
): Finding {
  const base = { rule: 'POP-8', code: 'invoice-seller' } as const;
  if (blank(invoice.seller) || partner === null) {
    return {
      ...base,
      verdict: 'undecidable',
      message: partner === null ? 'The partner is not known.' : 'Who issued the invoice is not known.',
      fix: partner === null ? 'Choose the partner of the request.' : 'Type the issuer from the document.',
    };
  }
  const likeness = compareParties(invoice.seller, partner.name, playbook);
  switch (likeness) {
    case 'same':
      return { ...base, verdict: 'pass', message: `Issued by ${invoice.seller}.`, fix: '' };
    case 'within':
      return {
        ...base,
        verdict: 'warn',
        message: `The invoice was issued by ${invoice.seller}; the partner is ${partner.name}.`,
        fix: 'Accept it if you know that it is the same company.',
      };
    case 'other':
      return {
        ...base,
        verdict: 'fail',
        message: `The invoice was issued by ${invoice.seller}, but the partner is ${partner.name}.`,
        fix: 'The partner itself must issue the invoice; accept another name only if you know that it is the same company.',
      };
    default:
      return assertNever(likeness);
  }
}

function buyerFinding(invoice: InvoiceFields, playbook: Pick<Playbook, 'pop'>): Finding {
  const base = { rule: 'POP-5', code: 'invoice-buyer' } as const;
  const { payableTo } = playbook.pop;
  const wanted = payableTo.join(' or ');
  if (blank(invoice.buyer)) {
    return {
      ...base,
      verdict: 'undecidable',
      message: 'To whom the invoice is addressed is not known.',
      fix: `Type it from the document; it must be ${wanted}.`,
    };
  }
  const buyer = foldText(invoice.buyer);
  const entities = payableTo.map(foldText);
  // An address may follow the name; what stands before it may be another company that receives for ours.
  if (entities.some((entity) => `${buyer} `.startsWith(`${entity} `))) {
    return { ...base, verdict: 'pass', message: `Addressed to ${invoice.buyer}.`, fix: '' };
  }
  if (entities.some((entity) => ` ${buyer} `.includes(` ${entity} `))) {
    return {
      ...base,
      verdict: 'warn',
      message: `The invoice is addressed to ${invoice.buyer}, which names more than our legal entity.`,
      fix: 'Accept it if our legal entity is who pays, or ask for another invoice.',
    };
  }
  return {
    ...base,
    verdict: 'fail',
    message: `The invoice is addressed to ${invoice.buyer}, which is none of our legal entities.`,
    fix: `Ask for an invoice addressed to ${wanted}.`,
  };
}

function personFinding(
  ticks: Readonly<Record<string, boolean>>,
  code: string,
  message: string,
  question: string,
): Finding {
  const tick = ticks[code];
  const base = { rule: 'POP-8', code };
  if (tick === true) return { ...base, verdict: 'pass', message, fix: '' };
  return tick === false
    ? { ...base, verdict: 'fail', message: `Not so: ${message}`, fix: 'Ask for a corrected invoice.' }
    : { ...base, verdict: 'needs-person', message: question, fix: 'Answer it after reading the document.' };
}
