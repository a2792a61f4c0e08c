import { z } from '../../../shared/schema/zod';
import type { Emulators } from '../support/emulators';

const Row = z.record(z.string(), z.unknown());
const Salesforce = z.object({ records: z.record(z.string(), z.array(Row)), files: z.array(Row) });
const Gitlab = z.object({
  epics: z.array(Row),
  issues: z.array(Row),
  issueLinks: z.array(Row),
  uploads: z.array(Row),
  labels: z.array(Row),
});

/** Everything that both systems hold, row by row: `Event 00U…`, `issue 13`. */
export type World = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What Salesforce and GitLab stamp by themselves on every write. */
const stamps = new Set(['LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'updatedAt']);

/** Reads both systems whole, behind the app's back. */
export async function wholeWorld(emulators: Emulators): Promise<World> {
  const salesforce = Salesforce.parse(await emulators.salesforce.state());
  const gitlab = Gitlab.parse(await emulators.gitlab.state());
  const world = new Map<string, Readonly<Record<string, unknown>>>();
  const add = (kind: string, rows: readonly z.infer<typeof Row>[], key: string) => {
    for (const row of rows) world.set(`${kind} ${String(row[key])}`, row);
  };
  for (const [object, rows] of Object.entries(salesforce.records)) add(object, rows, 'Id');
  add('file', salesforce.files, 'versionId');
  add('epic', gitlab.epics, 'iid');
  add('issue', gitlab.issues, 'iid');
  add('issue link', gitlab.issueLinks, 'id');
  add('upload', gitlab.uploads, 'id');
  add('label', gitlab.labels, 'id');
  return world;
}

/** How one state of the world became another. */
export type Differences = {
  /** How many rows of each kind are new. */
  readonly added: Readonly<Record<string, number>>;
  /** Kind and fields of every row that is different, without the stamps of the systems. */
  readonly changed: readonly string[];
  /** Rows that are not there any more. */
  readonly removed: readonly string[];
};

/** Compares two states of the world, every field of every row. */
export function differences(before: World, after: World): Differences {
  const added: Record<string, number> = {};
  const changed: string[] = [];
  for (const [key, row] of after) {
    const kind = key.slice(0, key.lastIndexOf(' '));
    const old = before.get(key);
    if (old === undefined) added[kind] = (added[kind] ?? 0) + 1;
    else {
      const fields = changedFields(old, row);
      if (fields.length > 0) changed.push(`${kind}: ${fields.join(', ')}`);
    }
  }
  return { added, changed: changed.sort(), removed: [...before.keys()].filter((key) => !after.has(key)) };
}

function changedFields(
  old: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(row)])].filter(
    (field) => !stamps.has(field) && JSON.stringify(old[field]) !== JSON.stringify(row[field]),
  );
}
