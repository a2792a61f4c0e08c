import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { Playbook } from '../../../shared/playbook/playbook';
import type { LocalStore } from '../../../shared/ports/local-store';
import type { Remote } from '../../../shared/ports/remote';
import { IntentId } from '../../../shared/schema/ids';
import type { IntentKind } from '../../../shared/schema/intent';
import type { AnyRecord } from '../../../shared/schema/record';
import type { CrmPut, RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { Instant } from '../../../shared/schema/values';
import { createSyncEngine } from '../../../shared/sync/engine';
import { createMemoryJournal } from '../../support/memory-journal';
import type { Asked, WorldCall } from '../drain-worlds';
import { OF_EACH } from '../of-each';

/** Milliseconds that each system's part took; Salesforce's comes first. */
export type Times = { readonly salesforce: number; readonly gitlab: number };

/** What the page leaves for the one who opened it: milliseconds, requests to each system, and megabytes of heap. */
export type DrainFigures = {
  readonly edits: Asked;
  readonly drain: Times;
  readonly bare: Times;
  readonly asked: Asked;
  readonly bareAsked: Asked;
  readonly heap: readonly number[];
};

declare global {
  interface Window {
    drainFigures?: DrainFigures;
  }
}

/** One call of the remotes that the drain made; bundles are one. */
type Made =
  | { readonly method: 'execute'; readonly given: RemoteCommand }
  | { readonly method: 'putAll'; readonly given: CrmPut[] };

async function call<T>(world: 'own' | 'bare', given: WorldCall): Promise<T> {
  const answer = await fetch(`/${world}`, { method: 'POST', body: JSON.stringify(given) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

function now(): Instant {
  return Instant.parse(new Date().toISOString());
}

/** Stores a record with what has to be sent of it, as a save does. */
async function save(store: LocalStore, entry: AnyRecord, kind: IntentKind, field: string): Promise<void> {
  const { record } = entry;
  const done = await store.commit({
    puts: [{ ...entry, record: { ...record, rev: record.rev + 1, updatedAt: now() } } as AnyRecord],
    newIntents: [
      {
        id: IntentId.parse(crypto.randomUUID()),
        kind,
        subject: { kind: entry.kind, id: record.id },
        label: 'an edit',
        createdAt: now(),
        fields: [field],
        state: 'waiting',
        steps: [],
        attempts: 0,
        nextAttemptAt: null,
        problem: null,
        finishedAt: null,
      },
    ],
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
}

async function editAll(store: LocalStore): Promise<Asked> {
  const requests = await store.list({ kind: 'fund-request' });
  const items = await store.list({ kind: 'plan-item' });
  for (const before of requests) {
    const record = { ...before, description: 'Edited without a network.' };
    await save(store, { kind: 'fund-request', record }, 'fund-request.put', 'description');
  }
  for (const before of items) {
    const record = { ...before, end: '2026-12-04' as typeof before.end };
    await save(store, { kind: 'plan-item', record }, 'plan-item.put', 'end');
  }
  return { salesforce: requests.length, gitlab: items.length };
}

/** A floor that did not do the work would be none. */
function mustBeDone(outcomes: readonly RemoteOutcome[]): void {
  const other = outcomes.find(({ kind }) => kind !== 'done');
  if (other) throw new Error(`a bare call came to ${JSON.stringify(other)}`);
}

/** The same calls without an engine and a database; as many of them at once as the engine had. */
async function bareCalls(made: readonly Made[], lanes: number): Promise<Times> {
  const began = performance.now();
  for (const one of made)
    if (one.method === 'putAll') mustBeDone(await call<readonly RemoteOutcome[]>('bare', one));
  const half = performance.now();
  const single = made.filter(({ method }) => method === 'execute');
  let next = 0;
  async function lane(): Promise<void> {
    for (let one = single[next++]; one !== undefined; one = single[next++])
      mustBeDone([await call<RemoteOutcome>('bare', one)]);
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  return { salesforce: half - began, gitlab: performance.now() - half };
}

async function run(): Promise<DrainFigures> {
  const playbook = Playbook.parse(await (await fetch('/playbook')).json());
  const opened = await openDesk('drained');
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = createDexieLocalStore(opened.value, {
    journal: createJournalWriter(opened.value, createMemoryJournal()),
  });
  const heap: number[] = [];
  const made: Made[] = [];
  let [running, atOnce, weighing] = [0, 0, 0];
  /** When the first call to GitLab left, without what weighing took until then. */
  let half: number | null = null;
  function weigh(): void {
    const began = performance.now();
    window.gc?.();
    heap.push((performance.memory?.usedJSHeapSize ?? 0) / 1e6);
    weighing += performance.now() - began;
  }
  const remote: Remote = {
    async execute(command) {
      const one = { method: 'execute', given: command } as const;
      half ??= performance.now() - weighing;
      if (made.push(one) % 100 === 0) weigh();
      running += 1;
      atOnce = Math.max(atOnce, running);
      const outcome = await call<Awaited<ReturnType<Remote['execute']>>>('own', one);
      running -= 1;
      return outcome;
    },
    putAll(commands) {
      const one: Made = { method: 'putAll', given: [...commands] };
      made.push(one);
      weigh();
      return call('own', one);
    },
    pull: (given) => call('own', { method: 'pull', given }),
    presence: (given) => call('own', { method: 'presence', given: { ...given, rows: [...given.rows] } }),
  };
  const silent = () => undefined;
  const engine = createSyncEngine({
    store,
    remote,
    clock: { now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    ids: { uuid: () => crypto.randomUUID(), random: () => Math.random() },
    log: { info: silent, warn: silent, error: silent },
    playbook,
  });
  const first = await engine.run();
  if (!first.complete) throw new Error(JSON.stringify(first));
  const edits = await editAll(store);
  if (edits.salesforce !== OF_EACH || edits.gitlab !== OF_EACH)
    throw new Error(`not every record was read: ${JSON.stringify(edits)} of ${OF_EACH} each`);
  const count = edits.salesforce + edits.gitlab;
  await call('own', { method: 'asked', given: null });
  await call('bare', { method: 'asked', given: null });

  let end = 0;
  let asked: Promise<Asked> | undefined;
  const began = performance.now();
  engine.subscribe(({ phase }) => {
    if (phase !== 'receiving' || end > 0) return;
    end = performance.now() - weighing;
    asked = call<Asked>('own', { method: 'asked', given: null });
  });
  const report = await engine.run();
  if (report.sent !== count || report.waiting > 0 || asked === undefined || half === null)
    throw new Error(`${count} edits: ${JSON.stringify(report)}`);
  const drain = { salesforce: half - began, gitlab: end - half };
  const bare = await bareCalls(made, atOnce);
  const bareAsked = await call<Asked>('bare', { method: 'asked', given: null });
  return { edits, drain, bare, asked: await asked, bareAsked, heap };
}

run().then(
  (figures) => {
    window.drainFigures = figures;
  },
  (error: unknown) => {
    document.title = `failed: ${String(error)}`;
  },
);
