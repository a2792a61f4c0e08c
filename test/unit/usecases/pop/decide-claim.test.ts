import { describe, expect, it } from 'vitest';
import type { UseCaseContext } from '../../../../shared/usecases/context';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { saveInvoiceFields } from '../../../../shared/usecases/pop/save-invoice-fields';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { claimReview } from '../../../../shared/usecases/pop/claim-findings';
import { reviewDocument } from '../../../../shared/usecases/pop/review-document';
import { PlainDate } from '../../../../shared/schema/values';
import { aFile, anInvoice, approvedRequest, drop, requestId, seen, theClaim, typeInvoice } from './claims';

/** Everything that an event needs, all reviewed and answered. */
async function complete(context: UseCaseContext): Promise<void> {
  const invoices = await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
  const added = [...invoices.added];
  for (const [at, proof] of ['lead-list', 'agenda', 'photo'].entries()) {
    added.push(...(await drop(context, [aFile(`${proof}.png`, 10 + at)], proof)).added);
  }
  for (const { id } of added) await reviewDocument(context, { id, verdict: { kind: 'accept' } });
  await tickClaim(context, { ...(await seen(context)), code: 'invoice-names-activity', value: true });
}

describe('decideClaimOf', () => {
  it('POP-5 accepts once every check has passed, and pays the share of the invoice', async () => {
    const { store, context } = await approvedRequest();
    await complete(context);
    const accepted = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(accepted).toMatchObject({
      ok: true,
      value: {
        stage: 'approved',
        decision: { kind: 'accepted', by: 'Dana Weber' },
        reimbursement: { minor: 25_000, currency: 'EUR' },
      },
    });
    expect(
      (await store.intentsFor({ kind: 'claim', id: (await theClaim(context)).id })).length,
    ).toBeGreaterThan(0);
  });

  it('POP-5 does not accept while a check is open, and names each', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'checks-open' } });
    const codes = refused.ok ? [] : (refused.error.findings ?? []).map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['invoice-names-activity', 'proof-photo', 'proof-agenda', 'proofs-minimum']),
    );
    expect((await theClaim(context)).decision).toEqual({ kind: 'open' });
  });

  it('POP-5 never accepts what cannot be decided, whatever is ticked', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    await typeInvoice(context, anInvoice({ total: null, source: 'typed' }));
    await tickClaim(context, { ...(await seen(context)), code: 'invoice-total', value: true });
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'checks-open' } });
  });

  it('POP-5 accepts a total above the approved sum only when ticked, and pays no more than that sum', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    const total = { minor: 200_000, currency: 'EUR' };
    await typeInvoice(context, anInvoice({ total, source: 'typed' }));
    const before = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(before).toMatchObject({ ok: false, error: { code: 'checks-open' } });
    await tickClaim(context, { ...(await seen(context)), code: 'invoice-total', value: true });
    const after = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(after).toMatchObject({ ok: true, value: { reimbursement: { minor: 60_000, currency: 'EUR' } } });
  });

  it('POP-6 does not accept with an invoice to which changes were asked for, until another one is there', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    const accept = async () => decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    const [invoice] = (await context.store.list({ kind: 'document' })).filter(
      ({ proof }) => proof === 'invoice',
    );
    if (invoice === undefined) throw new Error('no invoice');
    const verdict = { kind: 'request-changes', note: 'Name the activity.' } as const;
    await reviewDocument(context, { id: invoice.id, verdict });
    const refused = await accept();
    expect(refused.ok ? [] : refused.error.findings).toMatchObject([
      { code: 'invoice-present', message: 'The invoice needs changes by the partner.' },
    ]);
    await drop(context, [aFile('r18.pdf', 2, anInvoice({ number: 'R-18' }))]);
    await tickClaim(context, { ...(await seen(context)), code: 'invoice-names-activity', value: true });
    expect(await accept()).toMatchObject({ ok: true, value: { invoice: { number: 'R-18' } } });
  });

  it('POP-5 accepts a failure only for the value that it was ticked for', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    await typeInvoice(context, { seller: 'Nordlicht Holding SE' });
    await tickClaim(context, { ...(await seen(context)), code: 'invoice-seller', value: true });
    await typeInvoice(context, { number: 'R-18' });
    expect((await theClaim(context)).ticks).toEqual({
      'invoice-names-activity': true,
      'invoice-seller': true,
    });
    await typeInvoice(context, { seller: 'Südlicht GmbH' });
    expect((await theClaim(context)).ticks).toEqual({ 'invoice-names-activity': true });
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused.ok ? [] : refused.error.findings).toMatchObject([{ code: 'invoice-seller' }]);
  });

  it('POP-5 never accepts a credit note, whatever is ticked, and expects no payment the other way', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    await typeInvoice(context, { total: { minor: -50_000, currency: 'EUR' } });
    expect((await theClaim(context)).reimbursement).toBeNull();
    for (const code of ['invoice-total', 'invoice-credit'])
      await tickClaim(context, { ...(await seen(context)), code, value: true });
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'checks-open' } });
  });

  it('POP-8 accepts a lead list with rows that cannot be uploaded only when that was acknowledged', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    const [list] = (await context.store.list({ kind: 'document' })).filter(
      ({ proof }) => proof === 'lead-list',
    );
    const move = { kind: 'accept' as const, leadLists: { [list?.sha256 ?? '']: { rows: 60, good: 23 } } };
    const before = await decideClaimOf(context, { ...(await seen(context)), move });
    expect(before).toMatchObject({ ok: false, error: { code: 'checks-open' } });
    expect(before.ok ? '' : before.error.message).toContain('60 rows, of which 37 cannot be uploaded');
    await tickClaim(context, { ...(await seen(context)), code: 'lead-list-rows', value: true });
    expect(await decideClaimOf(context, { ...(await seen(context)), move })).toMatchObject({ ok: true });
  });

  it('POP-5 finds an invoice that was handed in for another request', async () => {
    const { context } = await approvedRequest();
    await complete(context);
    const { store } = context;
    const request = await store.get('fund-request', requestId);
    const [document] = await store.list({ kind: 'document' });
    const claim = await theClaim(context);
    if (request === undefined || document === undefined) throw new Error('not there');
    const other = { ...request, id: 'request-2' as typeof requestId, title: 'Other event' };
    await store.commit({
      puts: [
        { kind: 'fund-request', record: other },
        { kind: 'document', record: { ...document, id: 'd-2' as typeof document.id, requestId: other.id } },
        { kind: 'claim', record: { ...claim, id: 'c-2' as typeof claim.id, requestId: other.id } },
      ],
    });
    const { findings } = await claimReview(context, request, claim);
    const failed = findings.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ code }) => code).sort()).toEqual(['invoice-content-seen', 'invoice-number-seen']);
    expect(failed[0]?.message).toContain('Other event');
  });

  it('POP-6 goes back to waiting for the partner with the note, and refuses an empty one', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const empty = await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'request-changes', note: '  ' },
    });
    expect(empty).toMatchObject({ ok: false, error: { code: 'note-missing' } });
    await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'request-changes', note: 'Lead list is missing' },
    });
    const claim = await theClaim(context);
    expect(claim).toMatchObject({
      stage: 'pending',
      decision: { kind: 'changes-requested', note: 'Lead list is missing' },
    });
    const audit = await store.auditFor({ kind: 'claim', id: claim.id });
    expect(audit.at(-1)).toMatchObject({ action: 'asked for changes', note: 'Lead list is missing' });
  });

  it('POP-6 rejects for good', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'reject', note: 'Not our event' },
    });
    const again = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(again).toMatchObject({ ok: false, error: { code: 'already-decided' } });
  });

  it('POP-4 records the requisition and the payment after the acceptance, not before', async () => {
    const { context } = await approvedRequest();
    const zip = {
      kind: 'open-requisition' as const,
      zipNumber: 'REQ-77',
      zipDate: PlainDate.parse('2026-11-20'),
    };
    await complete(context);
    expect(await decideClaimOf(context, { ...(await seen(context)), move: zip })).toMatchObject({
      ok: false,
      error: { code: 'not-accepted' },
    });
    await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    await decideClaimOf(context, { ...(await seen(context)), move: zip });
    const paid = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'pay' } });
    expect(paid).toMatchObject({
      ok: true,
      value: { stage: 'completed', decision: { kind: 'paid' }, zipNumber: 'REQ-77', zipDate: '2026-11-20' },
    });
  });

  it('POP-5 writes each step of the claim into its history with what will be paid', async () => {
    const { store, context } = await approvedRequest();
    await complete(context);
    const zipDate = PlainDate.parse('2026-11-20');
    await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    const zip = { kind: 'open-requisition' as const, zipNumber: 'REQ-77', zipDate };
    await decideClaimOf(context, { ...(await seen(context)), move: zip });
    await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'pay' } });
    const lines = await store.auditFor({ kind: 'claim', id: (await theClaim(context)).id });
    expect(lines[0]?.action).toBe('received documents');
    const said = lines.slice(-3).map(({ action, changes }) => ({
      action,
      paid: changes.find(({ field }) => field === 'reimbursement')?.to,
    }));
    expect(said).toEqual([
      { action: 'accepted the claim', paid: '25000 EUR' },
      { action: 'opened requisition', paid: '25000 EUR' },
      { action: 'marked as paid', paid: '25000 EUR' },
    ]);
  });

  it('POP-1 takes no claim on a request that is not approved', async () => {
    const { context } = await approvedRequest({ approval: { kind: 'draft' } });
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'not-approved' } });
  });

  it('POP-5 refuses to accept before anything was received', async () => {
    const { context } = await approvedRequest();
    const refused = await decideClaimOf(context, { ...(await seen(context)), move: { kind: 'accept' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'nothing-received' } });
  });
});

