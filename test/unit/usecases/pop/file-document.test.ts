import { describe, expect, it } from 'vitest';
import { Claim } from '../../../../shared/schema/claim';
import { SalesforceRef } from '../../../../shared/schema/remote-ref';
import { Instant } from '../../../../shared/schema/values';
import { reviewOf } from '../../../../shared/usecases/pop/claim-findings';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { assignProof } from '../../../../shared/usecases/pop/file-document';
import { saveFundRequest } from '../../../../shared/usecases/mdf/save-fund-request';
import { reviewDocument } from '../../../../shared/usecases/pop/review-document';
import { tickClaim } from '../../../../shared/usecases/pop/tick-claim';
import { aFundRequest } from '../../../support/records';
import { aFile, anInvoice, approvedRequest, drop, requestId, seen, theClaim, typeInvoice } from './claims';

type Desk = Awaited<ReturnType<typeof approvedRequest>>;

async function dropped({ context }: Desk, name: string, seed: number, proof: string | null = null) {
  const [document] = (await drop(context, [aFile(name, seed)], proof)).added;
  if (document === undefined) throw new Error('nothing was added');
  return document;
}

async function uploads({ store }: Desk): Promise<string[]> {
  const open = await store.openIntents();
  return open.filter(({ kind }) => kind === 'document.put').map(({ label }) => label);
}

async function claimReviewed({ store, context }: Desk) {
  const [request] = await store.listMany('fund-request', 'id', [requestId]);
  if (request === undefined) throw new Error('no request');
  return reviewOf(context.playbook, {
    request,
    claim: await theClaim(context),
    partner: (await store.get('partner', request.partnerId)) ?? null,
    documents: await store.list({ kind: 'document' }),
    claims: await store.list({ kind: 'claim' }),
    requests: await store.list({ kind: 'fund-request' }),
    leadLists: {},
  });
}

/** An invoice whose fields were typed and one of whose checks was answered. */
async function filledIn(): Promise<Desk> {
  const desk = await approvedRequest();
  await dropped(desk, 'old.pdf', 1, 'invoice');
  const { source: _, ...fields } = anInvoice();
  await typeInvoice(desk.context, fields);
  await tickClaim(desk.context, {
    ...(await seen(desk.context)),
    code: 'invoice-names-activity',
    value: true,
  });
  return desk;
}

async function askForChanges({ context }: Desk): Promise<void> {
  const asked = await decideClaimOf(context, {
    ...(await seen(context)),
    move: { kind: 'request-changes', note: 'The invoice is wrong.' },
  });
  expect(asked).toMatchObject({ ok: true });
}

describe('an invoice after changes were asked for', () => {
  it.each(['on the line of the invoice', 'anywhere and filed afterwards'])(
    'POP-5 replaces what was typed and ticked for the old one when it is dropped %s',
    async (where) => {
      const desk = await filledIn();
      await askForChanges(desk);
      if (where.startsWith('on')) await dropped(desk, 'new.pdf', 2, 'invoice');
      else {
        const { id } = await dropped(desk, 'new.pdf', 2);
        expect(await theClaim(desk.context)).toMatchObject({
          decision: { kind: 'open' },
          invoice: { number: 'R-2026/17' },
        });
        expect(await assignProof(desk.context, { id, proof: 'invoice' })).toMatchObject({ ok: true });
      }
      const claim = await theClaim(desk.context);
      expect(claim).toMatchObject({ invoice: null, ticks: {}, reimbursement: null });
      expect(claim?.invoiceIsOutdated).toBeUndefined();
    },
  );

  it('POP-5 keeps what was typed from it before it is filed, and asks the checks again', async () => {
    const desk = await filledIn();
    await askForChanges(desk);
    const { id } = await dropped(desk, 'new.pdf', 2);
    await typeInvoice(desk.context, { number: 'R-2026/18' });
    await assignProof(desk.context, { id, proof: 'invoice' });
    expect(await theClaim(desk.context)).toMatchObject({ invoice: { number: 'R-2026/18' }, ticks: {} });
  });

  it('POP-5 replaces the old one also when changes were asked for on the document alone', async () => {
    const desk = await filledIn();
    const [old] = await desk.store.list({ kind: 'document' });
    const id = old?.id ?? ('' as never);
    await reviewDocument(desk.context, { id, verdict: { kind: 'request-changes', note: 'Wrong buyer.' } });
    expect(await theClaim(desk.context)).toMatchObject({
      invoiceIsOutdated: true,
      invoice: { number: 'R-2026/17' },
    });
    await reviewDocument(desk.context, { id, verdict: { kind: 'accept' } });
    expect((await theClaim(desk.context))?.invoiceIsOutdated).toBeUndefined();
    await reviewDocument(desk.context, { id, verdict: { kind: 'request-changes', note: 'Wrong buyer.' } });
    const fresh = await dropped(desk, 'new.pdf', 2);
    await assignProof(desk.context, { id: fresh.id, proof: 'invoice' });
    expect(await theClaim(desk.context)).toMatchObject({ invoice: null, ticks: {} });
  });

  it('POP-5 leaves typed fields alone when nobody asked for another invoice', async () => {
    const desk = await approvedRequest();
    const { id } = await dropped(desk, 'r17.pdf', 1);
    const { source: _, ...fields } = anInvoice();
    await typeInvoice(desk.context, fields);
    await assignProof(desk.context, { id, proof: 'invoice' });
    expect(await theClaim(desk.context)).toMatchObject({ invoice: { number: 'R-2026/17' } });
  });
});

