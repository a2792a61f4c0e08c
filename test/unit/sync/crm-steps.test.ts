import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../shared/ports/local-store';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Intent } from '../../../shared/schema/intent';
import type { StoredDocument } from '../../../shared/schema/document';
import { startDraft } from '../../../shared/sync/draft';
import { thePlaybook } from '../../sync/support/desk';
import { newClaim, newDocument, newRegistration } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, built, crm, git, question, settled, stepsOf } from './steps-support';
import { anIntent, aStep, now } from './support';

type Over<T> = Partial<Record<keyof T, unknown>>;

const request = { kind: 'fund-request', id: 'request-1' } as const;
const claim = { kind: 'claim', id: 'claim-1' } as const;
const document = { kind: 'document', id: 'doc-1' } as const;
const approved = { kind: 'approved', at: now } as const;
const eur = (minor: number) => ({ minor, currency: 'EUR' });

async function aStore(
  {
    ofRequest = {},
    ofPartner = {},
  }: { ofRequest?: Over<FundRequest>; ofPartner?: Record<string, unknown> } = {},
  more: Commit = {},
): Promise<MemoryStore> {
  const store = createMemoryStore();
  const { puts = [], ...rest } = more;
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1), ...ofPartner }) },
      { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), ...ofRequest }) },
      ...puts,
    ],
    ...rest,
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}

const aClaim = (over: Record<string, unknown> = {}) =>
  ({ kind: 'claim', record: newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over }) }) as const;
const aDocument = (over: Over<StoredDocument> = {}) =>
  ({ kind: 'document', record: newDocument(now, { id: 'doc-1', requestId: 'request-1', ...over }) }) as const;
const claimPut = (over: Parameters<typeof anIntent>[0] = {}) =>
  anIntent({ kind: 'claim.put', subject: claim, ...over });
const documentPut = (over: Parameters<typeof anIntent>[0] = {}) =>
  anIntent({ kind: 'document.put', subject: document, ...over });
const another = (over: Parameters<typeof anIntent>[0] = {}) =>
  anIntent({ id: '00000000-0000-4000-8000-000000000002', seq: 2, ...over });
const parked = (code: string, message?: RegExp) => ({
  kind: 'park',
  problem: { code, ...(message ? { message: expect.stringMatching(message) } : {}) },
});
const crmStep = (store: MemoryStore, intent: Intent) => built(store, intent, 'crm');

async function sentBy(store: MemoryStore, intent: Intent): Promise<Readonly<Record<string, unknown>>> {
  const one = await crmStep(store, intent);
  if (one.kind !== 'send' || one.write.kind !== 'crm.put') throw new Error(JSON.stringify(one));
  expect(one.write.fields).toEqual(one.sent);
  return one.write.fields;
}

