import { describe, expect, it } from 'vitest';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { wayToSalesforce } from '../../../renderer/widgets/imports/link-names';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import type { PlannedRow } from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { err } from '../../../shared/lib/result';
import { takeHeldValues } from '../../../shared/usecases/imports/retry-held-rows';
import { createMemoryStore } from '../../support/memory-store';
import { aPartner } from '../../support/records';
import { useCaseContext } from '../../support/use-case-context';

const header =
  'Request ID;Fund Request ID (18);Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region';
const [first, second] = ['0015g00000Ab105AAB', '0015g00000Ab106AAB'];

/** A row by its number, its Salesforce id, its title and its amount. */
function line(number: string, id = '', title = 'Summit', amount = '2000'): string {
  return `${number};${id};${title};Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-14;EUR 4000;EUR ${amount};EMEA`;
}

function problemsOf(row: PlannedRow | undefined) {
  return row?.outcome === 'bad' ? row.problems : [];
}

async function aDesk() {
  const store = createMemoryStore();
  const looked: string[] = [];
  const watched = {
    ...store,
    auditFor: (key: Parameters<typeof store.auditFor>[0]) => {
      looked.push(key.id);
      return store.auditFor(key);
    },
  };
  const context = useCaseContext(watched, { now: '2026-11-22T09:00:00.000Z' });
  await store.commit({
    puts: [{ kind: 'partner', record: aPartner({ name: 'Kiwi Consulting', foldedName: 'kiwi consulting' }) }],
  });
  return {
    store,
    context,
    looked,
    async take(...lines: readonly string[]): Promise<readonly PlannedRow[]> {
      const table = await readImportFile(new TextEncoder().encode([header, ...lines].join('\n')));
      if (!table.ok) throw new Error(table.error.message);
      const plan = await planImport(context, {
        target: 'fund-requests',
        file: 'portal.csv',
        table: table.value,
        mapping: guessColumns(table.value.headers, context.playbook.imports.fundRequests),
        dateOrders: dateOrders([]),
      });
      if (!plan.ok) throw new Error(plan.error.message);
      const done = await commitImport(context, plan.value);
      if (!done.ok) throw new Error(done.error.message);
      return plan.value.rows;
    },
    /** Number, Salesforce id, title and amount of every request. */
    requests: async () =>
      (await store.list({ kind: 'fund-request' }))
        .map(({ portalNumber, salesforce, title, requested }) =>
          [portalNumber, salesforce?.id ?? null, title, requested.minor / 100].join(' '),
        )
        .sort(),
  };
}

const outcomes = (rows: readonly PlannedRow[]) => rows.map(({ outcome }) => outcome);

