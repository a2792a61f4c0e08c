import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import {
  type ImportInput,
  type ImportPlan,
  type ImportTarget,
} from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import {
  retryHeldRow,
  retryHeldRows,
  takeHeldValues,
} from '../../../shared/usecases/imports/retry-held-rows';
import { saveFundRequest } from '../../../shared/usecases/mdf/save-fund-request';
import { createMemoryStore } from '../../support/memory-store';
import { shippedPlaybook } from '../../support/shipped-playbook';
import { useCaseContext } from '../../support/use-case-context';

const demo = join(import.meta.dirname, '../../../resources/demo');
const sample = (name: string) => readFileSync(join(demo, name));

function fresh() {
  const store = createMemoryStore();
  return { store, context: useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' }) };
}

type Fresh = ReturnType<typeof fresh>;

async function input(
  { context }: Fresh,
  target: ImportTarget,
  file: string,
  bytes: Uint8Array,
): Promise<ImportInput> {
  const table = await readImportFile(bytes);
  if (!table.ok) throw new Error(table.error.message);
  const fields =
    target === 'partners' ? context.playbook.imports.partners : context.playbook.imports.fundRequests;
  return {
    target,
    file,
    table: table.value,
    mapping: guessColumns(table.value.headers, fields),
    dateOrders: dateOrders(table.value.rows.flatMap((row) => row.cells)),
  };
}

async function plan(desk: Fresh, target: ImportTarget, file: string, bytes: Uint8Array): Promise<ImportPlan> {
  const planned = await planImport(desk.context, await input(desk, target, file, bytes));
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

async function importSample(desk: Fresh, target: ImportTarget, file: string): Promise<ImportPlan> {
  const planned = await plan(desk, target, file, sample(file));
  const done = await commitImport(desk.context, planned);
  if (!done.ok) throw new Error(done.error.message);
  return planned;
}

const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));