describe('SY-7 a record that goes to Salesforce', () => {
  it('for the first time goes whole, without what is empty and without a stamp', async () => {
    const store = await aStore({ ofRequest: { salesforce: null, portalNumber: null } });
    const one = await crmStep(store, anIntent());
    expect(one).toMatchObject({
      kind: 'send',
      write: {
        kind: 'crm.put',
        marker: 'request-1-crm',
        entity: 'fund-request',
        recordId: 'request-1',
        salesforceId: null,
        expectStamp: null,
        fields: { title: 'DevSecOps roadshow Hamburg', partner: crm(1).id, status: 'draft' },
      },
    });
    if (one.kind !== 'send' || one.write.kind !== 'crm.put') throw new Error('not sent');
    expect(Object.values(one.write.fields)).not.toContain(null);
    expect(one.write).not.toHaveProperty('expectFields');
  });

  it('goes later with what differs from what was agreed, under its stamp', async () => {
    const bases = [
      agreed(request, 'salesforce', {
        title: 'Old',
        description: 'Half-day workshop for forty security leads.',
        start: '2026-12-10',
      }),
    ];
    const store = await aStore({}, { bases });
    const fields = await sentBy(store, anIntent({ fields: ['title'] }));
    expect(fields).toMatchObject({ title: 'DevSecOps roadshow Hamburg' });
    expect(fields).not.toHaveProperty('description');
    expect(await crmStep(store, anIntent({ fields: ['title'] }))).toMatchObject({
      write: { salesforceId: crm(2).id, expectStamp: 's0', expectFields: { title: 'Old' } },
    });
  });

  it('has nothing to do when all is agreed', async () => {
    const store = await aStore();
    await settled(store, anIntent(), 'crm', {
      ref: crm(2),
      sent: (await sentBy(store, anIntent())) as never,
    });
    expect(await crmStep(store, anIntent())).toEqual({ kind: 'nothing', ref: crm(2) });
  });

  it('SY-51 leaves out what waits for a choice', async () => {
    const bases = [agreed(request, 'salesforce', { title: 'Old', description: 'Old' })];
    const store = await aStore({}, { bases, conflicts: [question(request, 'salesforce', 'fields')] });
    const fields = await sentBy(store, anIntent());
    expect(fields).toHaveProperty('description');
    expect(fields).not.toHaveProperty('title');
  });

  it('stops when it is not here, and has no point when it was deleted there', async () => {
    const nobody = anIntent({ subject: { kind: 'fund-request', id: 'none' } });
    expect(await crmStep(await aStore(), nobody)).toMatchObject(parked('gone-here'));
    expect(await crmStep(await aStore({ ofRequest: { deletedRemotely: true } }), anIntent())).toEqual({
      kind: 'moot',
      why: 'the record was deleted in Salesforce',
    });
  });

  it('that is no longer here takes no answer', async () => {
    const store = await aStore();
    const nobody = anIntent({ subject: { kind: 'fund-request', id: 'none' } });
    await settled(store, nobody, 'crm', { ref: crm(9) });
    expect(await store.get('fund-request', 'none')).toBeUndefined();
    expect(store.logged()).toEqual([]);
  });

  it('SY-9 has no point when its decision was taken back', async () => {
    const declined = { kind: 'declined', at: now, level: 1, reason: 'No' };
    const of = async (kind: string, approval: unknown) =>
      (await crmStep(await aStore({ ofRequest: { approval } }), anIntent({ kind }))).kind;
    expect(await of('fund-request.approved', declined)).toBe('moot');
    expect(await of('fund-request.declined', approved)).toBe('moot');
    expect(await of('fund-request.approved', approved)).toBe('send');
    expect(await of('fund-request.declined', declined)).toBe('send');
    expect(await of('fund-request.put', declined)).toBe('send');
  });

  it('SY-56 SY-53 stops while the person has to choose whether it stays, or whether her decision does', async () => {
    const stopped = async (kind: 'remote-delete' | 'stale-decision', intent: Intent) =>
      crmStep(
        await aStore(
          { ofRequest: { approval: approved } },
          { conflicts: [question(request, 'salesforce', kind)] },
        ),
        intent,
      );
    const approval = anIntent({ kind: 'fund-request.approved' });
    expect(await stopped('remote-delete', anIntent())).toMatchObject(
      parked('needs-review', /^It was deleted/),
    );
    expect(await stopped('stale-decision', approval)).toMatchObject(
      parked('needs-review', /^What the decision/),
    );
  });

  it('SY-12 waits for its partner’s account, or its request', async () => {
    const alone = await aStore({ ofPartner: { salesforce: null } });
    expect(await crmStep(alone, anIntent())).toMatchObject(parked('needs-partner', /^The partner Nordlicht/));
    const nobody = await aStore({ ofRequest: { partnerId: 'none' } });
    expect(await crmStep(nobody, anIntent())).toMatchObject(
      parked('needs-partner', /^The partner of this record/),
    );
    const unsent = { ofRequest: { salesforce: null } };
    const brings = another();
    const waits = await aStore(unsent, { puts: [aClaim()], intents: [brings] });
    expect(await crmStep(waits, claimPut())).toMatchObject({ kind: 'later', waitsFor: [{ id: brings.id }] });
    const done = another({ steps: [aStep({ state: 'done' })] });
    const stuck = await aStore(unsent, { puts: [aClaim()], intents: [done] });
    expect(await crmStep(stuck, claimPut())).toMatchObject(parked('needs-request'));
    const ready = await aStore({ ofPartner: { salesforce: null } }, { puts: [aClaim()] });
    expect(await crmStep(ready, claimPut())).toMatchObject({ kind: 'send', write: { entity: 'claim' } });
  });

  it('SY-12 waits when the request of a claim is not here at all', async () => {
    const store = await aStore({}, { puts: [aClaim({ requestId: 'none' })] });
    expect(await crmStep(store, claimPut())).toMatchObject(parked('needs-request'));
  });

  it('counts as written when the answer has a value that does not fit, which is set aside', async () => {
    const { totalCost } = aFundRequest();
    const store = await aStore({}, { bases: [agreed(request, 'salesforce', { title: 'Old', totalCost })] });
    const ref = { ...crm(2), stamp: 's7' };
    const common = { stream: 'fund-requests', recordId: 'request-1', deleted: false } as const;
    const row = { ...common, ref, fields: { totalCost: 'a lot' } };
    await settled(store, anIntent(), 'crm', { ref, row, sent: { title: 'New' } });
    expect(await store.base(request, 'salesforce')).toMatchObject({
      fields: { title: 'New' },
      stamp: 's7',
    });
    expect(await store.quarantined()).toEqual([
      {
        id: 'answer:salesforce:fund-request:request-1',
        source: 'salesforce',
        what: 'Roadshow',
        reason: expect.stringContaining('totalCost'),
        raw: JSON.stringify(row),
        at: now,
      },
    ]);
  });

  it('may be a registration, an Event on its account (SY-38)', async () => {
    const subject = { kind: 'registration', id: '44444444-0000-4000-8000-000000000001' } as const;
    const record = newRegistration(now, { partnerId: 'partner-1', program: 'p', subject: 'S' });
    const store = await aStore({}, { puts: [{ kind: 'registration', record }] });
    expect(await crmStep(store, anIntent({ kind: 'registration.put', subject }))).toMatchObject({
      write: { entity: 'registration', fields: { subject: 'S', partner: crm(1).id } },
    });
  });
});

