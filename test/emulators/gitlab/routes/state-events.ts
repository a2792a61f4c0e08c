import type { StateChange } from '../model/types';
import { recordNotFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { stateEventFull } from '../present/note';
import { NOTEABLES } from './notes';

/** When an item was closed and opened again, and by whom. */
export function stateEventRoutes(api: Api): void {
  for (const { base, find } of NOTEABLES) {
    function eventsOf(call: Call): StateChange[] {
      const item = find(call);
      return [...call.world.stateEvents.values()].filter(
        ({ target }) => target.kind === item.kind && target.id === item.id,
      );
    }
    api.get(`${base}/resource_state_events`, (call) =>
      paginate(call, eventsOf(call)).map((event) => stateEventFull(call.world, event, call.origin)),
    );
    api.get(`${base}/resource_state_events/:event_id`, (call) => {
      const id = pathNumber(call, 'event_id');
      const event = eventsOf(call).find((candidate) => candidate.id === id);
      if (!event) throw recordNotFound();
      return stateEventFull(call.world, event, call.origin);
    });
  }
}
