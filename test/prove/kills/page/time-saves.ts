import { Dexie } from 'dexie';
import type { StartedDesk } from '../../../../renderer/app/start-desk';
import { savePlanItem } from '../../../../shared/usecases/plan/save-plan-item';
import type { SaveTimes } from '../messages';
import { contextOf, itemForm, must } from './work';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Saves an edit, acknowledged from the journal, and puts the same record bare, one after the other in turn. */
export async function timeSaves(desk: StartedDesk, rounds: number): Promise<SaveTimes> {
  const bareDb = new Dexie('bare', { chromeTransactionDurability: 'strict' });
  bareDb.version(1).stores({ planItems: 'id, partnerId, requestId, gitlab.id' });
  await bareDb.open();
  const context = contextOf(desk);
  let item = must(await savePlanItem(context, { opened: null, form: itemForm('left 0', 0) })).after;
  const times: { acknowledged: number[]; bare: number[] } = { acknowledged: [], bare: [] };
  for (let round = 1; round <= rounds; round += 1) {
    times.bare.push(await timed(() => bareDb.table('planItems').put({ ...item, notes: String(round) })));
    times.acknowledged.push(
      await timed(async () => {
        item = must(await savePlanItem(context, { opened: item, form: itemForm('left 0', round) })).after;
      }),
    );
  }
  bareDb.close();
  return times;
}
