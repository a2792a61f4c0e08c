import type { LabelEvent } from '../model/types';
import { recordNotFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { labelEventFull } from '../present/note';
import { NOTEABLES } from './notes';

/** Which labels came and went, when, by whom. */
export function labelEventRoutes(api: Api): void {
  for (const { base, find } of NOTEABLES) {
    function eventsOf(call: Call): LabelEvent[] {
      const item = find(call);
      return [...call.world.labelEvents.values()].filter(
        (event) => event.target.kind === item.kind && event.target.id === item.id,
      );
    }
    api.get(`${base}/resource_label_events`, (call) =>
      paginate(call, eventsOf(call)).map((event) => labelEventFull(call.world, event, call.origin)),
    );
    api.get(`${base}/resource_label_events/:event_id`, (call) => {
      const id = pathNumber(call, 'event_id');
      const event = eventsOf(call).find((candidate) => candidate.id === id);
      if (!event) throw recordNotFound();
      return labelEventFull(call.world, event, call.origin);
    });
  }
}
