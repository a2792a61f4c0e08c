import { mayPlan } from '../model/access';
import type { Epic, Issue, LinkType } from '../model/types';
import { idsOf, type Input } from './change';
import { FieldError, type GraphObject } from './execute';
import { gid, NO_ACCESS } from './ids';
import type { Asker } from './objects';
import { levelOn } from './widgets';
import { workItemObject } from './work-items';

const TYPES: Readonly<Record<string, LinkType>> = {
  RELATED: 'relates_to',
  BLOCKS: 'blocks',
  BLOCKED_BY: 'is_blocked_by',
};

/** Mutations for relations between issues; epics have none here. */
export function linkMutations(
  asker: Asker,
  find: (id: unknown) => Issue | Epic,
): Record<string, (input: Input) => GraphObject> {
  const { world } = asker;
  function issuesOf(input: Input): { readonly source: Issue; readonly others: readonly Issue[] } {
    const source = find(input['id']);
    const others = (idsOf(input, 'workItemsIds') ?? []).map((id) => find(gid('WorkItem', id)));
    if (source.kind !== 'Issue' || !mayPlan(levelOn(asker, source))) throw new FieldError(NO_ACCESS);
    return { source, others: others.filter((other) => other.kind === 'Issue') };
  }
  function payload(name: string, source: Issue, message: string): GraphObject {
    const fields = {
      workItem: workItemObject(asker, source),
      message,
      errors: [],
      clientMutationId: null,
    };
    return { typename: `${name}Payload`, fields };
  }
  const linked = (source: Issue, other: Issue) =>
    [...world.issueLinks.values()].find(
      ({ sourceId, targetId }) =>
        (sourceId === source.id && targetId === other.id) ||
        (sourceId === other.id && targetId === source.id),
    );
  return {
    workItemAddLinkedItems: (input) => {
      const { source, others } = issuesOf(input);
      const type = TYPES[String(input['linkType'] ?? 'RELATED')] ?? 'relates_to';
      const fresh = others.filter((other) => !linked(source, other));
      for (const other of fresh) {
        const id = world.nextId('issueLink');
        const createdAt = world.now();
        world.issueLinks.set(id, { id, sourceId: source.id, targetId: other.id, type, createdAt });
      }
      return payload(
        'WorkItemAddLinkedItems',
        source,
        `Successfully linked ID(s): ${fresh.map(({ id }) => id).join(', ')}.`,
      );
    },
    workItemRemoveLinkedItems: (input) => {
      const { source, others } = issuesOf(input);
      for (const other of others) {
        const link = linked(source, other);
        if (link) world.issueLinks.delete(link.id);
      }
      return payload(
        'WorkItemRemoveLinkedItems',
        source,
        `Successfully unlinked IDs: ${others.map(({ id }) => id).join(', ')}.`,
      );
    },
  };
}
