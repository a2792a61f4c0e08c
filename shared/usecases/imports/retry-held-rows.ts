import { type ColumnMapping, guessColumns } from '../../domain/imports/columns';
import { type DateOrders, dateOrders } from '../../domain/imports/read-date';
import type { ImportTable } from '../../domain/imports/table';
import { err, ok, type Result } from '../../lib/result';
import type { HeldRow } from '../../schema/held-row';
import type { UseCaseContext } from '../context';
import { saveFundRequest } from '../mdf/save-fund-request';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';
import { countOutcomes, type ImportInput, type ImportPlan, type PlannedRow } from './import-plan';
import { commitImport, planImport } from './import-table';

function tableOf(rows: readonly HeldRow[]): ImportTable {
  const beyond = new Set(rows.flatMap((row) => row.reading?.surplus ?? []));
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))].filter(
    (title) => !beyond.has(title),
  );
  return {
    headers,
    rows: rows.map((row) => ({
      line: row.row,
      cells: [...headers, ...(row.reading?.surplus ?? [])].map((title) => row.cells[title] ?? ''),
    })),
    footers: [],
  };
}

function mappingOf(table: ImportTable, { target, reading }: HeldRow, context: UseCaseContext): ColumnMapping {
  const { imports } = context.playbook;
  const guessed = guessColumns(
    table.headers,
    target === 'partners' ? imports.partners : imports.fundRequests,
  );
  if (reading === undefined) return guessed;
  return Object.fromEntries(
    Object.keys(guessed).map((field) => {
      const at = table.headers.indexOf(reading.columns[field] ?? '');
      return [field, at < 0 ? null : at];
    }),
  );
}

function ordersOf({ reading }: HeldRow): DateOrders | null {
  if (reading === undefined) return null;
  return { slash: reading.slashOrder, dash: reading.dashOrder ?? reading.slashOrder };
}

/** Rows of one import as a table of their own, read in the way in which their file was. */
function inputOf(rows: readonly [HeldRow, ...HeldRow[]], context: UseCaseContext): ImportInput {
  const [first] = rows;
  const table = tableOf(rows);
  return {
    target: first.target,
    file: first.file,
    importId: first.importId,
    table,
    mapping: mappingOf(table, first, context),
    dateOrders: ordersOf(first) ?? dateOrders(table.rows.flatMap((row) => row.cells)),
  };
}

/** Imports one held row again with its cells as the person corrected them; it stays held, with its new problems, when it is still bad. */
export async function retryHeldRow(
  context: UseCaseContext,
  input: { readonly id: string; readonly cells: Readonly<Record<string, string>> },
): Promise<Result<ImportPlan['counts'], UseCaseProblem>> {
  const held = (await context.store.heldRows()).find((row) => row.id === input.id);
  if (!held) return err(notFound('This row'));
  const corrected = { ...held, cells: { ...held.cells, ...input.cells } };
  const plan = await planImport(context, inputOf([corrected], context));
  return plan.ok ? commitImport(context, plan.value) : plan;
}

/** What is shown of a row's problems to choose by. */
function shownOf(problems: HeldRow['problems']): string {
  return JSON.stringify(problems.map(({ column, message, values }) => [column, values ?? message]));
}

/** Holds a row with what is wrong with it by now, and asks for another look at it. */
async function shownAnew(context: UseCaseContext, plan: ImportPlan): Promise<Result<never, UseCaseProblem>> {
  const held = await commitImport(context, plan);
  if (!held.ok) return held;
  return err({
    code: 'moved-on',
    message: 'What is here was changed since this row was held; nothing was taken.',
    fix: 'Look at the row as it is now and choose again.',
  });
}

/**
 * Takes the values of a held row where the desk has others, as an edit of the person: it is written to the history, sent
 * to Salesforce, and refused where the terms can no longer be changed, or where other values are here by now than those
 * that she chose between (G4).
 */
export async function takeHeldValues(
  context: UseCaseContext,
  id: string,
): Promise<Result<void, UseCaseProblem>> {
  const held = (await context.store.heldRows()).find((row) => row.id === id);
  if (!held) return err(notFound('This row'));
  const plan = await planImport(context, inputOf([held], context));
  if (!plan.ok) return plan;
  const [row] = plan.value.rows;
  if (row?.outcome !== 'bad') {
    const done = await commitImport(context, plan.value);
    return done.ok ? ok(undefined) : done;
  }
  if (shownOf([...row.problems]) !== shownOf(held.problems)) return shownAnew(context, plan.value);
  if (row.choice === undefined)
    return err({
      code: 'no-choice',
      message: 'The row has another problem now, so its values cannot be taken.',
      fix: 'Correct the row and import it again.',
    });
  const { here, file } = row.choice;
  // In one commit: where the values are refused, the request is not given the number and the id of the row either.
  const taken = { heldRow: id, salesforce: file.salesforce };
  const saved = await saveFundRequest(context, { opened: here, form: file, taken });
  return saved.ok ? ok(undefined) : saved;
}

/** Imports all held rows of a kind again as they are, import by import; what is still bad stays held. */
export async function retryHeldRows(
  context: UseCaseContext,
  target: HeldRow['target'],
): Promise<Result<ImportPlan['counts'], UseCaseProblem>> {
  const imports = new Map<string, [HeldRow, ...HeldRow[]]>();
  for (const row of await context.store.heldRows()) {
    if (row.target !== target) continue;
    const rows = imports.get(row.importId);
    if (rows) rows.push(row);
    else imports.set(row.importId, [row]);
  }
  const planned: PlannedRow[] = [];
  for (const rows of imports.values()) {
    const plan = await planImport(context, inputOf(rows, context));
    if (!plan.ok) return plan;
    const done = await commitImport(context, plan.value);
    if (!done.ok) return done;
    planned.push(...plan.value.rows);
  }
  return ok(countOutcomes(planned));
}

/** Lets held rows go without importing them. */
export async function discardHeldRows(
  context: UseCaseContext,
  ids: readonly string[],
): Promise<Result<void, UseCaseProblem>> {
  const committed = await context.store.commit({ releaseHeldRows: ids });
  return committed.ok ? committed : err(problemOfCommit(committed.error));
}
