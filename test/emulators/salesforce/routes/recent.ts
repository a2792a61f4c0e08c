import type { ObjectDef, StoredRecord } from '../metadata/types';
import { attributesOf } from '../records/read';
import { json, objectFinder, type RestApp, type RestContext, type Runtime, versionOf } from './env';

const MAX_RECENT = 200;

/** Nobody looks at pages here, so what one has written last stands for what one has seen last. */
export function recentRecords(
  runtime: Runtime,
  c: RestContext,
  defs: readonly ObjectDef[],
  limit = MAX_RECENT,
): Record<string, unknown>[] {
  const { store, metadata } = runtime.org;
  const own: { readonly def: ObjectDef; readonly record: StoredRecord }[] = [];
  for (const def of defs)
    for (const record of store.all(def.name))
      if (
        record['LastModifiedById'] === c.env.session.userId &&
        record['IsDeleted'] !== true &&
        !store.isHidden(String(record['Id']))
      )
        own.push({ def, record });
  // Stamps are whole seconds: of those of one second the last made comes first.
  own.reverse();
  own.sort((a, b) =>
    String(b.record['LastModifiedDate']).localeCompare(String(a.record['LastModifiedDate'])),
  );
  return own.slice(0, limit).map(({ def, record }) => {
    const name = metadata.seenFields(def).find(({ nameField }) => nameField)?.name;
    return {
      attributes: attributesOf(versionOf(c), def, record),
      Id: record['Id'],
      ...(name === undefined ? {} : { [name]: record[name] ?? null }),
    };
  });
}

/** Route for what the login has dealt with lately. */
export function addRecentRoutes(rest: RestApp, runtime: Runtime): void {
  rest.get('/services/data/:version/recent', (c) => {
    const find = objectFinder(runtime, c);
    const defs = runtime.org.metadata.objects.filter((def) => def.layoutable && find(def.name));
    const limit = Number(c.req.query('limit')) || MAX_RECENT;
    return json(recentRecords(runtime, c, defs, limit));
  });
}
