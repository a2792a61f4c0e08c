import { describe, expect, it } from 'vitest';
import type { FieldMap } from '../../../shared/schema/field-value';
import type { Intent } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import { RemoteRef } from '../../../shared/schema/remote-ref';
import type { Base } from '../../../shared/schema/sync-state';
import { absorb, baseOf, forgetBase, withRef } from '../../../shared/sync/absorb';
import { startDraft } from '../../../shared/sync/draft';
import { newClaim, newDocument, newPlanItem, newRegistration } from '../../sync/support/work';
import { testIds, thePlaybook } from '../../sync/support/desk';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { anIntent, aStep, now } from './support';

const account = '001000000000000001';
const key = { kind: 'fund-request', id: 'request-1' } as const;

function crmRef(stamp = 's2', id = 'a0B000000000000001') {
  return RemoteRef.parse({ remote: 'salesforce', object: 'Request', id, stamp, url: null });
}

const gitRef = RemoteRef.parse({
  remote: 'gitlab',
  type: 'issue',
  id: 5,
  iid: 3,
  stamp: 'g1',
  url: null,
  markdown: null,
});

type Case = {
  /** How the request differs from the agreed state here. */
  readonly mine?: Parameters<typeof aFundRequest>[0];
  /** How the remote differs from the agreed state. */
  readonly theirs?: FieldMap;
  readonly agreed?: FieldMap | null;
  readonly base?: Partial<Base>;
  readonly sent?: FieldMap;
  readonly intents?: readonly Intent[];
};

const AGREED: FieldMap = {
  title: 'Agreed',
  region: 'EMEA',
  description: 'Text',
  status: 'draft',
  state: 'draft',
  partner: account,
};

/** Takes a remote state into a request, and gives what is stored then. */
async function absorbed({ mine = {}, theirs = {}, agreed = AGREED, base = {}, sent, intents = [] }: Case) {
  const store = createMemoryStore();
  const record = aFundRequest({ title: 'Agreed', region: 'EMEA', description: 'Text', ...mine });
  const salesforce = { remote: 'salesforce', object: 'Account', id: account, stamp: null, url: null };
  const stored: Base = {
    key: 'fund-request:request-1:salesforce',
    record: key,
    remote: 'salesforce',
    fields: agreed ?? {},
    stamp: 's1',
    ...base,
  };
  const done = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce }) },
      { kind: 'fund-request', record },
    ],
    bases: agreed === null ? [] : [stored],
    intents,
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const draft = startDraft(store, now);
  const ids = testIds();
  const fields = { ...AGREED, ...theirs };
  const entry: AnyRecord = { kind: 'fund-request', record };
  const result = await absorb(
    draft,
    entry,
    { ref: crmRef(), fields, sent },
    { playbook: thePlaybook(), newId: ids.uuid },
  );
  await draft.commit();
  const after = await store.get('fund-request', 'request-1');
  return {
    result: result.ok ? result.value : result.error,
    after,
    base: await store.base(key, 'salesforce'),
    conflicts: await store.openConflicts(),
    open: await store.openIntents(),
    store,
  };
}

