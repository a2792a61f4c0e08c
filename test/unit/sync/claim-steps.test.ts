import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../shared/ports/local-store';
import type { Claim } from '../../../shared/schema/claim';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { Intent } from '../../../shared/schema/intent';
import { startDraft } from '../../../shared/sync/draft';
import { thePlaybook } from '../../sync/support/desk';
import { newClaim } from '../../sync/support/work';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { agreed, built, crm, git, question, settled, stepsOf } from './steps-support';
import { aStep, anIntent, later, now } from './support';

type Over<T> = Partial<Record<keyof T, unknown>>;

const playbook = thePlaybook();
const pop = playbook.gitlab.popIssue;
const request = { kind: 'fund-request', id: 'request-1' } as const;
const claim = { kind: 'claim', id: 'claim-1' } as const;
const nothing = { kind: 'nothing', ref: null };
const saga = anIntent({ kind: 'fund-request.approved', subject: request });
const claimPut = anIntent({ kind: 'claim.put', subject: claim });
const another = (over: Parameters<typeof anIntent>[0]) =>
  anIntent({ id: '00000000-0000-4000-8000-000000000002', seq: 2, ...over });

async function aStore(of: Over<FundRequest> = {}, { puts = [], ...rest }: Commit = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const approval = { kind: 'approved', at: now };
  const stored = await store.commit({
    puts: [
      { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
      { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), approval, ...of }) },
      ...puts,
    ],
    ...rest,
  });
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
  return store;
}
const aClaim = (over: Over<Claim> = {}) =>
  ({ kind: 'claim', record: newClaim(now, { id: 'claim-1', requestId: 'request-1', ...over }) }) as const;

const edits = { title: null, body: null, addLabels: [], scopedLabel: null, start: null, due: null };

