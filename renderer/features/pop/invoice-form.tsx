import { type ReactNode, useId } from 'react';
import type { Claim } from '../../../shared/schema/claim';
import type { InvoiceFields, StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { CurrencyCode } from '../../../shared/schema/values';
import { Button } from '../../ui/button';
import { DateField } from '../../ui/date-field';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { Badge } from '../../ui/status';
import { TextField } from '../../ui/text-field';
import { MoneyInput } from '../../widgets/money-text';
import { CheckLine, saidBy, type ShownCheck } from './check-line';
import { checksOfField } from './field-checks';
import styles from './checks.module.css';
import type { FieldValue } from './invoice-text';
import type { WriteClaim } from './use-claim-writes';
import { useInvoiceDrafts } from './use-invoice-drafts';
import type { InvoiceField } from './written-ways';

type InvoiceFormProps = {
  readonly request: FundRequest;
  readonly claim: Claim | null;
  readonly checks: readonly ShownCheck[];
  /** Invoices among the documents; their own fields can be taken over. */
  readonly invoices: readonly StoredDocument[];
  readonly isReadOnly: boolean;
  readonly write: WriteClaim;
  readonly onTick: (code: string, value: boolean) => void;
  /** Says which field is being looked at, null for none. */
  readonly onField: (field: InvoiceField | null) => void;
};

/** What the invoice says, each field with its checks; from the e-invoice inside the PDF or typed from the page (POP-5). */
export function InvoiceForm(props: InvoiceFormProps) {
  const { request, claim, checks, invoices, isReadOnly, write, onTick, onField } = props;
  const invoice = claim?.invoice ?? null;
  const drafts = useInvoiceDrafts(request.id, invoice, write);
  const { values, error } = drafts;

  const formId = useId();
  const idOf = ({ finding }: ShownCheck) => `${formId}-${finding.code}`;

  function field(name: InvoiceField, input: (described: ReturnType<typeof saidBy>) => ReactNode) {
    const codes: readonly string[] = checksOfField[name];
    const own = checks.filter(({ finding }) => codes.includes(finding.code));
    return (
      <div
        className={styles.field}
        data-field={name}
        onFocus={() => onField(name)}
        onBlur={() => onField(null)}
        onKeyDownCapture={(event) => {
          if (event.key === 'Enter') void drafts.commit(name, 'entered');
        }}
      >
        {input(saidBy(own.map(idOf)))}
        {own.map((check) => (
          <CheckLine
            key={check.finding.code}
            id={idOf(check)}
            check={check}
            isReadOnly={isReadOnly}
            onTick={(value) => onTick(check.finding.code, value)}
          />
        ))}
      </div>
    );
  }

  function text(name: Exclude<InvoiceField, 'total' | 'date'>, label: string) {
    const value = values[name];
    return field(name, (described) => (
      <TextField
        label={label}
        {...described}
        value={typeof value === 'string' ? value : ''}
        isReadOnly={isReadOnly}
        error={error(name)}
        onChange={(typed) => drafts.type(name, typed)}
        onBlur={() => void drafts.commit(name, 'left')}
      />
    ));
  }

  const wanted = request.approvedAmount?.currency ?? request.currency;
  const total = typeof values.total === 'object' ? values.total : null;
  const others = invoices.filter(
    ({ invoice: found }) => found !== null && JSON.stringify(found) !== JSON.stringify(invoice),
  );
  return (
    <Section
      title="Invoice"
      actions={invoice === null ? null : <Badge tone="info">{sourceWord(invoice)}</Badge>}
    >
      {drafts.problem === null ? null : <Notice tone="bad">{drafts.problem}</Notice>}
      <div className={styles.notices}>
        {isReadOnly
          ? null
          : others.map((document) => (
              <Notice
                key={document.id}
                tone="info"
                actions={
                  <Button
                    onPress={() => {
                      if (document.invoice !== null)
                        void drafts.take(document.invoice, 'Invoice fields taken over');
                    }}
                  >
                    Use its fields
                  </Button>
                }
              >
                <bdi>{document.name}</bdi> has fields of its own inside.
              </Notice>
            ))}
      </div>
      <div className={styles.fields}>
        {text('number', 'Number')}
        {field('date', (described) => (
          <DateField
            label="Date"
            {...described}
            value={typeof values.date === 'string' ? values.date : null}
            isReadOnly={isReadOnly}
            error={error('date')}
            onChange={(date) => drafts.type('date', date)}
            onBlur={() => void drafts.commit('date', 'left')}
          />
        ))}
        {field('total', (described) => (
          <MoneyInput
            label="Total"
            {...described}
            currency={total?.currency ?? currencyOf(values.currency) ?? wanted}
            value={total}
            isDisabled={isReadOnly}
            error={error('total')}
            onChange={(money) => drafts.type('total', money)}
            onBlur={() => void drafts.commit('total', 'left')}
          />
        ))}
        {text('currency', 'Currency')}
        {text('seller', 'Issued by')}
        {text('buyer', 'Addressed to')}
      </div>
    </Section>
  );
}

function sourceWord({ source }: InvoiceFields): string {
  return source === 'embedded-xml' ? 'Read from the e-invoice' : 'Typed';
}

function currencyOf(typed: FieldValue): CurrencyCode | null {
  const parsed = CurrencyCode.safeParse(typeof typed === 'string' ? typed.trim().toUpperCase() : null);
  return parsed.success ? parsed.data : null;
}
