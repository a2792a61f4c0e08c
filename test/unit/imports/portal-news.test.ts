import { describe, expect, it } from 'vitest';
import { readImportFile } from '../../../renderer/workers/import/read-file';
import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import type { FundRequest } from '../../../shared/schema/fund-request';
import type { ImportPlan } from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { takeHeldValues } from '../../../shared/usecases/imports/retry-held-rows';
import { saveFundRequest } from '../../../shared/usecases/mdf/save-fund-request';
import { Instant } from '../../../shared/schema/values';
import { createMemoryStore } from '../../support/memory-store';
import { aClaim, aPartner } from '../../support/records';
import { useCaseContext } from '../../support/use-case-context';

const columns =
  'Request ID;Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region;Status;Submitted On';

type Row = { name?: string; amount?: string; status?: string; submitted?: string };

function csv(...rows: readonly Row[]): Uint8Array {
  const lines = rows.map(
    ({ name = 'Summit', amount = 'EUR 2000', status = '', submitted = '' }) =>
      `MDF-1;${name};Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-14;EUR 4000;${amount};EMEA;${status};${submitted}`,
  );
  return new TextEncoder().encode([columns, ...lines].join('\n'));
}

async function aDesk() {
  const store = createMemoryStore();
  const context = useCaseContext(store, { now: '2026-11-22T09:00:00.000Z' });
  await store.commit({
    puts: [{ kind: 'partner', record: aPartner({ name: 'Kiwi Consulting', foldedName: 'kiwi consulting' }) }],
  });
  async function planOf(bytes: Uint8Array): Promise<ImportPlan> {
    const table = await readImportFile(bytes);
    if (!table.ok) throw new Error(table.error.message);
    const planned = await planImport(context, {
      target: 'fund-requests',
      file: 'portal.csv',
      table: table.value,
      mapping: guessColumns(table.value.headers, context.playbook.imports.fundRequests),
      dateOrders: dateOrders(table.value.rows.flatMap(({ cells }) => cells)),
    });
    if (!planned.ok) throw new Error(planned.error.message);
    return planned.value;
  }
  async function imported(bytes: Uint8Array): Promise<string | undefined> {
    const plan = await planOf(bytes);
    const done = await commitImport(context, plan);
    if (!done.ok) throw new Error(done.error.message);
    return plan.rows[0]?.outcome;
  }
  return {
    store,
    context,
    planOf: (...rows: readonly Row[]) => planOf(csv(...rows)),
    /** Imports rows and gives the outcome of the first one. */
    take: (...rows: readonly Row[]) => imported(csv(...rows)),
    file: (text: string) => imported(new TextEncoder().encode(text)),
    async request(): Promise<FundRequest> {
      const [request] = await store.list({ kind: 'fund-request' });
      if (!request) throw new Error('nothing was imported');
      return request;
    },
    line: (kind: 'fund-request' | 'claim', id: string, action: string) => ({
      at: context.clock.now(),
      by: 'Fiona',
      action,
      record: { kind, id },
      changes: [],
      note: null,
      playbookVersion: 'test',
    }),
    problems: async () => (await store.heldRows()).flatMap(({ problems }) => problems),
  };
}

