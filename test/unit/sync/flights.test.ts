import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../shared/ports/local-store';
import type { AnyRecord } from '../../../shared/schema/record';
import type { RemoteOutcome } from '../../../shared/schema/remote-command';
import { sendBundles } from '../../../shared/sync/bundles';
import { inTurn } from '../../../shared/sync/depends';
import { StoreRefused } from '../../../shared/sync/pass';
import type { Ready } from '../../../shared/sync/ready';
import type { Write } from '../../../shared/sync/steps/step';
import type { MemoryStore } from '../../support/memory-store';
import { thePlaybook } from '../../sync/support/desk';
import { newClaim } from '../../sync/support/work';
import { aFundRequest, aPartner } from '../../support/records';
import { id, itemsToSend, made, refused } from './items-to-send';
import { crm, git } from './steps-support';
import { anIntent, aStep, now } from './support';

const pop = thePlaybook().gitlab.popIssue;

type Flight = {
  readonly numbers: readonly number[];
  readonly isAnswering: boolean;
  land(outcomes: readonly RemoteOutcome[]): void;
  crash(cause: Error): void;
};

const numberOf = ({ intent }: Ready): number => Number(intent.id.slice(-2));

/** Sends the changes of so many items two at a time, of which each bundle is answered when the test says so. */
async function sending(
  count: number,
  {
    over,
    waiting = new Set(),
    besides,
  }: {
    readonly over?: (store: MemoryStore) => Partial<MemoryStore>;
    readonly waiting?: ReadonlySet<string>;
    readonly besides?: Commit;
  } = {},
) {
  const { store, pass, host } = await itemsToSend(count, over);
  if (besides) await store.commit(besides);
  const flights: Flight[] = [];
  const way = {
    remote: 'gitlab' as const,
    most: 2,
    accepts: (write: Write) => write.kind !== 'git.issue' || !waiting.has(write.title),
    send: (_pass: unknown, leaving: readonly Ready[], isAnswering: boolean) =>
      new Promise<readonly RemoteOutcome[]>((land, crash) => {
        flights.push({ numbers: leaving.map(numberOf), isAnswering, land, crash });
      }),
  };
  const ended = sendBundles(
    pass,
    way,
    async () => !host.stopping && pass.gates.isOpen('gitlab'),
    async () => inTurn(await store.openIntents()),
  );
  ended.catch(() => undefined);
  const states = async (): Promise<(string | undefined)[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const intent = await store.intent(id(n + 1));
        return intent?.steps.find(({ key }) => key === 'issue')?.state;
      }),
    );
  /** Until everything has happened that waits for no answer. */
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
  };
  const land = async (n: number, outcomes: readonly RemoteOutcome[]): Promise<void> => {
    flights[n]?.land(outcomes);
    await settled();
  };
  await settled();
  return { store, pass, host, flights, ended, states, settled, land };
}

const flown = (flights: readonly Flight[]): (readonly number[])[] => flights.map(({ numbers }) => numbers);

