import { expect, test } from '@playwright/test';
import type {} from '../../renderer/bridge/bridge';
import { type PrintOptions, printPath } from '../../renderer/features/planner/print-options';
import type { PageFormat } from '../../shared/ipc/contract';
import { QuarterId } from '../../shared/schema/values';
import { aPartner } from '../support/records';
import { aPlanItem } from '../component/planner/plan-samples';
import { type Desk, launchDesk, removeFolder } from './support/launch';
import { type PdfContent, readPdf } from './support/pdf';

let desk: Desk;

const PARTNERS = 24;
const LANES = 3;
const name = (at: number) => `Partner ${String(at).padStart(2, '0')}`;

test.beforeAll(async () => {
  desk = await launchDesk();
  await desk.page.getByRole('navigation').first().waitFor();
  const partners = Array.from({ length: PARTNERS }, (_, at) =>
    aPartner({ id: `partner-${at}`, name: name(at) }),
  );
  const items = partners.flatMap(({ id }, at) =>
    Array.from({ length: LANES }, (_, lane) =>
      aPlanItem({
        id: `item-${at}-${lane}`,
        title: `Tactic ${at}.${lane}.`,
        partnerId: id,
        start: '2026-11-10',
        end: '2027-01-15',
      }),
    ),
  );
  await desk.page.evaluate(
    async ([partnerRows, itemRows]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('channel-desk');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('not opened'));
      });
      const write = db.transaction(['partners', 'planItems'], 'readwrite');
      for (const row of partnerRows) write.objectStore('partners').put(row);
      for (const row of itemRows) write.objectStore('planItems').put(row);
      await new Promise((resolve) => write.addEventListener('complete', resolve));
      db.close();
    },
    [partners, items] as const,
  );
});

test.afterAll(async () => {
  await desk.close();
  removeFolder(desk.userData);
});

const options: PrintOptions = {
  quarter: QuarterId.parse('FY27-Q4'),
  span: 'quarter',
  monthsPerPage: null,
  emptyRows: false,
  phases: true,
  mono: false,
  filter: {},
  partnerId: null,
  search: '',
};

async function printed(over: Partial<PrintOptions>, format: PageFormat): Promise<PdfContent> {
  const answer = await desk.page.evaluate(
    async ([route, paper]) => {
      const result = (await window.api.invoke('print.pdf', { route, format: paper })) as
        | { ok: true; value: { bytes: Uint8Array } }
        | { ok: false; error: { message: string } };
      return result.ok ? { bytes: [...result.value.bytes] } : { why: result.error.message };
    },
    [`print/planner/${printPath({ ...options, ...over })}`, format] as const,
  );
  if (answer.bytes === undefined) throw new Error(answer.why);
  return readPdf(Uint8Array.from(answer.bytes));
}

const papers: readonly [PageFormat, number, number][] = [
  [{ size: 'A4', landscape: true }, 297, 210],
  [{ size: 'A3', landscape: true }, 420, 297],
  [{ size: 'A4', landscape: false }, 210, 297],
];

for (const [format, width, height] of papers)
  test(`PLAN-4 prints every tactic once on ${format.size} ${format.landscape ? 'across' : 'upright'}, with axis, names and page numbers on each page`, async () => {
    const { pages } = await printed({}, format);
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, page] of pages.entries()) {
      expect(Math.abs(page.width - width)).toBeLessThanOrEqual(1);
      expect(Math.abs(page.height - height)).toBeLessThanOrEqual(1);
      expect(page.text).toContain('Channel plan FY27 Q4');
      expect(page.text).toContain('December 2026');
      expect(page.text).toContain(`Page ${at + 1} of ${pages.length}`);
    }
    const all = pages.map(({ text }) => text).join('\n');
    for (let at = 0; at < PARTNERS; at += 1) {
      const own = pages.filter(({ text }) => text.includes(name(at)));
      expect(own.length, name(at)).toBeGreaterThanOrEqual(1);
      for (let lane = 0; lane < LANES; lane += 1)
        expect(all.split(`Tactic ${at}.${lane}.`), `${name(at)}, lane ${lane}`).toHaveLength(2);
    }
  });

test('PLAN-6 prints a month to a page, each with its own axis', async () => {
  const { pages } = await printed(
    { monthsPerPage: 1, search: 'Partner 03' },
    { size: 'A4', landscape: true },
  );
  expect(pages).toHaveLength(3);
  for (const [at, month] of ['November 2026', 'December 2026', 'January 2027'].entries()) {
    expect(pages[at]?.text).toContain(month);
    expect(pages[at]?.text).toContain('Partner 03');
    expect(pages[at]?.text).toContain('Tactic 3.1.');
  }
});

test('PLAN-4 says why an address cannot be printed', async () => {
  const answer = await desk.page.evaluate(() =>
    window.api.invoke('print.pdf', {
      route: 'print/planner/nonsense',
      format: { size: 'A4', landscape: true },
    }),
  );
  expect(answer).toMatchObject({ ok: false, error: { message: /does not say what to print/ } });
});
