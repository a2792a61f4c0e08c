import { groupLevel, mayPlan, projectLevel } from '../model/access';
import { availableLabels, createLabel, deleteLabel, promoteLabel } from '../model/labels';
import { subscribeToLabel } from '../model/subscriptions';
import type { Label, Place } from '../model/types';
import { existing } from '../model/world';
import { conflict, forbidden, invalidModel, notFound } from '../http/api-error';
import type { Api, Call, SignedCall } from '../http/env';
import { findGroup, findProject, placeOf } from '../http/find';
import { paginate } from '../http/paging';
import { labelRow } from '../present/label';

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
/** The CSS colour names that people type most; GitLab turns names into hexadecimal. */
const NAMED: Readonly<Record<string, string>> = {
  red: '#FF0000',
  green: '#008000',
  blue: '#0000FF',
  yellow: '#FFFF00',
  orange: '#FFA500',
  purple: '#800080',
  black: '#000000',
  white: '#FFFFFF',
  gray: '#808080',
  grey: '#808080',
};

function toColor(text: string): string {
  const color = NAMED[text.trim().toLowerCase()] ?? text.trim();
  if (!HEX.test(color)) throw invalidModel({ color: ['must be a valid color code'] });
  return color.length === 4 ? `#${[...color.slice(1)].map((digit) => digit + digit).join('')}` : color;
}

function toTitle(text: string): string {
  const title = text.trim();
  if (title === '') throw invalidModel({ title: ["can't be blank"] });
  if (title.includes(',')) throw invalidModel({ title: ['is invalid'] });
  return title;
}

interface LabelRoutes {
  readonly prefix: string;
  readonly kind: Place['kind'];
}

function findPlace(call: Call, kind: Place['kind']): Place {
  return kind === 'project' ? placeOf(kind, findProject(call)) : placeOf(kind, findGroup(call));
}

function findLabel(call: Call, place: Place, text: string, ancestors: boolean): Label {
  const labels = availableLabels(call.world, place, ancestors);
  const label = labels.find((item) => String(item.id) === text) ?? labels.find((item) => item.name === text);
  if (!label) throw notFound('Label');
  return label;
}

function authorize(call: SignedCall, place: Place): void {
  const level =
    place.kind === 'project'
      ? projectLevel(call.world, call.user, place.id)
      : groupLevel(call.world, call.user, place.id);
  if (!mayPlan(level)) throw forbidden();
}

function create(call: SignedCall, { kind }: LabelRoutes): unknown {
  const { read, world } = call;
  const name = read.required('name');
  const color = read.required('color');
  const description = read.text('description') ?? null;
  const archived = read.flag('archived') ?? false;
  const priority = read.integer('priority') ?? null;
  read.check();
  const place = findPlace(call, kind);
  authorize(call, place);
  const title = toTitle(name);
  if (availableLabels(world, place).some((label) => label.name === title))
    throw conflict('Label already exists');
  const label = createLabel(world, place, {
    name: title,
    color: toColor(color),
    description,
    archived,
    priority,
  });
  return labelRow(world, label, { counts: false, project: kind === 'project', viewer: call.user });
}

/** A name is given once in a place, and a project has none that its own group has. */
function rename({ world }: SignedCall, label: Label, name: string): void {
  function isTakenIn(place: Place): boolean {
    const own = availableLabels(world, place, false);
    return own.some((one) => one.id !== label.id && one.name === name);
  }
  if (isTakenIn(label.place)) throw invalidModel({ title: ['has already been taken'] });
  const project = label.place.kind === 'project' ? existing(world.projects, label.place.id) : null;
  if (project !== null && isTakenIn({ kind: 'group', id: project.groupId })) {
    const group = existing(world.groups, project.groupId).name;
    throw invalidModel({
      title: [`already exists at group level for ${group}. Please choose another one.`],
    });
  }
  label.name = name;
}

