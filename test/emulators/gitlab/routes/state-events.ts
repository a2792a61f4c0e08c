import type { Api } from '../http/env';
import { paginate } from '../http/paging';
import { stateEventFull } from '../present/note';
import { NOTEABLES } from './notes';

/** When an item was closed and opened again, and by whom. */
export function stateEventRoutes(api: Api): void {
  for (const { base, find } of NOTEABLES)
    api.get(`${base}/resource_state_events`, (call) => {
      const item = find(call);
      const events = [...call.world.stateEvents.values()].filter(
        ({ target }) => target.kind === item.kind && target.id === item.id,
      );
      return paginate(call, events).map((event) => stateEventFull(call.world, event, call.origin));
    });
}