describe('the request that a row means', () => {
  it('G3 SY-61 is not merged with another one when the row names two of them', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-1', first), line('MDF-2', '', 'Roadshow', '1000'));
    const before = await desk.requests();
    const [row] = await desk.take(line('MDF-2', first, 'Roadshow', '1000'));
    expect(problemsOf(row)).toEqual(
      ['Request ID', 'Fund Request ID (18)'].map((column) => ({
        column,
        message: `The row names two requests of this desk: MDF-2 by its number and MDF-1 by the Salesforce id ${first}.`,
        fix: 'Correct Request ID or Fund Request ID (18) in this row; one of them belongs to another request.',
      })),
    );
    expect(await desk.requests()).toEqual(before);
  });

  it('G3 SY-61 keeps its number, and no number comes to two requests', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-1'), line('', first, 'Roadshow'), line('MDF-3', second, 'Fair'));
    const before = await desk.requests();
    expect(outcomes(await desk.take(line('MDF-1', first)))).toEqual(['bad']);
    expect(outcomes(await desk.take(line('MDF-9', second, 'Fair')))).toEqual(['bad']);
    expect(
      outcomes(await desk.take(line('MDF-3', first.replace('105', '107').slice(0, 15), 'Fair'))),
    ).toEqual(['bad']);
    expect(await desk.requests()).toEqual(before);
  });

  it('G3 SY-61 two rows that share one name and differ in the other are not both taken', async () => {
    const desk = await aDesk();
    const rows = await desk.take(
      line('MDF-1', first),
      line('MDF-2', first, 'Roadshow'),
      line('MDF-1', second),
      line('MDF-3', '', 'Fair'),
      line('MDF-3', first, 'Fair'),
    );
    expect(outcomes(rows)).toEqual(['new', 'bad', 'bad', 'new', 'bad']);
    expect(rows.map((row) => problemsOf(row)[0]?.message)).toEqual([
      undefined,
      'Row 2 has the same Salesforce id with another request id.',
      'Row 2 has the same request id with another Salesforce id.',
      undefined,
      'The row has one name of row 5 and the other one of row 2.',
    ]);
    expect(await desk.requests()).toHaveLength(2);
  });

  it('a row that is held takes no request from a later one', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-2', '', 'Roadshow'));
    const rows = await desk.take(
      line('MDF-1', first),
      line('MDF-2', first, 'Roadshow'),
      line('MDF-2', second, 'Roadshow'),
    );
    expect(outcomes(rows)).toEqual(['new', 'bad', 'changed']);
    expect(await desk.requests()).toEqual([`MDF-1 ${first} Summit 2000`, `MDF-2 ${second} Roadshow 2000`]);
  });

  it('a row that is only called like an earlier one of another number is a request of its own', async () => {
    const desk = await aDesk();
    await desk.take(line(''));
    expect(outcomes(await desk.take(line('MDF-1'), line('MDF-2', '', 'Summit', '1500')))).toEqual([
      'changed',
      'new',
    ]);
    const all = ['MDF-1  Summit 2000', 'MDF-2  Summit 1500'];
    expect(await desk.requests()).toEqual(all);
    expect(outcomes(await desk.take(line('MDF-1'), line('MDF-2', '', 'Summit', '1500')))).toEqual([
      'unchanged',
      'unchanged',
    ]);
    expect(await desk.requests()).toEqual(all);
  });

  it('a request that a later row names exactly is not given to one before it that is called alike', async () => {
    const desk = await aDesk();
    await desk.take(line('', first));
    expect(outcomes(await desk.take(line('MDF-1'), line('MDF-2', first)))).toEqual(['new', 'changed']);
    expect(await desk.requests()).toEqual(['MDF-1  Summit 2000', `MDF-2 ${first} Summit 2000`]);
  });

  it('a row without a number finds its request again in every import, beside one that has a number', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-1'), line(''));
    for (let round = 0; round < 3; round += 1)
      expect(outcomes(await desk.take(line('')))).toEqual(['unchanged']);
    expect(outcomes(await desk.take(line('MDF-1'), line('')))).toEqual(['unchanged', 'unchanged']);
    expect(await desk.requests()).toHaveLength(2);
  });

  it('a row is held when several requests are called like it, and never new then', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-1'), line('MDF-2', '', 'Summit', '1500'));
    const [row] = await desk.take(line(''));
    expect(problemsOf(row)).toMatchObject([
      { column: 'Activity Name', message: expect.stringContaining('2 requests on this desk') },
    ]);
    expect(await desk.requests()).toHaveLength(2);
  });

  it('reads the history of the requests that the file may mean, and of no other', async () => {
    const desk = await aDesk();
    await desk.take(line('MDF-1'), line('MDF-2', '', 'Roadshow'), line('', first, 'Fair'));
    const of = await desk.store.list({ kind: 'fund-request' });
    const one = of.find(({ portalNumber }) => portalNumber === 'MDF-1')?.id;
    desk.looked.length = 0;
    await desk.take(line('', '', 'Summit'));
    expect(new Set(desk.looked)).toEqual(new Set([one]));
  });

  /** A request that somebody edited here, and a held row that has a number, an id and another amount for it. */
  async function withHeldRow() {
    const desk = await aDesk();
    await desk.take(line(''));
    const [request] = await desk.store.list({ kind: 'fund-request' });
    const record = { kind: 'fund-request' as const, id: request?.id ?? '' };
    const edit = { action: 'changed', changes: [], note: null, playbookVersion: 'test' };
    await desk.store.commit({
      audits: [{ at: desk.context.clock.now(), by: 'Fiona', record, ...edit }],
    });
    expect(outcomes(await desk.take(line('MDF-1', first, 'Summit', '1500')))).toEqual(['bad']);
    const [held] = await desk.store.heldRows();
    return { desk, record, heldId: held?.id ?? '' };
  }

  it('gets the number and the Salesforce id of a row whose values are taken', async () => {
    const { desk, record, heldId } = await withHeldRow();
    expect(await takeHeldValues(desk.context, heldId)).toMatchObject({ ok: true });
    expect(await desk.requests()).toEqual([`MDF-1 ${first} Summit 1500`]);
    expect(await desk.store.heldRows()).toEqual([]);
    // The number is there already, so that only the amount goes to Salesforce; the history has both.
    const [put] = await desk.store.intentsFor(record);
    expect(put).toMatchObject({ kind: 'fund-request.put', fields: ['requested'] });
    const changed = (await desk.store.auditFor(record)).at(-1)?.changes.map(({ field }) => field);
    expect(changed).toEqual(['requested', 'portalNumber']);
  });

  it('G4 gets nothing of a row whose values cannot be saved', async () => {
    const { desk, heldId } = await withHeldRow();
    const store = {
      ...desk.context.store,
      commit: async (commit: Parameters<typeof desk.store.commit>[0]) =>
        commit.newIntents?.length
          ? err({ kind: 'intent-moved-on' as const, id: 'intent-1', expected: 1, found: null })
          : desk.store.commit(commit),
    };
    expect(await takeHeldValues({ ...desk.context, store }, heldId)).toMatchObject({ ok: false });
    expect(await desk.requests()).toEqual(['  Summit 2000']);
    expect(await desk.store.heldRows()).toHaveLength(1);
  });
});

describe('what becomes of an imported request in Salesforce', () => {
  const { playbook } = useCaseContext(createMemoryStore(), { now: '2026-11-22T09:00:00.000Z' });
  const unnumbered = structuredClone(playbook.salesforce);
  for (const { entities } of unnumbered.mappings) delete entities['fund-request'].fields.portalNumber;
  const byNumber = (portalNumber: string | null, isMapped: boolean) =>
    wayToSalesforce(isMapped ? playbook : { salesforce: unnumbered }, { portalNumber });

  it('SY-61 says that it is made anew where no number leads to it', () => {
    expect(byNumber('MDF-1', true)).toContain('the same request number');
    for (const text of [byNumber('MDF-1', false), byNumber(null, true)])
      expect(text).toContain(
        'made anew there when you change it or decide about it, unless its Salesforce id',
      );
  });
});
