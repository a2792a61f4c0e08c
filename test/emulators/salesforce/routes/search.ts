import type { ObjectDef } from '../metadata/types';
import type { JsonValue } from '../records/read';
import { compileSearch } from '../sosl/match';
import {
  checkTerm,
  groupNamed,
  malformedSearch,
  parseSosl,
  type Search,
  type SearchTarget,
} from '../sosl/parse';
import { noSuchType, type QueryContext, visibleRecords } from '../soql/context';
import { prepareQuery, runQuery } from '../soql/run';
import { z } from '../../../../shared/schema/zod';
import {
  json,
  objectFinder,
  readContext,
  readJson,
  type RestApp,
  type RestContext,
  type Runtime,
} from './env';

const BASE = '/services/data/:version';
const MAX_RESULTS = 2000;

type Row = Record<string, JsonValue>;

function searchOne(context: QueryContext, def: ObjectDef, target: SearchTarget, search: Search): Row[] {
  const test = compileSearch(search.term, search.group);
  const fields = context.org.metadata.seenFields(def);
  const found = new Set<JsonValue>();
  for (const record of visibleRecords(context, def))
    if (test(fields, def, record)) found.add(String(record['Id']));
  if (found.size === 0) return [];
  const shown = target.fields.some((name) => name.toLowerCase() === 'id') || target.fields.length === 0;
  const text = `SELECT ${[...target.fields, ...(shown && target.fields.length > 0 ? [] : ['Id'])].join(', ')} FROM ${def.name} ${target.clauses}`;
  const inner = { ...context, text };
  const rows = runQuery(inner, prepareQuery(inner)).rows.filter((row) => found.has(row['Id'] ?? null));
  return rows.slice(0, target.limit ?? MAX_RESULTS).map((row) => {
    if (shown) return row;
    const { Id: _id, ...rest } = row;
    return rest;
  });
}

function run(runtime: Runtime, c: RestContext, search: Search): Response {
  const findObject = objectFinder(runtime, c);
  const context: QueryContext = {
    ...readContext(runtime, c),
    text: search.term,
    includeDeleted: false,
    userId: c.env.session.userId,
    findObject,
  };
  const targets =
    search.targets.length > 0
      ? search.targets
      : runtime.org.metadata.objects
          .filter((def) => def.searchable && findObject(def.name))
          .map((def): SearchTarget => ({ object: def.name, fields: [], clauses: '', limit: null }));
  const searchRecords = targets.flatMap((target) => {
    const def = findObject(target.object);
    if (!def) throw noSuchType({ ...context, text: target.object }, target.object);
    return searchOne(context, def, target, search);
  });
  return json({ searchRecords: searchRecords.slice(0, search.limit ?? MAX_RESULTS) });
}

const Sobject = z.object({
  name: z.string(),
  fields: z.array(z.string()).default([]),
  where: z.string().optional(),
  orderBy: z.string().optional(),
  limit: z.number().int().positive().optional(),
});
const Parameters = z.object({
  q: z.string(),
  in: z.string().default('ALL'),
  fields: z.array(z.string()).default([]),
  sobjects: z.array(Sobject).default([]),
  defaultLimit: z.number().int().positive().optional(),
  overallLimit: z.number().int().positive().optional(),
});

function fromParameters(input: unknown): Search {
  const parsed = Parameters.safeParse(input);
  if (!parsed.success) throw malformedSearch(parsed.error.issues[0]?.message ?? 'q is required');
  const { q, fields, sobjects, defaultLimit, overallLimit } = parsed.data;
  return {
    term: checkTerm(q),
    group: groupNamed(parsed.data.in),
    limit: overallLimit ?? null,
    targets: sobjects.map((one) => ({
      object: one.name,
      fields: one.fields.length > 0 ? one.fields : fields,
      clauses: [
        one.where === undefined ? '' : `WHERE ${one.where}`,
        one.orderBy === undefined ? '' : `ORDER BY ${one.orderBy}`,
      ].join(' '),
      limit: one.limit ?? defaultLimit ?? null,
    })),
  };
}

/** The form of a GET: `sobject=Account&Account.fields=Id,Name&Account.limit=5`. */
function fromQuery(c: RestContext): unknown {
  const params = new URL(c.req.url).searchParams;
  const list = (name: string): string[] | undefined => params.get(name)?.split(',');
  const number = (name: string): number | undefined =>
    params.has(name) ? Number(params.get(name)) : undefined;
  return {
    q: params.get('q') ?? undefined,
    in: params.get('in') ?? undefined,
    fields: list('fields'),
    defaultLimit: number('defaultLimit'),
    overallLimit: number('overallLimit'),
    sobjects: params.getAll('sobject').map((name) => ({
      name,
      fields: list(`${name}.fields`),
      where: params.get(`${name}.where`) ?? undefined,
      orderBy: params.get(`${name}.orderBy`) ?? undefined,
      limit: number(`${name}.limit`),
    })),
  };
}

/** Routes for finding records by words: SOSL and its form in parameters. */
export function addSearchRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get(`${BASE}/search`, (c) => {
    const text = c.req.query('q');
    if (text === undefined) throw malformedSearch('A search query has to be specified');
    return run(runtime, c, parseSosl(text));
  });
  rest.get(`${BASE}/parameterizedSearch`, (c) => run(runtime, c, fromParameters(fromQuery(c))));
  rest.post(`${BASE}/parameterizedSearch`, async (c) => run(runtime, c, fromParameters(await readJson(c))));
}
