import { Dexie } from 'dexie';
import { createDexieLocalStore } from '../../../renderer/data/dexie-local-store';
import { createJournalWriter } from '../../../renderer/data/journal-writer';
import { openDesk } from '../../../renderer/data/open-desk';
import { foldText } from '../../../shared/lib/text';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { Instant } from '../../../shared/schema/values';
import { newIntent } from '../../../shared/usecases/new-intent';
import { createMemoryJournal } from '../../support/memory-journal';
import { aFundRequest, aPartner } from '../../support/records';

/** What the page leaves for the one who opened it: milliseconds of each save. */
export type StoreFigures = { readonly bare: number[]; readonly edit: number[] };

declare global {
  interface Window {
    storeFigures?: StoreFigures;
  }
}

const ROUNDS = 120;
const RECORDS = 10_000;

function request(index: number): FundRequest {
  return aFundRequest({ id: `request-${index}`, title: `Roadshow ${index}` });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function run(): Promise<StoreFigures> {
  const records = Array.from({ length: RECORDS }, (_, index) => request(index));
  const bareDb = new Dexie('bare', { chromeTransactionDurability: 'strict' });
  bareDb
    .version(1)
    .stores({ requests: 'id, partnerId, quarter, portalNumber, salesforce.id, gitlab.epic.id' });
  await bareDb.open();
  await bareDb.table('requests').bulkPut(records);
  const opened = await openDesk('edit');
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  await opened.value.records('fund-request').bulkPut(records);
  await opened.value.records('partner').put(aPartner({ name: 'Bench', foldedName: foldText('Bench') }));
  const store = createDexieLocalStore(opened.value, {
    journal: createJournalWriter(opened.value, createMemoryJournal()),
  });
  const figures: StoreFigures = { bare: [], edit: [] };
  // One after the other in turn, so that what slows the machine down slows both.
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = request(round);
    const after = { ...before, rev: 2, title: `${before.title} changed` };
    figures.bare.push(await timed(() => bareDb.table('requests').put(after)));
    const now = Instant.parse(new Date().toISOString());
    const key = { kind: 'fund-request' as const, id: after.id };
    figures.edit.push(
      await timed(() =>
        store.commit({
          puts: [{ kind: 'fund-request', record: after }],
          expect: [{ key, rev: before.rev }],
          newIntents: [
            newIntent({
              id: crypto.randomUUID(),
              kind: 'fund-request.put',
              subject: key,
              label: after.title,
              now,
              fields: ['title'],
            }),
          ],
          audits: [
            {
              at: now,
              by: 'Bench',
              action: 'changed',
              record: key,
              changes: [{ field: 'title', from: before.title, to: after.title }],
              note: null,
              playbookVersion: 'bench',
            },
          ],
        }),
      ),
    );
  }
  return figures;
}

void run().then((figures) => {
  window.storeFigures = figures;
});
