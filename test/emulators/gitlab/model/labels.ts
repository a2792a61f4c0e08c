import type { Label, NoteTarget, Place, User, WorkItem } from './types';
import { existing, groupChain, type World } from './world';

const SCOPED = /^.*::/s;
const NEW_LABEL_COLOR = '#6699cc';

/** The scope of a label name: everything before its LAST `::`; null for a plain name. */
export function labelScope(name: string): string | null {
  return SCOPED.exec(name)?.[0] ?? null;
}

/** The labels that may be used at a place: its own and those of the groups above; of two with one name the nearest. */
export function availableLabels(world: World, place: Place, ancestors = true): Label[] {
  const groupId = place.kind === 'group' ? place.id : existing(world.projects, place.id).groupId;
  const groups = ancestors
    ? groupChain(world, groupId).map((group) => group.id)
    : place.kind === 'group'
      ? [place.id]
      : [];
  const byName = new Map<string, Label>();
  for (const label of world.labels.values())
    if (label.place.kind === place.kind && label.place.id === place.id) byName.set(label.name, label);
  for (const id of groups)
    for (const label of world.labels.values())
      if (label.place.kind === 'group' && label.place.id === id && !byName.has(label.name))
        byName.set(label.name, label);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
}

/** Adds a label to a place. */
export function createLabel(
  world: World,
  place: Place,
  values: Pick<Label, 'name'> & Partial<Pick<Label, 'color' | 'description' | 'priority' | 'archived'>>,
): Label {
  const label: Label = {
    id: world.nextId('label'),
    place,
    name: values.name,
    color: values.color ?? NEW_LABEL_COLOR,
    description: values.description ?? null,
    archived: values.archived ?? false,
    priority: values.priority ?? null,
  };
  world.labels.set(label.id, label);
  return label;
}

/** Labels by name at a place, in the order given; a name that is not known there yet becomes a new label. */
export function findOrCreateLabels(world: World, place: Place, names: readonly string[]): Label[] {
  const known = new Map(availableLabels(world, place).map((label) => [label.name, label]));
  const found = new Map<string, Label>();
  for (const raw of names) {
    const name = raw.trim();
    if (name === '' || found.has(name)) continue;
    found.set(name, known.get(name) ?? createLabel(world, place, { name }));
  }
  return [...found.values()];
}

/** The change of labels that a request asks for; `replace` sets the whole list. */
export interface LabelChange {
  readonly replace?: readonly string[] | undefined;
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

function exclusive(world: World, item: WorkItem, labels: readonly Label[]): Label[] {
  if (world.tier === 'free') return [...labels];
  const before = new Set(item.labelIds);
  // What was there before comes first, so that of two labels with one scope the newly added one is last and wins.
  const ordered = [...labels].sort((a, b) => Number(before.has(b.id)) - Number(before.has(a.id)));
  const winners = new Map<string, Label>();
  for (const label of ordered) winners.set(labelScope(label.name) ?? `=${label.name}`, label);
  return [...winners.values()];
}

/** Works out the label ids of an item after a change; creates labels that do not exist yet. */
export function changedLabelIds(world: World, place: Place, item: WorkItem, change: LabelChange): number[] {
  const removed = new Set((change.remove ?? []).map((name) => name.trim()));
  const kept = change.replace
    ? findOrCreateLabels(world, place, change.replace)
    : item.labelIds.map((id) => existing(world.labels, id));
  const added = findOrCreateLabels(world, place, change.add ?? []);
  const all = new Map([...kept, ...added].map((label) => [label.id, label]));
  return exclusive(
    world,
    item,
    [...all.values()].filter((label) => !removed.has(label.name)),
  ).map((label) => label.id);
}

/** Sets the labels of an item and records one event for each that came or went; tells whether any did. */
export function setLabels(
  world: World,
  target: NoteTarget,
  item: WorkItem,
  labelIds: readonly number[],
  user: User,
): boolean {
  const before = new Set(item.labelIds);
  const after = new Set(labelIds);
  const createdAt = world.now();
  function record(labelId: number, action: 'add' | 'remove'): void {
    const id = world.nextId('labelEvent');
    world.labelEvents.set(id, { id, target, userId: user.id, labelId, action, createdAt });
  }
  const added = [...after].filter((id) => !before.has(id));
  const removed = [...before].filter((id) => !after.has(id));
  for (const id of added) record(id, 'add');
  for (const id of removed) record(id, 'remove');
  item.labelIds = [...after];
  return added.length + removed.length > 0;
}

/** Makes a group's label out of a project's; labels of that name in the group's other projects become the same one. */
export function promoteLabel(world: World, label: Label, group: Place): Label {
  const { name, color, description } = label;
  const twins = [...world.labels.values()].filter(
    (one) =>
      one.name === name &&
      (one.place.kind === 'project'
        ? existing(world.projects, one.place.id).groupId === group.id
        : one.place.id === group.id),
  );
  const promoted =
    twins.find(({ place }) => place.kind === 'group') ??
    createLabel(world, group, { name, color, description });
  const old = new Set(twins.map(({ id }) => id).filter((id) => id !== promoted.id));
  for (const item of [...world.issues.values(), ...world.epics.values()])
    item.labelIds = [...new Set(item.labelIds.map((id) => (old.has(id) ? promoted.id : id)))];
  for (const id of old) world.labels.delete(id);
  return promoted;
}

/** Deletes a label everywhere. */
export function deleteLabel(world: World, label: Label): void {
  world.labels.delete(label.id);
  for (const item of [...world.issues.values(), ...world.epics.values()])
    item.labelIds = item.labelIds.filter((id) => id !== label.id);
}

/** The names of an item's labels, sorted. */
export function labelNames(world: World, item: WorkItem): string[] {
  return item.labelIds.map((id) => existing(world.labels, id).name).sort();
}
