import type { RequestRow } from '../../domain/imports/read-request-row';
import type { CellProblem } from '../../domain/imports/table';
import type { FundRequest } from '../../schema/fund-request';
import type { ImportInput } from './import-plan';
import { columnOf } from './request-news';
import { areOthers, nameKey } from './row-names';

/** Which request of the desk a row means. */
export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'here'; readonly request: FundRequest }
  | { readonly kind: 'unclear'; readonly problems: readonly CellProblem[] };

/** Finds requests by the names that rows have. */
export type Finder = {
  /** By number or Salesforce id; unclear where they contradict what is here. */
  exactly(row: RequestRow): Found;
  /** By partner, name and start where one of the two has no number, unless another row is known to mean the request. */
  byName(row: RequestRow, rowOf: (request: FundRequest) => RequestRow | undefined): Found;
  /** Every request that one of the rows may mean. */
  allOf(rows: readonly RequestRow[]): FundRequest[];
};

function said({ portalNumber, title }: FundRequest): string {
  return portalNumber ?? `“${title}”`;
}

/** A problem about the two names of a row, in the words of its file. */
export function namesProblem(message: string, input: ImportInput): CellProblem[] {
  const [number, id] = [columnOf('portalNumber', input), columnOf('salesforceId', input)];
  const fix = `Correct ${number} or ${id} in this row; one of them belongs to another request.`;
  return [number, id].map((column) => ({ column, message, fix }));
}

/** A finder of the requests that are here. */
export function finderOf(requests: readonly FundRequest[], input: ImportInput): Finder {
  const byNumber = new Map<string, FundRequest>();
  const byId = new Map<string, FundRequest>();
  const named = new Map<string, FundRequest[]>();
  for (const request of requests) {
    if (request.portalNumber !== null) byNumber.set(request.portalNumber, request);
    if (request.salesforce) byId.set(request.salesforce.id, request);
    const alike = named.get(nameKey(request));
    if (alike) alike.push(request);
    else named.set(nameKey(request), [request]);
  }
  const ofNumber = ({ portalNumber }: RequestRow) =>
    portalNumber === null ? undefined : byNumber.get(portalNumber);
  const ofId = ({ salesforceId }: RequestRow) => (salesforceId === null ? undefined : byId.get(salesforceId));
  const unclear = (message: string): Found => ({ kind: 'unclear', problems: namesProblem(message, input) });

  return {
    exactly(row) {
      const { portalNumber, salesforceId } = row;
      const [numbered, known] = [ofNumber(row), ofId(row)];
      if (numbered && known && numbered.id !== known.id)
        return unclear(
          `The row names two requests of this desk: ${said(numbered)} by its number and ${said(known)} by the Salesforce id ${salesforceId}.`,
        );
      if (
        known &&
        portalNumber !== null &&
        known.portalNumber !== null &&
        known.portalNumber !== portalNumber
      )
        return unclear(
          `The row gives the number ${portalNumber}, but the request with the Salesforce id ${salesforceId} on this desk is ${known.portalNumber}.`,
        );
      if (numbered?.salesforce && salesforceId !== null && numbered.salesforce.id !== salesforceId)
        return unclear(
          `The row gives the Salesforce id ${salesforceId}, but the request ${portalNumber} on this desk is ${numbered.salesforce.id}.`,
        );
      const request = known ?? numbered;
      return request ? { kind: 'here', request } : { kind: 'none' };
    },
    byName(row, rowOf) {
      const { portalNumber, salesforceId } = row;
      const alike = (named.get(nameKey(row)) ?? []).filter((request) => {
        const other = rowOf(request);
        return (
          (portalNumber === null || request.portalNumber === null) &&
          (salesforceId === null || request.salesforce === null) &&
          (other === undefined || !areOthers(row, other))
        );
      });
      // A request without a number is what a row without one means first.
      const nearest = alike.filter((request) => request.portalNumber === null);
      const [first, second] = nearest.length > 0 ? nearest : alike;
      if (first === undefined) return { kind: 'none' };
      if (second === undefined) return { kind: 'here', request: first };
      const message = `${nearest.length > 0 ? nearest.length : alike.length} requests on this desk have this partner, name and start, so it cannot be told which of them the row means.`;
      const fix =
        'Give the row the Salesforce id or the request id that its request has here, or discard it if its request is here already.';
      return { kind: 'unclear', problems: [{ column: columnOf('title', input), message, fix }] };
    },
    allOf(rows) {
      const found = rows.flatMap((row) => [ofNumber(row), ofId(row), ...(named.get(nameKey(row)) ?? [])]);
      return [...new Set(found.filter((request) => request !== undefined))];
    },
  };
}
