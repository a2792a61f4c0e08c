import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chainEntry, chainStart } from '../../../renderer/data/audit-chain';
import { type AuditEntry, NewAuditEntry } from '../../../shared/schema/audit';

const line = NewAuditEntry.parse({
  at: '2026-11-02T09:00:00.000Z',
  by: 'Dana Weber',
  action: 'approved level 1',
  record: { kind: 'fund-request', id: 'request-1' },
  changes: [{ field: 'approvedAmount', from: null, to: '4,000.00 EUR' }],
  note: 'Agreed.',
  playbookVersion: 'handbook-1',
});

/** What a hash is made of, written down apart from the code: chains on disks must stay checkable. */
function hashByHand(entry: AuditEntry): string {
  const { seq, at, by, action, record, changes, note, playbookVersion, previousHash } = entry;
  const said = changes.map(({ field, from, to }) => [field, from, to]);
  const text = [seq, at, by, action, record.kind, record.id, said, note, playbookVersion, previousHash];
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
}

describe('the chain of the history', () => {
  it('begins at a known start, counts, and binds each line to the one before', () => {
    const first = chainEntry(line, undefined);
    const second = chainEntry({ ...line, action: 'approved level 2' }, first);
    expect([first.seq, first.previousHash]).toEqual([1, chainStart]);
    expect([second.seq, second.previousHash]).toEqual([2, first.hash]);
    expect([first.hash, second.hash]).toEqual([hashByHand(first), hashByHand(second)]);
  });

  it.each<[string, Partial<Record<keyof NewAuditEntry, unknown>>]>([
    ['when', { at: '2026-11-02T09:00:00.001Z' }],
    ['who', { by: 'Somebody' }],
    ['what', { action: 'declined' }],
    ['of which record', { record: { kind: 'fund-request', id: 'request-2' } }],
    ['of which kind', { record: { kind: 'claim', id: 'request-1' } }],
    ['from', { changes: [{ ...line.changes[0], from: '0.01 EUR' }] }],
    ['to', { changes: [{ ...line.changes[0], to: '4,000.01 EUR' }] }],
    ['no change', { changes: [] }],
    ['why', { note: 'Agreed!' }],
    ['under which rules', { playbookVersion: 'handbook-2' }],
  ])('has another hash for a line that says otherwise: %s', (_, over) => {
    const changed = { ...line, ...over } as NewAuditEntry;
    expect(chainEntry(changed, undefined).hash).not.toBe(chainEntry(line, undefined).hash);
  });

  it('has another hash after another line', () => {
    const other = chainEntry({ ...line, by: 'Somebody' }, undefined);
    expect(chainEntry(line, other).hash).not.toBe(chainEntry(line, chainEntry(line, undefined)).hash);
  });
});
