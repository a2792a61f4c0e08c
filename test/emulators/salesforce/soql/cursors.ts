import { ApiError } from '../errors';
import type { Org } from '../org';
import type { JsonValue } from '../records/read';
import type { QueryResult } from './run';

/** One page of a query's answer. */
export interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Record<string, JsonValue>[];
}

/** The open cursors of an org. */
export interface Cursors {
  /** First page of a result, keeping the rest under a locator. */
  open(result: QueryResult, resource: string, batchSize: number): QueryPage;
  /** The page that a locator such as `01g…-2000` stands for; unknown and expired ones are refused. */
  next(locator: string, resource: string): QueryPage;
  /** Makes every open cursor invalid. */
  expireAll(): void;
}

interface Cursor {
  readonly result: QueryResult;
  readonly batchSize: number;
  readonly expiresAt: number;
}

/** Makes the cursor table of an org; locators live as long as the seed says. */
export function createCursors(org: Org): Cursors {
  let cursors = new Map<string, Cursor>();

  function page(id: string | null, cursor: Cursor, from: number, resource: string): QueryPage {
    const { result, batchSize } = cursor;
    const to = from + batchSize;
    const done = to >= result.rows.length;
    const common = { totalSize: result.totalSize, done };
    const records = result.rows.slice(from, to);
    return done || id === null
      ? { ...common, records }
      : { ...common, nextRecordsUrl: `${resource}/${id}-${to}`, records };
  }

  return {
    open(result, resource, batchSize) {
      const expiresAt = org.clock.now().getTime() + org.seed.locatorSeconds * 1000;
      const cursor = { result, batchSize, expiresAt };
      if (result.rows.length <= batchSize) return page(null, cursor, 0, resource);
      const id = org.makeId('01g');
      cursors.set(id, cursor);
      return page(id, cursor, 0, resource);
    },
    next(locator, resource) {
      const [id = '', from = ''] = locator.split('-');
      const cursor = cursors.get(id);
      const invalid = new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      if (!cursor || !/^\d+$/.test(from) || cursor.expiresAt <= org.clock.now().getTime()) throw invalid;
      if (Number(from) >= cursor.result.rows.length) throw invalid;
      return page(id, cursor, Number(from), resource);
    },
    expireAll() {
      cursors = new Map();
    },
  };
}
