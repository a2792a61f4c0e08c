import { plainMoney } from '../../domain/money/money';
import type { RequestRow } from '../../domain/imports/read-request-row';
import { zoneOf } from '../../domain/calendar/clock';
import { dateInZone } from '../../domain/calendar/zoned';
import { decide } from '../../domain/mdf/approval';
import { countedSubmission } from '../../domain/mdf/eligibility-dates';
import { withValidTicks } from '../../domain/mdf/terms';
import type { CellProblem } from '../../domain/imports/table';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import type { AnyRecord } from '../../schema/record';
import { changedFields } from '../audit-line';
import type { UseCaseContext } from '../context';
import type { ImportInput, PlannedRow } from './import-plan';
import {
  approvalOf,
  approvedAmountOf,
  paidClaim,
  type Standing,
  standingOf,
  standingText,
  statusNews,
  submittedAt,
} from './portal-status';
import { namedInFile } from './salesforce-object';

/** Fields that a row fills. */
export const taken = [
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
  'submittedOn',
] as const satisfies readonly (keyof RequestRow & keyof FundRequest)[];

type Taken = (typeof taken)[number];

/** Tells the id of a record by its name, and every other text as it is. */
export type NameOf = (id: string) => string;

/** A value of a row as a problem tells it. */
export function said(value: RequestRow[Taken], nameOf: NameOf): string {
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'object') return plainMoney(value);
  return `“${typeof value === 'string' ? nameOf(value) : value}”`;
}

/** Title of the column that filled a field, so that a problem names what the person sees in her file. */
export function columnOf(
  field: Taken | 'status' | 'portalNumber' | 'salesforceId',
  input: ImportInput,
): string {
  const { mapping } = input;
  const column =
    (field === 'partnerId' ? (mapping.partnerName ?? mapping.partnerSalesforceId) : mapping[field]) ?? null;
  return column === null ? field : (input.table.headers[column] ?? field);
}

function differences(before: FundRequest, row: RequestRow): Taken[] {
  return taken.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]));
}

function withValues(
  before: FundRequest,
  row: RequestRow,
  fields: readonly Taken[],
  context: UseCaseContext,
): FundRequest {
  const values = Object.fromEntries(fields.map((field) => [field, row[field]]));
  const record = { ...before, ...(values as Partial<Pick<FundRequest, Taken>>) };
  return withValidTicks(before, {
    ...record,
    currency: record.totalCost.currency,
    quarter: fields.includes('start') ? row.quarter : before.quarter,
    rev: before.rev + 1,
    updatedAt: context.clock.now(),
  });
}

/** A request that is here with its claims, and whether more than imports wrote any of them. */
export type Here = {
  readonly request: FundRequest;
  readonly standing: Standing;
  readonly isWorkedOn: boolean;
};

/** What is known of a request that a row names again. */
export function hereOf(request: FundRequest, claims: readonly Claim[], untouched: ReadonlySet<string>): Here {
  // What Salesforce has is its system of record; a sync that changed it writes no line of history.
  const isWorkedOn =
    request.salesforce?.stamp != null || [request, ...claims].some(({ id }) => !untouched.has(id));
  return { request, standing: standingOf(request, claims), isWorkedOn };
}

function statusProblem(row: RequestRow, here: Here, input: ImportInput): CellProblem[] {
  const { standing, isWorkedOn } = here;
  const news = statusNews(row, standing, isWorkedOn);
  if (row.status === null || news === 'none' || news === 'next') return [];
  const file = standingText[row.status];
  const stays = 'correct the cell or discard the row, if it is right here: the status stays until then.';
  return [
    {
      column: columnOf('status', input),
      ...(news === 'illegal'
        ? {
            message: `The file says that it is ${file}; here it is ${standingText[standing]}, from which no step leads there.`,
            fix: `Look in the portal which of them is right. Withdraw it or enter it anew where the portal is; ${stays}`,
          }
        : {
            message: `The file says that it is ${file}; here it is ${standingText[standing]}, which came from Salesforce or was decided here.`,
            fix: `Record the decision on the request itself, if the portal is right; ${stays}`,
          }),
    },
  ];
}

function fieldProblem(
  field: Taken,
  row: RequestRow,
  here: Here,
  input: ImportInput,
  nameOf: NameOf,
): CellProblem {
  const values = { here: said(here.request[field], nameOf), file: said(row[field], nameOf) };
  const column = columnOf(field, input);
  const message = `The file says ${values.file}; here it is ${values.here}, which came from Salesforce or was edited here.`;
  const fix = 'Choose which one is right; the value here stays until then.';
  return { column, message, fix, code: 'differs', values };
}

/** The level at which a request that was sent back is read again, as the playbook says (MDF-4). */
function again(before: FundRequest, row: RequestRow, context: UseCaseContext): FundRequest['approval'] {
  const at = submittedAt(row, context);
  // Whether it may be funded is checked when it is decided, as with every request that the portal lists.
  const entered = decide(before, { kind: 'resubmit', at, findings: [] }, context.playbook);
  return entered.ok ? entered.value.approval : before.approval;
}

