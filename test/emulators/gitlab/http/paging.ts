import type { Call } from './env';
import type { Params, ParamValue } from './params';

const MAX_PER_PAGE = 100;
const DEFAULT_PER_PAGE = 20;
/** Above this many rows nobody is told how many there are. */
const MAX_COUNT = 10_000;

/** Which page is asked for. */
export interface PageRequest {
  readonly page: number;
  readonly perPage: number;
}

/** Reads `page` and `per_page`; more than 100 a page become 100 without a word. */
export function readPage(call: Pick<Call, 'read'>): PageRequest {
  const page = call.read.integer('page') ?? 1;
  const perPage = call.read.integer('per_page') ?? DEFAULT_PER_PAGE;
  if (perPage === 0) call.read.complain('per_page has a value not allowed');
  call.read.check();
  return { page: Math.max(1, page), perPage: Math.min(MAX_PER_PAGE, Math.max(1, perPage)) };
}

function pairs(name: string, value: ParamValue): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item) => pairs(`${name}[]`, item));
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, item]) => pairs(`${name}[${key}]`, item as ParamValue));
  return [[name, value === null ? '' : String(value)]];
}

/** A URL of the same request with some parameters replaced, its query in alphabetical order. */
export function urlWith(call: Pick<Call, 'params' | 'request'>, changes: Params): string {
  const { private_token: _token, access_token: _bearer, ...params } = call.params;
  const entries = Object.entries({ ...params, ...changes }).sort(([a], [b]) => (a < b ? -1 : 1));
  const url = new URL(call.request.url);
  return `${url.origin}${url.pathname}?${new URLSearchParams(entries.flatMap(([name, value]) => pairs(name, value)))}`;
}

/**
 * Cuts one page out of the rows and sets the headers: X-Page and its kin, and Link with the full query.
 * Totals and the last page are left out above 10,000 rows.
 */
export function paginate<Row>(
  call: Pick<Call, 'read' | 'params' | 'request' | 'header'>,
  rows: readonly Row[],
): Row[] {
  const { page, perPage } = readPage(call);
  const total = rows.length;
  const counted = total <= MAX_COUNT;
  const pages = Math.max(1, Math.ceil(total / perPage));
  const next = page < pages ? page + 1 : null;
  const previous = page > 1 && page <= pages + 1 ? page - 1 : null;
  function link(rel: string, target: number): string {
    return `<${urlWith(call, { page: target, per_page: perPage })}>; rel="${rel}"`;
  }
  call.header('X-Page', String(page));
  call.header('X-Per-Page', String(perPage));
  call.header('X-Next-Page', next === null ? '' : String(next));
  call.header('X-Prev-Page', previous === null ? '' : String(previous));
  call.header(
    'Link',
    [
      ...(previous === null ? [] : [link('prev', previous)]),
      ...(next === null ? [] : [link('next', next)]),
      link('first', 1),
      ...(counted ? [link('last', pages)] : []),
    ].join(', '),
  );
  if (counted) {
    call.header('X-Total', String(total));
    call.header('X-Total-Pages', String(pages));
  }
  return rows.slice((page - 1) * perPage, page * perPage);
}
