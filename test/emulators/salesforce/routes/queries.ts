import { describeColumns } from '../soql/columns';
import { explainQuery } from '../soql/explain';
import type { QueryContext } from '../soql/context';
import { prepareQuery, runQuery } from '../soql/run';
import { malformedQuery } from '../soql/context';
import {
  json,
  objectFinder,
  readContext,
  type RestApp,
  type RestContext,
  type Runtime,
  versionOf,
} from './env';

const DEFAULT_BATCH = 2000;
const MIN_BATCH = 200;

function batchSize(c: RestContext): number {
  const wanted = /batchsize\s*=\s*(\d+)/i.exec(c.req.header('sforce-query-options') ?? '')?.[1];
  return wanted === undefined ? DEFAULT_BATCH : Math.min(DEFAULT_BATCH, Math.max(MIN_BATCH, Number(wanted)));
}

function run(runtime: Runtime, c: RestContext, includeDeleted: boolean): Response {
  const explained = c.req.query('explain');
  const text = explained ?? c.req.query('q');
  if (text === undefined) throw malformedQuery('A query string has to be specified');
  const context: QueryContext = {
    ...readContext(runtime, c),
    text,
    includeDeleted,
    userId: c.env.session.userId,
    findObject: objectFinder(runtime, c),
  };
  const prepared = prepareQuery(context);
  if (explained !== undefined) return json(explainQuery(context, prepared));
  if (c.req.query('columns')?.toLowerCase() === 'true') return json(describeColumns(context, prepared));
  const resource = `/services/data/${versionOf(c)}/query`;
  return json(runtime.cursors.open(runQuery(context, prepared), resource, batchSize(c)));
}

/** Routes for SOQL: query, queryAll and the pages after the first. */
export function addQueryRoutes(rest: RestApp, runtime: Runtime): void {
  for (const [path, includeDeleted] of [
    ['query', false],
    ['queryAll', true],
  ] as const) {
    rest.get(`/services/data/:version/${path}`, (c) => run(runtime, c, includeDeleted));
    rest.get(`/services/data/:version/${path}/:locator`, (c) =>
      json(runtime.cursors.next(c.req.param('locator'), `/services/data/${versionOf(c)}/query`)),
    );
  }
}
