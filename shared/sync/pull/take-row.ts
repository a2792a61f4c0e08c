import type { LocalStore } from '../../ports/local-store';
import type { RemoteRow } from '../../schema/remote-command';
import type { Draft } from '../draft';
import type { Pass } from '../pass';
import { takeGitlabRow } from './gitlab-row';
import { quarantineIds, setAside, unreadablePrefix } from './place';
import { takeSalesforceRow } from './salesforce-row';

/** What is in quarantine, by the number of the row that it is about. */
export type Held = ReadonlyMap<string, readonly string[]>;

/** Reads which things are in quarantine, not the things themselves. */
export async function heldIn(store: LocalStore): Promise<Held> {
  const held = new Map<string, string[]>();
  for (const id of await store.quarantineIds()) {
    const number = /[^: ]*$/.exec(id)?.[0] ?? '';
    const ids = held.get(number) ?? [];
    ids.push(id);
    held.set(number, ids);
  }
  return held;
}

/** Ids of earlier, unusable readings of this row. */
function about(held: Held, row: RemoteRow): string[] {
  const { ref, stream } = row;
  const own = quarantineIds(row);
  const numbers = [String(ref.id), ...(ref.remote === 'gitlab' && ref.iid !== null ? [String(ref.iid)] : [])];
  const unreadable = ref.remote === 'gitlab' ? String(ref.iid) : ref.id;
  return numbers
    .flatMap((number) => held.get(number) ?? [])
    .filter(
      (id) => own.includes(id) || (id.startsWith(unreadablePrefix(stream)) && id.endsWith(` ${unreadable}`)),
    );
}

async function takeRow(draft: Draft, pass: Pass, row: RemoteRow): Promise<boolean> {
  const context = { playbook: pass.playbook, newId: pass.ids.uuid, unlinked: pass.unlinked };
  const taken =
    row.stream === 'gitlab-issues' || row.stream === 'gitlab-epics'
      ? await takeGitlabRow(draft, row, context)
      : await takeSalesforceRow(draft, row, row.stream, context);
  if (!taken.ok) setAside(draft, row, taken.error);
  return taken.ok;
}

/** Takes rows of any feed into the draft, or sets them aside, and gives those that could be taken. */
export async function takeRows(
  draft: Draft,
  pass: Pass,
  rows: readonly RemoteRow[],
): Promise<readonly RemoteRow[]> {
  const taken: RemoteRow[] = [];
  for (const row of rows) if (await takeRow(draft, pass, row)) taken.push(row);
  return taken;
}

/** What was in quarantine of rows that could be taken goes from there. */
export function releaseTaken(draft: Draft, held: Held, taken: readonly RemoteRow[]): void {
  for (const row of taken) for (const id of about(held, row)) draft.release(id);
}
