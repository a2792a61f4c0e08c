import { readRequestRow, type RequestRow } from '../../domain/imports/read-request-row';
import { partnerIndex } from '../../domain/imports/row-partner';
import type { CellProblem } from '../../domain/imports/table';
import type { Claim } from '../../schema/claim';
import type { FundRequest } from '../../schema/fund-request';
import { FundRequestId } from '../../schema/ids';
import type { Partner } from '../../schema/partner';
import type { AnyRecord } from '../../schema/record';
import type { UseCaseContext } from '../context';
import { derivedId } from '../derived-id';
import { type Finder, namesProblem } from './find-request';
import type { ImportInput, PlannedRow } from './import-plan';
import { approvalOf, approvedAmountOf, paidClaim, standingText } from './portal-status';
import { namedInFile } from './salesforce-object';
import { againstExisting, columnOf, hereOf, type NameOf, said, taken } from './request-news';
import { rowHints } from './row-hints';
import { contradict, exactNames, nameKey } from './row-names';

/** What the plan needs to know of what is here. */
export type RequestPlanContext = {
  readonly partners: readonly Partner[];
  readonly requests: readonly FundRequest[];
  /** Finds among them. */
  readonly finder: Finder;
  /** Claims of the requests that the rows may mean. */
  readonly claims: readonly Claim[];
  /** Ids of those of them that only imports have written, so that an import may change them again. */
  readonly untouched: ReadonlySet<string>;
};

function newRequest(row: RequestRow, taken: ReadonlySet<string>, context: UseCaseContext): FundRequest {
  const { status: _, namesRegion: __, salesforceId, ...values } = row;
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

/** A row of the file, as it was read. */
export type ReadRequest =
  | { readonly line: number; readonly row: RequestRow }
  | { readonly line: number; readonly bad: PlannedRow };

type GoodRow = Extract<ReadRequest, { readonly row: RequestRow }>;

/** Reads the rows of a portal export of fund requests; a row that cannot be read is bad already. */
export function readRequests(
  input: ImportInput,
  partners: readonly Partner[],
  context: UseCaseContext,
  onRow: (index: number) => void = () => undefined,
): ReadRequest[] {
  const rowContext = {
    headers: input.table.headers,
    mapping: input.mapping,
    dateOrders: input.dateOrders,
    partners: partnerIndex(partners),
    playbook: context.playbook,
  };
  return input.table.rows.map(({ line, cells }, index) => {
    onRow(index);
    const read = readRequestRow(cells, rowContext);
    if (read.kind === 'good') return { line, row: read.value };
    const title = cells[input.mapping.title ?? -1] ?? '';
    return { line, bad: { line, outcome: 'bad', title, problems: read.problems } };
  });
}

/** Every name that a row has within its file. */
function namesWithin(row: RequestRow): string[] {
  const exact = exactNames(row);
  return exact.length > 0 ? exact : [nameKey(row)];
}

function clash(line: number, row: RequestRow, others: readonly GoodRow[], input: ImportInput): PlannedRow {
  const [first, second] = others;
  const isSameNumber = first?.row.portalNumber === row.portalNumber;
  const message = second
    ? `The row has one name of row ${first?.line} and the other one of row ${second.line}.`
    : `Row ${first?.line} has the same ${isSameNumber ? 'request id with another Salesforce id' : 'Salesforce id with another request id'}.`;
  return { line, outcome: 'bad', title: row.title, problems: namesProblem(message, input) };
}

/** What the rows say of each other: which ones before a row have one of its names, and which row a request goes to. */
type Order = {
  readonly earlier: ReadonlyMap<GoodRow, readonly GoodRow[]>;
  readonly claimed: Map<string, GoodRow>;
};

function isClash(row: RequestRow, [first, second]: readonly GoodRow[]): boolean {
  return second !== undefined || (first !== undefined && contradict(first.row, row));
}

/** What a row names exactly goes to it, also where one before it is only called alike. */
function orderOf(reads: readonly ReadRequest[], finder: Finder): Order {
  const seen = new Map<string, GoodRow>();
  const earlier = new Map<GoodRow, readonly GoodRow[]>();
  const claimed = new Map<string, GoodRow>();
  for (const read of reads) {
    if ('bad' in read) continue;
    const names = namesWithin(read.row);
    const others = [...new Set(names.flatMap((name) => seen.get(name) ?? []))];
    earlier.set(read, others);
    if (isClash(read.row, others)) continue;
    for (const name of names) if (!seen.has(name)) seen.set(name, read);
    const found = finder.exactly(read.row);
    if (found.kind === 'here' && !claimed.has(found.request.id)) claimed.set(found.request.id, read);
  }
  return { earlier, claimed };
}

/** Plans the rows of a portal export of fund requests against the requests that are here. */
export function planRequests(
  input: ImportInput,
  reads: readonly ReadRequest[],
  known: RequestPlanContext,
  context: UseCaseContext,
): PlannedRow[] {
  const claimsOf = new Map<string, Claim[]>();
  for (const claim of known.claims)
    claimsOf.set(claim.requestId, [...(claimsOf.get(claim.requestId) ?? []), claim]);
  const { finder } = known;
  const { earlier, claimed } = orderOf(reads, finder);
  const rowOf = ({ id }: FundRequest) => claimed.get(id)?.row;
  const ids = new Set<string>(known.requests.map(({ id }) => id));
  // Ids of partners are told by name; every other text stands for itself.
  const partners = new Map<string, Partner>(known.partners.map((partner) => [partner.id, partner]));
  const nameOf: NameOf = (text) => partners.get(text)?.name ?? text;
  const hintsOf = (row: RequestRow, record: FundRequest, isNew: boolean) =>
    rowHints(row, record, { partner: partners.get(record.partnerId), isNew }, input, context.playbook);
  return reads.map((read): PlannedRow => {
    if ('bad' in read) return read.bad;
    const { line, row } = read;
    const others = earlier.get(read) ?? [];
    if (isClash(row, others)) return clash(line, row, others, input);
    const [first] = others;
    if (first) return repeatedRow(line, row, first, input, nameOf);
    const exact = finder.exactly(row);
    const found = exact.kind === 'none' ? finder.byName(row, rowOf) : exact;
    if (found.kind === 'unclear') return { line, outcome: 'bad', title: row.title, problems: found.problems };
    if (found.kind === 'here') {
      const { request } = found;
      const other = claimed.get(request.id) ?? read;
      if (other !== read) return repeatedRow(line, row, other, input, nameOf);
      claimed.set(request.id, read);
      const here = hereOf(request, claimsOf.get(request.id) ?? [], known.untouched);
      const planned = againstExisting(line, row, here, input, nameOf, context);
      const [put] = 'puts' in planned ? planned.puts : [];
      return put?.kind === 'fund-request' && 'puts' in planned
        ? { ...planned, hints: hintsOf(row, put.record, false) }
        : planned;
    }
    const record = newRequest(row, ids, context);
    const puts: AnyRecord[] = [{ kind: 'fund-request', record }];
    if (row.status === 'closed') puts.push({ kind: 'claim', record: paidClaim(record, context) });
    return { line, outcome: 'new', title: row.title, puts, hints: hintsOf(row, record, true) };
  });
}
