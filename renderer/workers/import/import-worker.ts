import { guessColumns } from '../../../shared/domain/imports/columns';
import { dateOrders } from '../../../shared/domain/imports/read-date';
import type { ImportTable } from '../../../shared/domain/imports/table';
import { assertNever } from '../../../shared/lib/assert-never';
import { Instant } from '../../../shared/schema/values';
import type { UseCaseContext } from '../../../shared/usecases/context';
import {
  columnTitles,
  type ImportPlan,
  type OnProgress,
  type PlannedRow,
} from '../../../shared/usecases/imports/import-plan';
import { commitImport, planImport } from '../../../shared/usecases/imports/import-table';
import { retryHeldRows } from '../../../shared/usecases/imports/retry-held-rows';
import { bridgedJournal } from '../../bridge/bridged-journal';
import { connectWorkerBridge } from '../../bridge/worker-bridge';
import { createChangeChannel } from '../../data/change-channel';
import { createDexieLocalStore } from '../../data/dexie-local-store';
import { createJournalWriter } from '../../data/journal-writer';
import { openDesk } from '../../data/open-desk';
import type {
  ImportAnswer,
  ImportDesk,
  ImportNews,
  ImportRequest,
  Preview,
  ReadFile,
  ReadsAs,
} from './messages';
import { readImportFile } from './read-file';

const SAMPLES = 3;

/** What this worker holds between the steps of one import. */
type Session = {
  readonly context: UseCaseContext;
  readonly file: string;
  readonly table: ImportTable;
  plan: ImportPlan | null;
};

let session: Session | null = null;

function refused(message: string, fix: string): ImportAnswer {
  return { kind: 'problem', problem: { message, fix } };
}

function noDatabase(): ImportAnswer {
  return refused(
    'The local database could not be opened.',
    'Close other windows of Channel Desk and try again.',
  );
}

/** Rows between two news: often enough for the eye, and too seldom to cost anything. */
const ROWS_PER_NEWS = 200;

const tell: OnProgress = (progress) => {
  const isDue = progress.phase === 'writing' || progress.done % ROWS_PER_NEWS === 0;
  if (isDue) postMessage({ kind: 'progress', progress } satisfies ImportNews);
};

async function openContext(desk: ImportDesk, port: MessagePort): Promise<UseCaseContext | null> {
  const opened = await openDesk(desk.databaseName);
  if (!opened.ok) return null;
  const changes = createChangeChannel(desk.databaseName);
  const journal = createJournalWriter(opened.value, bridgedJournal(connectWorkerBridge(port)));
  return {
    store: createDexieLocalStore(opened.value, { journal, onCommitted: (keys) => changes.announce(keys) }),
    playbook: desk.playbook,
    holidays: desk.holidays,
    settings: desk.settings,
    clock: { now: () => Instant.parse(new Date().toISOString()) },
    ids: { uuid: () => crypto.randomUUID(), random: () => Math.random() },
  };
}

function samplesOf(table: ImportTable): string[][] {
  return table.headers.map((_, column) =>
    table.rows
      .map((row) => row.cells[column] ?? '')
      .filter((cell) => cell !== '')
      .slice(0, SAMPLES),
  );
}

async function read(order: Extract<ImportRequest, { kind: 'read' }>): Promise<ImportAnswer> {
  const table = await readImportFile(order.bytes);
  if (!table.ok) return refused(`“${order.file}”: ${table.error.message}`, table.error.fix);
  const context = await openContext(order.desk, order.line);
  if (context === null) return noDatabase();
  session = { context, file: order.file, table: table.value, plan: null };
  const { imports } = order.desk.playbook;
  const cells = table.value.rows.flatMap((row) => row.cells);
  const file: ReadFile = {
    headers: columnTitles(table.value),
    samples: samplesOf(table.value),
    rows: table.value.rows.length,
    footers: table.value.footers,
    mapping: guessColumns(
      table.value.headers,
      order.target === 'partners' ? imports.partners : imports.fundRequests,
    ),
    dateOrders: dateOrders(cells),
  };
  return { kind: 'read', file };
}

function readsAs(row: PlannedRow, partners: ReadonlyMap<string, string>): ReadsAs | null {
  if (row.outcome !== 'new' && row.outcome !== 'changed') return null;
  const [put] = row.puts;
  if (put?.kind !== 'fund-request') return null;
  const { partnerId, start, end, requested, totalCost } = put.record;
  return { partner: partners.get(partnerId) ?? partnerId, start, end, requested, totalCost };
}

function previewOf(plan: ImportPlan, partners: ReadonlyMap<string, string>): Preview {
  return {
    counts: plan.counts,
    rows: plan.rows.map((row) => ({
      line: row.line,
      outcome: row.outcome,
      title: row.title,
      problems: row.outcome === 'bad' ? row.problems : [],
      hints: 'hints' in row ? row.hints : [],
      reads: readsAs(row, partners),
    })),
  };
}

async function plan(order: Extract<ImportRequest, { kind: 'plan' }>): Promise<ImportAnswer> {
  if (session === null) return refused('No file has been read.', 'Choose the file again.');
  const { context, file, table } = session;
  const { target, mapping } = order;
  const planned = await planImport(
    context,
    { target, file, table, mapping, dateOrders: order.dateOrders },
    tell,
  );
  if (!planned.ok) return { kind: 'problem', problem: planned.error };
  session.plan = planned.value;
  const partners = await context.store.list({ kind: 'partner' });
  const names = new Map<string, string>(partners.map(({ id, name }) => [id, name]));
  return { kind: 'planned', preview: previewOf(planned.value, names) };
}

async function commit(): Promise<ImportAnswer> {
  if (session?.plan == null) return refused('There is nothing to import.', 'Choose the file again.');
  const done = await commitImport(session.context, session.plan, tell);
  if (!done.ok) return { kind: 'problem', problem: done.error };
  session.plan = null;
  return { kind: 'committed', counts: done.value };
}

async function retry(order: Extract<ImportRequest, { kind: 'retry' }>): Promise<ImportAnswer> {
  const context = await openContext(order.desk, order.line);
  if (context === null) return noDatabase();
  const done = await retryHeldRows(context, order.target);
  return done.ok ? { kind: 'retried', counts: done.value } : { kind: 'problem', problem: done.error };
}

function carryOut(order: ImportRequest): Promise<ImportAnswer> {
  switch (order.kind) {
    case 'read':
      return read(order);
    case 'plan':
      return plan(order);
    case 'commit':
      return commit();
    case 'retry':
      return retry(order);
    default:
      return assertNever(order);
  }
}

addEventListener('message', ({ data }: MessageEvent<ImportRequest>) => {
  carryOut(data).then(
    (answer) => postMessage(answer),
    (cause: unknown) =>
      postMessage(
        refused(`The import stopped: ${String(cause)}`, 'Nothing was imported. Choose the file again.'),
      ),
  );
});
