import { err, ok, type Result } from '../../lib/result';
import { missingColumns } from '../../domain/imports/columns';
import { auditLine } from '../audit-line';
import type { UseCaseContext } from '../context';
import { problemOfCommit, type UseCaseProblem } from '../problem';
import { finderOf } from './find-request';
import { heldRowsOf, settledHeldRows } from './held-rows';
import {
  columnTitles,
  countOutcomes,
  type ImportInput,
  type ImportPlan,
  type OnProgress,
  type PlannedRow,
} from './import-plan';
import { planPartners } from './plan-partners';
import { planRequests, readRequests } from './plan-requests';

/** History verb of an import; a request whose every line says this was never worked on here. */
const importedAction = 'imported';

async function untouchedOf(
  context: UseCaseContext,
  kind: 'fund-request' | 'claim',
  records: readonly { readonly id: string }[],
): Promise<string[]> {
  const imported = await Promise.all(
    records.map(async ({ id }) => {
      const lines = await context.store.auditFor({ kind, id });
      return lines.length > 0 && lines.every((line) => line.action === importedAction);
    }),
  );
  return records.flatMap(({ id }, index) => (imported[index] === true ? [id] : []));
}

/** Works out what an import would do, row by row, without writing anything. */
export async function planImport(
  context: UseCaseContext,
  input: ImportInput,
  onProgress: OnProgress = () => undefined,
): Promise<Result<ImportPlan, UseCaseProblem>> {
  const fields =
    input.target === 'partners' ? context.playbook.imports.partners : context.playbook.imports.fundRequests;
  const missing = missingColumns(input.mapping, fields);
  if (missing.length > 0) {
    return err({
      code: 'columns',
      message: `No column of ${input.file} is chosen for ${missing.join(', ')}.`,
      fix: 'Choose a column for each of them, or pick another file.',
    });
  }
  if (input.table.rows.length === 0) {
    return err({
      code: 'empty',
      message: `${input.file} has a header but no rows.`,
      fix: 'Export it again with its data, or pick another file.',
    });
  }
  // A problem names the very cell that holds it, also where the header has a title twice or none.
  const table = { ...input.table, headers: columnTitles(input.table) };
  const rows = await planRows(context, { ...input, table }, onProgress);
  return ok({ input, rows, counts: countOutcomes(rows) });
}

async function planRows(
  context: UseCaseContext,
  input: ImportInput,
  onProgress: OnProgress,
): Promise<PlannedRow[]> {
  const of = input.table.rows.length;
  const onRow = (index: number) => onProgress({ phase: 'checking', done: index + 1, of });
  const partners = await context.store.list({ kind: 'partner' });
  if (input.target === 'partners') return planPartners(input, partners, context, onRow);
  const requests = await context.store.list({ kind: 'fund-request' });
  const reads = readRequests(input, partners, context, onRow);
  const finder = finderOf(requests, input);
  // Only requests that the file may name again can be in the way; the others' history is not read.
  const named = finder.allOf(reads.flatMap((read) => ('row' in read ? [read.row] : [])));
  const claims = await context.store.listMany(
    'claim',
    'requestId',
    named.map((request) => request.id),
  );
  const untouched = new Set([
    ...(await untouchedOf(context, 'fund-request', named)),
    ...(await untouchedOf(context, 'claim', claims)),
  ]);
  return planRequests(input, reads, { partners, requests, finder, claims, untouched }, context);
}

function outcomesOf(plan: ImportPlan): string {
  return plan.rows.map(({ line, outcome }) => `${line} ${outcome}`).join();
}

/**
 * Writes a plan in one commit: the good rows become records, the bad ones are held for fixing, and rows held by
 * earlier imports about which this one knows better are let go. Nothing is sent anywhere: an export comes from the
 * systems of record; what is worked on here later is sent then.
 */
export async function commitImport(
  context: UseCaseContext,
  seen: ImportPlan,
  onProgress: OnProgress = () => undefined,
): Promise<Result<ImportPlan['counts'], UseCaseProblem>> {
  const again = await planImport(context, seen.input, onProgress);
  if (!again.ok) return again;
  const plan = again.value;
  if (outcomesOf(plan) !== outcomesOf(seen)) {
    return err({
      code: 'moved-on',
      message: 'The desk changed while you were looking at the preview; nothing was imported.',
      fix: 'Go back, check the rows again and import then.',
    });
  }
  const good = plan.rows.flatMap((row) => (row.outcome === 'new' || row.outcome === 'changed' ? [row] : []));
  const puts = good.flatMap((row) => row.puts);
  const changesOf = new Map(
    good.flatMap(({ puts: [first], changes }) =>
      first && changes ? [[first.record.id as string, changes]] : [],
    ),
  );
  const held = heldRowsOf(plan, context.clock.now());
  const settled = settledHeldRows(plan, await context.store.heldRows(), held);
  onProgress({ phase: 'writing', done: 0, of: puts.length });
  const committed = await context.store.commit({
    puts,
    // What is new here must still not be there: documents make a claim under the same id.
    expect: puts.map((put) => ({
      key: { kind: put.kind, id: put.record.id },
      rev: put.record.rev > 1 ? put.record.rev - 1 : null,
    })),
    audits: puts.map((put) =>
      auditLine(context, {
        action: importedAction,
        record: { kind: put.kind, id: put.record.id },
        changes: changesOf.get(put.record.id) ?? [],
        note: plan.input.file,
      }),
    ),
    heldRows: held,
    releaseHeldRows: settled,
  });
  return committed.ok ? ok(plan.counts) : err(problemOfCommit(committed.error));
}
