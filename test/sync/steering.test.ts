import { describe, expect, it } from 'vitest';
import type { Commit, LocalStore } from '../../shared/ports/local-store';
import type { Intent } from '../../shared/schema/intent';
import { discardIntent } from '../../shared/usecases/sync/discard-intent';
import { retryIntent, sendAfterAll } from '../../shared/usecases/sync/retry-intent';
import type { MemoryStore } from '../support/memory-store';
import { useCaseContext } from '../support/use-case-context';
import { aDesk, type Desk } from './support/desk';
import { faults, toGitlab } from './support/fault-plan';

/** A store in which something happens just before the first commit that holds an intent in a state. */
function before(
  store: MemoryStore,
  isIt: (intent: Intent) => boolean,
  happen: () => Promise<unknown>,
): LocalStore {
  let happened = false;
  return {
    ...store,
    async commit(commit: Commit) {
      if (!happened && commit.intents?.some(isIt)) {
        happened = true;
        await happen();
      }
      return store.commit(commit);
    },
  };
}

const leaves = (intent: Intent): boolean => intent.state === 'running';
const isGivenUp = (intent: Intent): boolean => intent.state === 'discarded';

async function onlyIntent(desk: Desk, itemId: string): Promise<Intent> {
  const [intent] = await desk.intents('plan-item', itemId);
  if (!intent) throw new Error('no intent');
  return intent;
}

/** A plan item whose issue GitLab refused to answer for, so that its change is put off with a step that was sent. */
async function putOffItem(desk: Desk): Promise<Intent> {
  const item = await desk.planItem();
  desk.faults.on(toGitlab, faults.lostReply);
  await desk.sync();
  desk.clock.advance(3_600_000);
  return onlyIntent(desk, item.id);
}

describe('a change that stopped because another was given up', () => {
  it('SY-135 SY-12 goes on by itself once that one is sent after all, however often that has to wait', async () => {
    const desk = await aDesk();
    const context = useCaseContext(desk.store);
    const { id } = await desk.request();
    const claim = await desk.claim(id);
    const [put] = await desk.intents('fund-request', id);
    const putId = put?.id ?? ('' as never);
    await discardIntent(context, putId);
    await desk.sync();
    const needs = { state: 'parked', problem: { code: 'needs-request' } };
    expect(await desk.intents('claim', claim.id)).toMatchObject([needs]);
    expect((await sendAfterAll(context, putId)).ok).toBe(true);
    desk.faults.on(({ kind }) => kind === 'crm.put', faults.slowDown);
    await desk.sync();
    expect(await desk.intents('claim', claim.id)).toMatchObject([{ state: 'waiting', problem: null }]);
    await desk.settle();
    expect(desk.remote.records('claim')).toHaveLength(1);
    expect(await desk.store.openIntents()).toEqual([]);
  });
});

describe('a person and the engine at the same change', () => {
  it('SY-28 obeys a discard that comes before the request leaves: nothing is sent', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    const { id } = await onlyIntent(desk, item.id);
    const context = useCaseContext(desk.store);
    const store = before(desk.store, leaves, async () => {
      expect((await discardIntent(context, id)).ok).toBe(true);
    });
    await desk.newEngine({ store }).run();
    expect((await onlyIntent(desk, item.id)).state).toBe('discarded');
    expect(desk.remote.commands).toEqual([]);
  });

  it('SY-28 refuses a discard that comes while the request is on its way, though it was read before', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    const { id } = await onlyIntent(desk, item.id);
    let go: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      go = resolve;
    });
    const hers = before(desk.store, isGivenUp, () => left);
    // She presses the button while nothing has left yet; her commit comes after the engine's.
    const pressed = discardIntent(useCaseContext(hers), id);
    const engine = desk.newEngine({
      store: {
        ...desk.store,
        async commit(commit) {
          const result = await desk.store.commit(commit);
          if (commit.intents?.some(leaves)) go();
          return result;
        },
      },
      remote: {
        putAll: (commands) => desk.remote.putAll(commands),
        pull: (request) => desk.remote.pull(request),
        presence: (request) => desk.remote.presence(request),
        async execute(command) {
          expect(await pressed).toMatchObject({ ok: false, error: { code: 'on-its-way' } });
          return desk.remote.execute(command);
        },
      },
    });
    await engine.run();
    expect((await onlyIntent(desk, item.id)).state).toBe('done');
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-28 keeps that a step was sent when a retry was read before: nothing is made again', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    const { id } = await onlyIntent(desk, item.id);
    desk.faults.on(toGitlab, faults.lostReply);
    const hers = before(
      desk.store,
      () => true,
      () => desk.sync(),
    );
    expect((await retryIntent(useCaseContext(hers), id)).ok).toBe(true);
    const [step] = (await onlyIntent(desk, item.id)).steps;
    expect(step).toMatchObject({ state: 'sent', attempts: 1 });
    await desk.settle();
    expect(desk.remote.items('issue')).toHaveLength(1);
  });

  it('SY-28 ends no rest over a discard that came in between', async () => {
    const desk = await aDesk();
    const intent = await putOffItem(desk);
    const context = useCaseContext(desk.store);
    const store = before(
      desk.store,
      ({ id }) => id === intent.id,
      () => discardIntent(context, intent.id),
    );
    await desk.newEngine({ store }).run({ impatient: true });
    expect((await onlyIntent(desk, intent.subject.id)).state).toBe('discarded');
    expect(desk.remote.commands).toHaveLength(1);
  });

  it('SY-28 joins no changes over a discard that came in between', async () => {
    const desk = await aDesk();
    const item = await desk.planItem();
    await desk.planItem({ title: 'Renamed' });
    const [older, younger] = await desk.intents('plan-item', item.id);
    if (!older || !younger) throw new Error('no intents');
    const store = before(
      desk.store,
      () => true,
      () => discardIntent(useCaseContext(desk.store), younger.id),
    );
    await desk.newEngine({ store }).run();
    const states = (await desk.intents('plan-item', item.id)).map(({ state }) => state);
    expect(states).toEqual(['done', 'discarded']);
    expect(desk.remote.items('issue')).toHaveLength(1);
  });
});
