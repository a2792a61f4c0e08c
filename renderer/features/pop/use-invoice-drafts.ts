import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { noInvoice } from '../../../shared/domain/merging/claim-fields';
import type { FundRequestId } from '../../../shared/schema/ids';
import type { InvoiceFields } from '../../../shared/schema/document';
import { sameFormValue } from '../../../shared/usecases/form-changes';
import type { UseCaseProblem } from '../../../shared/usecases/problem';
import { saveInvoiceFields } from '../../../shared/usecases/pop/save-invoice-fields';
import { clashText } from '../../widgets/clash-text';
import { useDesk } from '../../widgets/desk-context';
import { undoAnswer, useUndo } from '../../widgets/undo';
import { cleanField, type FieldValue } from './invoice-text';
import type { WriteClaim } from './use-claim-writes';
import type { InvoiceField } from './written-ways';
import { useProblem } from '../../ui/use-problem';

type Values = Readonly<Partial<Record<InvoiceField, FieldValue>>>;

type Drafts = {
  /** What was typed and is not stored yet. */
  readonly typed: Values;
  /** What each of those fields held when she began to type. */
  readonly bases: Values;
  readonly errors: Readonly<Partial<Record<InvoiceField, string>>>;
  /** Fields that both sides changed; only Enter or typing anew stores them. */
  readonly clashing: readonly InvoiceField[];
};

const nothing: Drafts = { typed: {}, bases: {}, errors: {}, clashing: [] };

/** The fields of the invoice as they are typed. */
export type InvoiceDrafts = {
  readonly values: Readonly<Record<InvoiceField, FieldValue>>;
  readonly error: (field: InvoiceField) => string | null;
  readonly type: (field: InvoiceField, value: FieldValue) => void;
  /** Stores what was typed in a field; `left` when she only went on to something else. */
  readonly commit: (field: InvoiceField, how: 'entered' | 'left') => Promise<void>;
  /** Stores fields that were not typed, such as those of an e-invoice. */
  readonly take: (fields: InvoiceFields, label: string) => Promise<void>;
  /** A problem that belongs to no field; null for none. */
  readonly problem: string | null;
};

const labels: Readonly<Record<InvoiceField, string>> = {
  number: 'Invoice number changed',
  date: 'Invoice date changed',
  total: 'Invoice total changed',
  currency: 'Invoice currency changed',
  seller: 'Issuer changed',
  buyer: 'Addressee changed',
};

/**
 * Keeps what is typed in each field until it is entered or left, whatever becomes of the record meanwhile; fields that
 * nobody types in follow the record (POP-5, G4).
 */
export function useInvoiceDrafts(
  requestId: FundRequestId,
  invoice: InvoiceFields | null,
  write: WriteClaim,
): InvoiceDrafts {
  const desk = useDesk();
  const intl = useIntl();
  const undo = useUndo();
  const [drafts, setDrafts] = useState(nothing);
  const [problem, setProblem] = useProblem();
  // Read by writes that wait for their turn, after the ones before have moved the bases on.
  const now = useRef(nothing);
  const stored = invoice ?? noInvoice;

  function put(next: Partial<Drafts>): void {
    now.current = { ...now.current, ...next };
    setDrafts(now.current);
  }

  function fail(field: InvoiceField, text: string, isClash = false): void {
    const { errors, clashing } = now.current;
    put({
      errors: { ...errors, [field]: text },
      clashing: isClash ? [...clashing, field] : clashing,
    });
  }

  function forget(field: InvoiceField): void {
    const { typed, bases, errors, clashing } = now.current;
    put({
      typed: without(typed, field),
      bases: without(bases, field),
      errors: without(errors, field),
      clashing: clashing.filter((one) => one !== field),
    });
  }

  /** After a write of the person's own: what she types next in any field lies over what that write left. */
  function settle(before: InvoiceFields, after: InvoiceFields, done: Values): void {
    for (const field of Object.keys(now.current.typed) as InvoiceField[]) {
      const { typed, bases } = now.current;
      if (field in done && sameFormValue(typed[field], done[field])) forget(field);
      else if (sameFormValue(bases[field], before[field]) || field in done)
        put({ bases: { ...bases, [field]: after[field] } });
    }
  }

  /** Writes fields over what they were; the answer is null or what stood in the way. */
  async function store(
    fields: Partial<InvoiceFields>,
    over: () => Values,
    done: Values,
    label: string | null,
  ): Promise<UseCaseProblem | null> {
    let before = noInvoice;
    let after: InvoiceFields | null = null;
    const stopped = await write(async (seen) => {
      before = seen.claim?.invoice ?? noInvoice;
      const opened = { ...before, ...over() } as InvoiceFields;
      const saved = await saveInvoiceFields(desk, { requestId, opened, fields });
      if (saved.ok) {
        after = saved.value.invoice ?? noInvoice;
        settle(before, after, done);
        return saved;
      }
      const [field] = Object.keys(done) as InvoiceField[];
      const { clashes = [], stored: theirs } = saved.error;
      if (field !== undefined && theirs !== undefined && clashes.includes(field)) {
        put({ bases: { ...now.current.bases, [field]: theirs[field] as FieldValue } });
        fail(field, clashText(theirs[field], intl, 'Press Enter to keep yours.'), true);
      } else if (field !== undefined) fail(field, `${saved.error.message} ${saved.error.fix}`);
      return saved;
    });
    if (stopped !== null) return stopped;
    if (label !== null && after !== null) remember(label, before, after);
    return null;
  }

  function remember(label: string, before: InvoiceFields, after: InvoiceFields): void {
    const names = (Object.keys(after) as (keyof InvoiceFields)[]).filter(
      (name) => !sameFormValue(before[name], after[name]),
    );
    if (names.length === 0) return;
    const from = Object.fromEntries(names.map((name) => [name, before[name]]));
    const to = Object.fromEntries(names.map((name) => [name, after[name]]));
    undo.getState().did({
      label,
      undo: async () => undoAnswer(await store(from, () => to, {}, null)),
      redo: async () => undoAnswer(await store(to, () => from, {}, null)),
    });
  }

  return {
    values: { ...stored, ...drafts.typed },
    problem,
    error: (field) => drafts.errors[field] ?? null,
    type: (field, value) => {
      const { typed, bases, errors, clashing } = now.current;
      put({
        typed: { ...typed, [field]: value },
        bases: field in bases ? bases : { ...bases, [field]: stored[field] },
        errors: without(errors, field),
        clashing: clashing.filter((one) => one !== field),
      });
    },
    commit: async (field, how) => {
      const { typed, bases, clashing } = now.current;
      const value = typed[field];
      if (value === undefined || (how === 'left' && clashing.includes(field))) return;
      const clean = cleanField(field, value);
      if (!clean.ok) fail(field, clean.error);
      else if (sameFormValue(clean.value, bases[field])) forget(field);
      else {
        const over = () => (field in now.current.bases ? { [field]: now.current.bases[field] } : {});
        await store({ [field]: clean.value, source: 'typed' }, over, { [field]: value }, labels[field]);
      }
    },
    take: async (fields, label) => {
      const stopped = await store(fields, () => ({}), {}, label);
      setProblem(stopped && `${stopped.message} ${stopped.fix}`);
    },
  };
}

function without<T extends object>(all: T, name: keyof T): T {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)) as T;
}