describe('SY-120 a decision', () => {
  const decided = { approval: approved, approvedAmount: eur(500) };
  const bases = [agreed(request, 'salesforce', { title: 'Old', status: 'draft', state: 'draft' })];

  it('goes with its own change, and with one of the whole record', async () => {
    const store = await aStore({ ofRequest: decided }, { bases });
    const own = anIntent({ kind: 'fund-request.approved', fields: ['status', 'state', 'approvedAmount'] });
    for (const intent of [own, anIntent({ fields: null })])
      expect(await sentBy(store, intent)).toMatchObject({ status: 'approved', title: expect.any(String) });
  });

  it('does not go with a change of data, nor when it was given up', async () => {
    const store = await aStore({ ofRequest: decided }, { bases });
    expect(await sentBy(store, anIntent({ fields: ['title'] }))).not.toHaveProperty('status');
    const kept = await aStore({ ofRequest: { ...decided, decisionGivenUp: true } }, { bases });
    expect(await sentBy(kept, anIntent())).not.toHaveProperty('status');
  });

  it('SY-8 does not go with what was changed before it: a record is born undecided then', async () => {
    const later = another({ kind: 'fund-request.approved' });
    const known = await aStore({ ofRequest: decided }, { bases, intents: [later] });
    expect(await sentBy(known, anIntent())).not.toHaveProperty('status');
    const born = await aStore({ ofRequest: { ...decided, salesforce: null } }, { intents: [later] });
    const fields = await sentBy(born, anIntent());
    expect(fields).toMatchObject({ status: 'draft' });
    expect(fields).not.toHaveProperty('approvedAmount');
    const earlier = anIntent({ kind: 'fund-request.approved' });
    const after = await aStore({ ofRequest: { ...decided, salesforce: null } }, { intents: [earlier] });
    expect(await sentBy(after, another())).toMatchObject({ status: 'approved' });
  });

  it('SY-53 is sent with what it rests on, so that a change of that is found; data are not', async () => {
    const facts = [
      agreed(request, 'salesforce', { status: 'draft', end: '2026-12-10', description: 'Other', cam: 'x' }),
    ];
    const store = await aStore({ ofRequest: decided }, { bases: facts });
    const own = anIntent({ kind: 'fund-request.approved', fields: ['status'] });
    expect(await crmStep(store, own)).toMatchObject({
      write: { expectFields: { status: 'draft', end: '2026-12-10', description: 'Other' } },
    });
    const plain = await aStore({}, { bases: facts });
    const one = await crmStep(plain, anIntent({ fields: ['description'] }));
    if (one.kind !== 'send' || one.write.kind !== 'crm.put') throw new Error('not sent');
    expect(one.write.expectFields).not.toHaveProperty('end');
    expect(one.write.expectFields).not.toHaveProperty('cam');
    expect(one.write.expectFields).toMatchObject({ description: 'Other' });
  });

  it('SY-64 replaces a status that an org added; data leave it as it is, and the log says so', async () => {
    const foreign = [agreed(request, 'salesforce', { status: 'On hold', title: 'Old' })];
    const store = await aStore({ ofRequest: decided }, { bases: foreign });
    const data = anIntent({ fields: null });
    expect(await sentBy(store, data)).not.toHaveProperty('status');
    await settled(store, data, 'crm', { ref: crm(2) });
    expect(store.logged().map(({ text }) => text)).toEqual([
      'Salesforce: “Roadshow” has the status “On hold” there, which this desk does not know. It was left as it is.',
    ]);
    const own = anIntent({ kind: 'fund-request.approved', fields: ['status'] });
    expect(await sentBy(store, own)).toMatchObject({ status: 'approved' });
    await settled(store, own, 'crm', { ref: crm(2), sent: { status: 'approved' } });
    expect(store.logged()).toHaveLength(1);
  });
});

