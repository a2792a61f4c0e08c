import type { TaskSources } from '../../renderer/features/today/task';
import { dateInZone } from '../../shared/domain/calendar/zoned';
import type { Instant } from '../../shared/schema/values';
import { createMemoryStore } from './memory-store';
import { aPartner } from './records';
import { useCaseContext } from './use-case-context';

/** What the tasks of a day in Berlin are made of: one partner and nothing else; `over` replaces parts. */
export function taskSources(now: Instant, over: Partial<TaskSources> = {}): TaskSources {
  const { playbook, holidays, settings } = useCaseContext(createMemoryStore());
  const partner = aPartner();
  return {
    requests: [],
    partners: new Map([[partner.id, partner]]),
    claims: [],
    documents: [],
    plans: [],
    conflicts: [],
    intents: [],
    heldRows: [],
    playbook,
    holidays,
    settings,
    now,
    today: dateInZone(now, 'Europe/Berlin'),
    ...over,
  };
}
