import { describe, expect, it } from 'vitest';
import type { CrmPut, RemoteCommand, RemoteOutcome } from '../../../shared/schema/remote-command';
import { createGates } from '../../../shared/sync/gates';
import type { Pass } from '../../../shared/sync/pass';
import { createPatience } from '../../../shared/sync/patience';
import type { Ready } from '../../../shared/sync/ready';
import { gitlabLanes, salesforceBundle } from '../../../shared/sync/ways';
import { TestClock } from '../../sync/support/desk';
import { crm, git } from './steps-support';
import { anIntent, aStep, later } from './support';

const done: RemoteOutcome = { kind: 'done', ref: crm(1), row: null };
const refused: RemoteOutcome = {
  kind: 'refused',
  refusal: { code: 'c', message: 'm', fields: [], fix: 'f' },
};
const locked: RemoteOutcome = { kind: 'wait', why: 'locked', afterMs: null };
const unheard: RemoteOutcome = { kind: 'ambiguous', why: 'reset' };
const away: RemoteOutcome = { kind: 'unreachable', why: 'down' };

function ready(n: number, kind: string, over: Parameters<typeof aStep>[0] = {}): Ready {
  const remote = kind.startsWith('git') ? 'gitlab' : 'salesforce';
  const before = aStep({ key: 'k', remote, ...over });
  return {
    intent: anIntent({ id: `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}` }),
    plan: { key: 'k', remote },
    before,
    write: { kind, marker: String(n) },
  } as unknown as Ready;
}

function aPass(remote: Partial<Pass['remote']>) {
  const clock = new TestClock();
  const said: string[] = [];
  const gates = createGates();
  const counts = { stopping: false };
  const pass = {
    clock,
    gates,
    remote,
    patience: createPatience(clock),
    log: { error: (line: string) => void said.push(line) },
    isStopping: () => counts.stopping,
  } as unknown as Pass;
  return { pass, gates, said, clock, counts };
}

describe('SY-86 a bundle for Salesforce', () => {
  async function sent(outcomes: readonly RemoteOutcome[]) {
    const commands: CrmPut[] = [];
    const { pass, gates } = aPass({
      putAll: async (all) => {
        commands.push(...all);
        return [...outcomes];
      },
    });
    const leaving = outcomes.map((_, n) => ready(n, 'crm.put', n === 0 ? { state: 'sent' } : {}));
    const heard = await salesforceBundle.send(pass, leaving, false);
    return { heard, commands, state: gates.state('salesforce'), gates };
  }

  it('says of each write whether it may have arrived, and gives the outcomes in their order', async () => {
    const { heard, commands, state } = await sent([done, refused, unheard]);
    expect(heard).toEqual([done, refused, unheard]);
    expect(commands.map(({ marker, repeat }) => [marker, repeat])).toEqual([
      ['0', true],
      ['1', false],
      ['2', false],
    ]);
    expect(state.state).toBe('online');
    expect(['crm.put', 'crm.file'].map((kind) => salesforceBundle.accepts({ kind } as never))).toEqual([
      true,
      false,
    ]);
  });

  it('SY-22 trouble with single writes is none of the remote, however many', async () => {
    expect((await sent([locked, locked, done, locked])).state.state).toBe('online');
    expect((await sent([locked, locked, locked])).gates.isOpen('salesforce')).toBe(true);
    expect((await sent([unheard, unheard, unheard])).gates.isOpen('salesforce')).toBe(true);
  });

  it('SY-20 SY-23 what is about the remote as a whole is told, also beside an answer', async () => {
    expect((await sent([away, away])).state).toMatchObject({ state: 'unreachable' });
    expect((await sent([done, { kind: 'sign-in', why: 'w' }])).state).toMatchObject({ state: 'sign-in' });
    const named = await sent([refused, { kind: 'wait', why: 'w', afterMs: 7000 }]);
    expect(named.state).toMatchObject({ state: 'waiting', until: later(7000) });
    expect(named.gates.isOpen('gitlab')).toBe(true);
  });

  it('SY-106 may have arrived whole when the call breaks off or never ends', async () => {
    for (const cause of [new Error('boom'), 'boom']) {
      const { pass, said } = aPass({ putAll: () => Promise.reject(cause) });
      const why = 'the call broke off: boom';
      expect(await salesforceBundle.send(pass, [ready(1, 'crm.put'), ready(2, 'crm.put')], false)).toEqual([
        { kind: 'ambiguous', why },
        { kind: 'ambiguous', why },
      ]);
      expect(said).toEqual(['a call broke off: boom']);
    }
  });
});