describe('SY-36 a document', () => {
  const file = async (store: MemoryStore, intent = documentPut()) => built(store, intent, 'crm-file');
  const pop = thePlaybook().gitlab.popIssue;
  const withIssue = { gitlab: { epic: null, issues: { [pop]: git(9) } } };

  it('hangs on the claim that comes, else on the request; earlier places are looked at too (SY-119)', async () => {
    const alone = await aStore({}, { puts: [aDocument()] });
    expect(await file(alone)).toMatchObject({
      kind: 'send',
      write: {
        kind: 'crm.file',
        marker: 'doc-1-crm-file',
        linkTo: crm(2).id,
        name: 'invoice.pdf',
        mediaType: 'application/pdf',
        sha256: 'cd'.repeat(32),
      },
    });
    expect(await file(alone)).not.toHaveProperty('write.alsoAt');
    const claimed = await aStore({}, { puts: [aDocument(), aClaim({ salesforce: crm(3) })] });
    expect(await file(claimed)).toMatchObject({ write: { linkTo: crm(3).id, alsoAt: [crm(2).id] } });
    const gone = await aStore(
      {},
      { puts: [aDocument(), aClaim({ salesforce: crm(3), deletedRemotely: true })] },
    );
    expect(await file(gone)).toMatchObject({ write: { linkTo: crm(2).id, alsoAt: [crm(3).id] } });
  });

  it('SY-12 waits for a claim that is on its way, not for one that is not, and for its request', async () => {
    const puts = [aDocument(), aClaim()];
    const comes = claimPut({ id: another().id, seq: 2 });
    expect(await file(await aStore({}, { puts, intents: [comes] }))).toMatchObject({
      kind: 'later',
      waitsFor: [{ id: comes.id }],
    });
    const onlyLabel = claimPut({
      id: another().id,
      seq: 2,
      steps: [aStep({ state: 'done' }), aStep({ key: 'label', remote: 'gitlab' })],
    });
    expect(await file(await aStore({}, { puts, intents: [onlyLabel] }))).toMatchObject({
      write: { linkTo: crm(2).id },
    });
    const unsent = { ofRequest: { salesforce: null } };
    expect(await file(await aStore(unsent, { puts: [aDocument()] }))).toMatchObject(parked('needs-request'));
    expect(await file(await aStore(unsent, { puts: [aDocument()], intents: [another()] }))).toMatchObject({
      kind: 'later',
    });
  });

  it('is not sent twice, and its place is noted', async () => {
    const there = await aStore(
      { ofRequest: withIssue },
      { puts: [aDocument({ salesforce: crm(5), gitlabUpload: git(6) })] },
    );
    expect(await file(there)).toEqual({ kind: 'nothing', ref: crm(5) });
    expect(await built(there, documentPut(), 'git-file-doc-1')).toEqual({ kind: 'nothing', ref: git(6) });
    const store = await aStore({ ofRequest: withIssue }, { puts: [aDocument()] });
    await settled(store, documentPut(), 'crm-file', { ref: crm(5) });
    await settled(store, documentPut(), 'git-file-doc-1', { ref: git(6) });
    expect(await store.get('document', 'doc-1')).toMatchObject({ salesforce: crm(5), gitlabUpload: git(6) });
    expect((await stepsOf(store, documentPut())).map(({ about }) => about)).toEqual([document, document]);
  });

  it('goes to the POP issue with a word about what it proves, once there is one or an approval brings it', async () => {
    const keys = async (store: MemoryStore) => (await stepsOf(store, documentPut())).map(({ key }) => key);
    const note = async (proof: string | null) => {
      const store = await aStore({ ofRequest: withIssue }, { puts: [aDocument({ proof })] });
      expect(await keys(store)).toEqual(['crm-file', 'git-file-doc-1']);
      const one = await built(store, documentPut(), 'git-file-doc-1');
      expect(one).toMatchObject({
        kind: 'send',
        write: {
          kind: 'git.file',
          marker: 'doc-1-git-file',
          issueIid: 109,
          item: { id: 9 },
          name: 'invoice.pdf',
        },
      });
      return one.kind === 'send' && one.write.kind === 'git.file' ? one.write.note : '';
    };
    const proof = thePlaybook()
      .mdf.activityTypes.find(({ key }) => key === 'events')
      ?.proofs.find(({ leadList }) => !leadList);
    expect(await note('invoice')).toBe(`${thePlaybook().pop.invoice.label}: invoice.pdf`);
    expect(await note(proof?.key ?? '')).toBe(`${proof?.label}: invoice.pdf`);
    expect(await note('other')).toBe('invoice.pdf');
    expect(await keys(await aStore({}, { puts: [aDocument()] }))).toEqual(['crm-file']);
    const saga = another({ kind: 'fund-request.approved' });
    const soon = await aStore({}, { puts: [aDocument()], intents: [saga] });
    expect(await keys(soon)).toEqual(['crm-file', 'git-file-doc-1']);
    expect(await built(soon, documentPut(), 'git-file-doc-1')).toMatchObject({
      kind: 'later',
      waitsFor: [{ id: saga.id }],
    });
  });

  it('SY-12 waits when its request is not here at all', async () => {
    const store = await aStore({}, { puts: [aDocument({ requestId: 'none' })] });
    expect((await stepsOf(store, documentPut())).map(({ key }) => key)).toEqual(['crm-file']);
    expect(await file(store)).toMatchObject(parked('needs-request'));
  });

  it('that went before its turn came stops, and takes no answer', async () => {
    const steps = await stepsOf(
      await aStore({ ofRequest: withIssue }, { puts: [aDocument()] }),
      documentPut(),
    );
    expect(steps).toHaveLength(2);
    const store = await aStore();
    for (const { key, remote, build, settle } of steps) {
      const draft = startDraft(store, now);
      expect(await build(draft, aStep({ key }))).toMatchObject(parked('gone-here'));
      const ref = remote === 'gitlab' ? git(6) : crm(5);
      await settle(draft, { ref, row: null, sent: undefined });
      expect((await draft.commit()).ok).toBe(true);
    }
    expect(await store.get('document', 'doc-1')).toBeUndefined();
  });

  it('notes no place of the other remote', async () => {
    const store = await aStore({ ofRequest: withIssue }, { puts: [aDocument()] });
    await settled(store, documentPut(), 'crm-file', { ref: git(6) });
    await settled(store, documentPut(), 'git-file-doc-1', { ref: crm(5) });
    expect(await store.get('document', 'doc-1')).toMatchObject({ salesforce: null, gitlabUpload: null });
  });

  it('POP-8 stays on this machine when it is a list of people', async () => {
    const list = thePlaybook().mdf.activityTypes.flatMap(({ key, proofs }) =>
      proofs.filter(({ leadList }) => leadList).map((proof) => ({ activityType: key, proof: proof.key })),
    )[0];
    if (!list) throw new Error('no list of people in the playbook');
    const { activityType, proof } = list;
    const store = await aStore(
      { ofRequest: { activityType, ...withIssue } },
      { puts: [aDocument({ proof })] },
    );
    expect(await stepsOf(store, documentPut())).toEqual([]);
    expect(await stepsOf(await aStore(), documentPut())).toEqual([]);
  });
});
