import { describe, expect, it } from 'vitest';
import { takesApprovalBack } from '../../../../shared/domain/merging/approval-taken-back';
import type { Conflict } from '../../../../shared/schema/sync-state';

type Asked = Pick<Conflict, 'kind' | 'record' | 'fields' | 'theirs'>;

function asked(mine: string, over: Partial<Asked> = {}, field = 'status'): Asked {
  return {
    kind: 'fields',
    record: { kind: 'fund-request', id: 'request-1' },
    fields: [
      { field: 'title', base: null, mine: 'Roadshow', theirs: 'Tour' },
      { field, base: null, mine, theirs: 'approved' },
    ],
    theirs: { status: 'approved', state: 'approved', title: 'Tour' },
    ...over,
  };
}

const mine = { title: 'mine', status: 'mine' } as const;

describe('SY-39 a choice takes back an approval that Salesforce has', () => {
  it.each(['draft', 'rejected', 'in-review-2', 'sent-back', 'declined'])(
    'where %s is kept over it',
    (state) => {
      expect(takesApprovalBack(asked(state), mine)).toBe(true);
      expect(takesApprovalBack(asked(state, { kind: 'stale-decision' }), mine)).toBe(true);
      expect(takesApprovalBack(asked(state, {}, 'state'), { title: 'theirs', state: 'mine' })).toBe(true);
    },
  );

  it.each(['approved', 'withdrawn'])(
    'but not where %s is kept, which closes what it ends itself',
    (state) => {
      expect(takesApprovalBack(asked(state, { kind: 'stale-decision' }), mine)).toBe(false);
    },
  );

  it('but not where theirs is taken, or nothing was chosen yet', () => {
    expect(takesApprovalBack(asked('draft'), { title: 'mine', status: 'theirs' })).toBe(false);
    expect(takesApprovalBack(asked('draft'), { title: 'mine' })).toBe(false);
  });

  it('but not where it is about something else', () => {
    const claim = { kind: 'claim', id: 'claim-1' } as const;
    expect(takesApprovalBack(asked('draft', { record: claim }), mine)).toBe(false);
    expect(takesApprovalBack(asked('draft', { theirs: { status: 'draft' } }), mine)).toBe(false);
    expect(takesApprovalBack(asked('draft', { kind: 'remote-delete' }), mine)).toBe(false);
    const fields = [{ field: 'title', base: null, mine: 'draft', theirs: 'Tour' }];
    expect(takesApprovalBack(asked('draft', { fields }), mine)).toBe(false);
  });
});