describe('importing what she has today', () => {
  it('takes every account of the Salesforce report and leaves its footer out', async () => {
    const desk = fresh();
    const planned = await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    expect(planned.counts).toEqual({ new: 60, changed: 0, unchanged: 0, repeated: 0, bad: 0 });
    expect(planned.input.table.footers).toEqual([
      'Partner accounts by region',
      'Confidential Information - Do Not Distribute',
      'Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.',
    ]);
    const partners = await desk.store.list({ kind: 'partner' });
    const kiwi = partners.find((partner) => partner.name === 'Kiwi Consulting');
    expect(kiwi?.salesforce?.id).toBe('0015g00000Ab105AAB');
    expect(partners.map((partner) => partner.name)).toContain('Kestrel Solutions "One"');
  });

  it('takes the good fund requests and holds each bad one with its row, column and way out', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const planned = await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const { counts } = planned;
    expect(counts.new + counts.repeated + counts.bad).toBe(planned.input.table.rows.length);
    expect(counts.new).toBeGreaterThan(100);

    const held = await desk.store.heldRows();
    expect(held).toHaveLength(counts.bad);
    const problemOf = (id: string) => held.find((row) => row.cells['Request ID'] === id)?.problems[0];
    expect(problemOf('MDF-10405')).toEqual({
      column: 'End Date',
      message: '“02/30/2026” is not a day of the calendar.',
      fix: 'Correct the day or the month.',
    });
    expect(problemOf('MDF-10409')?.column).toBe('Total Cost');
    expect(problemOf('MDF-10412')?.message).toContain('belongs to “Baltic IT Services AB”');
    expect(problemOf('MDF-10417')?.column).toBe('Amount Required');
    for (const row of held) {
      expect(row.problems.length).toBeGreaterThan(0);
      for (const problem of row.problems) expect(problem.fix).not.toBe('');
    }
  });

  it('reads amounts, dates and partners of rows in every notation exactly', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const requests = await desk.store.list({ kind: 'fund-request' });
    const byNumber = new Map(requests.map((request) => [request.portalNumber, request]));
    expect(byNumber.get('MDF-10403')).toMatchObject({
      totalCost: { minor: 3_532_176, currency: 'EUR' },
      requested: { minor: 1_766_088, currency: 'EUR' },
      start: '2026-11-19',
      submittedOn: '2026-11-16',
      playbookVersion: shippedPlaybook().version,
      description: 'Line one\nLine two; with semicolon, comma and "quotes"',
    });
    expect(byNumber.get('MDF-10404')).toMatchObject({
      totalCost: { minor: 229_389, currency: 'JPY' },
      start: '2026-07-14',
      description: '=HYPERLINK("http://example.invalid","x")',
    });
    expect(byNumber.get('MDF-10400')?.description).toBe('<b>bold</b> & <script>alert(1)</script>');
    expect(byNumber.get('MDF-10411')?.activityType).toBe('events');
  });

  it('changes nothing when the same files are imported again', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const first = await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const before = await desk.store.list({ kind: 'fund-request' });

    const partnersAgain = await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const again = await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');

    expect(partnersAgain.counts).toEqual({ new: 0, changed: 0, unchanged: 60, repeated: 0, bad: 0 });
    expect(again.counts).toEqual({ ...first.counts, new: 0, unchanged: first.counts.new });
    expect(await desk.store.list({ kind: 'fund-request' })).toEqual(before);
    expect(await desk.store.heldRows()).toHaveLength(first.counts.bad);
    expect(await desk.store.openIntents()).toEqual([]);
  });

  it('never lets a file overwrite what was worked on here', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const requests = await desk.store.list({ kind: 'fund-request' });
    const mine = requests.find((request) => request.portalNumber === 'MDF-10403');
    if (!mine) throw new Error('the sample has no MDF-10403');
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record: { ...mine, rev: 2, title: 'My better name' } }],
      audits: [
        {
          at: mine.updatedAt,
          by: 'Dana Weber',
          action: 'changed',
          record: { kind: 'fund-request', id: mine.id },
          changes: [],
          note: null,
          playbookVersion: 'test',
        },
      ],
    });

    await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');

    expect((await desk.store.get('fund-request', mine.id))?.title).toBe('My better name');
    const held = (await desk.store.heldRows()).find((row) => row.cells['Request ID'] === 'MDF-10403');
    expect(held?.problems[0]).toMatchObject({
      column: 'Activity Name',
      code: 'differs',
      values: { here: '“My better name”' },
    });
  });

  it('[import] takes the values of the file where the person chooses them, and sends them as her edit', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const lines = (name: string) =>
      csv(
        'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region',
        `MDF-1;${name};Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA`,
      );
    await commitImport(desk.context, await plan(desk, 'fund-requests', 'a.csv', lines('First name')));
    const [mine] = await desk.store.list({ kind: 'fund-request' });
    if (!mine) throw new Error('nothing was imported');
    const edited = await saveFundRequest(desk.context, { opened: mine, form: { ...mine, title: 'My name' } });
    expect(edited).toMatchObject({ ok: true });
    await commitImport(desk.context, await plan(desk, 'fund-requests', 'b.csv', lines('Name of the file')));
    const [held] = await desk.store.heldRows();
    if (!held) throw new Error('nothing is held');
    expect(held.problems).toMatchObject([
      { code: 'differs', values: { here: '“My name”', file: '“Name of the file”' } },
    ]);

    expect(await takeHeldValues(desk.context, held.id)).toMatchObject({ ok: true });

    expect(await desk.store.get('fund-request', mine.id)).toMatchObject({ title: 'Name of the file' });
    expect(await desk.store.heldRows()).toEqual([]);
    const audits = await desk.store.auditFor({ kind: 'fund-request', id: mine.id });
    expect(audits.map(({ action }) => action).sort()).toEqual(['changed', 'changed', 'imported']);
    expect((await desk.store.openIntents()).length).toBeGreaterThan(0);
  });

  it('[import] names both dates when the end lies before the start', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const file = csv(
      'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region',
      'MDF-1;Summit;Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-10;EUR 4000;EUR 2000;EMEA',
    );
    await commitImport(desk.context, await plan(desk, 'fund-requests', 'a.csv', file));
    expect((await desk.store.heldRows())[0]?.problems).toMatchObject([
      { column: 'End Date', also: ['Start Date'] },
    ]);
  });

  it('imports a held row once its cells are corrected', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const held = (await desk.store.heldRows()).find((row) => row.cells['Request ID'] === 'MDF-10417');
    if (!held) throw new Error('MDF-10417 is not held');

    const still = await retryHeldRow(desk.context, { id: held.id, cells: { 'Amount Required': 'half' } });
    expect(still).toMatchObject({ ok: true, value: { bad: 1, new: 0 } });
    const done = await retryHeldRow(desk.context, { id: held.id, cells: { 'Amount Required': '¥102,055' } });

    expect(done).toMatchObject({ ok: true, value: { bad: 0, new: 1 } });
    expect((await desk.store.heldRows()).map((row) => row.id)).not.toContain(held.id);
    const requests = await desk.store.list({ kind: 'fund-request' });
    expect(requests.find((request) => request.portalNumber === 'MDF-10417')?.requested).toEqual({
      minor: 102_055,
      currency: 'JPY',
    });
  });
});