describe('SY-89 lanes for GitLab', () => {
  /** Sends so many writes, of which each is answered when the test says so. */
  function lanes(
    count: number,
    over: (n: number) => Parameters<typeof aStep>[0] = () => ({}),
    isAnswering = false,
  ) {
    const waiting: { readonly command: RemoteCommand; readonly answer: (outcome: RemoteOutcome) => void }[] =
      [];
    const all = aPass({
      execute: (command) => new Promise((answer) => waiting.push({ command, answer })),
    });
    const sending = gitlabLanes.send(
      all.pass,
      Array.from({ length: count }, (_, n) => ready(n, 'git.edit', over(n))),
      isAnswering,
    );
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
    };
    const answer = async (n: number, outcome: RemoteOutcome): Promise<void> => {
      waiting[n]?.answer(outcome);
      await settle();
    };
    return { ...all, waiting, sending, settle, answer };
  }
  const made: RemoteOutcome = { kind: 'done', ref: git(1), row: null };

  it('begin with one call, and go on four at a time once GitLab answers', async () => {
    const { waiting, sending, settle, answer } = lanes(7, (n) => (n === 1 ? { state: 'sent' } : {}));
    await settle();
    expect(waiting).toHaveLength(1);
    await answer(0, made);
    expect(waiting).toHaveLength(5);
    await answer(2, refused);
    expect(waiting).toHaveLength(6);
    for (const n of [1, 3, 4, 5, 6]) await answer(n, made);
    expect(await sending).toEqual([made, made, refused, made, made, made, made]);
    expect(waiting.map(({ command }) => command.repeat)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('go on four at a time with a GitLab that has just answered', async () => {
    const { waiting, sending, settle, answer } = lanes(5, undefined, true);
    await settle();
    expect(waiting).toHaveLength(4);
    for (const n of [0, 1, 2, 3, 4]) await answer(n, made);
    expect(await sending).toHaveLength(5);
  });

  it('go one at a time again after a call without an answer', async () => {
    const { waiting, sending, settle, answer } = lanes(4);
    await settle();
    await answer(0, unheard);
    expect(waiting).toHaveLength(2);
    await answer(1, made);
    expect(waiting).toHaveLength(4);
    await answer(2, made);
    await answer(3, made);
    expect(await sending).toEqual([unheard, made, made, made]);
  });

  it('send nothing more to a GitLab that asked for patience; what has not left stays', async () => {
    const { gates, waiting, sending, settle, answer } = lanes(3);
    await settle();
    await answer(0, { kind: 'wait', why: 'w', afterMs: 1000 });
    expect((await sending).map(({ kind }) => kind)).toEqual(['wait', 'unreachable', 'unreachable']);
    expect(waiting).toHaveLength(1);
    expect(gates.state('gitlab').state).toBe('waiting');
  });

  it('send nothing more once the host stops, but hear what is on its way', async () => {
    const { counts, waiting, sending, settle, answer } = lanes(8);
    await settle();
    await answer(0, made);
    counts.stopping = true;
    for (const n of [1, 2, 3, 4]) await answer(n, made);
    expect(waiting).toHaveLength(5);
    expect((await sending).map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      ...Array.from({ length: 3 }, () => 'unreachable'),
    ]);
  });

  it('take issues, epics, edits and links, and no files or notes', () => {
    const kinds = ['git.issue', 'git.epic', 'git.edit', 'git.link', 'git.file', 'git.note', 'crm.put'];
    expect(kinds.filter((kind) => gitlabLanes.accepts({ kind } as never))).toEqual(kinds.slice(0, 4));
  });
});
