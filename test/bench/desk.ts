import { expect, type Page } from '@playwright/test';
import { launchDesk } from '../e2e/support/launch';
import type { Approval } from '../../shared/schema/approval';
import { Instant } from '../../shared/schema/values';
import { aFundRequest, aPartner } from '../support/records';

const stamp = Instant.parse('2026-11-02T09:00:00.000Z');

/** How many records every measurement of the running app has on the desk. */
export const RECORDS = 10_000;

/** Fills the workspace of a data folder with one partner and its fund requests, then closes the app. */
export async function seedDesk(userData: string, records: number = RECORDS): Promise<void> {
  const desk = await launchDesk({ userData });
  await expect(desk.page.getByRole('navigation').first()).toBeVisible({ timeout: 60_000 });
  const rows = {
    partners: [aPartner()],
    fundRequests: Array.from({ length: records }, (_, index) =>
      aFundRequest({
        id: `request-${index}`,
        portalNumber: `BENCH-${index}`,
        title: `Roadshow ${index}`,
        approval: approvalOf(index),
      }),
    ),
  };
  await desk.page.evaluate(async (tables) => {
    const [found] = await indexedDB.databases();
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(found?.name ?? '');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('not opened'));
    });
    for (const [table, records] of Object.entries(tables)) {
      await new Promise<void>((resolve, reject) => {
        const writing = db.transaction(table, 'readwrite', { durability: 'strict' });
        for (const record of records) writing.objectStore(table).put(record);
        writing.oncomplete = () => resolve();
        writing.onerror = () => reject(writing.error ?? new Error('not written'));
      });
    }
    db.close();
  }, rows);
  await desk.close();
}

/** Two in a hundred wait for a decision; the others are behind one or in writing. */
function approvalOf(index: number): Approval {
  if (index % 50 === 0) return { kind: 'in-review', level: 1, submittedAt: stamp, levelSince: stamp };
  if (index % 50 === 1) return { kind: 'draft' };
  return index % 2 === 0
    ? { kind: 'approved', at: stamp }
    : { kind: 'declined', at: stamp, level: 1, reason: 'No budget is left.' };
}

/** Waits until the table of fund requests shows its first rows. */
export async function waitForRows(page: Page): Promise<void> {
  await page
    .getByRole('main')
    .getByText(/^Roadshow \d+$/)
    .first()
    .waitFor({ timeout: 60_000 });
}
