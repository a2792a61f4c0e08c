import { canReadEpic } from '../model/access';
import type { LabelChange } from '../model/labels';
import type { Epic } from '../model/types';
import { existing } from '../model/world';
import { dateParam } from '../model/work-item';
import type { ArgValue } from './execute';
import { FieldError } from './execute';
import { NO_ACCESS, readGid, workItemById } from './ids';
import type { Asker } from './objects';

/** The input of a mutation. */
export type Input = Readonly<Record<string, ArgValue | undefined>>;

/** An input object inside another; an empty one when it is not there. */
export function part(input: Input, name: string): Input {
  const value = input[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** A text, null or nothing. */
export function textOf(input: Input, name: string): string | null | undefined {
  const value = input[name];
  return value === undefined || value === null ? value : String(value);
}

/** A yes or no, or nothing. */
export function flagOf(input: Input, name: string): boolean | undefined {
  const value = input[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** The numbers of a list of global ids; undefined when there is no list. */
export function idsOf(input: Input, name: string): number[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return (Array.isArray(value) ? value : [value]).map((id) => readGid(id).id);
}

function labelNames({ world }: Asker, ids: readonly number[] | undefined): string[] | undefined {
  return ids?.map((id) => {
    const label = world.labels.get(id);
    if (!label) throw new FieldError(NO_ACCESS);
    return label.name;
  });
}

function labelChange(asker: Asker, widget: Input): LabelChange | undefined {
  const replace = labelNames(asker, idsOf(widget, 'labelIds'));
  const add = labelNames(asker, idsOf(widget, 'addLabelIds'));
  const remove = labelNames(asker, idsOf(widget, 'removeLabelIds'));
  return (replace ?? add ?? remove) ? { replace, add, remove } : undefined;
}

/** The parent that the input names: null takes it away, undefined leaves it. */
export function parentEpic(asker: Asker, input: Input): Epic | null | undefined {
  const { parentId } = part(input, 'hierarchyWidget');
  if (parentId === undefined) return undefined;
  if (parentId === null) return null;
  const item = workItemById(asker.world, readGid(parentId).id);
  if (item?.kind !== 'Epic' || !canReadEpic(asker.world, asker.user, item)) throw new FieldError(NO_ACCESS);
  return item;
}

const HEALTH: Readonly<Record<string, string>> = {
  onTrack: 'on_track',
  needsAttention: 'needs_attention',
  atRisk: 'at_risk',
};

function healthOf(input: Input): string | null | undefined {
  const value = part(input, 'healthStatusWidget')['healthStatus'];
  return value === undefined || value === null ? value : HEALTH[String(value)];
}

function dateOf(input: Input, name: string): string | null | undefined {
  const text = textOf(part(input, 'startAndDueDateWidget'), name);
  return dateParam(text);
}

function weightOf(input: Input): number | null | undefined {
  const { weight } = part(input, 'weightWidget');
  return weight === undefined || weight === null ? weight : Number(weight);
}

function milestoneOf(input: Input): number | null | undefined {
  const { milestoneId } = part(input, 'milestoneWidget');
  return milestoneId === undefined || milestoneId === null ? milestoneId : readGid(milestoneId).id;
}

/** What an input changes on a work item, apart from its state and its parent. */
export function readChange(asker: Asker, input: Input) {
  const labels = labelChange(asker, part(input, 'labelsWidget'));
  const locked = flagOf(part(input, 'notesWidget'), 'discussionLocked');
  return {
    title: textOf(input, 'title') ?? undefined,
    description: textOf(part(input, 'descriptionWidget'), 'description') ?? textOf(input, 'description'),
    confidential: flagOf(input, 'confidential'),
    labels,
    startDate: dateOf(input, 'startDate'),
    dueDate: dateOf(input, 'dueDate'),
    assigneeIds: idsOf(part(input, 'assigneesWidget'), 'assigneeIds'),
    weight: weightOf(input),
    healthStatus: healthOf(input),
    milestoneId: milestoneOf(input),
    discussionLocked: locked,
    color: textOf(part(input, 'colorWidget'), 'color') ?? undefined,
  };
}

/** The name under which a person is known to the server; it has signed in. */
export function signedIn(asker: Asker) {
  if (!asker.user) throw new FieldError(NO_ACCESS);
  return existing(asker.world.users, asker.user.id);
}
