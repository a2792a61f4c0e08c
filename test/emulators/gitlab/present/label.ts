import { hearsOfLabel } from '../model/subscriptions';
import type { Label, User, WorkItem } from '../model/types';
import { existing, type World } from '../model/world';

function isLight(color: string): boolean {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return channels.reduce((sum, channel) => sum + channel, 0) > 500;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A label as `with_labels_details` and label events show it. */
export function labelBasic(label: Label): Record<string, unknown> {
  return {
    id: label.id,
    name: label.name,
    description: label.description,
    description_html: label.description === null ? null : escapeHtml(label.description),
    text_color: isLight(label.color) ? '#1F1E24' : '#FFFFFF',
    color: label.color,
    archived: label.archived,
  };
}

/** A row of a label list; counts only where they are asked for, `priority` only in projects. */
export function labelRow(
  world: World,
  label: Label,
  options: { readonly counts: boolean; readonly project: boolean; readonly viewer: User | null },
): Record<string, unknown> {
  const issues = [...world.issues.values()].filter((issue) => issue.labelIds.includes(label.id));
  return {
    ...labelBasic(label),
    ...(options.counts
      ? {
          open_issues_count: issues.filter((issue) => issue.state === 'opened').length,
          closed_issues_count: issues.filter((issue) => issue.state === 'closed').length,
          open_merge_requests_count: 0,
        }
      : {}),
    subscribed: hearsOfLabel(world, label, options.viewer),
    ...(options.project
      ? { priority: label.priority, is_project_label: label.place.kind === 'project' }
      : {}),
  };
}

/** The labels of an epic or issue: names in order, or objects when details are asked for. */
export function labelsOfItem(world: World, item: WorkItem, details: boolean): unknown[] {
  const labels = item.labelIds
    .map((id) => existing(world.labels, id))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return labels.map((label) => (details ? labelBasic(label) : label.name));
}
