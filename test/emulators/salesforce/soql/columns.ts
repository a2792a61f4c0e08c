import type { FieldType as SelectedField } from '@jetstreamapp/soql-parser-js';
import type { FieldDef, FieldType, ObjectDef } from '../metadata/types';
import type { JsonValue } from '../records/read';
import { isAggregateQuery } from './aggregate';
import { noSuchRelationship, type QueryContext } from './context';
import { resolvePath } from './paths';
import type { PreparedQuery } from './run';

const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  currency: 'Decimal',
  double: 'Decimal',
  percent: 'Decimal',
  int: 'Integer',
  date: 'Date',
  datetime: 'Datetime',
};
const NUMERIC = new Set<FieldType>(['currency', 'double', 'percent', 'int']);

interface Column {
  readonly columnName: string;
  readonly displayName: string;
  readonly field: FieldDef | null;
  readonly aggregate: boolean;
  readonly joinColumns: readonly JsonValue[];
}

function column({
  columnName,
  displayName,
  field,
  aggregate,
  joinColumns,
}: Column): Record<string, JsonValue> {
  const type = field?.type ?? 'string';
  return {
    aggregate,
    apexType: APEX_TYPES[type] ?? (aggregate && joinColumns.length === 0 ? 'Integer' : 'String'),
    booleanType: type === 'boolean',
    columnName,
    custom: field?.custom ?? false,
    displayName,
    foreignKeyName: field && field.type === 'reference' ? field.relationshipName : null,
    insertable: field?.createable ?? false,
    joinColumns,
    numberType: NUMERIC.has(type) || (aggregate && joinColumns.length === 0),
    textType: !aggregate && APEX_TYPES[type] === undefined,
    updatable: field?.updateable ?? false,
  };
}

function plain(field: FieldDef): Record<string, JsonValue> {
  return column({
    columnName: field.name,
    displayName: field.name,
    field,
    aggregate: false,
    joinColumns: [],
  });
}

/** Wraps the leaf of `Account.Owner.Name` in one column per relationship. */
function nested(names: readonly string[], leaf: Record<string, JsonValue>): Record<string, JsonValue> {
  const [name, ...rest] = names;
  if (name === undefined) return leaf;
  return column({
    columnName: name,
    displayName: name,
    field: null,
    aggregate: false,
    joinColumns: [nested(rest, leaf)],
  });
}

function columnsOf(
  context: QueryContext,
  def: ObjectDef,
  alias: string | undefined,
  fields: readonly SelectedField[],
): JsonValue[] {
  let unnamed = 0;
  return fields.flatMap((item): JsonValue[] => {
    if (item.type === 'FieldFunctionExpression') {
      if (item.functionName.toUpperCase() === 'FIELDS')
        return context.org.metadata.seenFields(def).map(plain);
      const name = item.alias ?? `expr${unnamed}`;
      if (item.alias === undefined) unnamed += 1;
      return [
        column({
          columnName: name,
          displayName: item.alias ?? item.rawValue ?? name,
          field: null,
          aggregate: true,
          joinColumns: [],
        }),
      ];
    }
    if (item.type === 'FieldSubquery') {
      const relation = context.org.metadata.childRelationship(def, item.subquery.relationshipName);
      if (!relation)
        throw noSuchRelationship(context, item.subquery.relationshipName, item.subquery.relationshipName);
      const joinColumns = columnsOf(
        context,
        relation.child,
        item.subquery.sObjectAlias,
        item.subquery.fields ?? [],
      );
      return [
        column({
          columnName: relation.name,
          displayName: relation.name,
          field: null,
          aggregate: true,
          joinColumns,
        }),
      ];
    }
    if (item.type === 'FieldTypeof') return [];
    const prefix = item.type === 'FieldRelationship' ? `${item.relationships.join('.')}.` : '';
    const path = resolvePath(context, def, `${prefix}${item.field}`, alias);
    const leaf = path.field
      ? plain(path.field)
      : column({
          columnName: path.name,
          displayName: path.name,
          field: null,
          aggregate: false,
          joinColumns: [],
        });
    return [
      nested(
        path.steps.map((step) => step.field.relationshipName ?? step.field.name),
        leaf,
      ),
    ];
  });
}

/** The description of a query's columns that `columns=true` asks for; the Salesforce CLI shapes its table with it. */
export function describeColumns(
  context: QueryContext,
  { query, def }: PreparedQuery,
): Record<string, JsonValue> {
  const fields = query.fields ?? [];
  return {
    columnMetadata: columnsOf(context, def, query.sObjectAlias, fields),
    entityName: def.name,
    groupBy: isAggregateQuery(query) && query.groupBy !== undefined,
    idSelected: fields.some((field) => field.type === 'Field' && field.field.toLowerCase() === 'id'),
    keyPrefix: def.keyPrefix,
  };
}
