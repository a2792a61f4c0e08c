import { labelScope, sameLabel } from '../../../shared/domain/pop/labels';
import type { Denied } from '../common/failure';
import type { Body } from './client';
import { denial } from './errors';
import { fencedPart } from './markers';
import { type GitlabItem, rowOf } from './rows';

function labelsIn(value: Body[string] | undefined): string[] {
  return typeof value === 'string' ? value.split(',').filter((label) => label !== '') : [];
}

/** Of two labels of one scope GitLab keeps one, so that one of them is enough. */
function isThere(label: string, stored: readonly string[], asked: readonly string[]): boolean {
  const scope = labelScope(label);
  const enough = scope === null ? [label] : asked.filter((other) => labelScope(other) === scope);
  return stored.some((one) => enough.some((other) => sameLabel(one, other)));
}

function labelProblems(asked: Body, stored: readonly string[]): string[] {
  const added = [...labelsIn(asked['labels']), ...labelsIn(asked['add_labels'])];
  const missing = added.filter((label) => !isThere(label, stored, added));
  const left = labelsIn(asked['remove_labels']).filter((label) => stored.includes(label));
  return [
    ...missing.map((label) => `the label “${label}”`),
    ...left.map((label) => `the removal of the label “${label}”`),
  ];
}

function dateProblems(asked: Body, { start, due }: { start: unknown; due: unknown }): string[] {
  const [wantedStart, wantedDue] = [
    asked['start_date'] ?? asked['start_date_fixed'],
    asked['due_date'] ?? asked['due_date_fixed'],
  ];
  return [
    ...(wantedStart === undefined || wantedStart === start ? [] : ['the start date']),
    ...(wantedDue === undefined || wantedDue === due ? [] : ['the due date']),
  ];
}

function wantedState(asked: Body): string | null {
  const { state_event: event } = asked;
  if (event === undefined) return null;
  return event === 'close' ? 'closed' : 'opened';
}

function isAssigned(asked: Body, { kind, row }: GitlabItem): boolean {
  const { assignee_ids: wanted } = asked;
  if (!Array.isArray(wanted) || kind === 'epic') return true;
  return wanted.every((id) => row.assignees.some((assignee) => assignee.id === id));
}

/**
 * What GitLab left out of a write that it took: what a role may not set it drops without a word (SY-88). Only the part
 * of a text that is ours is compared, since GitLab carries out and takes away commands in the rest.
 */
export function leftOut(asked: Body, item: GitlabItem): Denied | null {
  const { row } = item;
  const { fields } = rowOf(item);
  const { title, description } = asked;
  const state = wantedState(asked);
  const problems = [
    ...(typeof title === 'string' && title.trim() !== row.title.trim() ? ['the title'] : []),
    ...(typeof description === 'string' && fencedPart(description) !== fields['body'] ? ['the text'] : []),
    ...labelProblems(asked, row.labels),
    ...(isAssigned(asked, item) ? [] : ['the assignee']),
    ...dateProblems(asked, { start: fields['start'], due: fields['due'] }),
    ...(state === null || row.state === state ? [] : [state === 'closed' ? 'the closing' : 'the opening']),
  ];
  if (problems.length === 0) return null;
  const name = `${item.kind === 'epic' ? 'epic &' : 'issue #'}${row.iid}`;
  return denial(
    'left-out',
    `GitLab answered that all was well, but ${name} is without ${problems.join(', ')}.`,
  );
}
