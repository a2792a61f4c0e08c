import { carriesDecision } from '../domain/merging/given-up';
import type { Intent } from '../schema/intent';
import type { Instant } from '../schema/values';
import { keyText } from './keys';

/** Whether an intent can go out together with a later one: only data, and nothing of it has left yet. */
function canJoin(intent: Intent): boolean {
  const puts: readonly Intent['kind'][] = [
    'fund-request.put',
    'claim.put',
    'plan-item.put',
    'registration.put',
  ];
  if (!puts.includes(intent.kind) || carriesDecision(intent)) return false;
  const untouched = intent.steps.every((step) => step.state === 'todo' || step.state === 'parked');
  return untouched && intent.state !== 'running';
}

function union(older: Intent, younger: Intent): string[] | null {
  if (older.fields === null || younger.fields === null) return null;
  return [...new Set([...older.fields, ...younger.fields])];
}

/** The older intent, done because the younger one carries all of it. */
function joined(older: Intent, now: Instant): Intent {
  const step = {
    key: 'joined',
    remote: older.kind === 'plan-item.put' ? 'gitlab' : 'salesforce',
    title: 'Goes out with a later change',
    state: 'done',
    attempts: 0,
    ref: null,
    problem: null,
    doneAt: now,
  } as const;
  return { ...older, state: 'done', steps: [step], problem: null, nextAttemptAt: null, finishedAt: now };
}

/**
 * Several waiting changes of one record become one: the younger carries the fields of both. Nothing is
 * joined across another intent of the record, so a decision never changes its place. Gives the changed
 * intents, or nothing when there is nothing to join.
 */
export function coalesce(open: readonly Intent[], now: Instant): Intent[] {
  const changed = new Map<string, Intent>();
  const latest = new Map<string, Intent>();
  for (const intent of open) {
    const record = keyText(intent.subject);
    const before = latest.get(record);
    latest.set(record, intent);
    if (!before || before.kind !== intent.kind || !canJoin(before) || !canJoin(intent)) continue;
    const younger = { ...intent, fields: union(before, intent) };
    changed.set(before.id, joined(before, now));
    changed.set(intent.id, younger);
    latest.set(record, younger);
  }
  return [...changed.values()];
}
