import type { Intent } from '../../../shared/schema/intent';
import type { RehearsedWrite } from '../../../shared/sync/rehearsal/rehearse';

/** The writes of one change, in their order. */
export type RehearsalGroup = { readonly intent: Intent; readonly writes: readonly RehearsedWrite[] };

/** Puts the writes of each change together, the changes in the order in which they begin. */
export function groupWrites(writes: readonly RehearsedWrite[]): RehearsalGroup[] {
  const groups = new Map<string, { intent: Intent; writes: RehearsedWrite[] }>();
  for (const write of writes) {
    const known = groups.get(write.intent.id);
    if (known === undefined) groups.set(write.intent.id, { intent: write.intent, writes: [write] });
    else known.writes.push(write);
  }
  return [...groups.values()];
}
