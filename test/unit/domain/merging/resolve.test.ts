import { describe, expect, it } from 'vitest';
import { resolveConflict, type Choices } from '../../../../shared/domain/merging/resolve';
import type { AnyRecord } from '../../../../shared/schema/record';
import { type Base, Conflict } from '../../../../shared/schema/sync-state';
import {
  aBudget,
  aClaim,
  aDocument,
  aFundRequest,
  aPartner,
  aPlanItem,
  aRegistration,
} from '../../../support/records';
import { approvedLevel, euros, mergedAt, projecting } from './links';

const stamp = '2026-11-02T08:00:00.000Z';
const theirStamp = '2026-11-02T08:30:00.000Z';
const salesforce = { remote: 'salesforce', object: 'X', id: '0T05g00000Aaaa1CAB', stamp, url: null } as const;
const gitlab = { remote: 'gitlab', type: 'issue', id: 1, iid: 1, stamp, url: null, markdown: null } as const;

function conflictOf(
  kind: Conflict['kind'],
  record: AnyRecord,
  over: Partial<Record<keyof Conflict, unknown>>,
): Conflict {
  return Conflict.parse({
    id: 'conflict-1',
    kind,
    record: { kind: record.kind, id: record.record.id },
    label: 'Roadshow',
    remote: 'salesforce',
    fields: [],
    theirs: {},
    theirStamp,
    detectedAt: theirStamp,
    resolvedAt: null,
    choices: {},
    ...over,
  });
}

const baseOf = ({ record, remote }: Conflict, fields: Base['fields']): Base => ({
  key: `${record.kind}:${record.id}:${remote}`,
  record,
  remote,
  fields,
  stamp,
});

