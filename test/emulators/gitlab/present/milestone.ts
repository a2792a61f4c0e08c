import type { Milestone } from '../model/types';
import { existing, type World } from '../model/world';

/** A milestone as lists and single answers show it. */
export function milestoneRow(world: World, milestone: Milestone, origin: string): Record<string, unknown> {
  const { id, iid, place } = milestone;
  const inProject = place.kind === 'project';
  const path = existing<number, { readonly path: string }>(
    inProject ? world.projects : world.groups,
    place.id,
  ).path;
  return {
    id,
    iid,
    ...(inProject ? { project_id: place.id } : { group_id: place.id }),
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_date: milestone.dueDate,
    start_date: milestone.startDate,
    expired: milestone.dueDate !== null && milestone.dueDate < world.now().slice(0, 10),
    web_url: `${origin}/${inProject ? '' : 'groups/'}${path}/-/milestones/${iid}`,
  };
}
