import type { Draft } from '../draft';
import { epicPart, markerOf } from '../markers';
import { type Built, editable, editOf, nothing, type StepContext, type StepPlan } from './step';

async function build(draft: Draft, context: StepContext): Promise<Built> {
  const request = await draft.get('fund-request', context.intent.subject.id);
  const epic = editable(request?.gitlab.epic);
  if (epic === null) return nothing();
  const issues = Object.values(request?.gitlab.issues ?? {}).flatMap(({ iid }) => iid ?? []);
  const marker = markerOf(context.intent.subject, `${epicPart}-close`);
  return { kind: 'send', sent: undefined, write: editOf(epic, { marker, close: true, because: issues }) };
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