describe('G4 a remote state of a request', () => {
  it('that is as agreed changes nothing but the pointer and the stamp', async () => {
    const { result, after, base, conflicts } = await absorbed({});
    expect(result).toMatchObject({ taken: 0, conflicts: 0 });
    expect(after).toMatchObject({ title: 'Agreed', salesforce: crmRef() });
    expect(base).toMatchObject({ fields: AGREED, stamp: 's2' });
    expect(base).not.toHaveProperty('cameBack');
    expect(conflicts).toEqual([]);
  });

  it('is taken where only they changed, kept where only we did', async () => {
    const { result, after, base } = await absorbed({ mine: { title: 'Mine' }, theirs: { region: 'APAC' } });
    expect(result).toMatchObject({ taken: 1, conflicts: 0 });
    expect(after).toMatchObject({ title: 'Mine', region: 'APAC' });
    expect(base?.fields).toMatchObject({ title: 'Agreed', region: 'APAC' });
  });

  it('opens a conflict where both did, and neither takes nor agrees on it', async () => {
    const { result, after, base, conflicts } = await absorbed({
      mine: { title: 'Mine' },
      theirs: { title: 'Theirs', region: 'APAC' },
    });
    expect(result).toMatchObject({ taken: 1, conflicts: 1 });
    expect(after).toMatchObject({ title: 'Mine', region: 'APAC' });
    expect(base?.fields).toMatchObject({ title: 'Agreed', region: 'APAC' });
    expect(conflicts).toMatchObject([
      {
        kind: 'fields',
        fields: [{ field: 'title', base: 'Agreed', mine: 'Mine', theirs: 'Theirs' }],
        theirStamp: 's2',
      },
    ]);
  });

  it('brings a request back that counted as deleted', async () => {
    const { after } = await absorbed({ mine: { deletedRemotely: true } });
    expect(after?.deletedRemotely).toBe(false);
  });

  it('with a value that does not fit changes nothing and says so', async () => {
    const { result, after, base } = await absorbed({
      agreed: { ...AGREED, start: '2026-12-10' },
      theirs: { start: 'not a day' },
    });
    expect(result).not.toHaveProperty('entry');
    expect(after).toMatchObject({ rev: 1 });
    expect(base?.stamp).toBe('s1');
  });

  it('moves status and state together, whichever of them moved', async () => {
    const both = { status: 'approved', state: 'approved' };
    const { after, base } = await absorbed({ theirs: both });
    expect(after?.approval.kind).toBe('approved');
    expect(base?.fields).toMatchObject(both);
  });

  it('that points to a partner who is not here is neither agreed on nor sent back', async () => {
    const { after, base } = await absorbed({ theirs: { partner: '001000000000000009' } });
    expect(after?.partnerId).toBe('partner-1');
    expect(base?.fields.partner).toBe(account);
  });
});

describe('G3 G4 what we wrote ourselves and comes back', () => {
  it('counts as agreed when the remote confirmed it', async () => {
    const { base, conflicts } = await absorbed({
      mine: { title: 'Mine' },
      sent: { title: 'Mine' },
      theirs: { title: 'Mine' },
    });
    expect(base?.fields.title).toBe('Mine');
    expect(conflicts).toEqual([]);
  });

  it('counts as agreed when it may have been written without an answer, the first time it is seen', async () => {
    const leaving = aStep({ state: 'sent', sent: [{ title: 'Mine' }] });
    const intents = [anIntent({ state: 'waiting', steps: [leaving] })];
    const first = await absorbed({ mine: { title: 'Newer' }, theirs: { title: 'Mine' }, intents });
    expect(first.conflicts).toEqual([]);
    expect(first.after?.title).toBe('Newer');
    expect(first.base).toMatchObject({ fields: { title: 'Mine' }, cameBack: { title: 'Mine' } });
    const again = await absorbed({
      mine: { title: 'Newer' },
      theirs: { title: 'Mine' },
      intents,
      agreed: { ...AGREED, title: 'Else' },
      base: { cameBack: { title: 'Mine' } },
    });
    expect(again.conflicts).toMatchObject([{ fields: [{ field: 'title', theirs: 'Mine' }] }]);
  });

  it('is nothing of ours when it was sent elsewhere, is done, or was another value', async () => {
    for (const step of [
      aStep({ state: 'sent', sent: [{ title: 'Mine' }], remote: 'gitlab' }),
      aStep({ state: 'todo', sent: [{ title: 'Mine' }] }),
      aStep({ state: 'sent', sent: [{ title: 'Other' }] }),
      aStep({ state: 'sent' }),
    ]) {
      const { conflicts } = await absorbed({
        mine: { title: 'Newer' },
        theirs: { title: 'Mine' },
        intents: [anIntent({ steps: [step] })],
      });
      expect(conflicts).toHaveLength(1);
    }
  });

  it('is forgotten as soon as nothing is uncertain any more', async () => {
    const { base } = await absorbed({ base: { cameBack: { title: 'Mine' } } });
    expect(base).not.toHaveProperty('cameBack');
  });
});

