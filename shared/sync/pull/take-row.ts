import type { RemoteRow } from '../../schema/remote-command';
import type { Draft } from '../draft';
import type { Pass } from '../pass';
import { takeGitlabRow } from './gitlab-row';
import { quarantineIds, setAside, unreadablePrefix } from './place';
import { takeSalesforceRow } from './salesforce-row';

/** Whether something in quarantine is an earlier, unusable reading of this row. */
function isAbout(quarantineId: string, row: RemoteRow): boolean {
  if (quarantineIds(row).includes(quarantineId)) return true;
  const number = row.ref.remote === 'gitlab' ? row.ref.iid : row.ref.id;
  return quarantineId.startsWith(unreadablePrefix(row.stream)) && quarantineId.endsWith(` ${number}`);
}

/** Takes one row of any feed into the draft, or sets it aside; what was in quarantine of it goes from there. */
export async function takeRow(
  draft: Draft,
  pass: Pass,
  row: RemoteRow,
  held: ReadonlySet<string>,
): Promise<void> {
  const context = { playbook: pass.playbook, newId: pass.ids.uuid };
  const taken =
    row.stream === 'gitlab-issues' || row.stream === 'gitlab-epics'
      ? await takeGitlabRow(draft, row, context)
      : await takeSalesforceRow(draft, row, row.stream, context);
  if (!taken.ok) {
    setAside(draft, row, taken.error);
    return;
  }
  for (const id of held) if (isAbout(id, row)) draft.release(id);
}