describe('a claim that moved on', () => {
  const note = 'Lead list is missing';

  it('G4 refuses a decision and an answer on a claim that is no longer the one that was seen', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const before = await seen(context);
    await tickClaim(context, { ...before, code: 'invoice-names-activity', value: true });
    const now = await theClaim(context);
    const open = await store.openIntents();
    const late = [
      await decideClaimOf(context, { ...before, move: { kind: 'request-changes', note } }),
      await tickClaim(context, { ...before, code: 'invoice-names-activity', value: false }),
    ];
    for (const refused of late) {
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'moved-on', fix: expect.stringMatching(/\w/) },
      });
    }
    expect(await theClaim(context)).toEqual(now);
    expect(await store.openIntents()).toEqual(open);
  });

  it('G4 decides on a claim to which the sync has only given its reference meanwhile', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const before = await seen(context);
    const claim = await theClaim(context);
    const named = { ...claim, rev: claim.rev + 1, title: 'Renamed in Salesforce' };
    await store.commit({ puts: [{ kind: 'claim', record: named }] });
    await decideClaimOf(context, { ...before, move: { kind: 'request-changes', note } });
    expect(await theClaim(context)).toMatchObject({
      title: 'Renamed in Salesforce',
      decision: { kind: 'changes-requested' },
    });
  });

  it('G4 merges a typed field into a claim that came or changed meanwhile', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const opened = (await theClaim(context)).invoice;
    await saveInvoiceFields(context, { requestId, opened, fields: { seller: 'Nordlicht AG' } });
    await saveInvoiceFields(context, { requestId, opened, fields: { number: 'R-18' } });
    expect((await theClaim(context)).invoice).toEqual(anInvoice({ number: 'R-18', seller: 'Nordlicht AG' }));
  });

  it('G4 names the field that both sides changed, shows the other value and keeps it', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const late = await saveInvoiceFields(context, { requestId, opened: null, fields: { number: 'R-18' } });
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'clash', clashes: ['number'], stored: { number: 'R-2026/17' } },
    });
    expect((await theClaim(context)).invoice?.number).toBe('R-2026/17');
  });

  it('G4 types nothing into a claim that is decided', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const before = await seen(context);
    await decideClaimOf(context, { ...before, move: { kind: 'reject', note } });
    expect(await typeInvoice(context, { number: 'R-18' })).toMatchObject({
      ok: false,
      error: { code: 'already-decided' },
    });
  });
});

