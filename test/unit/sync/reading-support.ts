import type { PresenceRequest, PullPage, PullRequest } from '../../../shared/schema/remote-command';
import type { Stream } from '../../../shared/schema/sync-state';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import { pullAll } from '../../../shared/sync/pull/pull';
import { TestClock, testIds, thePlaybook } from '../../sync/support/desk';
import type { MemoryStore } from '../../support/memory-store';
import { crm } from './steps-support';

const empty = { kind: 'page', rows: [], unreadable: [], cursor: 'end', more: false } as const;
/** A page of a feed; `over` replaces parts. */
export const page = (over: Partial<Extract<PullPage, { kind: 'page' }>> = {}): PullPage => ({
  ...empty,
  rows: [],
  unreadable: [],
  ...over,
});
/** A row of the partners' feed. */
export const partner = (n: number) => ({
  stream: 'partners' as const,
  ref: crm(n),
  recordId: null,
  fields: { name: `P${n}` },
  deleted: false,
});

type Answers = Partial<Record<Stream, readonly (PullPage | (() => PullPage | Promise<PullPage>))[]>>;

/** Reads every feed once; a feed of which nothing is said is empty. */
export async function read(store: MemoryStore, answers: Answers = {}, over: Partial<Pass> = {}) {
  const clock = new TestClock();
  const asked: PullRequest[] = [];
  const looked: PresenceRequest[] = [];
  const progress: unknown[] = [];
  const said: string[] = [];
  const left = new Map(Object.entries(answers).map(([stream, pages]) => [stream, [...pages]]));
  const pass = {
    store,
    clock,
    ids: testIds(),
    playbook: thePlaybook(),
    gates: createGates(),
    counts: { sent: 0, received: 0, parked: 0, quarantined: 0 },
    rested: new Set(),
    pageSize: 5,
    patience: createPatience(clock),
    absent: new Map(),
    tried: new Set(),
    readToEnd: new Set(),
    unlinked: new Map(),
    log: { info: () => undefined, warn: (line: string) => void said.push(line), error: () => undefined },
    isStopping: () => false,
    reading: (one: unknown) => void (one === null || progress.push(one)),
    changed: async () => undefined,
    remote: {
      pull: async (request: PullRequest) => {
        asked.push(request);
        const next = left.get(request.stream)?.shift() ?? page();
        return typeof next === 'function' ? next() : next;
      },
      presence: async (request: PresenceRequest) => {
        looked.push(request);
        return { kind: 'presence', gone: [], unseen: [], elsewhere: [], why: null };
      },
    },
    ...over,
  } as unknown as Pass;
  const complete = await pullAll(pass);
  const of = (stream: Stream) => asked.filter((one) => one.stream === stream);
  return { complete, asked, of, looked, progress, said, pass };
}
