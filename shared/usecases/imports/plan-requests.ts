import { foldText } from '../../lib/text';
import { readRequestRow, type RequestRow } from '../../domain/imports/read-request-row';
import { partnerIndex } from '../../domain/imports/row-partner';
import type { CellProblem } from '../../domain/imports/table';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import { FundRequestId } from '../../schema/ids';
import type { AnyRecord } from '../../schema/record';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';
import type { ImportInput, PlannedRow } from './import-plan';
import { approvalOf, approvedAmountOf, paidClaim, standingText } from './portal-status';
import { namedInFile } from './salesforce-object';
import {
  againstExisting,
  columnOf,
  hereOf,
  type NameOf,
  type RequestPlanContext,
  said,
  taken,
} from './request-news';

function newRequest(row: RequestRow, taken: ReadonlySet<string>, context: UseCaseContext): FundRequest {
  const { status: _, salesforceId, ...values } = row;
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
    approvedAmount: approvedAmountOf(row),
    conditions: {},
    excludedCosts: [],
    otherVendorsPercent: null,
    approval,
    decisions: [],
    playbookVersion: context.playbook.version,
    salesforce: salesforceId && namedInFile('fund-request', salesforceId, context.playbook),
    gitlab: { epic: null, issues: {} },
  };
}

function nameKey(row: Pick<RequestRow, 'partnerId' | 'title' | 'start'>): string {
  return `${row.partnerId}|${foldText(row.title)}|${row.start}`;
}

function keyOf(row: RequestRow): string {
  return row.portalNumber ?? row.salesforceId ?? nameKey(row);
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
  const isOtherStatus = earlier.row.status !== row.status;
  if (differing.length === 0 && !isOtherStatus) return { line, outcome: 'repeated', title: row.title };
  const problems: CellProblem[] = differing.map((field) => ({
    column: columnOf(field, input),
    message: `The same request stands in row ${earlier.line} with ${said(earlier.row[field], nameOf)} instead of ${said(row[field], nameOf)}.`,
    fix: 'Keep the row that is right, or give one of them another request id.',
  }));
  if (isOtherStatus) {
    const word = ({ status }: RequestRow) =>
      status === null ? 'no status' : `the status ${standingText[status]}`;
    problems.push({
      column: columnOf('status', input),
      message: `The same request stands in row ${earlier.line} with ${word(earlier.row)} instead of ${word(row)}.`,
      fix: 'Keep the row that is right, or give one of them another request id.',
    });
  }
  return { line, outcome: 'bad', title: row.title, problems };
}

/**
 * Finds the request that a row means: by its number, by its Salesforce id, else by partner, name and start where one of
 * the two has no number, so that nothing is there twice.
 */
function finder(requests: readonly FundRequest[]): (row: RequestRow) => FundRequest | undefined {
  const byNumber = new Map<string, FundRequest>();
  const bySalesforceId = new Map<string, FundRequest>();
  const byName = new Map<string, FundRequest[]>();
  for (const request of requests) {
    if (request.portalNumber !== null) byNumber.set(request.portalNumber, request);
    if (request.salesforce) bySalesforceId.set(request.salesforce.id, request);
    byName.set(nameKey(request), [...(byName.get(nameKey(request)) ?? []), request]);
  }
  return (row) => {
    const { portalNumber, salesforceId } = row;
    const named =
      (salesforceId === null ? undefined : bySalesforceId.get(salesforceId)) ??
      (portalNumber === null ? undefined : byNumber.get(portalNumber));
    if (named) return named;
    const alike = (byName.get(nameKey(row)) ?? []).filter(
      (request) =>
        (portalNumber === null || request.portalNumber === null) &&
        (salesforceId === null || request.salesforce === null),
    );
    return alike.length === 1 ? alike[0] : undefined;
  };
}

/** Plans the rows of a portal export of fund requests against the requests that are here. */
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
  const claimsOf = new Map<string, Claim[]>();
  for (const claim of known.claims)
    claimsOf.set(claim.requestId, [...(claimsOf.get(claim.requestId) ?? []), claim]);
  const find = finder(known.requests);
  const claimed = new Map<string, { line: number; row: RequestRow }>();
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
    const before = find(row);
    const other = before && claimed.get(before.id);
    if (other) return repeatedRow(line, row, other, input, nameOf);
    if (before) {
      claimed.set(before.id, { line, row });
      const here = hereOf(before, claimsOf.get(before.id) ?? [], known.untouched);
      return againstExisting(line, row, here, input, nameOf, context);
    }
    const record = newRequest(row, ids, context);
    const puts: AnyRecord[] = [{ kind: 'fund-request', record }];
    if (row.status === 'closed') puts.push({ kind: 'claim', record: paidClaim(record, context) });
    return { line, outcome: 'new', title: row.title, puts };
  });
}
