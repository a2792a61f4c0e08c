import type { Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../errors';
import type { FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import type { JsonValue } from '../records/read';
import { isAggregateQuery, isBareCount, runAggregate } from './aggregate';
import {
  malformedQuery,
  noSuchRelationship,
  noSuchType,
  type QueryContext,
  queryError,
  visibleRecords,
} from './context';
import { compileOrder, sortRows } from './order';
import { parseSoql } from './parse';
import { readPath, resolvePath } from './paths';
import { compileSelect } from './select';
import { compileWhere } from './where';

/** What a query found: all rows of the answer, or only how many there are. */
export interface QueryResult {
  readonly totalSize: number;
  readonly rows: readonly Record<string, JsonValue>[];
}

/** A parsed query with its object. */
export interface PreparedQuery {
  readonly query: Query;
  readonly def: ObjectDef;
}

const MAX_OFFSET = 2000;
const FIELDS_LIMIT = 200;

/** Parses a query and finds its object; throws MALFORMED_QUERY or INVALID_TYPE. */
export function prepareQuery(context: QueryContext): PreparedQuery {
  const query = parseSoql(context);
  const def = context.findObject(query.sObject ?? '');
  if (!def) throw noSuchType(context, query.sObject ?? '');
  const isUnbounded = (query.fields ?? []).some(
    (field) =>
      field.type === 'FieldFunctionExpression' &&
      field.functionName.toUpperCase() === 'FIELDS' &&
      field.parameters[0]?.toString().toUpperCase() !== 'STANDARD',
  );
  if (isUnbounded && (query.limit === undefined || query.limit > FIELDS_LIMIT)) {
    throw malformedQuery(`The SOQL FIELDS function must have a LIMIT of at most ${FIELDS_LIMIT}`);
  }
  if (query.limit !== undefined && !query.groupBy && !isBareCount(query) && isAggregateQuery(query)) {
    throw malformedQuery('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
  }
  if ((query.offset ?? 0) > MAX_OFFSET) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
  }
  return { query, def };
}

function innerValues(context: QueryContext): (query: Query) => ReadonlySet<FieldValue> {
  return (inner) => {
    const def = context.findObject(inner.sObject ?? '');
    if (!def) throw noSuchType(context, inner.sObject ?? '');
    const [selected, ...others] = inner.fields ?? [];
    if (others.length > 0 || selected?.type !== 'Field') {
      throw malformedQuery('The inner query of a semi-join must select exactly one field');
    }
    const path = resolvePath(context, def, selected.field, inner.sObjectAlias);
    const rows = matching(context, def, inner.sObjectAlias, inner);
    return new Set(rows.map((record) => readPath(context, def, path, record)));
  };
}

/** Whether a record is in the scope that the query names: everyone's or those of whoever asks. */
function scopeTest(context: QueryContext, def: ObjectDef, query: Query): (record: StoredRecord) => boolean {
  const scope = query.usingScope?.toLowerCase() ?? 'everything';
  if (scope === 'everything') return () => true;
  const owner = context.org.metadata.field(def, 'OwnerId');
  if (scope !== 'mine' || !owner) {
    throw queryError(
      context,
      'MALFORMED_QUERY',
      query.usingScope ?? '',
      `Unsupported scope for ${def.name}: ${query.usingScope ?? ''}`,
    );
  }
  return (record) => record[owner.name] === context.userId;
}

function matching(
  context: QueryContext,
  def: ObjectDef,
  alias: string | undefined,
  query: Query,
): StoredRecord[] {
  const test = compileWhere({ context, def, alias, innerValues: innerValues(context) }, query.where);
  const inScope = scopeTest(context, def, query);
  return [...visibleRecords(context, def)].filter((record) => inScope(record) && test(record));
}

function cut<T>(rows: readonly T[], query: { limit?: number; offset?: number }): readonly T[] {
  const from = query.offset ?? 0;
  return rows.slice(from, query.limit === undefined ? undefined : from + query.limit);
}

function childRows(
  context: QueryContext,
  parent: ObjectDef,
  subquery: Subquery,
): (parentId: string) => JsonValue {
  const relation = context.org.metadata.childRelationship(parent, subquery.relationshipName);
  if (!relation || !context.findObject(relation.child.name)) {
    throw noSuchRelationship(context, subquery.relationshipName, subquery.relationshipName);
  }
  const { child, field } = relation;
  const alias = subquery.sObjectAlias;
  const test =
    child.name === 'ContentDocumentLink' && !subquery.where
      ? () => true
      : compileWhere({ context, def: child, alias, innerValues: innerValues(context) }, subquery.where);
  const keys = compileOrder(context, child, alias, subquery.orderBy);
  const render = compileSelect(context, child, alias, subquery.fields ?? [], (def, inner) =>
    childRows(context, def, inner),
  );
  return (parentId) => {
    const records = context.org.store
      .find(child.name, field.name, parentId)
      .map((id) => context.org.store.get(child.name, id))
      .filter((record) => record !== null)
      .filter((record) => context.includeDeleted || record['IsDeleted'] !== true)
      .filter((record) => !context.org.store.isHidden(String(record['Id'])))
      .filter(test);
    const rows = cut(sortRows(records, keys), subquery).map(render);
    return rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows };
  };
}

/** Runs a prepared query over the org's records. */
export function runQuery(context: QueryContext, { query, def }: PreparedQuery): QueryResult {
  const alias = query.sObjectAlias;
  const found = matching(context, def, alias, query);
  if (isBareCount(query)) return { totalSize: cut(found, query).length, rows: [] };
  if (isAggregateQuery(query)) {
    const rows = runAggregate({ context, def, alias }, query, found);
    return { totalSize: rows.length, rows };
  }
  const render = compileSelect(context, def, alias, query.fields ?? [], (parent, inner) =>
    childRows(context, parent, inner),
  );
  const rows = cut(sortRows(found, compileOrder(context, def, alias, query.orderBy)), query).map(render);
  return { totalSize: rows.length, rows };
}