/** Whether the partner changed in the portal what was sent back here, and submitted it there again (MDF-4). */
function isSubmittedAgain(row: RequestRow, { request }: Here, { playbook }: UseCaseContext): boolean {
  const { approval, salesforce, decisions, submittedOn, region } = request;
  if (approval.kind !== 'sent-back' || salesforce?.stamp != null) return false;
  if (row.status !== 'in-review' || row.submittedOn === null) return false;
  // Of what was sent back before, the day that counts may be that of the first round, and the row that of the one just ended.
  const rounds = decisions.filter(({ verdict }) => verdict === 'send-back').length;
  const since = rounds > 1 ? dateInZone(approval.at, zoneOf(playbook, region)) : (submittedOn ?? '');
  return row.submittedOn > since;
}

/**
 * A request that was submitted again where the portal is: read and ticked anew, without an amount that was agreed on before,
 * and with the day from which its lead time is measured (MDF-2, MDF-4, MDF-9).
 */
function submittedAgain(
  record: FundRequest,
  before: FundRequest,
  row: RequestRow,
  context: UseCaseContext,
): FundRequest {
  const counted = countedSubmission({ ...before, start: record.start });
  return {
    ...record,
    approval: again(before, row, context),
    approvedAmount: null,
    conditions: {},
    submittedOn: counted ?? record.submittedOn,
  };
}

/** Fields of a row that say something else; of a request that was worked on, its own day of submission stays. */
function differing(row: RequestRow, { request, isWorkedOn }: Here): Taken[] {
  return differences(request, row).filter((field) => {
    if (row[field] === null || row[field] === '') return false;
    // A file without a region says nothing against the one that is here.
    if (field === 'region' && !row.namesRegion) return false;
    return field !== 'submittedOn' || !isWorkedOn || request.submittedOn === null;
  });
}

/** A request after a row: only imports wrote it, so the portal's word moves it on too. */
function movedOn(
  record: FundRequest,
  before: FundRequest,
  row: RequestRow,
  isNext: boolean,
  context: UseCaseContext,
): FundRequest {
  const { kind } = before.approval;
  if (kind === 'sent-back' && row.status === 'in-review') return submittedAgain(record, before, row, context);
  const isResubmitted = kind === 'in-review' && before.submittedOn !== record.submittedOn;
  if (isNext && !(kind === 'approved' && row.status === 'closed'))
    return {
      ...record,
      approval: approvalOf(row, context),
      approvedAmount: approvedAmountOf(row) ?? record.approvedAmount,
    };
  if (kind === 'approved') return { ...record, approvedAmount: record.requested };
  return isResubmitted
    ? { ...record, approval: approvalOf({ ...row, status: 'in-review' }, context) }
    : record;
}

/** The names under which others know the request, where the row knows one that was missing here. */
function namesOf(
  before: FundRequest,
  row: RequestRow,
  context: UseCaseContext,
): Pick<FundRequest, 'portalNumber' | 'salesforce'> {
  const { salesforceId } = row;
  return {
    portalNumber: before.portalNumber ?? row.portalNumber,
    salesforce:
      before.salesforce ?? (salesforceId && namedInFile('fund-request', salesforceId, context.playbook)),
  };
}

/** A row about a request that is here: what only imports wrote, or what the partner had to change, is brought up to date; else only gaps are filled. */
export function againstExisting(
  line: number,
  row: RequestRow,
  found: Here,
  input: ImportInput,
  nameOf: NameOf,
  context: UseCaseContext,
): PlannedRow {
  const here = isSubmittedAgain(row, found, context) ? { ...found, isWorkedOn: false } : found;
  const { request: before, isWorkedOn } = here;
  const { title } = row;
  const other = differing(row, here);
  const held = isWorkedOn ? other.filter((field) => before[field] !== null && before[field] !== '') : [];
  const status = statusProblem(row, here, input);
  if (held.length + status.length > 0) {
    const problems = [...held.map((field) => fieldProblem(field, row, here, input, nameOf)), ...status];
    const isChoice = problems.every(({ code }) => code === 'differs');
    const file = { ...withValues(before, row, other, context), ...namesOf(before, row, context) };
    const choice = { here: before, file };
    return { line, outcome: 'bad', title, problems, ...(isChoice ? { choice } : {}) };
  }
  const isNext = !isWorkedOn && statusNews(row, here.standing, false) === 'next';
  const names = namesOf(before, row, context);
  const isNamed = names.portalNumber !== before.portalNumber || names.salesforce !== before.salesforce;
  if (other.length === 0 && !isNext && !isNamed) return { line, outcome: 'unchanged', title };
  const values = { ...withValues(before, row, other, context), ...names };
  const record = isWorkedOn ? values : movedOn(values, before, row, isNext, context);
  const puts: AnyRecord[] = [{ kind: 'fund-request', record }];
  if (isNext && row.status === 'closed') puts.push({ kind: 'claim', record: paidClaim(record, context) });
  const changes = changedFields(before, record, [...taken, 'portalNumber', 'approvedAmount']);
  const moved =
    isNext && row.status !== null ? [{ field: 'status', from: here.standing, to: row.status }] : [];
  return { line, outcome: 'changed', title, puts, changes: [...changes, ...moved] };
}
