import { type ReactNode, useState } from 'react';
import { noInvoice } from '../../../shared/domain/merging/claim-fields';
import { minorUnits } from '../../../shared/domain/money/currencies';
import type { Claim } from '../../../shared/schema/claim';
import type { InvoiceFields, StoredDocument } from '../../../shared/schema/document';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { CurrencyCode, type Money, PlainDate } from '../../../shared/schema/values';
import { saveInvoiceFields } from '../../../shared/usecases/pop/decide-claim';
import { Button } from '../../ui/button';
import { DateField } from '../../ui/date-field';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { Badge } from '../../ui/status';
import { TextField } from '../../ui/text-field';
import { useDesk } from '../../widgets/desk-context';
import { MoneyInput } from '../../widgets/money-text';
import { useUndo } from '../../widgets/undo';
import { CheckLine, type ShownCheck } from './check-line';
import { checksOfField } from './field-checks';
import styles from './checks.module.css';
import type { WriteClaim } from './use-claim-writes';
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
  const desk = useDesk();
  const undo = useUndo();
  const [problem, setProblem] = useState<{ readonly field: string; readonly text: string } | null>(null);
  const invoice = claim?.invoice ?? null;
  const values = invoice ?? noInvoice;
  const wanted = values.currency ?? request.approvedAmount?.currency ?? request.currency;

  async function store(fields: Partial<InvoiceFields>): Promise<string | null> {
    const stopped = await write((seen) => saveInvoiceFields(desk, { ...seen, fields }));
    const text = stopped && `${stopped.message} ${stopped.fix}`;
    setProblem(text === null ? null : { field: stopped?.field ?? '', text });
    return text;
  }

  async function change(part: Partial<InvoiceFields>, label: string): Promise<void> {
    const after: Partial<InvoiceFields> = { source: 'typed', ...part };
    const before = Object.fromEntries(
      Object.entries(values).filter(([name]) => name in after),
    ) as Partial<InvoiceFields>;
    if ((await store(after)) !== null) return;
    undo.getState().did({ label, undo: () => store(before), redo: () => store(after) });
  }

  function field(name: InvoiceField, input: ReactNode) {
    const codes: readonly string[] = checksOfField[name];
    return (
      <div
        className={styles.field}
        data-field={name}
        onFocus={() => onField(name)}
        onBlur={() => onField(null)}
      >
        {input}
        {checks
          .filter(({ finding }) => codes.includes(finding.code))
          .map((check) => (
            <CheckLine
              key={check.finding.code}
              check={check}
              isReadOnly={isReadOnly}
              onTick={(value) => onTick(check.finding.code, value)}
            />
          ))}
      </div>
    );
  }

  const error = (name: string) => (problem?.field === name ? problem.text : null);
  const others = invoices.filter(
    ({ invoice: found }) => found !== null && JSON.stringify(found) !== JSON.stringify(invoice),
  );
  return (
    <Section
      title="Invoice"
      actions={invoice === null ? null : <Badge tone="info">{sourceWord(invoice)}</Badge>}
    >
      {problem !== null && problem.field === '' ? <Notice tone="bad">{problem.text}</Notice> : null}
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
                        void change(document.invoice, 'Invoice fields taken over');
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
        {field(
          'number',
          <CommittedText
            label="Number"
            value={values.number}
            isReadOnly={isReadOnly}
            error={error('number')}
            onCommit={(number) => void change({ number }, 'Invoice number changed')}
          />,
        )}
        {field(
          'date',
          <DateField
            label="Date"
            value={values.date}
            isReadOnly={isReadOnly}
            error={error('date')}
            onChange={(date) => {
              const parsed = PlainDate.safeParse(date);
              void change({ date: parsed.success ? parsed.data : null }, 'Invoice date changed');
            }}
          />,
        )}
        {field(
          'total',
          <MoneyInput
            label="Total"
            currency={wanted}
            value={values.total}
            isDisabled={isReadOnly}
            error={error('total')}
            onChange={(total) => {
              if (total?.minor === values.total?.minor) return;
              void change(
                { total, currency: values.currency ?? total?.currency ?? null },
                'Invoice total changed',
              );
            }}
          />,
        )}
        {field(
          'currency',
          <CommittedText
            label="Currency"
            value={values.currency}
            isReadOnly={isReadOnly}
            error={error('currency')}
            onCommit={(text) => {
              const parsed = CurrencyCode.safeParse(text?.toUpperCase() ?? '');
              if (text !== null && !parsed.success) {
                setProblem({
                  field: 'currency',
                  text: `“${text}” is no currency. Type its three letters, like EUR.`,
                });
                return;
              }
              const currency = parsed.success ? parsed.data : null;
              void change(
                { currency, total: inCurrency(values.total, currency) },
                'Invoice currency changed',
              );
            }}
          />,
        )}
        {field(
          'seller',
          <CommittedText
            label="Issued by"
            value={values.seller}
            isReadOnly={isReadOnly}
            error={error('seller')}
            onCommit={(seller) => void change({ seller }, 'Issuer changed')}
          />,
        )}
        {field(
          'buyer',
          <CommittedText
            label="Addressed to"
            value={values.buyer}
            isReadOnly={isReadOnly}
            error={error('buyer')}
            onCommit={(buyer) => void change({ buyer }, 'Addressee changed')}
          />,
        )}
      </div>
    </Section>
  );
}

function sourceWord({ source }: InvoiceFields): string {
  return source === 'embedded-xml' ? 'Read from the e-invoice' : 'Typed';
}

/** The same figure in another currency; nothing is converted, the person only corrects what was read. */
function inCurrency(total: Money | null, currency: string | null): Money | null {
  if (total === null || currency === null) return null;
  const shift = minorUnits(currency) - minorUnits(total.currency);
  return { minor: Math.round(total.minor * 10 ** shift), currency };
}

type CommittedTextProps = {
  readonly label: string;
  readonly value: string | null;
  readonly isReadOnly: boolean;
  readonly error: string | null;
  /** Called when the field is left or Enter is pressed and the text has changed; null for an empty one. */
  readonly onCommit: (value: string | null) => void;
};

function CommittedText({ label, value, isReadOnly, error, onCommit }: CommittedTextProps) {
  const [draft, setDraft] = useState<{ readonly of: string | null; readonly text: string } | null>(null);
  // What was typed holds only for the value it was typed over: a change from elsewhere shows.
  const text = draft !== null && draft.of === value ? draft.text : (value ?? '');
  function commit(): void {
    const next = text.trim() === '' ? null : text.trim();
    if (next !== value) onCommit(next);
    else setDraft(null);
  }
  return (
    <TextField
      label={label}
      value={text}
      isReadOnly={isReadOnly}
      error={error}
      onChange={(typed) => setDraft({ of: value, text: typed })}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else event.continuePropagation();
      }}
    />
  );
}