describe('imports that could overwrite', () => {
  it('names two rows that would be taken for one partner of the desk', async () => {
    const desk = fresh();
    const first = await plan(desk, 'partners', 'names.csv', csv('Account Name;Region', 'Acme;EMEA'));
    expect(await commitImport(desk.context, first)).toMatchObject({ ok: true });
    const both = csv(
      'Account Name;Account ID;Region',
      'Acme;0015g00000Ab101AAB;EMEA',
      'Acme;0015g00000Ab102AAB;EMEA',
    );
    const second = await plan(desk, 'partners', 'ids.csv', both);
    expect(second.rows.map((row) => row.outcome)).toEqual(['changed', 'bad']);
    expect(await commitImport(desk.context, second)).toMatchObject({ ok: true });
    expect((await desk.store.list({ kind: 'partner' })).map((partner) => partner.salesforce?.id)).toEqual([
      '0015g00000Ab101AAB',
    ]);
    expect(await desk.store.heldRows()).toHaveLength(1);
  });

  it('imports nothing when the desk changed since the preview', async () => {
    const desk = fresh();
    const file = csv('Account Name;Account ID;Region', 'Acme;0015g00000Ab101AAB;EMEA');
    const seen = await plan(desk, 'partners', 'a.csv', file);
    expect(await commitImport(desk.context, await plan(desk, 'partners', 'b.csv', file))).toMatchObject({
      ok: true,
    });
    expect(await commitImport(desk.context, seen)).toMatchObject({ ok: false, error: { code: 'moved-on' } });
    expect(await desk.store.list({ kind: 'partner' })).toHaveLength(1);
  });

  it('[import] keeps the held rows of two files of one name apart, line by line', async () => {
    const desk = fresh();
    const first = csv('Account Name;Account ID;Region', 'Acme;not-an-id;EMEA');
    const second = csv('Account Name;Account ID;Region', 'Berg;no-id-either;EMEA');
    for (const bytes of [first, second]) {
      await commitImport(desk.context, await plan(desk, 'partners', 'export.csv', bytes));
    }
    const held = await desk.store.heldRows();
    expect(held.map((row) => [row.file, row.row, row.cells['Account Name']])).toEqual([
      ['export.csv', 2, 'Acme'],
      ['export.csv', 2, 'Berg'],
    ]);
    const [acme] = held;
    if (!acme) throw new Error('nothing is held');
    const cells = { 'Account ID': '0015g00000Ab101AAB' };
    expect(await retryHeldRow(desk.context, { id: acme.id, cells })).toMatchObject({ value: { new: 1 } });
    expect((await desk.store.heldRows()).map((row) => row.cells['Account Name'])).toEqual(['Berg']);
  });

  it('[import] lets a held row go when a later export names the same request, and holds its new one', async () => {
    const desk = fresh();
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');
    const before = await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    const renamed = await plan(desk, 'fund-requests', 'later export.csv', sample('portal-fund-requests.csv'));
    expect(await commitImport(desk.context, renamed)).toMatchObject({ ok: true });
    const held = await desk.store.heldRows();
    expect(held).toHaveLength(before.counts.bad);
    expect(new Set(held.map((row) => row.file))).toEqual(new Set(['later export.csv']));
  });
});

describe('requests that come before their partners', () => {
  it('[import] marks the rows whose partner is not here, and takes them all in one step once partners came', async () => {
    const desk = fresh();
    const early = await importSample(desk, 'fund-requests', 'portal-fund-requests.csv');
    expect(early.counts.new).toBe(0);
    const orphans = (await desk.store.heldRows()).filter((row) =>
      row.problems.some(({ code }) => code === 'unknown-partner'),
    );
    expect(orphans.length).toBeGreaterThan(90);
    await importSample(desk, 'partners', 'salesforce-partner-accounts.csv');

    const done = await retryHeldRows(desk.context, 'fund-requests');

    const other = fresh();
    await importSample(other, 'partners', 'salesforce-partner-accounts.csv');
    const inOrder = await importSample(other, 'fund-requests', 'portal-fund-requests.csv');
    expect(done).toMatchObject({ ok: true, value: { new: inOrder.counts.new, bad: inOrder.counts.bad } });
    const numbers = async ({ store }: Fresh) =>
      (await store.list({ kind: 'fund-request' }))
        .map(({ portalNumber, start }) => [portalNumber, start])
        .sort();
    // Their dates too are read as those of the whole file were, not row by row.
    expect(await numbers(desk)).toEqual(await numbers(other));
    expect(await desk.store.heldRows()).toHaveLength(inOrder.counts.bad);
  });

  it('[import] tells how far it has come, row by row and before it writes', async () => {
    const desk = fresh();
    const seen = await plan(desk, 'partners', 'a.csv', sample('salesforce-partner-accounts.csv'));
    const told: string[] = [];
    await commitImport(desk.context, seen, ({ phase, done, of }) => told.push(`${phase} ${done} of ${of}`));
    expect(told[0]).toBe('checking 1 of 60');
    expect(told.slice(-2)).toEqual(['checking 60 of 60', 'writing 0 of 60']);
  });
});
