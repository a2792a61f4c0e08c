import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery, type QueryContext, queryError } from './context';

/** What the parser met instead of what it hoped for, read from its message. */
function offendingToken(message: string): string | null {
  const found =
    /but found --> '([^']*)' <--/.exec(message)?.[1] ??
    /but found: '([^']*)'/.exec(message)?.[1] ??
    /expecting EOF but found: (\S+)/.exec(message)?.[1] ??
    /unexpected character: ->(.)<-/.exec(message)?.[1];
  return found ?? null;
}

/** Clients ask the same few queries over and over. */
const parsed = new Map<string, Query>();
const KEPT = 500;

function parseOnce(text: string): Query {
  const known = parsed.get(text);
  if (known) return structuredClone(known);
  if (parsed.size >= KEPT) parsed.clear();
  const query = parseQuery(text);
  parsed.set(text, structuredClone(query));
  return query;
}

/** Parses SOQL; what the parser refuses becomes MALFORMED_QUERY with row and column. */
export function parseSoql(context: QueryContext): Query {
  const text = context.text.trim();
  if (text === '') throw malformedQuery('A query string has to be specified');
  try {
    return parseOnce(context.text);
  } catch (error) {
    const token = offendingToken(error instanceof Error ? error.message : '');
    if (token === null) throw malformedQuery('unexpected token: <EOF>');
    throw queryError(
      context,
      'MALFORMED_QUERY',
      token,
      `unexpected token: '${token === '' ? '<EOF>' : token}'`,
    );
  }
}