describe('the invoice that is filed elsewhere', () => {
  const own = anInvoice();
  const right = anInvoice({ number: 'RIGHT-1', total: { minor: 20_000, currency: 'EUR' } });

  it('POP-5 gives way to the one that comes next', async () => {
    const desk = await approvedRequest();
    const [wrong] = (await drop(desk.context, [aFile('a.pdf', 1, own)])).added;
    expect(await theClaim(desk.context)).toMatchObject({ reimbursement: { minor: 25_000 } });
    await assignProof(desk.context, { id: wrong?.id ?? ('' as never), proof: 'misplaced' });
    await drop(desk.context, [aFile('b.pdf', 2, right)]);
    const claim = await theClaim(desk.context);
    expect(claim).toMatchObject({ invoice: { number: 'RIGHT-1' }, reimbursement: { minor: 10_000 } });
    expect(claim.invoiceIsOutdated).toBeUndefined();
  });

  it.each(['other', 'misplaced', null])(
    'POP-5 is as it was when filing it as %s is undone',
    async (proof) => {
      const desk = await filledIn();
      const [old] = await desk.store.list({ kind: 'document' });
      const id = old?.id ?? ('' as never);
      const before = await theClaim(desk.context);
      await assignProof(desk.context, { id, proof });
      expect(await theClaim(desk.context)).toMatchObject({ invoiceIsOutdated: true });
      await assignProof(desk.context, { id, proof: 'invoice' });
      const { rev: _, updatedAt: __, ...after } = await theClaim(desk.context);
      expect(before).toMatchObject(after);
      expect(after.invoiceIsOutdated).toBeUndefined();
    },
  );

  it('POP-5 keeps its values and answers when another proof comes after changes were asked for', async () => {
    const desk = await filledIn();
    await askForChanges(desk);
    await dropped(desk, 'better.jpg', 2, 'photo');
    await typeInvoice(desk.context, { seller: 'Nordlicht GmbH' });
    expect(await theClaim(desk.context)).toMatchObject({
      invoice: { number: 'R-2026/17', seller: 'Nordlicht GmbH' },
      ticks: { 'invoice-names-activity': true },
    });
  });
});

describe('what may be a list of people', () => {
  it.each(['leads.csv', 'leads.xls', 'leads.txt', 'leads.pdf', 'leads.jpg'])(
    'POP-8 keeps %s here until it is filed, and for good when it is a lead list',
    async (name) => {
      const desk = await approvedRequest();
      const { id } = await dropped(desk, name, 1);
      expect(await uploads(desk)).toEqual([]);
      await assignProof(desk.context, { id, proof: 'lead-list' });
      expect(await uploads(desk)).toEqual([]);
      await assignProof(desk.context, { id, proof: 'other' });
      expect(await uploads(desk)).toEqual([name]);
      await assignProof(desk.context, { id, proof: 'agenda' });
      expect(await uploads(desk)).toEqual([name]);
    },
  );

  it('POP-8 sends an e-invoice at once, since it shows by itself what it is', async () => {
    const desk = await approvedRequest();
    await drop(desk.context, [aFile('r17.pdf', 1, anInvoice())]);
    expect(await uploads(desk)).toEqual(['r17.pdf']);
  });
});

