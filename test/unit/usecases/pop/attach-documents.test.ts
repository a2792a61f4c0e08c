import { describe, expect, it } from 'vitest';
import { attachDocuments, MAX_DOCUMENT_BYTES } from '../../../../shared/usecases/pop/attach-documents';
import { discardIntent } from '../../../../shared/usecases/sync/discard-intent';
import { decideClaimOf } from '../../../../shared/usecases/pop/decide-claim';
import { assignProof } from '../../../../shared/usecases/pop/file-document';
import { aFile, anInvoice, approvedRequest, drop, requestId, seen, theClaim } from './claims';

describe('attachDocuments', () => {
  it('POP-6 keeps the very bytes under their hash and plans the upload, in one commit', async () => {
    const { store, context } = await approvedRequest();
    const file = aFile('photo.jpg', 7);
    const { added } = await drop(context, [file], 'photo');
    expect(await store.blob(file.sha256)).toEqual(file.bytes);
    expect(added[0]).toMatchObject({ proof: 'photo', addedBy: 'Dana Weber', review: { kind: 'unreviewed' } });
    const kinds = (await store.openIntents()).map((intent) => intent.kind);
    expect(kinds.sort()).toEqual(['claim.put', 'document.put']);
    const audit = await store.auditFor({ kind: 'fund-request', id: requestId });
    expect(audit.map(({ action, note }) => [action, note])).toEqual([['added document', 'photo.jpg']]);
  });

  it('POP-2 counts the claim as received by the first document, and keeps that moment', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('a.pdf', 1)]);
    context.setNow('2026-11-21T09:00:00.000Z');
    await drop(context, [aFile('b.pdf', 2)]);
    expect(await theClaim(context)).toMatchObject({
      stage: 'approval-needed',
      receivedAt: '2026-11-20T09:00:00.000Z',
    });
  });

  it('POP-6 keeps a file although the claim is written by somebody else while it is read', async () => {
    const { context, store } = await approvedRequest();
    await Promise.all([drop(context, [aFile('a.pdf', 1)]), drop(context, [aFile('b.pdf', 2, anInvoice())])]);
    expect((await store.list({ kind: 'document' })).map(({ name }) => name).sort()).toEqual([
      'a.pdf',
      'b.pdf',
    ]);
    expect(await theClaim(context)).toMatchObject({ invoice: { number: 'R-2026/17' } });
  });

  it('SY-120 begins the upload anew when a file whose upload was given up is dropped again', async () => {
    const { context, store } = await approvedRequest();
    const file = aFile('a.pdf', 1);
    await drop(context, [file], 'agenda');
    const uploads = async () =>
      (await store.openIntents()).filter(({ kind }) => kind === 'document.put').map(({ id }) => id);
    const [first = ''] = await uploads();
    expect((await discardIntent(context, first as never)).ok).toBe(true);
    const [document] = await store.list({ kind: 'document' });
    expect(document).toMatchObject({ uploadGivenUp: true });
    expect(await drop(context, [file])).toMatchObject({ added: [{ id: document?.id }], alreadyHere: [] });
    expect(await uploads()).toHaveLength(1);
    expect(await store.list({ kind: 'document' })).toHaveLength(1);
    expect((await store.get('document', document?.id ?? ''))?.uploadGivenUp).toBeUndefined();
    expect(await drop(context, [file])).toMatchObject({ added: [], alreadyHere: ['a.pdf'] });
  });

  it('SY-120 names the decision in the change of a claim, so that giving it up keeps it here', async () => {
    const { context, store } = await approvedRequest();
    await drop(context, [aFile('a.pdf', 1)]);
    const move = { kind: 'reject', note: 'Not what was approved.' } as const;
    expect((await decideClaimOf(context, { ...(await seen(context)), move })).ok).toBe(true);
    const puts = (await store.openIntents()).filter(({ kind }) => kind === 'claim.put');
    expect(puts.map(({ fields }) => fields)).toEqual([null, ['status', 'stage', 'amount']]);
    const [received, rejected] = puts;
    expect((await discardIntent(context, received?.id as never)).ok).toBe(true);
    expect((await theClaim(context)).decisionGivenUp).toBeUndefined();
    expect((await discardIntent(context, rejected?.id as never)).ok).toBe(true);
    expect(await theClaim(context)).toMatchObject({ decision: { kind: 'rejected' }, decisionGivenUp: true });
  });

  it('POP-5 takes the fields of an e-invoice and files it as the invoice', async () => {
    const { context } = await approvedRequest();
    const { added } = await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    expect(added[0]?.proof).toBe('invoice');
    expect(await theClaim(context)).toMatchObject({
      invoice: { number: 'R-2026/17', source: 'embedded-xml' },
      reimbursement: { minor: 25_000, currency: 'EUR' },
    });
  });

  it('POP-5 leaves the fields unknown when the file says nothing', async () => {
    const { context } = await approvedRequest();
    await drop(context, [aFile('scan.pdf', 1)], 'invoice');
    expect(await theClaim(context)).toMatchObject({ invoice: null, reimbursement: null });
  });

  it('POP-5 does not take the fields of an e-invoice that was dropped as another proof until it is filed as the invoice', async () => {
    const { context } = await approvedRequest();
    const { added } = await drop(context, [aFile('r17.pdf', 1, anInvoice())], 'agenda');
    expect((await theClaim(context)).invoice).toBeNull();
    const [document] = added;
    if (document === undefined) throw new Error('nothing was added');
    await assignProof(context, { id: document.id, proof: 'invoice' });
    expect((await theClaim(context)).invoice?.number).toBe('R-2026/17');
  });

  it('POP-5 drops what was read and ticked for the old invoice when a new one answers a request for changes', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const claim = await theClaim(context);
    await store.commit({ puts: [{ kind: 'claim', record: { ...claim, ticks: { 'invoice-buyer': true } } }] });
    await decideClaimOf(context, {
      ...(await seen(context)),
      move: { kind: 'request-changes', note: 'Wrong total' },
    });
    await drop(context, [aFile('scan.pdf', 2)], 'invoice');
    expect(await theClaim(context)).toMatchObject({
      invoice: null,
      reimbursement: null,
      ticks: {},
      stage: 'approval-needed',
      decision: { kind: 'open' },
    });
  });

  it('POP-6 says which files the request has already and adds nothing twice', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('a.pdf', 1)]);
    const again = await drop(context, [
      aFile('same bytes.pdf', 1),
      aFile('new.pdf', 2),
      aFile('twice.pdf', 2),
    ]);
    expect(again.alreadyHere).toEqual(['same bytes.pdf', 'twice.pdf']);
    expect(again.added.map(({ name }) => name)).toEqual(['new.pdf']);
    expect(await store.count('document')).toBe(2);
  });

  it('POP-6 refuses empty files and takes none of the drop', async () => {
    const { store, context } = await approvedRequest();
    const empty = { ...aFile('nothing.pdf', 3), bytes: new Uint8Array() };
    const result = await attachDocuments(context, {
      requestId,
      files: [aFile('a.pdf', 1), empty],
      proof: null,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'empty-file' } });
    expect(await store.count('document')).toBe(0);
    expect(await store.openIntents()).toEqual([]);
  });

  it('POP-6 refuses files that no remote would take', async () => {
    const { context } = await approvedRequest();
    const large = { ...aFile('large.pdf', 3), bytes: new Uint8Array(MAX_DOCUMENT_BYTES + 1) };
    const result = await attachDocuments(context, { requestId, files: [large], proof: null });
    expect(result).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('POP-6 takes hidden direction marks and path parts out of names and keeps the bytes as they are', async () => {
    const { store, context } = await approvedRequest();
    const file = aFile('../in\u202Efdp.exe', 4);
    const { added } = await drop(context, [file]);
    expect(added[0]?.name).not.toMatch(/[\u202E/\\]/);
    expect(await store.blob(file.sha256)).toEqual(file.bytes);
  });

  it.each([
    ['CON.pdf', '_CON.pdf'],
    ['lpt1', '_lpt1'],
    ['..\\..\\boot.ini', '_.._boot.ini'],
    ['report.pdf. . ', 'report.pdf'],
    ['in\u200Bvoice\uFEFF.pdf', 'in_voice_.pdf'],
    ['\u061Cfdp.exe', '_fdp.exe'],
    ['...', 'document'],
    ['Größe 東京.pdf', 'Größe 東京.pdf'],
  ])('POP-6 keeps %j under a name that every system takes', async (given, kept) => {
    const { context } = await approvedRequest();
    const { added } = await drop(context, [aFile(given, 4)]);
    expect(added[0]?.name).toBe(kept);
  });

  it('POP-2 keeps documents of a request that is not approved without making a claim', async () => {
    const { store, context } = await approvedRequest({ approval: { kind: 'draft' } });
    await drop(context, [aFile('offer.pdf', 1)], 'other');
    expect(await store.count('claim')).toBe(0);
    expect((await store.openIntents()).map(({ kind }) => kind)).toEqual(['document.put']);
  });

  it('POP-2 counts documents from before the approval as received once one is filed', async () => {
    const { store, context } = await approvedRequest({ approval: { kind: 'draft' } });
    const { added } = await drop(context, [aFile('agenda.pdf', 1)]);
    const request = await store.get('fund-request', requestId);
    if (request === undefined || added[0] === undefined) throw new Error('not there');
    await store.commit({
      puts: [
        {
          kind: 'fund-request',
          record: { ...request, approval: { kind: 'approved', at: context.clock.now() } },
        },
      ],
    });
    await assignProof(context, { id: added[0].id, proof: 'agenda' });
    expect(await theClaim(context)).toMatchObject({
      stage: 'approval-needed',
      receivedAt: '2026-11-20T09:00:00.000Z',
    });
  });

  it('POP-4 leaves an accepted claim as it is when more documents come', async () => {
    const { store, context } = await approvedRequest();
    await drop(context, [aFile('r17.pdf', 1, anInvoice())]);
    const claim = await theClaim(context);
    const accepted = { kind: 'accepted' as const, at: context.clock.now(), by: 'Dana Weber' };
    await store.commit({
      puts: [{ kind: 'claim', record: { ...claim, stage: 'approved', decision: accepted } }],
    });
    await drop(context, [aFile('late.pdf', 2)]);
    expect(await theClaim(context)).toMatchObject({ stage: 'approved', decision: accepted });
  });

  it('names a request that is gone', async () => {
    const { context } = await approvedRequest();
    const result = await attachDocuments(context, {
      requestId: requestId.replace('1', '9') as typeof requestId,
      files: [aFile('a.pdf', 1)],
      proof: null,
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
