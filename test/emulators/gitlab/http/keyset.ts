import { ApiError } from './api-error';
import type { Call } from './env';
import { readPage, urlWith } from './paging';

/** 405 for an order that keyset pages cannot follow. */
export function keysetUnavailable(): ApiError {
  return new ApiError(405, { error: 'Keyset pagination is not yet available for this type of request' });
}

/** Whether a request asks for keyset pages. */
export function wantsKeyset(call: Pick<Call, 'read'>): boolean {
  return call.read.text('pagination') === 'keyset';
}

interface Cursor {
  readonly key: string;
  readonly id: number;
}

function encodeCursor(orderBy: string, cursor: Cursor): string {
  const fields = { [orderBy]: cursor.key, id: String(cursor.id), _kd: 'n' };
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

function decodeCursor(orderBy: string, text: string): Cursor {
  try {
    const fields: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof fields === 'object' && fields !== null && 'id' in fields && orderBy in fields)
      return { key: String((fields as Record<string, unknown>)[orderBy]), id: Number(fields.id) };
  } catch {
    // Falls through to the refusal below.
  }
  throw new ApiError(400, { error: 'cursor is invalid' });
}

/**
 * One page after a cursor. The rows come in their order; the only header is Link with the next page, and there is
 * none on the last. `keyOf` gives the value ordered by; the id breaks ties.
 */
export function keysetPage<Row extends { readonly id: number }>(
  call: Call,
  rows: readonly Row[],
  orderBy: string,
  keyOf: (row: Row) => string,
): Row[] {
  const { perPage } = readPage(call);
  const text = call.read.text('cursor');
  const cursor = text ? decodeCursor(orderBy, text) : null;
  const ascending = call.read.text('sort') === 'asc';
  const sign = ascending ? 1 : -1;
  function compare(a: Cursor, b: Cursor): number {
    if (a.key !== b.key) return a.key < b.key ? -sign : sign;
    return (a.id - b.id) * sign;
  }
  const sorted = rows
    .map((row) => ({ row, at: { key: keyOf(row), id: row.id } }))
    .sort((a, b) => compare(a.at, b.at))
    .filter((entry) => cursor === null || compare(entry.at, cursor) > 0);
  const page = sorted.slice(0, perPage);
  const last = page.at(-1);
  if (last && sorted.length > page.length)
    call.header('Link', `<${urlWith(call, { cursor: encodeCursor(orderBy, last.at) })}>; rel="next"`);
  return page.map((entry) => entry.row);
}

/** Keyset pages by id with `id_after` or `id_before`, as projects have them. */
export function keysetById<Row extends { readonly id: number }>(call: Call, rows: readonly Row[]): Row[] {
  const { perPage } = readPage(call);
  const after = call.read.integer('id_after') ?? null;
  const before = call.read.integer('id_before') ?? null;
  const ascending = call.read.text('sort') === 'asc';
  const left = rows
    .filter((row) => (after === null || row.id > after) && (before === null || row.id < before))
    .sort((a, b) => (ascending ? a.id - b.id : b.id - a.id));
  const page = left.slice(0, perPage);
  const last = page.at(-1);
  if (last && left.length > page.length)
    call.header(
      'Link',
      `<${urlWith(call, ascending ? { id_after: last.id } : { id_before: last.id })}>; rel="next"`,
    );
  return page;
}
