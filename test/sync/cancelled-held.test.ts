import { describe, expect, it } from 'vitest';
import { cancel } from '../prove/support/day';
import { aDesk, type Desk } from './support/desk';
import { choose, remoteFields } from './support/synced';

const isClaims = ({ stream }: { stream: string }): boolean => stream === 'claims';

async function approved(): Promise<{ desk: Desk; id: string }> {
  const desk = await aDesk();
  const { id } = await desk.request();
  await desk.approve(id);
  await desk.settle();
  return { desk, id };
}

describe('a cancelling that was taken back while it waited', () => {
  it('SY-9 SY-121 waits for no claims any more, and holds up nothing', async () => {
    const { desk, id } = await approved();
    await cancel(desk, id);
    const remoteId = desk.remote.records('fund-request')[0]?.id ?? '';
    desk.remote.changeCrm(remoteId, { title: 'Moved' });
    await desk.sync();
    await choose(desk, { title: 'theirs', status: 'theirs' });
    await desk.edit(id, { description: 'Said since.' });
    desk.faults.onPull(isClaims, { kind: 'unreachable', why: 'no network' }, 50);
    await desk.sync();
    expect(await desk.store.openIntents()).toEqual([]);
    expect(remoteFields(desk)).toMatchObject({ status: 'approved', description: 'Said since.' });
  });
});
