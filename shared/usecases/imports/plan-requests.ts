import { assertNever } from '../../lib/assert-never';
import { plainMoney } from '../../domain/money/money';
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
import { derivedId } from '../derived-id';
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

function newRequest(row: RequestRow, taken: ReadonlySet<string>, context: UseCaseContext): FundRequest {
  const { status, ...values } = row;
  const now = context.clock.now();
  const approval = approvalOf(row, context);
  return {
    ...values,
    id: FundRequestId.parse(
      row.portalNumber === null
        ? context.ids.uuid()
        : derivedId(['portal', row.portalNumber], context.ids, (id) => taken.has(id)),
    ),
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
    id: ClaimId.parse(derivedId([request.id, 'claim'], context.ids, () => false)),
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

type Taken = (typeof taken)[number];

type NameOf = (id: string) => string;

function said(value: RequestRow[Taken], nameOf: NameOf): string {
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'object') return plainMoney(value);
  return `“${typeof value === 'string' ? nameOf(value) : value}”`;
}

/** Title of the column that filled a field, so that a problem names what the person sees in her file. */
function columnOf(field: Taken, input: ImportInput): string {
  const column = input.mapping[field === 'partnerId' ? 'partnerName' : field] ?? null;
  return column === null ? field : (input.table.headers[column] ?? field);
}

function differences(before: FundRequest, row: RequestRow): Taken[] {
  return taken.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]));
}

function keyOf(row: Pick<RequestRow, 'portalNumber' | 'partnerId' | 'title' | 'start'>): string {
  return row.portalNumber ?? `${row.partnerId}|${foldText(row.title)}|${row.start}`;
}

function withValues(
  before: FundRequest,
  row: RequestRow,
  fields: readonly Taken[],
  context: UseCaseContext,
): FundRequest {
  const values = Object.fromEntries(fields.map((field) => [field, row[field]]));
  const record = { ...before, ...(values as Partial<Pick<FundRequest, Taken>>) };
  return {
    ...record,
    currency: record.totalCost.currency,
    quarter: fields.includes('start') ? row.quarter : before.quarter,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
  };
}

/** A row about a request that is here: what only imports wrote is brought up to date; else only gaps are filled. */
function againstExisting(
  line: number,
  row: RequestRow,
  before: FundRequest,
  input: ImportInput,
  untouched: ReadonlySet<string>,
  nameOf: NameOf,
  context: UseCaseContext,
): PlannedRow {
  const differing = differences(before, row).filter((field) => row[field] !== null && row[field] !== '');
  if (differing.length === 0) return { line, outcome: 'unchanged', title: row.title };
  const held = untouched.has(before.id)
    ? []
    : differing.filter((field) => before[field] !== null && before[field] !== '');
  if (held.length > 0) {
    return {
      line,
      outcome: 'bad',
      title: row.title,
      problems: held.map((field) => ({
        column: columnOf(field, input),
        message: `The file says ${said(row[field], nameOf)}, the desk ${said(before[field], nameOf)}, which came from Salesforce or was edited here.`,
        fix: 'Choose which one is right; the desk’s value stays until then.',
        code: 'differs',
        values: { here: said(before[field], nameOf), file: said(row[field], nameOf) },
      })),
      choice: { here: before, file: withValues(before, row, differing, context) },
    };
  }
  const record = withValues(before, row, differing, context);
  return { line, outcome: 'changed', title: row.title, puts: [{ kind: 'fund-request', record }] };
}

function repeatedRow(
  line: number,
  row: RequestRow,
  earlier: { line: number; row: RequestRow },
  input: ImportInput,
  nameOf: NameOf,
): PlannedRow {
  const differing = taken.filter(
    (field) => JSON.stringify(earlier.row[field]) !== JSON.stringify(row[field]),
  );
  if (differing.length === 0) return { line, outcome: 'repeated', title: row.title };
  const problems: CellProblem[] = differing.map((field) => ({
    column: columnOf(field, input),
    message: `The same request stands in row ${earlier.line} with ${said(earlier.row[field], nameOf)} instead of ${said(row[field], nameOf)}.`,
    fix: 'Keep the row that is right, or give one of them another request id.',
  }));
  return { line, outcome: 'bad', title: row.title, problems };
}

/** Plans the rows of a portal export of fund requests; matched by request id, else by partner, name and start. */
export function planRequests(
  input: ImportInput,
  known: RequestPlanContext,
  context: UseCaseContext,
  onRow: (index: number) => void = () => undefined,
): PlannedRow[] {
  const rowContext = {
    headers: input.table.headers,
    mapping: input.mapping,
    slashOrder: input.slashOrder,
    partners: partnerIndex(known.partners),
    playbook: context.playbook,
  };
  const existing = new Map(known.requests.map((request) => [keyOf(request), request] as const));
  const ids = new Set<string>(known.requests.map(({ id }) => id));
  const seen = new Map<string, { line: number; row: RequestRow }>();
  // Ids of partners are told by name; every other text stands for itself.
  const names = new Map<string, string>(known.partners.map(({ id, name }) => [id, name]));
  const nameOf: NameOf = (text) => names.get(text) ?? text;
  return input.table.rows.map(({ line, cells }, index): PlannedRow => {
    onRow(index);
    const read = readRequestRow(cells, rowContext);
    const title = cells[input.mapping.title ?? -1] ?? '';
    if (read.kind === 'bad') return { line, outcome: 'bad', title, problems: read.problems };
    const row = read.value;
    const key = keyOf(row);
    const earlier = seen.get(key);
    if (earlier) return repeatedRow(line, row, earlier, input, nameOf);
    seen.set(key, { line, row });
    const before = existing.get(key);
    if (before) return againstExisting(line, row, before, input, known.untouched, nameOf, context);
    const record = newRequest(row, ids, context);
    const puts: AnyRecord[] = [{ kind: 'fund-request', record }];
    if (row.status === 'closed') puts.push({ kind: 'claim', record: paidClaim(record, context) });
    return { line, outcome: 'new', title: row.title, puts };
  });
}