describe('a request that the portal lists again', () => {
  it('MDF-4 takes the status, the amount and the day of submission that the portal has by now', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Draft' });
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-20' })).toBe('changed');
    expect(await desk.request()).toMatchObject({
      approval: { kind: 'in-review', level: 1 },
      submittedOn: '2026-11-20',
      approvedAmount: null,
    });
    expect(await desk.take({ status: 'Approved', submitted: '2026-11-20', amount: 'EUR 1500' })).toBe(
      'changed',
    );
    const approved = { minor: 150_000, currency: 'EUR' };
    expect(await desk.request()).toMatchObject({
      approval: { kind: 'approved' },
      requested: approved,
      approvedAmount: approved,
    });
    expect(await desk.take({ status: 'Closed', submitted: '2026-11-20', amount: 'EUR 1500' })).toBe(
      'changed',
    );
    expect(await desk.store.list({ kind: 'claim' })).toMatchObject([{ decision: { kind: 'paid' } }]);
    expect(await desk.take({ status: 'Closed', submitted: '2026-11-20', amount: 'EUR 1500' })).toBe(
      'unchanged',
    );
    expect(await desk.store.list({ kind: 'fund-request' })).toHaveLength(1);
    const { id } = await desk.request();
    const lines = await desk.store.auditFor({ kind: 'fund-request', id });
    expect(lines.flatMap(({ changes }) => changes).filter(({ field }) => field === 'status')).toEqual([
      { field: 'status', from: 'draft', to: 'in-review' },
      { field: 'status', from: 'in-review', to: 'approved' },
      { field: 'status', from: 'approved', to: 'closed' },
    ]);
  });

  it('MDF-4 a status that no step leads to is a problem of the row, and nothing of it is taken', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Declined' });
    expect(await desk.take({ status: 'Approved', name: 'Other name' })).toBe('bad');
    expect(await desk.request()).toMatchObject({ title: 'Summit', approval: { kind: 'declined' } });
    expect(await desk.problems()).toMatchObject([
      { column: 'Status', message: expect.stringContaining('here it is declined, from which no step leads') },
    ]);
  });

  it('an empty status says nothing about a request that is here', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Approved' });
    expect(await desk.take({})).toBe('unchanged');
    expect((await desk.request()).approval.kind).toBe('approved');
  });

  it('G4 a request that was edited here keeps its status and is named where the portal says more', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Draft' });
    const opened = await desk.request();
    await saveFundRequest(desk.context, { opened, form: { ...opened, title: 'My name' } });
    expect(await desk.take({ status: 'Approved', name: 'My name', amount: 'EUR 1500' })).toBe('bad');
    expect((await desk.request()).approval).toEqual({ kind: 'draft' });
    expect(await desk.problems()).toMatchObject([
      { column: 'Amount Required', code: 'differs' },
      {
        column: 'Status',
        message:
          'The file says that it is approved; here it is a draft, which came from Salesforce or was decided here.',
      },
    ]);
    const [held] = await desk.store.heldRows();
    // Taking the file's values would let the status go without a word.
    expect(await takeHeldValues(desk.context, held?.id ?? '')).toMatchObject({ ok: false });
    expect(await desk.store.heldRows()).toHaveLength(1);
  });

  it('G4 takes no value of the file over one that came since and was not shown beside it', async () => {
    const desk = await aDesk();
    await desk.take({});
    const opened = await desk.request();
    await saveFundRequest(desk.context, { opened, form: { ...opened, title: 'My name' } });
    expect(await desk.take({})).toBe('bad');
    const [held] = await desk.store.heldRows();
    const mine = await desk.request();
    const requested = { minor: 150_000, currency: 'EUR' };
    await saveFundRequest(desk.context, { opened: mine, form: { ...mine, requested } });
    expect(await takeHeldValues(desk.context, held?.id ?? '')).toMatchObject({
      ok: false,
      error: { code: 'moved-on' },
    });
    expect(await desk.request()).toMatchObject({ title: 'My name', requested });
    // What differs by now is shown, and is a choice of hers from then on.
    expect((await desk.problems()).map(({ column }) => column)).toEqual(['Activity Name', 'Amount Required']);
    expect(await takeHeldValues(desk.context, held?.id ?? '')).toMatchObject({ ok: true });
    expect(await desk.request()).toMatchObject({ title: 'Summit', requested: { minor: 200_000 } });
    expect(await desk.store.heldRows()).toEqual([]);
  });

  it('G4 a portal that is only behind what was done here is no clash', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Submitted' });
    const before = await desk.request();
    const record = { ...before, rev: 2, approval: { kind: 'approved' as const, at: before.updatedAt } };
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record }],
      audits: [
        {
          at: before.updatedAt,
          by: 'Fiona',
          action: 'approved',
          record: { kind: 'fund-request', id: before.id },
          changes: [],
          note: null,
          playbookVersion: 'test',
        },
      ],
    });
    expect(await desk.take({ status: 'Submitted' })).toBe('unchanged');
    expect(await desk.take({ status: 'Declined' })).toBe('bad');
  });

  it('G4 what Salesforce has is not overwritten, though only imports and a sync wrote it', async () => {
    const desk = await aDesk();
    await desk.take({});
    const before = await desk.request();
    const salesforce = {
      remote: 'salesforce' as const,
      object: 'PartnerFundRequest',
      id: '0015g00000Ab105AAB' as never,
      stamp: '2026-11-22T09:00:00.000Z' as never,
      url: null,
    };
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record: { ...before, rev: 2, title: 'Of Salesforce', salesforce } }],
    });
    expect(await desk.take({})).toBe('bad');
    expect((await desk.request()).title).toBe('Of Salesforce');
  });

  it('MDF-4 what the partner changed after it was sent back comes in again, and only what was submitted since', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Submitted', submitted: '2026-11-18' });
    const before = await desk.request();
    const at = before.updatedAt;
    const approval = { kind: 'sent-back' as const, at, level: 1, reason: 'Too dear.' };
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record: { ...before, rev: 2, approval } }],
      audits: [desk.line('fund-request', before.id, 'sent back')],
    });
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-18' })).toBe('unchanged');
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-21', amount: 'EUR 1500' })).toBe(
      'changed',
    );
    expect(await desk.request()).toMatchObject({
      approval: { kind: 'in-review', level: 1 },
      requested: { minor: 150_000 },
      submittedOn: '2026-11-21',
    });
  });

  it('MDF-9 what the partner submits again for the start it had is measured by its first day, and read and ticked anew', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Submitted', submitted: '2026-11-02' });
    const sentBack = async (at: string, rounds: number) => {
      const before = await desk.request();
      const verdict = {
        level: 2,
        role: 'cmm',
        verdict: 'send-back' as const,
        at: Instant.parse(at),
        by: 'Fiona',
        recordedBy: 'Fiona',
        reason: 'Split the cost.',
        acknowledged: [],
        playbookVersion: 'test',
        basedOnStamp: null,
      };
      const record: FundRequest = {
        ...before,
        rev: before.rev + 1,
        approval: {
          kind: 'sent-back',
          at: verdict.at,
          level: 2,
          reason: verdict.reason,
          start: before.start,
        },
        decisions: Array.from({ length: rounds }, () => verdict),
        conditions: { focus: true },
        approvedAmount: { minor: 200_000, currency: 'EUR' },
      };
      await desk.store.commit({
        puts: [{ kind: 'fund-request', record }],
        audits: [desk.line('fund-request', before.id, 'sent back')],
      });
    };
    await sentBack('2026-11-10T09:00:00.000Z', 1);
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-20' })).toBe('changed');
    expect(await desk.request()).toMatchObject({
      approval: { kind: 'in-review', level: 1 },
      submittedOn: '2026-11-02',
      conditions: {},
      approvedAmount: null,
    });
    await sentBack('2026-11-20T15:00:00.000Z', 2);
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-20' })).toBe('unchanged');
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-21' })).toBe('changed');
    expect((await desk.request()).approval.kind).toBe('in-review');
  });

  it.each(['Approved', 'Declined', 'Cancelled', 'Closed'])(
    'MDF-4 dates what the portal decided with the import, not with the submission: %s',
    async (status) => {
      const desk = await aDesk();
      await desk.take({ status, submitted: '2026-11-02' });
      const { approval, updatedAt } = await desk.request();
      expect('at' in approval && approval.at).toBe(updatedAt);
    },
  );

  it('keeps its own day of submission where a request was worked on, without a problem row each time', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Submitted', submitted: '2026-11-18' });
    const { id } = await desk.request();
    await desk.store.commit({ audits: [desk.line('fund-request', id, 'changed')] });
    expect(await desk.take({ status: 'Submitted', submitted: '2026-11-20' })).toBe('unchanged');
    expect((await desk.request()).submittedOn).toBe('2026-11-18');
  });

  it('G4 work on the claim is work on the request: the portal does not move it on by itself', async () => {
    const desk = await aDesk();
    await desk.take({ status: 'Approved' });
    const { id } = await desk.request();
    const claim = aClaim({ requestId: id });
    await desk.store.commit({
      puts: [{ kind: 'claim', record: claim }],
      audits: [desk.line('claim', claim.id, 'received')],
    });
    for (const status of ['Cancelled', 'Closed']) expect(await desk.take({ status })).toBe('bad');
    expect(await desk.take({ status: 'Approved', amount: 'EUR 500' })).toBe('bad');
    expect(await desk.request()).toMatchObject({
      approval: { kind: 'approved' },
      approvedAmount: { minor: 200_000 },
    });
  });

  it('SY-61 links a request by the Salesforce id of its row, and finds it again by that', async () => {
    const desk = await aDesk();
    const id = '0015g00000Ab105AAB';
    const linked = (number: string, salesforce: string, name = 'Summit') =>
      desk.file(
        [
          'Request ID;Fund Request ID (18);Activity Name;Partner Name;Activity Type;Start Date;End Date;Total Cost;Amount Required;Region',
          `${number};${salesforce};${name};Kiwi Consulting;Events/Webinars;2027-01-14;2027-01-14;EUR 4000;EUR 2000;EMEA`,
        ].join('\n'),
      );
    await desk.take({});
    expect(await linked('MDF-1', id)).toBe('changed');
    expect((await desk.request()).salesforce).toMatchObject({ id, stamp: null });
    expect(await linked('', id, 'New name')).toBe('changed');
    expect(await linked('MDF-9', '00not-an-id', 'Other')).toBe('bad');
    expect(await desk.store.list({ kind: 'fund-request' })).toMatchObject([{ title: 'New name' }]);
    // Fifteen characters, or eighteen in another case, are the same id; another id under this number is a mistake.
    expect(await linked('', id.slice(0, 15), 'New name')).toBe('unchanged');
    expect(await linked('', id.toLowerCase(), 'New name')).toBe('unchanged');
    expect(await linked('MDF-1', '0015g00000Ab106AAB', 'New name')).toBe('bad');
    expect(await desk.store.list({ kind: 'fund-request' })).toHaveLength(1);
  });

  it('SY-61 a request that came from Salesforce without its number is not made twice', async () => {
    const desk = await aDesk();
    await desk.take({});
    const before = await desk.request();
    await desk.store.commit({
      puts: [{ kind: 'fund-request', record: { ...before, rev: 2, portalNumber: null } }],
    });
    expect(await desk.take({})).toBe('changed');
    expect(await desk.store.list({ kind: 'fund-request' })).toMatchObject([{ portalNumber: 'MDF-1' }]);
  });

  it('two rows of one request with different statuses are named', async () => {
    const desk = await aDesk();
    const plan = await desk.planOf({ status: 'Submitted' }, { status: 'Approved' });
    expect(plan.rows.map(({ outcome }) => outcome)).toEqual(['new', 'bad']);
  });
});
