import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { AuditEntry, NewAuditEntry } from '../../shared/schema/audit';

/** Hash before the first entry. */
export const chainStart = '0'.repeat(64);

function canonical(entry: Omit<AuditEntry, 'hash'>): string {
  return JSON.stringify([
    entry.seq,
    entry.at,
    entry.by,
    entry.action,
    entry.record.kind,
    entry.record.id,
    entry.changes.map((change) => [change.field, change.from, change.to]),
    entry.note,
    entry.playbookVersion,
    entry.previousHash,
  ]);
}

/** Numbers an audit line and binds it to the one before. */
export function chainEntry(entry: NewAuditEntry, previous: AuditEntry | undefined): AuditEntry {
  const placed = { ...entry, seq: (previous?.seq ?? 0) + 1, previousHash: previous?.hash ?? chainStart };
  return { ...placed, hash: bytesToHex(sha256(utf8ToBytes(canonical(placed)))) };
}

/** The first of these lines whose number, text or predecessor does not fit what stood before it; undefined where all fit. */
export function firstBrokenLink(entries: readonly AuditEntry[], before?: AuditEntry): AuditEntry | undefined {
  let previous = before;
  for (const entry of entries) {
    const { hash, ...rest } = entry;
    const expected = chainEntry(rest, previous);
    if (expected.hash !== hash || expected.seq !== entry.seq) return entry;
    previous = entry;
  }
  return undefined;
}
