import { ApiError, badJson, badRequest, type ResultError } from '../errors';
import type { ObjectDef } from '../metadata/types';
import { insertRecord } from '../records/write';
import { actorOf, json, objectOf, readJsonObject, type RestApp, type RestContext, type Runtime } from './env';

const MAX_RECORDS = 200;
const MAX_DEPTH = 5;

interface Node {
  readonly def: ObjectDef;
  readonly referenceId: string;
  readonly fields: Record<string, unknown>;
  readonly children: readonly { readonly field: string; readonly node: Node }[];
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badJson('A record has to be an object');
  return value as Record<string, unknown>;
}

function nodeOf(runtime: Runtime, def: ObjectDef, input: unknown, depth: number): Node {
  if (depth > MAX_DEPTH) throw badRequest(`sObject trees can be at most ${MAX_DEPTH} levels deep`);
  const record = asObject(input);
  const attributes = asObject(record['attributes'] ?? {});
  const referenceId = attributes['referenceId'];
  if (typeof referenceId !== 'string')
    throw badRequest('Every record needs attributes with type and referenceId');
  const fields: Record<string, unknown> = {};
  const children: { field: string; node: Node }[] = [];
  for (const [key, value] of Object.entries(record)) {
    if (key === 'attributes') continue;
    const relation = runtime.org.metadata.childRelationship(def, key);
    const rows = relation ? asObject(value)['records'] : undefined;
    if (!relation || !Array.isArray(rows)) {
      fields[key] = value;
      continue;
    }
    for (const row of rows as unknown[]) {
      children.push({ field: relation.field.name, node: nodeOf(runtime, relation.child, row, depth + 1) });
    }
  }
  return { def, referenceId, fields, children };
}

function flatten(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap((child) => flatten(child.node))];
}

async function createTree(runtime: Runtime, c: RestContext): Promise<Response> {
  const def = objectOf(runtime, c);
  const { records } = await readJsonObject(c);
  if (!Array.isArray(records)) throw badJson('records is required and has to be a list');
  const roots = records.map((record: unknown) => nodeOf(runtime, def, record, 1));
  const all = roots.flatMap(flatten);
  if (all.length > MAX_RECORDS) throw badRequest(`sObject trees can hold at most ${MAX_RECORDS} records`);
  const results: { referenceId: string; id: string }[] = [];
  const errors: { referenceId: string; errors: readonly ResultError[] }[] = [];
  const actor = actorOf(c);
  function save(node: Node, parent: Record<string, string>): void {
    try {
      const id = insertRecord(runtime.org, actor, node.def, { ...node.fields, ...parent });
      results.push({ referenceId: node.referenceId, id });
      for (const child of node.children) save(child.node, { [child.field]: id });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push({ referenceId: node.referenceId, errors: [error.asResult()] });
    }
  }
  const open = runtime.org.store.begin();
  for (const root of roots) save(root, {});
  if (errors.length === 0) {
    open.commit();
    return json({ hasErrors: false, results }, 201);
  }
  open.rollback();
  return json({ hasErrors: true, results: errors }, 400);
}

/** Route that creates parents with their children; one bad record undoes all. */
export function addTreeRoutes(rest: RestApp, runtime: Runtime): void {
  rest.post('/services/data/:version/composite/tree/:object', (c) => createTree(runtime, c));
}
