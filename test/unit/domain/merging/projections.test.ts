import { describe, expect, it } from 'vitest';
import { applyFields, canonical, project } from '../../../../shared/domain/merging/projections';
import type { AnyRecord } from '../../../../shared/schema/record';
import {
  aBudget,
  aClaim,
  aDocument,
  aFundRequest,
  aPartner,
  aPlanItem,
  aRegistration,
} from '../../../support/records';
import { projecting } from './links';

/** Each kind of record, a field of it that each remote holds, and a new value; no field where the remote holds nothing. */
const held: readonly (readonly [AnyRecord, string | null, string | null])[] = [
  [{ kind: 'partner', record: aPartner() }, 'name', null],
  [{ kind: 'budget', record: aBudget() }, 'title', null],
  [{ kind: 'fund-request', record: aFundRequest() }, 'title', null],
  [{ kind: 'claim', record: aClaim() }, 'title', 'stage'],
  [{ kind: 'registration', record: aRegistration() }, 'note', null],
  [{ kind: 'plan-item', record: aPlanItem() }, null, 'title'],
  [{ kind: 'document', record: aDocument() }, null, null],
];

describe('what a remote holds of a record', () => {
  it('SYNC-1 SYNC-2 is what that remote knows of its kind, and nothing else', () => {
    for (const [entry, salesforce, gitlab] of held) {
      const there = project(entry, 'salesforce', projecting);
      const other = project(entry, 'gitlab', projecting);
      if (salesforce === null) expect(there).toEqual({});
      else expect(Object.keys(there)).toContain(salesforce);
      if (gitlab === null) expect(other).toEqual({});
      else expect(Object.keys(other)).toContain(gitlab);
      if (salesforce !== null && gitlab !== null) expect(Object.keys(other)).not.toContain(salesforce);
    }
  });

  it('SYNC-1 SYNC-2 comes back into a record of the same kind', () => {
    for (const [entry, salesforce, gitlab] of held)
      for (const [remote, field] of [
        ['salesforce', salesforce],
        ['gitlab', gitlab],
      ] as const) {
        if (field === null) continue;
        const value = field === 'stage' ? 'completed' : 'New words';
        const folded = entry.kind === 'partner' ? { foldedName: 'new words' } : {};
        expect(applyFields(entry, remote, { [field]: value }, projecting)).toEqual({
          ok: true,
          value: { kind: entry.kind, record: { ...entry.record, [field]: value, ...folded } },
        });
        expect(applyFields(entry, remote, project(entry, remote, projecting), projecting)).toEqual({
          ok: true,
          value: entry,
        });
      }
    const document: AnyRecord = { kind: 'document', record: aDocument() };
    expect(applyFields(document, 'gitlab', { title: 'x' }, projecting)).toEqual({
      ok: true,
      value: document,
    });
  });

  it('SYNC-1 SYNC-2 is spelled as here, for each kind in its own way', () => {
    const { labels } = projecting.playbook.pop;
    const spelled = (
      kind: AnyRecord['kind'],
      remote: 'salesforce' | 'gitlab',
      fields: Record<string, string | string[]>,
    ) => canonical(kind, remote, fields, { body: 'agreed' }, projecting);
    expect(spelled('fund-request', 'salesforce', { status: 'Draft' })).toEqual({ status: 'draft' });
    expect(spelled('claim', 'salesforce', { status: 'Paid' })).toEqual({ status: 'paid' });
    expect(spelled('claim', 'gitlab', { labels: [labels.pending] })).toEqual({ stage: 'pending' });
    expect(spelled('plan-item', 'gitlab', { title: 'A', body: 'agreed', x: 'y' })).toEqual({
      title: 'A',
      body: 'agreed',
    });
    for (const kind of ['partner', 'budget', 'registration', 'document', 'quarter-plan'] as const)
      expect(spelled(kind, 'salesforce', { status: 'Draft' })).toEqual({ status: 'Draft' });
  });
});
