import { expect, it } from 'vitest';
import { tellingEngine } from '../../../renderer/workers/sync/telling-engine';
import { createSyncEngine } from '../../../shared/sync/engine';
import { aDesk } from '../../sync/support/desk';

it('SY-27 passes on that the person or the network asks', async () => {
  const desk = await aDesk();
  const asked: unknown[] = [];
  const engine: ReturnType<typeof createSyncEngine> = {
    ...desk.engine,
    run: (how) => {
      asked.push(how);
      return desk.engine.run(how);
    },
  };
  await tellingEngine(engine, () => undefined).run({ impatient: true });
  expect(asked).toEqual([{ impatient: true }]);
});