const other = aFundRequest({
  id: 'request-2',
  approval: { kind: 'approved', at: '2026-10-01T09:00:00.000Z' },
  approvedAmount: { minor: 60_000, currency: 'EUR' },
  start: '2026-11-02',
  end: '2026-11-12',
});

describe('what was dropped on the wrong request', () => {
  async function seenBefore(desk: Desk): Promise<string | undefined> {
    return (await claimReviewed(desk)).findings.find(({ code }) => code === 'invoice-content-seen')?.verdict;
  }

  it('POP-5 counts nowhere once it is filed as not for this request, and is not sent', async () => {
    const desk = await approvedRequest({}, [{ kind: 'fund-request', record: other }]);
    const wrong = (await drop(desk.context, [aFile('leads.csv', 1)], null, other.id)).added[0];
    await dropped(desk, 'leads.csv', 1, 'invoice');
    expect(await seenBefore(desk)).toBe('fail');
    await assignProof(desk.context, { id: wrong?.id ?? ('' as never), proof: 'misplaced' });
    expect(await seenBefore(desk)).toBe('pass');
    expect(await uploads(desk)).toEqual(['leads.csv']);
  });

  it('POP-2 takes back the receipt when nothing else was handed in, and gives it again', async () => {
    const desk = await approvedRequest();
    const { id } = await dropped(desk, 'a.pdf', 1);
    await assignProof(desk.context, { id, proof: 'misplaced' });
    expect(await theClaim(desk.context)).toMatchObject({ receivedAt: null, stage: 'pending' });
    await assignProof(desk.context, { id, proof: 'photo' });
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed' });
    await dropped(desk, 'b.pdf', 2);
    await assignProof(desk.context, { id, proof: 'misplaced' });
    expect(await theClaim(desk.context)).toMatchObject({ stage: 'approval-needed' });
  });

  it('SY-36 still goes to the POP issue when it is filed back after Salesforce has it', async () => {
    const desk = await approvedRequest();
    const { id } = await dropped(desk, 'a.pdf', 1, 'misplaced');
    const stored = await desk.store.get('document', id);
    if (stored === undefined) throw new Error('no document');
    const salesforce = SalesforceRef.parse({
      remote: 'salesforce',
      object: 'ContentVersion',
      id: '0685g00000AbCdEAAX',
      stamp: null,
      url: null,
    });
    await desk.store.commit({
      puts: [{ kind: 'document', record: { ...stored, rev: stored.rev + 1, salesforce } }],
    });
    await assignProof(desk.context, { id, proof: 'photo' });
    expect(await uploads(desk)).toEqual(['a.pdf']);
  });

  it.each([
    ['its claim is rejected', 'reject'],
    ['the request was withdrawn', 'withdraw'],
    ['the document was deleted', 'delete'],
  ])('POP-5 does not stop the right claim when %s', async (_, end) => {
    const desk = await approvedRequest({}, [{ kind: 'fund-request', record: other }]);
    const { store, context } = desk;
    const wrong = (await drop(context, [aFile('inv.pdf', 1)], null, other.id)).added[0];
    if (wrong === undefined) throw new Error('nothing was added');
    await dropped(desk, 'inv.pdf', 1, 'invoice');
    expect(await seenBefore(desk)).toBe('fail');
    if (end === 'reject') {
      const [claim] = await store.list({ kind: 'claim', by: { index: 'requestId', equals: other.id } });
      const move = { kind: 'reject' as const, note: 'Wrong request.' };
      expect(await decideClaimOf(context, { requestId: other.id, claim: claim ?? null, move })).toMatchObject(
        { ok: true },
      );
    } else if (end === 'withdraw') {
      const at = Instant.parse('2026-11-20T10:00:00.000Z');
      const approval = { kind: 'withdrawn' as const, at, reason: 'No budget.' };
      await store.commit({
        puts: [{ kind: 'fund-request', record: { ...other, rev: other.rev + 1, approval } }],
      });
    } else
      await store.commit({
        puts: [{ kind: 'document', record: { ...wrong, rev: 2, deletedRemotely: true } }],
      });
    expect(await seenBefore(desk)).toBe('pass');
  });
});

