import { describe, expect, it } from 'vitest';
import type { Remote } from '../../shared/ports/remote';
import { fromEpochMs } from '../../shared/domain/calendar/zoned';
import { missingId, unreadablePrefix } from '../../shared/sync/pull/place';
import { retryQuarantined } from '../../shared/usecases/sync/retry-quarantined';
import { Desk } from './support/desk';

const set = {
  source: 'salesforce',
  what: 'Account 1',
  reason: 'It cannot be read.',
  raw: '{}',
  at: fromEpochMs(0),
} as const;

/** A desk with three partners that has read them page by page, and something of them in quarantine. */
async function readDesk(id: string): Promise<Desk> {
  const desk = new Desk(undefined, 1);
  for (const name of ['One', 'Two', 'Three']) {
    desk.remote.addCrm('partner', { name, recordType: 'Partner', partnerType: 'Channel', region: 'EMEA' });
  }
  await desk.settle();
  await desk.commit({ quarantine: [{ ...set, id }] });
  return desk;
}

function changeAll(desk: Desk): void {
  for (const { id } of desk.remote.records('partner')) desk.remote.changeCrm(id, { region: 'AMER' });
}

/** The remote of a desk, with something that happens once while its partners are being read or asked after. */
function meanwhile(desk: Desk, call: 'pull' | 'presence', at: number, happens: () => Promise<void>): Remote {
  let calls = 0;
  async function count(what: 'pull' | 'presence', stream: string): Promise<void> {
    if (what !== call || stream !== 'partners') return;
    calls += 1;
    if (calls === at) await happens();
  }
  return {
    execute: (command) => desk.remote.execute(command),
    putAll: (commands) => desk.remote.putAll(commands),
    async pull(request) {
      const page = await desk.remote.pull(request);
      await count('pull', request.stream);
      return page;
    },
    async presence(request) {
      await count('presence', request.stream);
      return desk.remote.presence(request);
    },
  };
}

async function lookAgain(desk: Desk, id: string): Promise<void> {
  const done = await retryQuarantined({ store: desk.store, clock: desk.clock }, id);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
}

describe('a look again that is asked for while the feed is being read', () => {
  const id = `${unreadablePrefix('partners')}1`;
  const again = (desk: Desk) =>
    desk.remote.pulls.filter((request) => request.stream === 'partners' && request.again === true).length;

  it.each([1, 2, 3])(
    'SY-112 is kept over page %i, and the next pass reads the feed from its beginning, once',
    async (at) => {
      const desk = await readDesk(id);
      changeAll(desk);
      await desk.newEngine({ remote: meanwhile(desk, 'pull', at, () => lookAgain(desk, id)) }).run();
      expect(
        (await desk.get('partner', (await desk.store.list({ kind: 'partner' }))[0]?.id ?? '')).region,
      ).toBe('AMER');
      expect(again(desk)).toBe(0);
      await desk.sync();
      expect(again(desk)).toBe(1);
      await desk.sync();
      expect(again(desk)).toBe(1);
    },
  );

  it('SY-112 does not take the bookmark back that the reading moved on in between', async () => {
    const desk = await readDesk(id);
    const before = await desk.store.cursor('partners');
    if (!before) throw new Error('nothing was read');
    let isFirst = true;
    const store = {
      ...desk.store,
      async cursor(stream: 'partners') {
        const found = await desk.store.cursor(stream);
        if (isFirst) {
          isFirst = false;
          await desk.commit({ cursors: [{ ...before, value: 'further', rev: (before.rev ?? 0) + 1 }] });
        }
        return found;
      },
    };
    expect((await retryQuarantined({ store: store as typeof desk.store, clock: desk.clock }, id)).ok).toBe(
      true,
    );
    expect(await desk.store.cursor('partners')).toMatchObject({ value: 'further', whole: null });
  });

  it('SY-112 a search that is asked for during a search is made after it', async () => {
    const missing = missingId('partners');
    const desk = await readDesk(missing);
    await lookAgain(desk, missing);
    const asked = () => desk.remote.asked.filter((stream) => stream === 'partners').length;
    const ask = async () => {
      await desk.commit({ quarantine: [{ ...set, id: missing }] });
      await lookAgain(desk, missing);
    };
    await desk.newEngine({ remote: meanwhile(desk, 'presence', 1, ask) }).run();
    expect(asked()).toBe(1);
    await desk.sync();
    expect(asked()).toBe(2);
    await desk.sync();
    expect(asked()).toBe(2);
  });
});
