import { describe, expect, it } from 'vitest';
import type { CrmPut } from '../../shared/schema/remote-command';
import { aDesk, type Desk } from './support/desk';
import { faults } from './support/fault-plan';

/** A desk with so many new requests, and the bundles that its engine sends. */
async function manyRequests(count: number) {
  const desk = await aDesk();
  const bundles: (readonly CrmPut[])[] = [];
  const putAll = desk.remote.putAll.bind(desk.remote);
  desk.remote.putAll = (commands) => {
    bundles.push(commands);
    return putAll(commands);
  };
  for (let n = 0; n < count; n += 1)
    await desk.request({ id: `request-${n}`, title: `Request ${n}`, portalNumber: null });
  return { desk, bundles };
}

function titles(desk: Desk): unknown[] {
  return desk.remote
    .records('fund-request')
    .map(({ fields }) => fields.title)
    .sort();
}

const named = (title: string) => (command: { readonly kind: string }) =>
  command.kind === 'crm.put' && (command as CrmPut).fields.title === title;

describe('writes to Salesforce that wait for nothing', () => {
  it('SY-86 go out together, each once', async () => {
    const { desk, bundles } = await manyRequests(5);
    const report = await desk.sync();
    expect(bundles.map(({ length }) => length)).toEqual([5]);
    expect(report).toMatchObject({ sent: 5, waiting: 0 });
    expect(titles(desk)).toEqual([0, 1, 2, 3, 4].map((n) => `Request ${n}`));
  });

  it('SY-86 are no more than 200 at a time', async () => {
    const { desk, bundles } = await manyRequests(203);
    await desk.sync();
    expect(bundles.map(({ length }) => length)).toEqual([200, 3]);
    expect(desk.remote.records('fund-request')).toHaveLength(203);
  });

  it('SY-86 are held up by none that is refused', async () => {
    const { desk } = await manyRequests(4);
    desk.faults.on(named('Request 1'), faults.refused);
    const report = await desk.sync();
    expect(report).toMatchObject({ sent: 3, parked: 1 });
    expect(titles(desk)).toEqual(['Request 0', 'Request 2', 'Request 3']);
  });

  it.each(['lostReply', 'lostRequest'] as const)('SY-86 are made once after a %s', async (lost) => {
    const { desk, bundles } = await manyRequests(3);
    desk.faults.on(({ kind }) => kind === 'crm.put', faults[lost], 3);
    await desk.sync();
    const steps = (await desk.store.openIntents()).flatMap((intent) => intent.steps);
    expect(steps.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    desk.clock.advance(3_600_000);
    await desk.settle();
    for (const { repeat } of bundles.slice(1).flat()) expect(repeat).toBe(true);
    expect(titles(desk)).toEqual(['Request 0', 'Request 1', 'Request 2']);
    expect(await desk.store.openIntents()).toEqual([]);
  });
});