function update(call: SignedCall, { kind }: LabelRoutes, which: string): unknown {
  const { read, world } = call;
  const project = kind === 'project';
  const name = read.text('new_name');
  const color = read.text('color');
  const description = read.text('description');
  const archived = read.flag('archived');
  const priority = read.integer('priority');
  read.atLeastOneOf(['new_name', 'color', 'description', ...(project ? ['priority'] : []), 'archived']);
  read.check();
  const place = findPlace(call, kind);
  authorize(call, place);
  const label = findLabel(call, place, which, false);
  if (typeof name === 'string') rename(call, label, toTitle(name));
  if (typeof color === 'string') label.color = toColor(color);
  if (description !== undefined) label.description = description;
  if (typeof archived === 'boolean') label.archived = archived;
  if (project && priority !== undefined) label.priority = priority;
  return labelRow(world, label, { counts: false, project, viewer: call.user });
}

function remove(call: SignedCall, { kind }: LabelRoutes, which: string): void {
  const place = findPlace(call, kind);
  const label = findLabel(call, place, which, false);
  authorize(call, place);
  deleteLabel(call.world, label);
}

function which(call: Call): string {
  const id = call.read.integer('label_id');
  const name = call.read.text('name');
  if (id === undefined && name === undefined)
    call.read.complain('label_id, name are missing, exactly one parameter must be provided');
  call.read.check();
  return String(id ?? name ?? '');
}

function register(api: Api, routes: LabelRoutes): void {
  const { prefix, kind } = routes;
  const one = `${prefix}/labels/:label`;
  api.get(`${prefix}/labels`, (call) => {
    const counts = call.read.flag('with_counts') ?? false;
    const ancestors = call.read.flag('include_ancestor_groups') ?? true;
    const search = call.read.text('search')?.toLowerCase() ?? '';
    const archived = call.read.flag('archived');
    call.read.check();
    const labels = availableLabels(call.world, findPlace(call, kind), ancestors).filter(
      (label) =>
        `${label.name} ${label.description ?? ''}`.toLowerCase().includes(search) &&
        (typeof archived !== 'boolean' || label.archived === archived),
    );
    return paginate(call, labels).map((label) =>
      labelRow(call.world, label, { counts, project: kind === 'project', viewer: call.user }),
    );
  });
  api.get(one, (call) => {
    const ancestors = call.read.flag('include_ancestor_groups') ?? true;
    const label = findLabel(call, findPlace(call, kind), call.path('label'), ancestors);
    return labelRow(call.world, label, { counts: false, project: kind === 'project', viewer: call.user });
  });
  api.post(`${prefix}/labels`, (call) => create(call, routes));
  api.put(one, (call) => update(call, routes, call.path('label')));
  api.delete(one, (call) => remove(call, routes, call.path('label')));
  // The older forms name the label in the parameters.
  api.put(`${prefix}/labels`, (call) => update(call, routes, which(call)));
  api.delete(`${prefix}/labels`, (call) => remove(call, routes, which(call)));
  api.post(`${one}/subscribe`, subscription(kind, true));
  api.post(`${one}/unsubscribe`, subscription(kind, false));
}

/** A person hears of a label or no longer; 304 when it was so already. */
function subscription(kind: Place['kind'], wanted: boolean): (call: SignedCall) => unknown {
  return (call) => {
    const label = findLabel(call, findPlace(call, kind), call.path('label'), true);
    if (!subscribeToLabel(call.world, label, call.user, wanted)) return new Response(null, { status: 304 });
    return labelRow(call.world, label, { counts: false, project: kind === 'project', viewer: call.user });
  };
}

/** A label of a project becomes one of its group; those of other projects with its name join it. */
function promote(call: SignedCall): unknown {
  const { world } = call;
  const place = findPlace(call, 'project');
  authorize(call, place);
  const label = findLabel(call, place, call.path('label'), false);
  const group: Place = { kind: 'group', id: existing(world.projects, place.id).groupId };
  authorize(call, group);
  const promoted = promoteLabel(world, label, group);
  return labelRow(world, promoted, { counts: false, project: false, viewer: call.user });
}

/** Labels of projects and groups. */
export function labelRoutes(api: Api): void {
  register(api, { prefix: '/projects/:id', kind: 'project' });
  register(api, { prefix: '/groups/:id', kind: 'group' });
  api.put('/projects/:id/labels/:label/promote', promote);
}
