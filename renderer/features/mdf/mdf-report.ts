import { findGtmMotion, roleLabel } from '../../../shared/domain/lookup';
import { levelDeadline } from '../../../shared/domain/mdf/approval-track';
import { toDecimalString } from '../../../shared/domain/money/money';
import type { Money } from '../../../shared/schema/values';
import type { Instant } from '../../../shared/schema/values';
import { popStatus, requestStatus } from '../../widgets/status-of';
import { type ClockRules, popOf, type RequestRow } from './request-rows';

type ReportColumn = readonly [title: string, value: (row: RequestRow) => string | number | null];

/** Name under which the report is offered. */
export const REPORT_NAME = 'mdf-report.csv';

function decimal(amount: Money | null): string | null {
  return amount === null ? null : toDecimalString(amount);
}

/** Every column of the report; amounts are plain decimals with the currency beside them, dates `YYYY-MM-DD`. */
function reportColumns(rules: ClockRules, now: Instant): readonly ReportColumn[] {
  const { playbook, holidays } = rules;
  const levelOf = ({ request: { approval } }: RequestRow) =>
    approval.kind === 'in-review' ? approval.level : null;
  const deadlineOf = (row: RequestRow) => levelDeadline(row.request, playbook, holidays, now);
  const latest = (row: RequestRow) => row.request.decisions.at(-1);
  return [
    ['Number', ({ request }) => request.portalNumber],
    ['Activity', ({ request }) => request.title],
    ['Partner', (row) => row.partnerName],
    ['Partner CRM id', (row) => row.partner?.salesforce?.id ?? null],
    ['Type', (row) => row.type],
    ['Delivery', ({ request }) => request.delivery],
    ['Region', (row) => row.region],
    ['Quarter', ({ request }) => request.quarter],
    ['Start', ({ request }) => request.start],
    ['End', ({ request }) => request.end],
    ['Currency', ({ request }) => request.currency],
    ['Total cost', ({ request }) => decimal(request.totalCost)],
    ['Requested', ({ request }) => decimal(request.requested)],
    ['Approved', ({ request }) => decimal(request.approvedAmount)],
    ['Status', ({ request }) => requestStatus(request.approval, playbook).word],
    ['Level', levelOf],
    [
      'Waits for',
      (row) => {
        const role = playbook.mdf.levels[(levelOf(row) ?? 0) - 1]?.role;
        return role === undefined ? null : roleLabel(playbook, role);
      },
    ],
    ['Level deadline', (row) => deadlineOf(row)?.dueAt ?? null],
    [
      'Level overdue',
      (row) => (deadlineOf(row) === null ? null : yesNo(deadlineOf(row)?.state === 'overdue')),
    ],
    [
      'POP state',
      (row) => {
        const pop = popOf(row, rules, now);
        return pop === null ? null : popStatus(pop.state).word;
      },
    ],
    ['POP due', (row) => popOf(row, rules, now)?.due ?? null],
    [
      'GTM motion',
      ({ request: { gtmMotion } }) =>
        gtmMotion === null ? null : (findGtmMotion(playbook, gtmMotion)?.label ?? gtmMotion),
    ],
    ['Expected pipeline', ({ request }) => decimal(request.estimatedPipeline)],
    ['Pipeline currency', ({ request }) => request.estimatedPipeline?.currency ?? null],
    ['Target contacts', ({ request }) => request.targetContacts],
    ['Submitted on', ({ request }) => request.submittedOn],
    ['Last decision', (row) => latest(row)?.verdict ?? null],
    ['Decided by', (row) => latest(row)?.by ?? null],
    ['Decided at', (row) => latest(row)?.at ?? null],
    ['Reason', (row) => latest(row)?.reason ?? null],
    ['Salesforce id', ({ request }) => request.salesforce?.id ?? null],
    ['Epic', ({ request }) => request.gitlab.epic?.url ?? null],
    ['Local id', ({ request }) => request.id],
  ];
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/**
 * The rows as CSV in UTF-8 with a byte-order mark, so that spreadsheets read names in any script; a cell that a
 * spreadsheet would run as a formula is made text.
 */
export async function mdfReport(
  rows: readonly RequestRow[],
  rules: ClockRules,
  now: Instant,
): Promise<Uint8Array<ArrayBuffer>> {
  const { default: papa } = await import('papaparse');
  const columns = reportColumns(rules, now);
  const text = papa.unparse(
    {
      fields: columns.map(([title]) => title),
      data: rows.map((row) => columns.map(([, value]) => value(row) ?? '')),
    },
    { escapeFormulae: true, newline: '\r\n' },
  );
  return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}
