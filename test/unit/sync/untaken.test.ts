import { describe, expect, it } from 'vitest';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { startDraft } from '../../../shared/sync/draft';
import { tellEnded } from '../../../shared/sync/tell-ended';
import { isNothing, tellEmptied, untaken } from '../../../shared/sync/untaken';
import { createMemoryStore } from '../../support/memory-store';
import { aFundRequest, aPartner } from '../../support/records';
import { git } from './steps-support';
import { now } from './support';

type Draft = ReturnType<typeof startDraft>;

/** What is in the log after something was told. */
async function told(tell: (draft: Draft) => void): Promise<string[]> {
  const store = createMemoryStore();
  const draft = startDraft(store, now);
  tell(draft);
  await draft.commit();
  return store.logged().map(({ level, text }) => `${level}: ${text}`);
}

describe('SY-130 values that could not be taken', () => {
  it('are pointers that point elsewhere, and what one side has and the other not; other words are none', () => {
    expect([...untaken({ partner: '1', request: '2' }, { partner: '3', request: '2' })]).toEqual(['partner']);
    expect([...untaken({ title: 'New' }, { title: 'Plan: New' })]).toEqual([]);
    expect([...untaken({ title: null }, { title: 'Old' })]).toEqual(['title']);
    expect([...untaken({ title: 'New' }, { title: null })]).toEqual(['title']);
    expect([...untaken({ title: 'New' }, {})]).toEqual([]);
  });

  it('are none where both say nothing, nor for the views of one approval', () => {
    expect([...untaken({ title: '', region: null }, { title: null, region: '' })]).toEqual([]);
    const views = { status: 'approved', state: 'a', stage: 'b' };
    expect([...untaken(views, { status: 'draft', state: 'c', stage: 'd' })]).toEqual([]);
    expect([undefined, null, '', 'x', false].map(isNothing)).toEqual([true, true, true, false, false]);
  });

  it('are told in plain words when they were emptied there, and not when there are none', async () => {
    const entry = { kind: 'partner', record: aPartner({ name: 'Nordlicht' }) } as const;
    expect(await told((draft) => tellEmptied(draft, entry, 'salesforce', []))).toEqual([]);
    expect(await told((draft) => tellEmptied(draft, entry, 'salesforce', ['title', 'activityType']))).toEqual(
      [
        'warning: “Nordlicht” has no title, activity type in Salesforce any more. What is here stays, and is not sent there.',
      ],
    );
  });
});

describe('SY-39 an approved activity that was ended in Salesforce', () => {
  const of = (kind: string, gitlab: unknown) => {
    const since = { submittedAt: now, levelSince: now };
    const approval = { kind, at: now, reason: 'why', by: 'A', level: 1, ...since };
    const record = aFundRequest({ title: 'Roadshow', approval, gitlab } as Partial<
      Record<keyof FundRequest, unknown>
    >);
    return { kind: 'fund-request', record } as const;
  };
  const epic = { epic: git(1, 'epic'), issues: {} };

  it('is told while GitLab has an epic or an issue of it', async () => {
    for (const gitlab of [epic, { epic: null, issues: { one: git(2) } }])
      expect(await told((draft) => tellEnded(draft, of('approved', gitlab), of('declined', gitlab)))).toEqual(
        [
          'warning: “Roadshow” was declined in Salesforce after its approval. What GitLab has of it stays open until somebody closes it.',
        ],
      );
  });

  it.each(['draft', 'in-review', 'sent-back'])('is told when it goes on as %s', async (kind) => {
    expect(await told((draft) => tellEnded(draft, of('approved', epic), of(kind, epic)))).toEqual([
      'warning: “Roadshow” is no longer approved in Salesforce. What GitLab has of it stays open until somebody closes it.',
    ]);
  });

  it('is not told when it was cancelled in this app, was not approved, is so still, or has nothing there', async () => {
    const none = { epic: null, issues: {} };
    const partner = { kind: 'partner', record: aPartner() } as const;
    for (const [before, after] of [
      [of('approved', epic), of('withdrawn', epic)],
      [of('draft', epic), of('declined', epic)],
      [of('approved', epic), of('approved', epic)],
      [of('draft', epic), of('in-review', epic)],
      [of('approved', none), of('declined', none)],
      [partner, of('declined', epic)],
      [of('approved', epic), partner],
    ] as const)
      expect(await told((draft) => tellEnded(draft, before, after))).toEqual([]);
  });
});
