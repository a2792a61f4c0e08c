import { assertNever } from '../../lib/assert-never';
import { foldText } from '../../lib/text';
import { regionClock } from '../../domain/calendar/clock';
import { instantAt } from '../../domain/calendar/zoned';
import { partnerIndex, readRequestRow, type RequestRow } from '../../domain/imports/read-request-row';
import type { CellProblem } from '../../domain/imports/table';
import type { Approval } from '../../schema/approval';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import { ClaimId, FundRequestId } from '../../schema/ids';
import type { Partner } from '../../schema/partner';
import type { AnyRecord } from '../../schema/record';
import type { Instant } from '../../schema/values';
import type { UseCaseContext } from '../context';
import type { ImportInput, PlannedRow } from './import-plan';

const taken = [
  'title',
  'partnerId',
  'activityType',
  'delivery',
  'description',
  'start',
  'end',
  'totalCost',
  'requested',
  'estimatedPipeline',
  'targetContacts',
  'gtmMotion',
  'region',
] as const satisfies readonly (keyof RequestRow & keyof FundRequest)[];

/** What the plan needs to know of what is here. */
export type RequestPlanContext = {
  readonly partners: readonly Partner[];
  readonly requests: readonly FundRequest[];
  /** Ids of requests that only imports have written, so that an import may change them again. */
  readonly untouched: ReadonlySet<string>;
};

function submittedAt(row: RequestRow, context: UseCaseContext): Instant {
  if (row.submittedOn === null) return context.clock.now();
  const { timeZone } = regionClock(context.playbook, context.holidays, row.region);
  return instantAt(row.submittedOn, context.playbook.calendar.endOfDay, timeZone);
}

/** The state that the portal's word stands for; what the portal decided is kept as its decision, without a level of ours. */
function approvalOf(row: RequestRow, context: UseCaseContext): Approval {
  const at = submittedAt(row, context);
  switch (row.status) {
    case 'draft':
      return { kind: 'draft' };
    case 'in-review':
      return { kind: 'in-review', level: 1, submittedAt: at, levelSince: at };
    case 'approved':
    case 'closed':
      return { kind: 'approved', at };
    case 'declined':
      return { kind: 'declined', at, level: 1, reason: 'Declined in the partner portal.' };
    case 'withdrawn':
      return { kind: 'withdrawn', at, reason: 'Cancelled in the partner portal.' };
    default:
      return assertNever(row.status);
  }
}

function newRequest(row: RequestRow, context: UseCaseContext): FundRequest {
  const { status, ...values } = row;
  const now = context.clock.now();
  const approval = approvalOf(row, context);
  return {
    ...values,
    id: FundRequestId.parse(context.ids.uuid()),
    rev: 1,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    // The portal approves the amount that it lists.
    approvedAmount: status === 'approved' || status === 'closed' ? row.requested : null,
    conditions: {},
    excludedCosts: [],
    otherVendorsPercent: null,
    approval,
    decisions: [],
    playbookVersion: context.playbook.version,
    salesforce: null,
    gitlab: { epic: null, issues: {} },
  };
}

/** A closed request has been claimed and paid; its claim says so, or it would be listed as waiting for proof (POP-1). */
function paidClaim(request: FundRequest, context: UseCaseContext): Claim {
  const now = context.clock.now();
  return {
    id: ClaimId.parse(context.ids.uuid()),
    rev: 1,
    createdAt: now,
    updatedAt: now,
    deletedRemotely: false,
    requestId: request.id,
    partnerId: request.partnerId,
    title: request.title,
    stage: 'completed',
    invoice: null,
    reimbursement: null,
    ticks: {},
    receivedAt: null,
    decision: { kind: 'paid', at: now },
    zipNumber: null,
    zipDate: null,
    playbookVersion: context.playbook.version,
    salesforce: null,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function differences(before: FundRequest, row: RequestRow): (typeof taken)[number][] {
  return taken.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]));
}

function keyOf(row: Pick<RequestRow, 'portalNumber' | 'partnerId' | 'title' | 'start'>): string {
  return row.portalNumber ?? `${row.partnerId}|${foldText(row.title)}|${row.start}`;
}

function againstExisting(
  line: number,
  row: RequestRow,
  before: FundRequest,
  untouched: ReadonlySet<string>,
  context: UseCaseContext,
): PlannedRow {
  const differing = differences(before, row);
  if (differing.length === 0) return { line, outcome: 'unchanged', title: row.title };
  if (!untouched.has(before.id)) {
    return {
      line,
      outcome: 'bad',
      title: row.title,
      problems: differing.map((field) => ({
        column: field,
        message: `This request was worked on here since it was imported: the file says ${text(row[field])}, the desk ${text(before[field])}.`,
        fix: 'Change it on the desk if the file is right; the desk’s value stays until then.',
      })),
    };
  }
  const values = Object.fromEntries(taken.map((field) => [field, row[field]]));
  const record: FundRequest = {
    ...before,
    ...(values as Pick<FundRequest, (typeof taken)[number]>),
    currency: row.currency,
    quarter: row.quarter,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
  };
  return { line, outcome: 'changed', title: row.title, puts: [{ kind: 'fund-request', record }] };
}

function repeatedRow(line: number, row: RequestRow, earlier: { line: number; row: RequestRow }): PlannedRow {
  const differing = taken.filter(
    (field) => JSON.stringify(earlier.row[field]) !== JSON.stringify(row[field]),
  );
  if (differing.length === 0) return { line, outcome: 'repeated', title: row.title };
  const problems: CellProblem[] = differing.map((field) => ({
    column: field,
    message: `The same request stands in row ${earlier.line} with ${text(earlier.row[field])} instead of ${text(row[field])}.`,
    fix: 'Keep the row that is right, or give one of them another request id.',
  }));
  return { line, outcome: 'bad', title: row.title, problems };
}

/** Plans the rows of a portal export of fund requests; matched by request id, else by partner, name and start. */
export function planRequests(
  input: ImportInput,
  known: RequestPlanContext,
  context: UseCaseContext,
): PlannedRow[] {
  const rowContext = {
    headers: input.table.headers,
    mapping: input.mapping,
    slashOrder: input.slashOrder,
    partners: partnerIndex(known.partners),
    playbook: context.playbook,
  };
  const existing = new Map(known.requests.map((request) => [keyOf(request), request] as const));
  const seen = new Map<string, { line: number; row: RequestRow }>();
  return input.table.rows.map(({ line, cells }): PlannedRow => {
    const read = readRequestRow(cells, rowContext);
    const title = cells[input.mapping.title ?? -1] ?? '';
    if (read.kind === 'bad') return { line, outcome: 'bad', title, problems: read.problems };
    const row = read.value;
    const key = keyOf(row);
    const earlier = seen.get(key);
    if (earlier) return repeatedRow(line, row, earlier);
    seen.set(key, { line, row });
    const before = existing.get(key);
    if (before) return againstExisting(line, row, before, known.untouched, context);
    const record = newRequest(row, context);
    const puts: AnyRecord[] = [{ kind: 'fund-request', record }];
    if (row.status === 'closed') puts.push({ kind: 'claim', record: paidClaim(record, context) });
    return { line, outcome: 'new', title: row.title, puts };
  });
}