describe('saveInvoiceFields', () => {
  it('POP-5 keeps the figure of the total when its currency is corrected, and the currency of a total typed first', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('scan.pdf', 1)], 'invoice');
    await typeInvoice(context, { total: { minor: 55_500, currency: 'EUR' } });
    expect((await theClaim(context)).invoice?.currency).toBe('EUR');
    await typeInvoice(context, { currency: 'JPY' });
    expect((await theClaim(context)).invoice?.total).toEqual({ minor: 555, currency: 'JPY' });
    await typeInvoice(context, { total: { minor: 60_000, currency: 'EUR' } });
    expect((await theClaim(context)).invoice?.total).toEqual({ minor: 600, currency: 'JPY' });
  });

  it('POP-5 changes only what was typed and keeps the other fields', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    await typeInvoice(context, { number: 'R-18' });
    expect((await theClaim(context)).invoice).toEqual(anInvoice({ number: 'R-18' }));
  });

  it('POP-5 keeps what was typed and computes what will be paid', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('scan.pdf', 1)], 'invoice');
    const typed = anInvoice({ source: 'typed', total: { minor: 10_000, currency: 'EUR' } });
    await typeInvoice(context, typed);
    expect(await theClaim(context)).toMatchObject({
      invoice: typed,
      reimbursement: { minor: 5_000, currency: 'EUR' },
    });
  });

  it('POP-5 refuses a value that is none, names its field and keeps the old ones', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const invoice = { ...anInvoice(), date: '2026-02-31' };
    const refused = await typeInvoice(context, invoice);
    expect(refused).toMatchObject({ ok: false, error: { field: 'date' } });
    expect((await theClaim(context)).invoice?.date).toBe('2026-11-15');
  });
});

