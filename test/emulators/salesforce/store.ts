import type { Metadata } from './metadata/registry';
import type { FieldValue, ObjectDef, StoredRecord } from './metadata/types';

/** An entry of the log that getDeleted reads. */
export interface Deletion {
  readonly id: string;
  readonly at: number;
}

/** All records of the org, with indexes on keys and references and the means to take a failed transaction back. */
export interface Store {
  get(object: string, id: string): StoredRecord | null;
  /** Every record in order of creation, deleted ones included. */
  all(object: string): Iterable<StoredRecord>;
  count(object: string): number;
  put(object: string, record: StoredRecord): void;
  /** Takes a record away without a trace, as the emptied recycle bin does. */
  purge(object: string, id: string): void;
  /** Ids of the records whose indexed field has this value, without regard to case for texts. */
  find(object: string, field: string, value: FieldValue): readonly string[];
  logDeletion(object: string, deletion: Deletion): void;
  deletions(object: string): readonly Deletion[];
  /** Empties the deletion log as the background process does: nothing before `at` can be listed any more. */
  purgeDeletions(at: number): void;
  /** Up to where the deletion log was emptied; 0 when it never was. */
  deletionsPurgedAt(): number;
  putBytes(versionId: string, bytes: Uint8Array): void;
  bytes(versionId: string): Uint8Array | null;
  /** Records that this login has lost the right to see; they look as if they were not there. */
  hide(id: string, hidden: boolean): void;
  isHidden(id: string): boolean;
  /** Opens a transaction; an inner one is undone together with the one around it. */
  begin(): Transaction;
  /** Runs `work`; when it throws, everything it wrote is undone before the error goes on. */
  transaction<T>(work: () => T): T;
}

/** Writes that can still be taken back; end it exactly once. */
export interface Transaction {
  commit(): void;
  rollback(): void;
}

type Index = Map<string, Set<string>>;

function indexKey(value: FieldValue): string | null {
  return value === null ? null : String(value).toLowerCase();
}

function indexedFields(def: ObjectDef): readonly string[] {
  return def.fields
    .filter((field) => field.type === 'reference' || field.externalId || field.unique || field.idLookup)
    .map((field) => field.name)
    .filter((name) => name !== 'Id');
}

/** Makes an empty store for the org's objects. */
export function createStore(metadata: Metadata): Store {
  const tables = new Map<string, Map<string, StoredRecord>>(
    metadata.objects.map((def) => [def.name, new Map()]),
  );
  const indexes = new Map<string, Map<string, Index>>(
    metadata.objects.map((def) => [def.name, new Map(indexedFields(def).map((name) => [name, new Map()]))]),
  );
  const deletionLog = new Map<string, Deletion[]>();
  const blobs = new Map<string, Uint8Array>();
  const hidden = new Set<string>();
  let purgedAt = 0;
  let undo: (() => void)[] = [];
  let depth = 0;

  function table(object: string): Map<string, StoredRecord> {
    const found = tables.get(object);
    if (!found) throw new Error(`no table for ${object}`);
    return found;
  }

  function reindex(
    object: string,
    id: string,
    before: StoredRecord | undefined,
    after: StoredRecord | undefined,
  ): void {
    for (const [field, index] of indexes.get(object) ?? []) {
      const was = before ? indexKey(before[field] ?? null) : null;
      const is = after ? indexKey(after[field] ?? null) : null;
      if (was === is) continue;
      if (was !== null) index.get(was)?.delete(id);
      if (is === null) continue;
      const ids = index.get(is) ?? new Set<string>();
      ids.add(id);
      index.set(is, ids);
    }
  }

  function write(object: string, id: string, after: StoredRecord | undefined): void {
    const rows = table(object);
    const before = rows.get(id);
    reindex(object, id, before, after);
    if (after) rows.set(id, after);
    else rows.delete(id);
    undo.push(() => {
      reindex(object, id, after, before);
      if (before) rows.set(id, before);
      else rows.delete(id);
    });
  }

  function begin(): Transaction {
    const start = undo.length;
    depth += 1;
    function end(): void {
      depth -= 1;
      if (depth === 0) undo = [];
    }
    return {
      commit: end,
      rollback() {
        while (undo.length > start) undo.pop()?.();
        end();
      },
    };
  }

  return {
    get: (object, id) => table(object).get(id) ?? null,
    all: (object) => table(object).values(),
    count: (object) => table(object).size,
    put: (object, record) => write(object, String(record['Id']), record),
    purge: (object, id) => write(object, id, undefined),
    find(object, field, value) {
      const key = indexKey(value);
      const index = indexes.get(object)?.get(field);
      if (!index) throw new Error(`${object}.${field} is not indexed`);
      return key === null ? [] : [...(index.get(key) ?? [])];
    },
    logDeletion(object, deletion) {
      const log = deletionLog.get(object) ?? [];
      log.push(deletion);
      deletionLog.set(object, log);
      undo.push(() => {
        log.splice(log.indexOf(deletion), 1);
      });
    },
    deletions: (object) => deletionLog.get(object) ?? [],
    purgeDeletions(at) {
      purgedAt = at;
      for (const [object, log] of deletionLog)
        deletionLog.set(
          object,
          log.filter((deletion) => deletion.at >= at),
        );
    },
    deletionsPurgedAt: () => purgedAt,
    putBytes(versionId, bytes) {
      blobs.set(versionId, bytes);
      undo.push(() => blobs.delete(versionId));
    },
    bytes: (versionId) => blobs.get(versionId) ?? null,
    hide(id, value) {
      if (value) hidden.add(id);
      else hidden.delete(id);
    },
    isHidden: (id) => hidden.has(id),
    begin,
    transaction(work) {
      const open = begin();
      try {
        const result = work();
        open.commit();
        return result;
      } catch (error) {
        open.rollback();
        throw error;
      }
    },
  };
}
