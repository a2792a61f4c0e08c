import type { TableChange } from '../../shared/schema/journal';
import { type Context, pathOf, TEMPORARY } from './context';
import { attempt } from './disk';
import { readRowFile, withKey, writeRowFile } from './row-file';
import { compareRows, type Row, type RowStream, rowName, rowsOf } from './rows';

/** Collects rows in any order and gives them back sorted, with no more in memory than one run. */
export type SortedRuns = {
  add(changes: readonly TableChange[]): Promise<void>;
  /** Sorted streams, the newest first. */
  streams(): RowStream[];
  /** Removes what was written aside. */
  clear(): Promise<void>;
};

/** Opens a collection; `name` keeps two at work apart. */
export function sortedRuns(context: Context, name: string, wrote?: () => void): SortedRuns {
  const paths: string[] = [];
  let held = new Map<string, Row>();
  let bytes = 0;

  async function flush(): Promise<void> {
    const rows = sorted(held);
    const path = pathOf(context, `run-${name}-${paths.length}${TEMPORARY}`);
    paths.push(path);
    await writeRowFile(context, path, withKey(context, { kind: 'run' as const }), oneBatch(rows));
    held = new Map();
    bytes = 0;
    wrote?.();
  }

  return {
    async add(changes) {
      for (const row of rowsOf(changes)) {
        const key = rowName(row);
        held.set(key, row);
        bytes += key.length + (row.text?.length ?? 0) + 100;
      }
      if (bytes >= context.limits.runBytes) await flush();
    },
    streams() {
      const newest = sorted(held);
      return [oneBatch(newest), ...paths.toReversed().map((path) => rowsIn(context, path))];
    },
    async clear() {
      held = new Map();
      for (const path of paths.splice(0)) await attempt(() => context.disk.remove(path));
    },
  };
}

function sorted(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].sort(compareRows);
}

async function* oneBatch(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

/** The rows of a file as a stream. */
export async function* rowsIn(context: Context, path: string): AsyncGenerator<readonly Row[]> {
  for await (const { rows } of readRowFile(context, path, null)) yield rows;
}