describe('reviewDocument', () => {
  it('POP-6 keeps verdict, person and moment, and takes it back', async () => {
    const { context } = await approvedRequest();
    const { added } = await drop(context, [aFile('photo.png', 1)], 'photo');
    const [document] = added;
    if (document === undefined) throw new Error('nothing was added');
    const { id } = document;
    const accepted = await reviewDocument(context, { id, verdict: { kind: 'accept' } });
    expect(accepted).toMatchObject({ ok: true, value: { review: { kind: 'accepted', by: 'Dana Weber' } } });
    const noNote = await reviewDocument(context, { id, verdict: { kind: 'request-changes', note: ' ' } });
    expect(noNote).toMatchObject({ ok: false, error: { field: 'note' } });
    const back = await reviewDocument(context, { id, verdict: { kind: 'reopen' } });
    expect(back).toMatchObject({ ok: true, value: { review: { kind: 'unreviewed' } } });
  });

  it('POP-3 shows a proof as received, accepted or with changes asked for', async () => {
    const { store, context } = await approvedRequest();
    const { added } = await drop(context, [aFile('photo.png', 1)], 'photo');
    const request = await store.get('fund-request', requestId);
    const [document] = added;
    if (document === undefined || request === undefined) throw new Error('not there');
    const { id } = document;
    const status = async () => {
      const { checklist } = await claimReview(context, request, await theClaim(context));
      return checklist.find(({ key }) => key === 'photo')?.status;
    };
    expect(await status()).toBe('received');
    await reviewDocument(context, { id, verdict: { kind: 'request-changes', note: 'Blurred' } });
    expect(await status()).toBe('changes-requested');
    await reviewDocument(context, { id, verdict: { kind: 'accept' } });
    expect(await status()).toBe('accepted');
  });
});