it('POP-8 frees nothing when the activity becomes one without lists of people', async () => {
  const desk = await approvedRequest({ approval: { kind: 'draft' }, approvedAmount: null });
  await dropped(desk, 'attendees.pdf', 1, 'lead-list');
  await dropped(desk, 'guests.pdf', 2);
  await dropped(desk, 'leads.csv', 3);
  const request = await desk.store.get('fund-request', requestId);
  if (request === undefined) throw new Error('no request');
  const form = { ...request, activityType: 'digital-print' };
  expect(await saveFundRequest(desk.context, { opened: request, form })).toMatchObject({ ok: true });
  expect(await uploads(desk)).toEqual([]);
});

it('POP-8 sends what is filed under a line of the checklist again, once the activity is of its type', async () => {
  const desk = await approvedRequest({
    approval: { kind: 'draft' },
    approvedAmount: null,
    activityType: 'digital-print',
  });
  await dropped(desk, 'agenda.pdf', 1, 'agenda');
  expect(await uploads(desk)).toEqual([]);
  const request = await desk.store.get('fund-request', requestId);
  if (request === undefined) throw new Error('no request');
  const form = { ...request, activityType: 'events' };
  expect(await saveFundRequest(desk.context, { opened: request, form })).toMatchObject({ ok: true });
  expect(await uploads(desk)).toEqual(['agenda.pdf']);
});

describe('what was handed in before and may have been paid', () => {
  const at = '2026-11-01T09:00:00.000Z';
  const paid = { kind: 'paid', at };
  const rejected = { kind: 'rejected', at, by: 'Dana Weber', note: 'Wrong.' };
  const withdrawn = { approval: { kind: 'withdrawn', at, reason: 'No budget.' } };
  it.each([
    ['an open claim', {}, [{}], 'fail'],
    ['a claim that was paid, its request deleted', { deletedRemotely: true }, [{ decision: paid }], 'fail'],
    [
      'a paid claim, both deleted',
      { deletedRemotely: true },
      [{ decision: paid, deletedRemotely: true }],
      'fail',
    ],
    ['an old rejected claim and a new one', {}, [{ decision: rejected, deletedRemotely: true }, {}], 'fail'],
    ['a rejected claim', {}, [{ decision: rejected }], 'pass'],
    ['a request that was withdrawn', withdrawn, [{}], 'pass'],
  ])('POP-5 tells what was seen before with %s', async (_, request, claims, verdict) => {
    const desk = await approvedRequest({}, [{ kind: 'fund-request', record: other }]);
    await drop(desk.context, [aFile('a.pdf', 1, anInvoice())]);
    await drop(desk.context, [aFile('a.pdf', 1, anInvoice())], null, other.id);
    const stored = await desk.store.list({ kind: 'claim', by: { index: 'requestId', equals: other.id } });
    const [claim] = stored;
    const records = claims.map((over, index) =>
      index === 0
        ? Claim.parse({ ...claim, ...over, rev: (claim?.rev ?? 0) + 1 })
        : Claim.parse({ ...claim, ...over, id: `claim-${index}`, rev: 1 }),
    );
    const record = aFundRequest({ ...other, ...request, rev: other.rev + 1 });
    await desk.store.commit({
      puts: [
        { kind: 'fund-request', record },
        ...records.map((one) => ({ kind: 'claim' as const, record: one })),
      ],
    });
    const findings = (await claimReviewed(desk)).findings.filter(({ code }) => code.endsWith('-seen'));
    expect(findings.map((finding) => finding.verdict)).toEqual([verdict, verdict]);
  });
});
