import { linksAmong, type ProjectionContext } from '../../../shared/domain/merging/projection';
import { type Choices, resolveConflict } from '../../../shared/domain/merging/resolve';
import type { IntentKind } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import type { Conflict } from '../../../shared/schema/sync-state';
import type { Desk } from './desk';

const putOf: Partial<Record<AnyRecord['kind'], IntentKind>> = {
  'fund-request': 'fund-request.put',
  claim: 'claim.put',
  registration: 'registration.put',
  'plan-item': 'plan-item.put',
};

/** Links between everything that a desk holds. */
export async function contextOf(desk: Desk): Promise<ProjectionContext> {
  const links = linksAmong(
    await desk.store.list({ kind: 'partner' }),
    await desk.store.list({ kind: 'fund-request' }),
  );
  return { playbook: desk.playbook, links, now: desk.clock.now() };
}

/** Stores a person's choice as the use case for it does. */
export async function chooseSide(desk: Desk, conflict: Conflict, choices: Choices): Promise<void> {
  const { kind, id } = conflict.record;
  const record = await desk.get(kind, id);
  const base = await desk.store.base(conflict.record, conflict.remote);
  const resolved = resolveConflict(
    conflict,
    choices,
    { kind, record } as AnyRecord,
    base,
    await contextOf(desk),
  );
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.error));
  const { send, entry } = resolved.value;
  await desk.commit({ conflicts: [resolved.value.conflict], bases: [resolved.value.base] });
  const put = putOf[kind];
  const needed = put !== undefined && (send === null || send.length > 0);
  await desk.save(entry, needed ? { kind: put, fields: send } : undefined);
}
