import type { FieldDef, FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import { readField } from '../records/read';
import { noSuchField, noSuchRelationship, type QueryContext } from './context';

/** Fields that can be read across a relationship to many kinds of objects. */
const NAME_FIELDS = new Map<string, string>(
  [
    'Id',
    'Name',
    'Type',
    'FirstName',
    'LastName',
    'Email',
    'Phone',
    'Title',
    'Username',
    'Alias',
    'IsActive',
  ].map((name) => [name.toLowerCase(), name]),
);

/** One step from a record to its parent; `target` is null when the parent may be of several kinds. */
export interface Step {
  readonly field: FieldDef;
  readonly target: ObjectDef | null;
}

/** A field as a query names it: the parents to walk through and the field at the end. */
export interface FieldPath {
  readonly steps: readonly Step[];
  /** Canonical name of the field at the end. */
  readonly name: string;
  /** Definition of the field at the end; null for the fields of a parent of several kinds. */
  readonly field: FieldDef | null;
  /** The object that the field belongs to; null across a relationship to several kinds. */
  readonly owner: ObjectDef | null;
}

/** The parent record of a step, whichever kind it is; null when there is none to be seen. */
export function followStep(
  context: QueryContext,
  step: Step,
  record: StoredRecord,
): { def: ObjectDef; record: StoredRecord } | null {
  const id = record[step.field.name];
  if (typeof id !== 'string' || context.org.store.isHidden(id)) return null;
  const def = step.target ?? context.org.metadata.ofId(id);
  const parent = def ? context.org.store.get(def.name, id) : null;
  return def && parent ? { def, record: parent } : null;
}

function step(context: QueryContext, def: ObjectDef, relationship: string, token: string): Step {
  const field = context.org.metadata.parentField(def, relationship);
  if (!field) throw noSuchRelationship(context, relationship, token);
  if (field.polymorphic) return { field, target: null };
  const target = context.findObject(field.referenceTo[0] ?? '');
  if (!target) throw noSuchRelationship(context, relationship, token);
  return { field, target };
}

/** Finds the field that `Account.Owner.Name` names, seen from `base`; an alias or the object's own name may lead. */
export function resolvePath(
  context: QueryContext,
  base: ObjectDef,
  dotted: string,
  alias?: string,
): FieldPath {
  let parts = dotted.split('.');
  const [first = ''] = parts;
  const isSelf =
    first.toLowerCase() === alias?.toLowerCase() ||
    (first.toLowerCase() === base.name.toLowerCase() && !context.org.metadata.parentField(base, first));
  if (parts.length > 1 && isSelf) parts = parts.slice(1);
  const steps: Step[] = [];
  let owner: ObjectDef | null = base;
  for (const relationship of parts.slice(0, -1)) {
    if (!owner) throw noSuchRelationship(context, relationship, dotted);
    const next: Step = step(context, owner, relationship, dotted);
    steps.push(next);
    owner = next.target;
  }
  const leaf = parts.at(-1) ?? '';
  if (!owner) {
    const name = NAME_FIELDS.get(leaf.toLowerCase());
    if (name === undefined) throw noSuchField(context, { ...base, name: 'Name' }, leaf, dotted);
    return { steps, name, field: null, owner: null };
  }
  const field = context.org.metadata.field(owner, leaf);
  if (!field) throw noSuchField(context, owner, leaf, dotted);
  return { steps, name: field.name, field, owner };
}

/** A field of a parent that may be of several kinds. */
export function nameFieldOf(
  context: QueryContext,
  def: ObjectDef,
  record: StoredRecord,
  name: string,
): FieldValue {
  if (name === 'Type') return def.name;
  const field =
    name === 'Name' ? def.fields.find((item) => item.nameField) : context.org.metadata.field(def, name);
  return field ? readField(context.org, def, record, field) : null;
}

/** Reads the value at the end of a path; null where a parent is missing. */
export function readPath(
  context: QueryContext,
  base: ObjectDef,
  path: FieldPath,
  record: StoredRecord,
): FieldValue {
  let here: { def: ObjectDef; record: StoredRecord } | null = { def: base, record };
  for (const next of path.steps) {
    here = followStep(context, next, here.record);
    if (!here) return null;
  }
  return path.field
    ? readField(context.org, here.def, here.record, path.field)
    : nameFieldOf(context, here.def, here.record, path.name);
}
