import type { FieldMap } from '../../../shared/schema/field-value';
import type { Intent, RecordKey } from '../../../shared/schema/intent';
import { GitlabRef, SalesforceRef } from '../../../shared/schema/remote-ref';
import type { Base, Conflict } from '../../../shared/schema/sync-state';
import { startDraft } from '../../../shared/sync/draft';
import { planSteps } from '../../../shared/sync/steps/plan';
import type { Built, Confirmed, StepPlan } from '../../../shared/sync/steps/step';
import { testIds, thePlaybook } from '../../sync/support/desk';
import type { MemoryStore } from '../../support/memory-store';
import { aStep, now } from './support';

/** A pointer into Salesforce. */
export function crm(n: number): SalesforceRef {
  const id = `a0B${String(n).padStart(15, '0')}`;
  return SalesforceRef.parse({ remote: 'salesforce', object: 'O', id, stamp: 's', url: null });
}

/** A pointer into GitLab, with an address. */
export function git(id: number, type: 'issue' | 'epic' = 'issue', over: Partial<GitlabRef> = {}): GitlabRef {
  const url = `https://gitlab.example/${id}`;
  return { remote: 'gitlab', type, id, iid: id + 100, stamp: 's', url, markdown: null, ...over };
}

/** What was agreed on a record. */
export function agreed(
  record: RecordKey,
  remote: Base['remote'],
  fields: FieldMap,
  stamp: string | null = 's0',
): Base {
  return { key: `${record.kind}:${record.id}:${remote}`, record, remote, fields, stamp };
}

/** An open question about a record. */
export function question(
  record: RecordKey,
  remote: Base['remote'],
  kind: Conflict['kind'],
  field = 'title',
): Conflict {
  return {
    id: '00000000-0000-4000-8000-000000000009' as Conflict['id'],
    kind,
    record,
    label: 'L',
    remote,
    fields: [{ field, base: 'a', mine: 'b', theirs: 'c' }],
    theirs: {},
    theirStamp: null,
    detectedAt: now,
    resolvedAt: null,
    choices: {},
  };
}

/** The steps of an intent as the records are now. */
export async function stepsOf(store: MemoryStore, intent: Intent): Promise<StepPlan[]> {
  const context = { playbook: thePlaybook(), intent, newId: testIds().uuid };
  return planSteps(startDraft(store, now), context);
}

async function stepOf(store: MemoryStore, intent: Intent, key: string): Promise<StepPlan> {
  const plan = (await stepsOf(store, intent)).find((one) => one.key === key);
  if (!plan) throw new Error(`no step ${key}`);
  return plan;
}

/** What a step turns out to be. */
export async function built(
  store: MemoryStore,
  intent: Intent,
  key: string,
  step = aStep({ key }),
): Promise<Built> {
  return (await stepOf(store, intent, key)).build(startDraft(store, now), step);
}

/** Stores what a remote confirmed of a step. */
export async function settled(
  store: MemoryStore,
  intent: Intent,
  key: string,
  confirmed: Partial<Confirmed> & Pick<Confirmed, 'ref'>,
): Promise<void> {
  const draft = startDraft(store, now);
  const plan = await stepOf(store, intent, key);
  await plan.settle(draft, { row: null, sent: undefined, ...confirmed });
  const stored = await draft.commit();
  if (!stored.ok) throw new Error(JSON.stringify(stored.error));
}
