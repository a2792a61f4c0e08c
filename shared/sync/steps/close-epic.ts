import type { Draft } from '../draft';
import { epicPart, markerOf } from '../markers';
import { type Built, nothing, type StepContext, type StepPlan, whichItem } from './step';

async function build(draft: Draft, context: StepContext): Promise<Built> {
  const request = await draft.get('fund-request', context.intent.subject.id);
  const epic = request?.gitlab.epic ?? null;
  if (epic === null || epic.iid === null || (epic.type !== 'epic' && epic.type !== 'issue')) return nothing();
  const issues = Object.values(request?.gitlab.issues ?? {}).flatMap(({ iid }) => iid ?? []);
  return {
    kind: 'send',
    sent: undefined,
    write: {
      kind: 'git.edit',
      marker: markerOf(context.intent.subject, `${epicPart}-close`),
      type: epic.type,
      iid: epic.iid,
      item: whichItem(epic),
      title: null,
      body: null,
      addLabels: [],
      scopedLabel: null,
      start: null,
      due: null,
      close: true,
      because: issues,
      expectStamp: null,
    },
  };
}

/** Closes the epic of a request, or the parent issue in its place; one that is closed already or was opened again is left alone (MDF-6). */
export function closeEpicStep(context: StepContext): StepPlan {
  return {
    key: 'close-epic',
    remote: 'gitlab',
    about: context.intent.subject,
    title: 'Close the epic',
    after: [],
    build: (draft) => build(draft, context),
    async settle(draft, { ref }) {
      const request = await draft.get('fund-request', context.intent.subject.id);
      if (!request || ref.remote !== 'gitlab') return;
      const record = { ...request, gitlab: { ...request.gitlab, epic: ref } };
      await draft.put({ kind: 'fund-request', record });
    },
  };
}