describe('SY-86 SY-89 writes that leave one bundle after the other', () => {
  it('are made ready while those before them are under way, and never leave before these are answered', async () => {
    const { flights, states, land, ended } = await sending(5);
    expect(flown(flights)).toEqual([[1, 2]]);
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent', undefined]);
    await land(0, [made(1), made(2)]);
    expect(flown(flights)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    // The first are settled while the second are under way; one alone goes its own way.
    expect(await states()).toEqual(['done', 'done', 'sent', 'sent', undefined]);
    await land(1, [made(3), made(4)]);
    expect(flights).toHaveLength(2);
    expect(await ended).toBe(true);
    expect(flights.map(({ isAnswering }) => isAnswering)).toEqual([false, true]);
  });

  it('go one at a time to a remote that did not answer each of those before', async () => {
    const { flights, land, ended } = await sending(4);
    await land(0, [made(1), { kind: 'ambiguous', why: 'reset' }]);
    await land(1, [made(3), made(4)]);
    expect(flights.map(({ isAnswering }) => isAnswering)).toEqual([false, false]);
    expect(await ended).toBe(true);
  });

  it('are looked for again when they may have waited for what is under way', async () => {
    const waiting = new Set(['Item 3', 'Item 4']);
    const { flights, land, ended } = await sending(4, { waiting });
    waiting.clear();
    await land(0, [made(1), made(2)]);
    expect(flown(flights)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await land(1, [made(3), made(4)]);
    expect(await ended).toBe(true);
  });

  it('are none of a request to which another is under way', async () => {
    const gitlab = { epic: null, issues: { [pop]: git(13) } };
    const claims = [1, 2].map((n) => ({ kind: 'claim', id: `claim-${n}` }) as const);
    const besides: Commit = {
      puts: [
        { kind: 'partner', record: aPartner({ salesforce: crm(1) }) },
        { kind: 'fund-request', record: aFundRequest({ salesforce: crm(2), gitlab }) },
        ...claims.map((key): AnyRecord => {
          const record = newClaim(now, { id: key.id, requestId: 'request-1', salesforce: crm(3) });
          return { kind: 'claim', record };
        }),
      ],
      intents: claims.map((subject, n) =>
        anIntent({
          id: id(n + 11),
          seq: 10 * n + 1,
          kind: 'claim.put',
          subject,
          steps: [aStep({ key: 'crm', state: 'done' }), aStep({ key: 'label', remote: 'gitlab' })],
        }),
      ),
    };
    const { flights, land, ended } = await sending(3, { besides });
    await land(0, [made(13), made(1)]);
    await land(1, [made(2), made(3)]);
    expect(flown(flights)).toEqual([
      [11, 1],
      [2, 3],
    ]);
    expect(await ended).toBe(true);
  });

  it('are left for another round when nothing is under way that they may wait for', async () => {
    const { flights, land, ended } = await sending(4, { waiting: new Set(['Item 3', 'Item 4']) });
    await land(0, [made(1), made(2)]);
    expect(flights).toHaveLength(1);
    expect(await ended).toBe(true);
  });

  it('do not leave when those before them closed the gate, and are as they were', async () => {
    const { flights, pass, states, land, ended, store } = await sending(4);
    pass.gates.unreachable('gitlab', 'down');
    await land(0, [
      { kind: 'unreachable', why: 'down' },
      { kind: 'unreachable', why: 'down' },
    ]);
    expect(flown(flights)).toEqual([[1, 2]]);
    expect(await ended).toBe(false);
    expect(await states()).toEqual(['todo', 'todo', 'todo', 'todo']);
    expect((await store.intent(id(3)))?.state).toBe('waiting');
  });

  it('do not leave any more once the host stops; what is under way is heard', async () => {
    const { flights, host, states, land, ended } = await sending(4);
    host.stopping = true;
    await land(0, [made(1), refused]);
    expect(flown(flights)).toEqual([[1, 2]]);
    expect(await ended).toBe(true);
    expect(await states()).toEqual(['done', 'parked', 'todo', 'todo']);
  });

  it('are heard before the pass ends because of those before them', async () => {
    let commits = 0;
    const { flights, states, settled, land, ended } = await sending(4, {
      over: (store) => ({
        async commit(commit) {
          commits += 1;
          return commits === 3
            ? { ok: false, error: { kind: 'storage', message: 'full' } }
            : store.commit(commit);
        },
      }),
    });
    await land(0, [made(1), made(2)]);
    expect(flights).toHaveLength(2);
    let isOver = false;
    ended.catch(() => {
      isOver = true;
    });
    await settled();
    expect(isOver).toBe(false);
    await land(1, [made(3), made(4)]);
    await expect(ended).rejects.toBeInstanceOf(StoreRefused);
    expect(await states()).toEqual(['sent', 'sent', 'done', 'done']);
  });

  it('end the work when the program fails in sending', async () => {
    const { flights, settled, ended } = await sending(4);
    flights[0]?.crash(new Error('odd'));
    await settled();
    await expect(ended).rejects.toThrow('odd');
    expect(flights).toHaveLength(1);
  });
});