function settled(conflict: Conflict, choices: Choices, entry: AnyRecord, base?: Base) {
  const result = resolveConflict(conflict, choices, entry, base, projecting);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const request = aFundRequest({ salesforce });
const entry: AnyRecord = { kind: 'fund-request', record: request };
const whole = { field: 'record', base: true, mine: true, theirs: false };

describe('a choice between two values', () => {
  const fields = [
    { field: 'title', base: 'Old', mine: request.title, theirs: 'Roadshow Bremen' },
    { field: 'requested', base: euros(1), mine: request.requested, theirs: euros(2) },
  ];
  const conflict = conflictOf('fields', entry, {
    fields,
    theirs: { title: 'Roadshow Bremen', requested: euros(2) },
  });
  const base = baseOf(conflict, { title: 'Old', requested: euros(1), description: request.description });

  it('SY-59 keeps here what was chosen, agrees on what they say, and sends the rest', () => {
    const { left, right } = {
      left: settled(conflict, { title: 'mine', requested: 'theirs' }, entry, base),
      right: settled(conflict, { title: 'theirs', requested: 'mine' }, entry, base),
    };
    expect(left.entry.record).toEqual({ ...request, requested: euros(2) });
    expect(left.send).toContain('title');
    expect(left.send).not.toContain('requested');
    expect(left.send).not.toContain('description');
    expect(right.entry.record).toEqual({ ...request, title: 'Roadshow Bremen' });
    expect(right.send).toContain('requested');
    expect(right.send).not.toContain('title');
    for (const { base: agreed } of [left, right])
      expect(agreed).toEqual({
        ...base,
        fields: { title: 'Roadshow Bremen', requested: euros(2), description: request.description },
      });
  });

  it('SY-59 closes the conflict with the choices and the time', () => {
    const choices = { title: 'mine', requested: 'theirs' } as const;
    expect(settled(conflict, choices, entry, base).conflict).toEqual({
      ...conflict,
      resolvedAt: mergedAt,
      choices,
    });
  });

  it('SY-59 refuses a choice that leaves a field open, and names it', () => {
    for (const [choices, field] of [
      [{ title: 'mine' }, 'requested'],
      [{ requested: 'theirs' }, 'title'],
    ] as const) {
      const result = resolveConflict(conflict, choices, entry, base, projecting);
      expect(result).toMatchObject({ ok: false, error: { code: 'choice-missing' } });
      expect(!result.ok && result.error.message).toContain(field);
    }
  });

  it('G10 refuses a value that cannot be stored, and names the field', () => {
    const odd = conflictOf('fields', entry, {
      fields: [{ field: 'start', base: '2026-12-10', mine: '2026-12-10', theirs: 'soon' }],
    });
    const result = resolveConflict(odd, { start: 'theirs' }, entry, undefined, projecting);
    expect(result).toMatchObject({ ok: false, error: { code: 'does-not-fit' } });
    expect(!result.ok && result.error.message).toContain('start');
    expect(resolveConflict(odd, { start: 'mine' }, entry, undefined, projecting).ok).toBe(true);
  });

  it('SY-45 begins to agree where nothing was agreed before', () => {
    const { base: begun } = settled(conflict, { title: 'mine', requested: 'mine' }, entry);
    expect(begun).toEqual({
      ...baseOf(conflict, { title: 'Roadshow Bremen', requested: euros(2) }),
      stamp: null,
    });
  });
});

describe('a choice about a claim', () => {
  const claim: AnyRecord = { kind: 'claim', record: aClaim({ salesforce }) };
  const title = { field: 'title', base: 'Old', mine: 'Claim', theirs: 'Claim two' };
  const status = { field: 'status', base: 'draft', mine: 'draft', theirs: 'rejected' };
  const sent = (fields: readonly object[], choices: Choices, over = {}) => {
    const conflict = conflictOf('fields', claim, { fields, ...over });
    return settled(conflict, choices, claim).send ?? [];
  };

  it('POP-2 SY-59 tells the POP issue of a decision that was taken over from Salesforce, and of nothing else', () => {
    expect(sent([status], { status: 'theirs' })).toContain('stage');
    expect(sent([status], { status: 'mine' })).not.toContain('stage');
    expect(sent([title], { title: 'theirs' })).not.toContain('stage');
  });

  it('POP-2 SY-59 sends no stage that came from the POP issue itself', () => {
    const stage = { field: 'stage', base: 'pending', mine: 'approval-needed', theirs: 'approved' };
    expect(sent([stage], { stage: 'theirs' }, { remote: 'gitlab' })).toEqual([]);
    expect(sent([stage], { stage: 'mine' }, { remote: 'gitlab' })).toEqual(['stage']);
  });
});

describe('a record that was deleted there', () => {
  const records: readonly (readonly [AnyRecord, string])[] = [
    [entry, 'salesforce'],
    [{ kind: 'claim', record: aClaim({ salesforce }) }, 'salesforce'],
    [{ kind: 'registration', record: aRegistration({ salesforce }) }, 'salesforce'],
    [{ kind: 'plan-item', record: aPlanItem({ gitlab }) }, 'gitlab'],
  ];

  it('SY-56 is made again when the person keeps hers', () => {
    for (const [record, remote] of records) {
      const conflict = conflictOf('remote-delete', record, { fields: [whole], remote });
      const kept = settled(conflict, { record: 'mine' }, record, baseOf(conflict, { title: 'A' }));
      expect(kept.entry).toEqual({ kind: record.kind, record: { ...record.record, [remote]: null } });
      expect(kept.send).toBeNull();
      expect(kept.base).toEqual({ ...baseOf(conflict, {}), stamp: null });
      expect(kept.conflict).toMatchObject({ resolvedAt: mergedAt, choices: { record: 'mine' } });
    }
  });

  it('SY-56 is marked and sends nothing when she lets it go', () => {
    for (const [record, remote] of records) {
      const conflict = conflictOf('remote-delete', record, { fields: [whole], remote });
      const gone = settled(conflict, { record: 'theirs' }, record);
      expect(gone.entry).toEqual({ kind: record.kind, record: { ...record.record, deletedRemotely: true } });
      expect(gone.send).toEqual([]);
    }
  });

  it('SY-56 keeps as it is what this app never makes there', () => {
    const read: readonly AnyRecord[] = [
      { kind: 'partner', record: aPartner({ salesforce }) },
      { kind: 'budget', record: aBudget({ salesforce }) },
      { kind: 'document', record: aDocument({ salesforce }) },
    ];
    for (const record of read) {
      const conflict = conflictOf('remote-delete', record, { fields: [whole] });
      expect(settled(conflict, { record: 'mine' }, record).entry).toEqual(record);
    }
  });

  it('SY-56 waits for the choice about the record as a whole', () => {
    const conflict = conflictOf('remote-delete', entry, { fields: [whole] });
    expect(resolveConflict(conflict, {}, entry, undefined, projecting)).toMatchObject({
      ok: false,
      error: { code: 'choice-missing' },
    });
  });
});

describe('a decision on facts that changed', () => {
  const at = '2026-11-02T08:20:00.000Z';
  const decision = (level: number) => approvedLevel(level, at, stamp);
  const approved = aFundRequest({
    salesforce,
    approval: { kind: 'approved', at },
    approvedAmount: euros(5),
    decisions: [decision(1), decision(2)],
  });
  const decided: AnyRecord = { kind: 'fund-request', record: approved };
  const conflict = conflictOf('stale-decision', decided, {
    fields: [
      { field: 'totalCost', base: approved.totalCost, mine: approved.totalCost, theirs: euros(9) },
      { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' },
    ],
    theirs: {
      totalCost: euros(9),
      status: 'draft',
      state: 'in-review-2',
      approvedAmount: null,
      title: 'Theirs',
    },
  });
  const base = baseOf(conflict, { title: approved.title, status: 'draft', totalCost: approved.totalCost });

  it('SY-54 stands on what they say now, and takes along whatever else differs', () => {
    const stands = settled(conflict, { totalCost: 'theirs', status: 'mine' }, decided, base);
    expect(stands.entry.record).toEqual({
      ...approved,
      totalCost: euros(9),
      decisions: [decision(1), { ...decision(2), basedOnStamp: theirStamp }],
    });
    expect(stands.send).toEqual([]);
    expect(stands.base.fields).toEqual({
      title: approved.title,
      totalCost: euros(9),
      status: 'draft',
      state: 'in-review-2',
      approvedAmount: null,
    });
  });

  it('SY-54 is dropped with all that it carried when it does not stand', () => {
    const dropped = settled(conflict, { totalCost: 'mine', status: 'theirs' }, decided, base);
    expect(dropped.entry.record).toMatchObject({
      title: approved.title,
      totalCost: approved.totalCost,
      approvedAmount: null,
      approval: { kind: 'in-review', level: 2 },
      decisions: [decision(1)],
    });
    expect(dropped.send).toContain('totalCost');
    expect(dropped.send).not.toContain('status');
    expect(dropped.send).not.toContain('approvedAmount');
  });

  it('SY-54 keeps an amount that the person chose although the decision does not stand', () => {
    const both = conflictOf('stale-decision', decided, {
      fields: [
        { field: 'approvedAmount', base: null, mine: euros(5), theirs: euros(7) },
        { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' },
      ],
      theirs: { status: 'draft', state: 'in-review-2', approvedAmount: euros(7) },
    });
    const kept = settled(both, { approvedAmount: 'mine', status: 'theirs' }, decided, base);
    expect(kept.entry.record).toMatchObject({ approvedAmount: euros(5), approval: { kind: 'in-review' } });
    expect(kept.send).toContain('approvedAmount');
  });

  it('SY-54 of a claim, or of a request that nobody decided here, has no entry to renew', () => {
    const claim: AnyRecord = {
      kind: 'claim',
      record: aClaim({ decision: { kind: 'accepted', at, by: 'Dana' } }),
    };
    const status = { field: 'status', base: 'draft', mine: 'approved', theirs: 'draft' };
    const ofClaim = conflictOf('stale-decision', claim, { fields: [status], theirs: { status: 'draft' } });
    expect(settled(ofClaim, { status: 'mine' }, claim).entry).toEqual(claim);
    const bare: AnyRecord = { kind: 'fund-request', record: { ...approved, decisions: [] } };
    const ofBare = conflictOf('stale-decision', bare, { fields: [status], theirs: { status: 'draft' } });
    expect(settled(ofBare, { status: 'mine' }, bare).entry).toEqual(bare);
  });
});