describe('G4 a verdict that waits while the facts under it change', () => {
  const decided = {
    approval: { kind: 'approved', at: now },
    approvedAmount: { minor: 600_000, currency: 'EUR' },
  };
  const waiting = anIntent({ kind: 'fund-request.approved', fields: ['status', 'state', 'approvedAmount'] });

  it('is asked about with the facts, and nothing of that is taken or agreed on', async () => {
    const { after, base, conflicts, result } = await absorbed({
      mine: decided,
      theirs: { title: 'Theirs', description: 'Other text' },
      intents: [waiting],
    });
    expect(after).toMatchObject({
      title: 'Agreed',
      description: 'Other text',
      approval: { kind: 'approved' },
    });
    expect(base?.fields).toMatchObject({ title: 'Agreed', description: 'Other text' });
    expect(conflicts).toMatchObject([
      {
        kind: 'stale-decision',
        fields: [
          { field: 'title', base: 'Agreed', mine: 'Agreed', theirs: 'Theirs' },
          { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' },
        ],
      },
    ]);
    expect(result).toMatchObject({ conflicts: 2 });
  });

  it('is asked about when they decided too, with their word', async () => {
    const { conflicts, after } = await absorbed({
      mine: decided,
      theirs: { status: 'rejected', state: 'draft' },
      intents: [waiting],
    });
    expect(conflicts).toMatchObject([
      {
        kind: 'stale-decision',
        fields: [{ field: 'status', base: 'draft', mine: 'approved', theirs: 'rejected' }],
      },
    ]);
    expect(after?.approval.kind).toBe('approved');
  });

  it('is not asked about when what changed carries no weight, or the verdict waits no longer', async () => {
    const light = await absorbed({ mine: decided, theirs: { description: 'Other' }, intents: [waiting] });
    expect(light.conflicts).toEqual([]);
    const done = { ...waiting, steps: [aStep({ state: 'done' })] };
    for (const intents of [[], [done], [anIntent({ fields: ['title'] })]]) {
      const { conflicts } = await absorbed({ mine: decided, theirs: { title: 'Theirs' }, intents });
      expect(conflicts).toEqual([]);
    }
  });

  it('is not asked about when the new fact is what stands here already', async () => {
    const { conflicts } = await absorbed({
      mine: { ...decided, title: 'Theirs' },
      theirs: { title: 'Theirs' },
      intents: [waiting],
    });
    expect(conflicts).toEqual([]);
  });
});

describe('what was agreed', () => {
  const draft = () => startDraft(createMemoryStore(), now);
  const claim: AnyRecord = { kind: 'claim', record: newClaim(now, { id: 'c', requestId: 'request-1' }) };
  const request: AnyRecord = { kind: 'fund-request', record: aFundRequest() };

  it('POP-2 before anything was, is nothing, or that an issue of proof is pending', async () => {
    expect(await baseOf(draft(), claim, 'gitlab')).toEqual({
      key: 'claim:c:gitlab',
      record: { kind: 'claim', id: 'c' },
      remote: 'gitlab',
      fields: { stage: 'pending' },
      stamp: null,
    });
    expect((await baseOf(draft(), claim, 'salesforce')).fields).toEqual({});
    expect((await baseOf(draft(), request, 'gitlab')).fields).toEqual({});
  });

  it('is forgotten with a twin', async () => {
    const gathering = draft();
    await forgetBase(gathering, request, 'salesforce');
    expect(await baseOf(gathering, request, 'salesforce')).toMatchObject({ fields: {}, stamp: null });
  });
});

describe('the pointer to a remote', () => {
  const ref = crmRef();

  it('is kept by what lives in Salesforce, and a registration that is there is not withdrawn', () => {
    const entries: AnyRecord[] = [
      { kind: 'partner', record: aPartner() },
      { kind: 'fund-request', record: aFundRequest() },
      { kind: 'claim', record: newClaim(now, { id: 'c', requestId: 'request-1' }) },
    ];
    for (const entry of entries)
      expect(withRef(entry, ref).record).toEqual({ ...entry.record, salesforce: ref });
    const registration = newRegistration(now, {
      partnerId: 'p',
      program: 'x',
      subject: 'S',
      withdrawn: true,
    });
    const kept = withRef({ kind: 'registration', record: registration }, ref).record;
    expect(kept).toMatchObject({ salesforce: ref });
    expect(kept).not.toHaveProperty('withdrawn');
  });

  it('is kept by a plan item for its issue only, and by no other record', () => {
    const item: AnyRecord = { kind: 'plan-item', record: newPlanItem(now, { id: 'p' }) };
    expect(withRef(item, gitRef).record).toMatchObject({ gitlab: gitRef });
    expect(withRef(item, ref)).toEqual(item);
    const document: AnyRecord = { kind: 'document', record: newDocument(now, { requestId: 'request-1' }) };
    expect(withRef(document, ref)).toEqual(document);
    const claim: AnyRecord = { kind: 'claim', record: newClaim(now, { id: 'c', requestId: 'request-1' }) };
    expect(withRef(claim, gitRef)).toEqual(claim);
  });
});
