import type {
  FieldFunctionExpression,
  FieldType as SelectedField,
  FunctionExp,
  Query,
} from '@jetstreamapp/soql-parser-js';
import type { FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import type { JsonValue } from '../records/read';
import { fiscalYearOf, malformedQuery, type QueryContext } from './context';
import { aggregate, dateFunction, isDateFunction } from './functions';
import { type Group, type GroupKey, groupingsOf, groupRows, type Subtotals } from './groups';
import { type Comparable, comparable, compare, readLiteral } from './literals';
import { compileLogic } from './logic';
import { orderClauses, sortRows, type SortKey } from './order';
import { readPath, resolvePath } from './paths';
import type { FieldDef } from '../metadata/types';

type GroupValue = (group: Group) => FieldValue;

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** True for a SELECT that folds rows: GROUP BY or an aggregate function. */
export function isAggregateQuery(query: Query): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some(
      (field) => field.type === 'FieldFunctionExpression' && AGGREGATES.has(field.functionName.toUpperCase()),
    )
  );
}

/** True for `SELECT COUNT() FROM …`, which answers with a number of rows and no rows. */
export function isBareCount(query: Query): boolean {
  const [field, ...others] = query.fields ?? [];
  return (
    others.length === 0 &&
    field?.type === 'FieldFunctionExpression' &&
    field.functionName.toUpperCase() === 'COUNT' &&
    field.parameters.length === 0
  );
}

interface Scope {
  readonly context: QueryContext;
  readonly def: ObjectDef;
  readonly alias: string | undefined;
}

function rowValue(scope: Scope, dotted: string): (record: StoredRecord) => FieldValue {
  const path = resolvePath(scope.context, scope.def, dotted, scope.alias);
  return (record) => readPath(scope.context, scope.def, path, record);
}

/** What a group has in a field; a subtotal has nothing in those it adds up over. */
function groupedValue(scope: Scope, dotted: string): GroupValue {
  const read = rowValue(scope, dotted);
  const name = dotted.toLowerCase();
  return ({ rows: [first], over }) => (first && !over.has(name) ? read(first) : null);
}

function functionValue(
  scope: Scope,
  grouping: GroupingPlan,
  fn: FunctionExp | FieldFunctionExpression,
): GroupValue {
  const name = (fn.functionName ?? '').toUpperCase();
  const [argument] = fn.parameters ?? [];
  if (name === 'COUNT' && argument === undefined) return (group) => group.rows.length;
  if (typeof argument !== 'string') throw malformedQuery(`unexpected token: '${fn.functionName ?? ''}'`);
  const field = argument.toLowerCase();
  if (name === 'GROUPING' && grouping.subtotals !== 'NONE' && grouping.names.has(field))
    return ({ over }) => (over.has(field) ? 1 : 0);
  const read = rowValue(scope, argument);
  if (AGGREGATES.has(name)) return (group) => aggregate(name, group.rows.map(read));
  const fiscal = fiscalYearOf(scope.context);
  if (!isDateFunction(name)) throw malformedQuery(`unexpected token: '${fn.functionName ?? ''}'`);
  return (group) => (group.rows[0] ? dateFunction(name, read(group.rows[0]), fiscal) : null);
}

/** What a query groups by and which subtotals it wants. */
interface GroupingPlan {
  readonly names: ReadonlySet<string>;
  readonly keys: readonly GroupKey[];
  readonly subtotals: Subtotals;
}

function groupingPlan(scope: Scope, query: Query): GroupingPlan {
  const fiscal = fiscalYearOf(scope.context);
  const { subtotals, groupings } = groupingsOf(query);
  const keys = groupings.map((clause): GroupKey => {
    if ('field' in clause) return { name: clause.field.toLowerCase(), read: rowValue(scope, clause.field) };
    const name = clause.fn.functionName ?? '';
    const [argument] = clause.fn.parameters ?? [];
    if (!isDateFunction(name) || typeof argument !== 'string')
      throw malformedQuery(`unexpected token: '${name}'`);
    const read = rowValue(scope, argument);
    return {
      name: `${name}(${argument})`.toLowerCase(),
      read: (row) => dateFunction(name, read(row), fiscal),
    };
  });
  return { names: new Set(keys.map(({ name }) => name)), keys, subtotals };
}

function selectedValue(
  scope: Scope,
  grouping: GroupingPlan,
  item: SelectedField,
  next: () => string,
): [string, GroupValue] {
  if (item.type === 'FieldFunctionExpression') {
    return [item.alias ?? next(), functionValue(scope, grouping, item)];
  }
  if (item.type !== 'Field' && item.type !== 'FieldRelationship')
    throw malformedQuery("unexpected token: '('");
  const dotted = item.type === 'Field' ? item.field : `${item.relationships.join('.')}.${item.field}`;
  const path = resolvePath(scope.context, scope.def, dotted, scope.alias);
  if (!grouping.names.has(dotted.toLowerCase()))
    throw malformedQuery(`Field must be grouped or aggregated: ${path.name}`);
  const alias = 'alias' in item && typeof item.alias === 'string' ? item.alias : undefined;
  return [alias ?? path.name, groupedValue(scope, dotted)];
}

function having(scope: Scope, grouping: GroupingPlan, query: Query): (group: Group) => boolean {
  if (!query.having) return () => true;
  return compileLogic<Group>(query.having, (condition) => {
    const test = condition as {
      fn?: FunctionExp;
      field?: string;
      operator: string;
      value: string;
      literalType?: string;
    };
    const read: GroupValue = test.fn
      ? functionValue(scope, grouping, test.fn)
      : groupedValue(scope, test.field ?? '');
    const type = test.literalType === 'STRING' ? 'string' : 'double';
    const literal = readLiteral(
      scope.context,
      { type, name: test.field ?? 'Number' } as FieldDef,
      test.value,
      test.literalType ?? 'STRING',
    );
    return (group) => compare(comparable(type, read(group)), test.operator, literal);
  });
}

function order(scope: Scope, grouping: GroupingPlan, query: Query): SortKey<Group>[] {
  return orderClauses(query.orderBy).map((clause) => {
    const value: GroupValue =
      'fn' in clause ? functionValue(scope, grouping, clause.fn) : groupedValue(scope, clause.field);
    const read = (group: Group): Comparable => {
      const found = value(group);
      return typeof found === 'string' ? found.toLowerCase() : found;
    };
    return { read, descending: clause.order === 'DESC', nullsLast: clause.nulls === 'LAST' };
  });
}

/** Folds rows into AggregateResults; values without an alias are called expr0, expr1 and so on. */
export function runAggregate(
  scope: Scope,
  query: Query,
  rows: readonly StoredRecord[],
): Record<string, JsonValue>[] {
  const grouping = groupingPlan(scope, query);
  let unnamed = 0;
  const next = (): string => {
    unnamed += 1;
    return `expr${unnamed - 1}`;
  };
  const columns = (query.fields ?? []).map((item) => selectedValue(scope, grouping, item, next));
  const kept = groupRows(rows, grouping.keys, grouping.subtotals).filter(having(scope, grouping, query));
  const from = query.offset ?? 0;
  return sortRows(kept, order(scope, grouping, query))
    .slice(from, query.limit === undefined ? undefined : from + query.limit)
    .map((group) => ({
      attributes: { type: 'AggregateResult' },
      ...Object.fromEntries(columns.map(([name, read]) => [name, read(group)])),
    }));
}
