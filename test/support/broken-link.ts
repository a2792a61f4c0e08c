import { chainEntry } from '../../renderer/data/audit-chain';
import type { AuditEntry } from '../../shared/schema/audit';

/** The first entry whose hash, number or predecessor does not fit; undefined when the chain is whole. */
export function firstBrokenLink(entries: readonly AuditEntry[]): AuditEntry | undefined {
  let previous: AuditEntry | undefined;
  for (const entry of entries) {
    const { hash, ...rest } = entry;
    const expected = chainEntry(rest, previous);
    if (expected.hash !== hash || expected.seq !== entry.seq) return entry;
    previous = entry;
  }
  return undefined;
}