describe('SY-35 the POP issue of a claim', () => {
  const gitlab = { epic: null, issues: { [pop]: git(13) } };
  const rejected = { kind: 'rejected', at: now, by: 'A', note: 'No receipt' };
  const withClaim = (
    over: Over<Claim>,
    fields: Record<string, string> | null = null,
    more: Commit = {},
    of: Over<FundRequest> = { gitlab },
  ) =>
    aStore(of, {
      ...more,
      puts: [aClaim(over)],
      bases: [...(fields === null ? [] : [agreed(claim, 'gitlab', fields)]), ...(more.bases ?? [])],
    });
  const label = async (store: MemoryStore, intent: Intent = claimPut) => built(store, intent, 'label');
  const note = async (store: MemoryStore) => built(store, claimPut, 'rejected');

  it('carries the label of the stage; the last one closes it', async () => {
    const moved = await label(await withClaim({ stage: 'approved' }, { stage: 'pending' }));
    expect(moved).toEqual({
      kind: 'send',
      sent: { stage: 'approved' },
      write: {
        ...edits,
        kind: 'git.edit',
        marker: 'claim-1-label-approved',
        type: 'issue',
        iid: 113,
        item: { id: 13, url: git(13).url },
        addLabels: playbook.pop.labels.always,
        scopedLabel: playbook.pop.labels.approved,
        close: false,
        expectStamp: 's0',
      },
    });
    expect(await label(await withClaim({ stage: 'completed' }, { stage: 'approved' }))).toMatchObject({
      write: { close: true },
    });
    expect(await label(await withClaim({ stage: 'approved' }, null))).toMatchObject({
      write: { expectStamp: 's' },
    });
  });

  it('SY-116 is opened again when the label is put back or the rejection taken back', async () => {
    expect(await label(await withClaim({ stage: 'approved' }, { stage: 'completed' }))).toMatchObject({
      write: { close: false, reopen: true },
    });
    expect(
      await label(await withClaim({ stage: 'pending' }, { stage: 'pending', rejected: 'No receipt' })),
    ).toMatchObject({
      sent: { rejected: null },
      write: { close: false, reopen: true },
    });
    const again = await withClaim(
      { stage: 'pending', decision: rejected },
      { stage: 'completed', rejected: 'No receipt' },
    );
    expect(await label(again)).toMatchObject({ write: { close: true, reopen: false } });
  });

  it('is left alone when it says so already, while a choice is open, or when there is no claim', async () => {
    const same = { kind: 'nothing', ref: git(13) };
    expect(await label(await withClaim({ stage: 'approved' }, { stage: 'approved' }))).toEqual(same);
    const conflicts = [question(claim, 'gitlab', 'fields', 'stage')];
    expect(await label(await withClaim({ stage: 'approved' }, { stage: 'pending' }, { conflicts }))).toEqual(
      same,
    );
    expect(await label(await aStore({ gitlab }))).toEqual(nothing);
    const numberless = git(13, 'issue', { iid: null });
    const of = { gitlab: { epic: null, issues: { [pop]: numberless } } };
    expect(await label(await withClaim({ stage: 'approved' }, { stage: 'pending' }, {}, of))).toEqual({
      kind: 'nothing',
      ref: numberless,
    });
  });

  it('waits for the approval that is about to open it, and else is not there', async () => {
    const intents = [another({ kind: 'fund-request.approved', subject: request })];
    expect(await label(await withClaim({}, null, { intents }, {}))).toMatchObject({
      kind: 'later',
      waitsFor: [{ id: intents[0]?.id }],
    });
    expect(await label(await withClaim({}, null, {}, {}))).toEqual(nothing);
    expect(await label(await withClaim({}, null, { intents: [saga] }, {}), saga)).toEqual(nothing);
  });

  it('SY-115 says why a claim was rejected, before it is closed', async () => {
    const store = await withClaim({ decision: rejected, stage: 'pending' }, { stage: 'pending' });
    expect((await stepsOf(store, claimPut)).map(({ key, after }) => [key, after])).toEqual([
      ['crm', []],
      ['rejected', ['crm']],
      ['label', ['rejected']],
    ]);
    expect((await stepsOf(await withClaim({}), claimPut)).map(({ key, after }) => [key, after])).toEqual([
      ['crm', []],
      ['label', ['crm']],
    ]);
    expect(await note(store)).toMatchObject({
      kind: 'send',
      sent: undefined,
      write: {
        kind: 'git.note',
        marker: `claim-1-rejected-${Date.parse(now)}`,
        issueIid: 113,
        item: { id: 13 },
        body: expect.stringContaining('No receipt'),
      },
    });
    expect(await label(store)).toMatchObject({ sent: { rejected: 'No receipt' }, write: { close: true } });
  });

  it('SY-115 says it once: not what it says, nor after another device that learnt it as well', async () => {
    const same = { kind: 'nothing', ref: git(13) };
    expect(await note(await withClaim({ decision: rejected }, { rejected: 'No receipt' }))).toEqual(same);
    expect((await note(await withClaim({ decision: rejected }, { rejected: 'Another' }))).kind).toBe('send');
    const learnt = { ...rejected, by: 'Salesforce' };
    const closed = { bases: [agreed(request, 'gitlab', { [`issue-${pop}`]: 'closed' })] };
    expect(await note(await withClaim({ decision: learnt }, {}, closed))).toEqual(same);
    expect((await note(await withClaim({ decision: rejected }, {}, closed))).kind).toBe('send');
    const open = { bases: [agreed(request, 'gitlab', { [`issue-${pop}`]: 'opened' })] };
    expect(await note(await withClaim({ decision: learnt }, {}, open))).toMatchObject({
      write: { marker: 'claim-1-rejected-there' },
    });
    expect(
      await note(await withClaim({ decision: rejected }, {}, {}, { gitlab, partnerId: 'none' })),
    ).toEqual(same);
  });

  it('SY-115 leaves a rejection to the later change that takes it to Salesforce first', async () => {
    const intents = [another({ kind: 'claim.put', subject: claim })];
    const same = { kind: 'nothing', ref: git(13) };
    const store = await withClaim({ decision: rejected }, { stage: 'pending' }, { intents });
    expect(await label(store)).toEqual(same);
    expect(await note(store)).toEqual(same);
    const earlier = [anIntent({ ...claimPut, id: '00000000-0000-4000-8000-000000000003', seq: 1 })];
    expect((await label(await withClaim({ decision: rejected }, {}, { intents: earlier }))).kind).toBe(
      'send',
    );
    expect((await label(await withClaim({ stage: 'approved' }, {}, { intents }))).kind).toBe('send');
  });

  it('SY-115 is not held up by a later change of its request when an approval brings it', async () => {
    const intents = [another({ kind: 'fund-request.put', subject: request })];
    const store = await withClaim({ decision: rejected }, null, { intents });
    expect((await built(store, saga, 'rejected')).kind).toBe('send');
    expect((await built(store, saga, 'label')).kind).toBe('send');
  });

  it('SY-115 has no note to make once the rejection was taken back', async () => {
    const [note] = (await stepsOf(await withClaim({ decision: rejected }), claimPut)).slice(1);
    const store = await withClaim({ stage: 'approved' });
    expect(note?.key).toBe('rejected');
    expect(await note?.build(startDraft(store, now), aStep())).toEqual({ kind: 'nothing', ref: git(13) });
  });

  it('is noted on the claim as what was agreed', async () => {
    const store = await withClaim({ stage: 'approved' }, { stage: 'pending' });
    await settled(store, claimPut, 'label', {
      ref: git(13, 'issue', { stamp: later(1) }),
      sent: { stage: 'approved' },
    });
    expect(await store.base(claim, 'gitlab')).toMatchObject({
      fields: { stage: 'approved' },
      stamp: later(1),
    });
  });
});
