import { linksAmong, type ProjectionContext } from '../../../shared/domain/merging/projection';
import type { Choices } from '../../../shared/domain/merging/resolve';
import type { Conflict } from '../../../shared/schema/sync-state';
import { resolveConflict } from '../../../shared/usecases/sync/resolve-conflict';
import { useCaseContext } from '../../support/use-case-context';
import type { Desk } from './desk';

/** Links between everything that a desk holds. */
export async function contextOf(desk: Desk): Promise<ProjectionContext> {
  const links = linksAmong(
    await desk.store.list({ kind: 'partner' }),
    await desk.store.list({ kind: 'fund-request' }),
  );
  return { playbook: desk.playbook, links, now: desk.clock.now() };
}

/** Carries out a person's choice; where a decision waits for it she is asked for that first, and has not chosen yet. */
export async function chooseSide(desk: Desk, conflict: Conflict, choices: Choices): Promise<void> {
  const context = { ...useCaseContext(desk.store, { now: desk.clock.now() }), ids: desk.ids };
  const resolved = await resolveConflict(context, { seen: conflict, choices });
  if (!resolved.ok && resolved.error.code !== 'decision-waits')
    throw new Error(JSON.stringify(resolved.error));
}
