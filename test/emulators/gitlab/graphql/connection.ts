import type { Args, GraphObject } from './execute';

const MAX_NODES = 100;

function cursorOf(index: number): string {
  return Buffer.from(JSON.stringify({ at: index })).toString('base64url');
}

function indexOf(cursor: unknown): number | null {
  if (typeof cursor !== 'string' || cursor === '') return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null && 'at' in read ? Number(read.at) : null;
  } catch {
    return null;
  }
}

/** A list in pages: `first` and `after`, or `last` and `before`; at most 100 at once. */
export function connection<Item>(
  typename: string,
  items: readonly Item[],
  args: Args,
  show: (item: Item) => GraphObject,
): GraphObject {
  const after = indexOf(args['after']);
  const before = indexOf(args['before']);
  let from = after === null ? 0 : after + 1;
  let to = before ?? items.length;
  const first = typeof args['first'] === 'number' ? args['first'] : null;
  const last = typeof args['last'] === 'number' ? args['last'] : null;
  const size = Math.min(MAX_NODES, first ?? last ?? MAX_NODES);
  if (last !== null && first === null) from = Math.max(from, to - size);
  else to = Math.min(to, from + size);
  const page = items.slice(from, to);
  const nodes = page.map(show);
  return {
    typename: `${typename}Connection`,
    fields: {
      nodes,
      edges: nodes.map((node, index) => ({
        typename: `${typename}Edge`,
        fields: { node, cursor: cursorOf(from + index) },
      })),
      count: items.length,
      pageInfo: {
        typename: 'PageInfo',
        fields: {
          hasNextPage: to < items.length,
          hasPreviousPage: from > 0,
          startCursor: page.length === 0 ? null : cursorOf(from),
          endCursor: page.length === 0 ? null : cursorOf(from + page.length - 1),
        },
      },
    },
  };
}
