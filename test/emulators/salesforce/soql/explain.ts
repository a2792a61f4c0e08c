import type { JsonValue } from '../records/read';
import { type QueryContext, visibleRecords } from './context';
import { type PreparedQuery, runQuery } from './run';

/** The plans of a query without running it for its rows; there is always one, over the whole table. */
export function explainQuery(context: QueryContext, prepared: PreparedQuery): Record<string, JsonValue> {
  const { def } = prepared;
  return {
    plans: [
      {
        cardinality: runQuery(context, prepared).totalSize,
        fields: [],
        leadingOperationType: 'TableScan',
        notes: [],
        relativeCost: 1,
        sobjectCardinality: [...visibleRecords(context, def)].length,
        sobjectType: def.name,
      },
    ],
    sourceQuery: context.text,
  };
}
