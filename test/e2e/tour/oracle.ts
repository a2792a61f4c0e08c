import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from '../../../shared/schema/zod';
import type { Emulators } from '../support/emulators';

const Issue = z.object({
  iid: z.int(),
  title: z.string(),
  description: z.string().nullable(),
  state: z.string(),
  confidential: z.boolean(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  due: z.string().nullable(),
  epic: z.object({ iid: z.int() }).nullable(),
  notes: z.array(z.object({ body: z.string(), system: z.boolean() })),
});
const Epic = z.object({
  iid: z.int(),
  title: z.string(),
  description: z.string().nullable(),
  confidential: z.boolean(),
  labels: z.array(z.string()),
  start: z.string().nullable(),
  due: z.string().nullable(),
  issues: z.array(z.object({ iid: z.int() })),
});
const Gitlab = z.object({
  epics: z.array(Epic),
  issues: z.array(Issue),
  uploads: z.array(z.object({ filename: z.string(), sha256: z.string() })),
});

const Row = z.record(z.string(), z.unknown());
const Salesforce = z.object({
  records: z.record(z.string(), z.array(Row)),
  files: z.array(z.object({ title: z.string(), sha256: z.string(), linkedTo: z.array(z.string()) })),
});

export type GitlabState = z.infer<typeof Gitlab>;
export type SalesforceState = z.infer<typeof Salesforce>;

/** What both emulators hold, read behind the app's back. */
export async function remoteStates(
  emulators: Emulators,
): Promise<{ readonly gitlab: GitlabState; readonly salesforce: SalesforceState }> {
  return {
    gitlab: Gitlab.parse(await emulators.gitlab.state()),
    salesforce: Salesforce.parse(await emulators.salesforce.state()),
  };
}

/** Records of a Salesforce object that are not in the bin and pass a test. */
export function recordsWhere(
  state: SalesforceState,
  object: string,
  test: (row: Record<string, unknown>) => boolean,
): Record<string, unknown>[] {
  return (state.records[object] ?? []).filter((row) => row['IsDeleted'] !== true && test(row));
}

/** Digest of a file on disk. */
export function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
