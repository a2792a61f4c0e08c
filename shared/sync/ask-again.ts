import { decisiveFields } from '../domain/merging/decisive';
import { project } from '../domain/merging/projections';
import { type AskedAgain, askedAgain } from '../domain/merging/staleness';
import { ConflictId } from '../schema/ids';
import type { AnyRecord } from '../schema/record';
import type { Conflict } from '../schema/sync-state';
import { baseOf } from './absorb';
import { type Draft, startDraft } from './draft';
import { projectionContext } from './links';
import { commitDraft, type Pass } from './pass';

/** Whether a decision could rest on what is asked. */
function asksForFacts({ kind, record, fields }: Conflict): boolean {
  const facts = decisiveFields(record.kind);
  return kind === 'fields' && fields.some(({ field }) => facts.has(field));
}

async function questionOf(draft: Draft, pass: Pass, conflict: Conflict): Promise<AskedAgain | null> {
  const { kind, id } = conflict.record;
  const record = await draft.get(kind, id);
  if (!record) return null;
  const entry = { kind, record } as AnyRecord;
  const intents = await draft.openIntents(conflict.record);
  const open = await draft.openConflicts(conflict.record);
  const { fields } = await baseOf(draft, entry, conflict.remote);
  const mine = project(entry, conflict.remote, await projectionContext(draft, pass.playbook, entry));
  return askedAgain(conflict, entry, { intents, open }, { agreed: fields, mine });
}

/** Asks for a decision too where it was made over values that waited for a choice (SY-53). */
export async function askAgain(pass: Pass): Promise<void> {
  const asked = (await pass.store.openConflicts()).filter(asksForFacts);
  for (const conflict of asked) {
    if ((await questionOf(startDraft(pass.store, pass.clock.now()), pass, conflict)) === null) continue;
    await commitDraft(pass, async (draft) => {
      const question = await questionOf(draft, pass, conflict);
      if (question === null) return;
      draft.putConflict(question.decision);
      if (question.left !== null)
        draft.putConflict({ ...question.left, id: ConflictId.parse(pass.ids.uuid()) });
      draft.log(
        'warning',
        `“${conflict.label}” was decided before it was chosen which values stay; look at the decision again.`,
      );
    });
  }
}
