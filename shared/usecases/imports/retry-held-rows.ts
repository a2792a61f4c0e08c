import { guessColumns } from '../../domain/imports/columns';
import { slashOrder } from '../../domain/imports/read-date';
import type { ImportTable } from '../../domain/imports/table';
import { err, type Result } from '../../lib/result';
import type { HeldRow } from '../../schema/held-row';
import type { UseCaseContext } from '../context';
import { notFound, problemOfCommit, type UseCaseProblem } from '../problem';
import type { ImportPlan } from './import-plan';
import { commitImport, planImport } from './import-table';

function tableOf(rows: readonly HeldRow[]): ImportTable {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))];
  return {
    headers,
    rows: rows.map((row) => ({ line: row.row, cells: headers.map((header) => row.cells[header] ?? '') })),
    footers: [],
  };
}

/** Imports one held row again with its cells as the person corrected them; it stays held, with its new problems, when it is still bad. */
export async function retryHeldRow(
  context: UseCaseContext,
  input: { readonly id: string; readonly cells: Readonly<Record<string, string>> },
): Promise<Result<ImportPlan['counts'], UseCaseProblem>> {
  const held = (await context.store.heldRows()).find((row) => row.id === input.id);
  if (!held) return err(notFound('This row'));
  const fields =
    held.target === 'partners' ? context.playbook.imports.partners : context.playbook.imports.fundRequests;
  const table = tableOf([{ ...held, cells: { ...held.cells, ...input.cells } }]);
  const plan = await planImport(context, {
    target: held.target,
    file: held.file,
    table,
    mapping: guessColumns(table.headers, fields),
    slashOrder: slashOrder(table.rows.flatMap((row) => row.cells)),
  });
  return plan.ok ? commitImport(context, plan.value) : plan;
}

/** Lets held rows go without importing them. */
export async function discardHeldRows(
  context: UseCaseContext,
  ids: readonly string[],
): Promise<Result<void, UseCaseProblem>> {
  const committed = await context.store.commit({ releaseHeldRows: ids });
  return committed.ok ? committed : err(problemOfCommit(committed.error));
}
