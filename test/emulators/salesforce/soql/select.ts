import type { FieldType as SelectedField, FieldTypeOf, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../errors';
import type { FieldDef, ObjectDef, StoredRecord } from '../metadata/types';
import { attributesOf, type JsonValue, readField, renderField } from '../records/read';
import { malformedQuery, noSuchRelationship, type QueryContext, queryError } from './context';
import { labelOf } from './labels';
import { type FieldPath, followStep, nameFieldOf, readPath, resolvePath, type Step } from './paths';

/** Runs the query in a SELECT's parentheses for one parent; null stands for no children. */
export type RunSubquery = (def: ObjectDef, subquery: Subquery) => (parentId: string) => JsonValue;

/** A field of the answer, as it is stored or as people read it. */
type Shown = FieldPath & { readonly asLabel?: boolean };

type Cell = (record: StoredRecord) => JsonValue;

/** A level of the answer: cells of the record itself and, by relationship, those of its parents. */
interface Level {
  readonly cells: Map<string, Cell>;
  readonly parents: Map<string, { readonly step: Step; readonly fields: Shown[] }>;
}

function duplicate(name: string): ApiError {
  return new ApiError(400, 'INVALID_FIELD', `duplicate field selected: ${name}`);
}

function fieldsFunction(context: QueryContext, def: ObjectDef, which: string): readonly FieldDef[] {
  const fields = context.org.metadata.seenFields(def);
  switch (which.toUpperCase()) {
    case 'ALL':
      return fields;
    case 'STANDARD':
      return fields.filter((field) => !field.custom);
    case 'CUSTOM':
      return fields.filter((field) => field.custom);
    default:
      throw malformedQuery(`unexpected token: '${which}'`);
  }
}

function typeOf(context: QueryContext, def: ObjectDef, selected: FieldTypeOf): [string, Cell] {
  const path = resolvePath(context, def, `${selected.field}.Id`);
  const [step] = path.steps;
  if (!step) throw noSuchRelationship(context, selected.field, selected.field);
  const cell: Cell = (record) => {
    const parent = followStep(context, step, record);
    if (!parent) return null;
    const arm =
      selected.conditions.find((item) => item.objectType?.toLowerCase() === parent.def.name.toLowerCase()) ??
      selected.conditions.find((item) => item.type === 'ELSE');
    const body: Record<string, JsonValue> = {
      attributes: attributesOf(context.version, parent.def, parent.record),
    };
    for (const name of arm?.fieldList ?? []) {
      const field = context.org.metadata.field(parent.def, name);
      body[field?.name ?? name] = field
        ? renderField(context, parent.def, parent.record, field)
        : nameFieldOf(context, parent.def, parent.record, name);
    }
    return body;
  };
  return [step.field.relationshipName ?? selected.field, cell];
}

/** The value at the end of a path whose record has been reached. */
function leafCell(context: QueryContext, def: ObjectDef, { field, name, asLabel }: Shown): Cell {
  if (!field) return (record) => nameFieldOf(context, def, record, name);
  if (asLabel) return (record) => labelOf(field, readField(context.org, def, record, field));
  return (record) => renderField(context, def, record, field);
}

function addPath(context: QueryContext, level: Level, def: ObjectDef, path: Shown): void {
  const [step, ...rest] = path.steps;
  if (step) {
    const key = step.field.relationshipName ?? step.field.name;
    const entry = level.parents.get(key) ?? { step, fields: [] };
    entry.fields.push({ ...path, steps: rest });
    level.parents.set(key, entry);
    return;
  }
  if (level.cells.has(path.name)) throw duplicate(path.name);
  level.cells.set(path.name, leafCell(context, def, path));
}

/** Writes what a level holds; the levels of parents are worked out once per kind of parent, not once per row. */
function compileLevel(
  context: QueryContext,
  level: Level,
): (record: StoredRecord) => Record<string, JsonValue> {
  const cells = [
    ...level.cells,
    ...[...level.parents].map(
      ([name, { step, fields }]) => [name, parentCell(context, step, fields)] as const,
    ),
  ];
  return (record) => {
    const body: Record<string, JsonValue> = {};
    for (const [name, cell] of cells) body[name] = cell(record);
    return body;
  };
}

function parentCell(context: QueryContext, step: Step, fields: readonly Shown[]): Cell {
  const byKind = new Map<string, (record: StoredRecord) => Record<string, JsonValue>>();
  return (record) => {
    const parent = followStep(context, step, record);
    if (!parent) return null;
    const write = byKind.get(parent.def.name) ?? compileLevel(context, levelOf(context, parent.def, fields));
    byKind.set(parent.def.name, write);
    const attributes = attributesOf(context.version, parent.def, parent.record);
    // Across a relationship to several kinds the answer calls the record a Name.
    return {
      attributes: step.target ? attributes : { ...attributes, type: 'Name' },
      ...write(parent.record),
    };
  };
}

function levelOf(context: QueryContext, def: ObjectDef, fields: readonly Shown[]): Level {
  const level: Level = { cells: new Map(), parents: new Map() };
  for (const path of fields) addPath(context, level, def, path);
  return level;
}

function addSelected(
  context: QueryContext,
  level: Level,
  def: ObjectDef,
  alias: string | undefined,
  selected: SelectedField,
  run: RunSubquery,
): void {
  switch (selected.type) {
    case 'Field':
    case 'FieldRelationship': {
      if ('alias' in selected && selected.alias) {
        throw queryError(
          context,
          'MALFORMED_QUERY',
          selected.alias,
          'only aggregate expressions use field aliasing',
        );
      }
      const prefix = selected.type === 'FieldRelationship' ? `${selected.relationships.join('.')}.` : '';
      const owner = 'objectPrefix' in selected ? `${selected.objectPrefix}.` : '';
      addPath(context, level, def, resolvePath(context, def, `${owner}${prefix}${selected.field}`, alias));
      return;
    }
    case 'FieldSubquery': {
      const child = context.org.metadata.childRelationship(def, selected.subquery.relationshipName);
      const rows = run(def, selected.subquery);
      level.cells.set(child?.name ?? selected.subquery.relationshipName, (record) =>
        rows(String(record['Id'])),
      );
      return;
    }
    case 'FieldTypeof':
      level.cells.set(...typeOf(context, def, selected));
      return;
    default: {
      const [argument] = selected.parameters;
      const name = selected.functionName.toUpperCase();
      if (name === 'FIELDS' && typeof argument === 'string') {
        for (const field of fieldsFunction(context, def, argument)) {
          addPath(context, level, def, { steps: [], name: field.name, field, owner: def });
        }
      } else if (name === 'TOLABEL' && typeof argument === 'string') {
        const path = resolvePath(context, def, argument, alias);
        const { field } = path;
        if (!field) throw malformedQuery(`unexpected token: '${selected.functionName}'`);
        if (selected.alias === undefined) addPath(context, level, def, { ...path, asLabel: true });
        else
          level.cells.set(selected.alias, (record) => labelOf(field, readPath(context, def, path, record)));
      } else {
        throw malformedQuery(`unexpected token: '${selected.functionName}'`);
      }
    }
  }
}

/** Turns a SELECT list into the function that writes one row of the answer. */
export function compileSelect(
  context: QueryContext,
  def: ObjectDef,
  alias: string | undefined,
  selected: readonly SelectedField[],
  run: RunSubquery,
): (record: StoredRecord) => Record<string, JsonValue> {
  const level: Level = { cells: new Map(), parents: new Map() };
  for (const item of selected) addSelected(context, level, def, alias, item, run);
  const write = compileLevel(context, level);
  return (record) => ({ attributes: attributesOf(context.version, def, record), ...write(record) });
}
