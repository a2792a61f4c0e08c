import type { RemoteName } from '../../domain/merging/projections';
import type { Playbook } from '../../playbook/playbook';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { LocalStore } from '../../ports/local-store';
import type { FieldMap, FieldValue } from '../../schema/field-value';
import type { Intent, StepProblem } from '../../schema/intent';
import type { RemoteCommand } from '../../schema/remote-command';
import { streams } from '../../schema/sync-state';
import { drain } from '../drain';
import { createGates } from '../gates';
import { tellingStreams } from '../keys';
import { createPatience } from '../patience';
import type { Pass } from '../pass';
import { overlayOn, type OverlayStore } from './overlay-store';
import { fieldsOf, pretendRemote } from './pretend-remote';

/** One field of a write; `from` is what was last agreed with the remote, undefined where it has none. */
export type RehearsedField = {
  readonly field: string;
  readonly from: FieldValue | undefined;
  readonly to: FieldValue;
};

/** One write that would be made. */
export type RehearsedWrite = {
  readonly remote: RemoteName;
  readonly intent: Intent;
  /** What the write does, as its step says. */
  readonly title: string;
  readonly fields: readonly RehearsedField[];
  readonly file: { readonly name: string; readonly size: number } | null;
  /** An earlier try may have arrived, so the remote is looked at first. */
  readonly mayHaveArrived: boolean;
};

/** A change that would not be sent now, and why. */
export type HeldBack = { readonly intent: Intent; readonly problem: StepProblem | null };

/** What would be sent if both remotes answered now, in order. */
export type Rehearsal = {
  readonly writes: readonly RehearsedWrite[];
  readonly held: readonly HeldBack[];
  /** There is more than is listed. */
  readonly isCut: boolean;
};

/** More than anybody reads; the rest is left out. */
const MOST = 5000;

type Seen = { readonly newIds: Map<string, string>; readonly writes: RehearsedWrite[] };

function remoteOf(command: RemoteCommand): RemoteName {
  return command.kind.startsWith('crm.') ? 'salesforce' : 'gitlab';
}

/** Whether a marker begins with the id of a claim or document of the request that an intent is about: an approval takes them along. */
async function takesAlong(store: OverlayStore, { subject }: Intent, marker: string): Promise<boolean> {
  if (subject.kind !== 'fund-request') return false;
  const parts = [
    ...(await store.listMany('claim', 'requestId', [subject.id])),
    ...(await store.listMany('document', 'requestId', [subject.id])),
  ];
  return parts.some(({ id }) => marker.startsWith(id));
}

async function ownerOf(store: OverlayStore, marker: string): Promise<Intent | undefined> {
  const running = store.running();
  const own = running.find(({ subject }) => marker.startsWith(subject.id));
  if (own !== undefined) return own;
  for (const intent of running) if (await takesAlong(store, intent, marker)) return intent;
  return running[0];
}

/** The intent and step that a write belongs to. */
async function originOf(
  store: OverlayStore,
  command: RemoteCommand,
): Promise<{ intent: Intent; title: string } | null> {
  const intent = await ownerOf(store, command.marker);
  const step = intent?.steps.find(({ state, remote }) => state === 'sent' && remote === remoteOf(command));
  return intent === undefined ? null : { intent, title: step?.title ?? intent.label };
}

function named(value: FieldValue, newIds: Seen['newIds']): FieldValue {
  const name = typeof value === 'string' ? newIds.get(value) : undefined;
  return name === undefined ? value : `${name} (new)`;
}

async function fileOf(store: LocalStore, command: RemoteCommand): Promise<RehearsedWrite['file']> {
  if (!('sha256' in command)) return null;
  const [document] = await store.listMany('document', 'sha256', [command.sha256]);
  return { name: command.name, size: document?.size ?? 0 };
}

async function note(store: OverlayStore, seen: Seen, command: RemoteCommand, newId: string | null) {
  const origin = await originOf(store, command);
  if (origin === null) return;
  const remote = remoteOf(command);
  const base = await store.base(origin.intent.subject, remote);
  const isNew = command.kind === 'crm.put' ? command.salesforceId === null : command.kind !== 'git.edit';
  const from: FieldMap = isNew ? {} : (base?.fields ?? {});
  seen.writes.push({
    ...origin,
    remote,
    fields: Object.entries(fieldsOf(command)).map(([field, to]) => ({
      field,
      from: from[field],
      to: named(to, seen.newIds),
    })),
    file: await fileOf(store, command),
    mayHaveArrived: command.repeat,
  });
  if (newId !== null) seen.newIds.set(newId, origin.intent.label);
}

/**
 * Lets the very code that sends work against a sheet over the store and a remote that only nods, and tells what it
 * sent (SY-85). Nothing is stored and nothing leaves; rests after a failure and waits that a remote named do not count.
 */
export async function rehearse(given: {
  readonly store: LocalStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly playbook: Playbook;
}): Promise<Rehearsal> {
  const store = overlayOn(given.store, (intent) => ({ ...intent, nextAttemptAt: null }));
  const seen: Seen = { newIds: new Map(), writes: [] };
  const say = (): void => undefined;
  // Nobody is waited for: what nods answers at once.
  const sleep = () => new Promise<never>(() => undefined);
  const pass: Pass = {
    ...given,
    clock: { now: () => given.clock.now(), sleep },
    store,
    remote: pretendRemote((command, newId) => note(store, seen, command, newId)),
    log: { info: say, warn: say, error: say },
    gates: createGates(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set(),
    pageSize: 1,
    patience: createPatience({ sleep }),
    // As if both had been read before, since nothing is read here.
    absent: new Map(Object.values(tellingStreams).flatMap((all) => all.map((stream) => [stream, '']))),
    tried: new Set(),
    readToEnd: new Set(streams),
    unlinked: new Map(),
    isStopping: () => seen.writes.length >= MOST,
    reading: say,
    changed: async () => undefined,
  };
  await drain(pass);
  const isCut = seen.writes.length >= MOST;
  const left = isCut ? [] : await store.openIntents();
  return { writes: seen.writes, held: left.map((intent) => ({ intent, problem: intent.problem })), isCut };
}
