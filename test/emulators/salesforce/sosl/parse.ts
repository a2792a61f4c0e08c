import { ApiError } from '../errors';
import type { SearchGroup } from './match';

/** One object of a search: what to show of it and how to narrow it, as the parts of a SOQL query. */
export interface SearchTarget {
  readonly object: string;
  readonly fields: readonly string[];
  /** WHERE and ORDER BY as they stand. */
  readonly clauses: string;
  readonly limit: number | null;
}

/** A search: an empty list of targets means all searchable objects. */
export interface Search {
  readonly term: string;
  readonly group: SearchGroup;
  readonly targets: readonly SearchTarget[];
  readonly limit: number | null;
}

const GROUPS: readonly SearchGroup[] = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'];
const MIN_TERM = 2;

/** 400 for a search that breaks the grammar. */
export function malformedSearch(message: string): ApiError {
  return new ApiError(400, 'MALFORMED_SEARCH', message);
}

/** A term that is long enough to search for. */
export function checkTerm(term: string): string {
  if (term.replace(/[*?\s"]/g, '').length < MIN_TERM)
    throw malformedSearch(`search term must be longer than one character: ${term}`);
  return term;
}

/** The group that a client names, in any case. */
export function groupNamed(name: string): SearchGroup {
  const found = GROUPS.find((group) => group === name.toUpperCase());
  if (!found) throw malformedSearch(`unexpected token: '${name}'`);
  return found;
}

/** Splits at commas outside brackets and quotes. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "'" && text[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

function targetOf(text: string): SearchTarget {
  const [, object = '', , inner] = /^(\w+)\s*(\(([\s\S]*)\))?$/.exec(text) ?? [];
  if (object === '') throw malformedSearch(`unexpected token: '${text}'`);
  if (inner === undefined) return { object, fields: [], clauses: '', limit: null };
  const at = /\b(?:WHERE|USING|ORDER\s+BY|LIMIT|OFFSET)\b/i.exec(inner)?.index ?? inner.length;
  const rest = inner.slice(at);
  const limit = /\bLIMIT\s+(\d+)/i.exec(rest)?.[1];
  return {
    object,
    fields: splitList(inner.slice(0, at)),
    clauses: rest.replace(/\b(?:LIMIT|OFFSET)\s+\d+/gi, '').trim(),
    limit: limit === undefined ? null : Number(limit),
  };
}

/** Reads SOSL: `FIND {term} [IN group FIELDS] [RETURNING object(fields …), …] [LIMIT n]`. */
export function parseSosl(text: string): Search {
  const [, term, rest = ''] = /^\s*FIND\s*\{((?:[^}\\]|\\.)*)\}([\s\S]*)$/i.exec(text) ?? [];
  if (term === undefined)
    throw malformedSearch('No search term found. The search term must be enclosed in braces.');
  const group = /^\s*IN\s+(\w+)\s+FIELDS\b/i.exec(rest);
  const after = rest.slice(group?.[0].length ?? 0).replace(/\bWITH\s+[\s\S]*$/i, '');
  const whole = /^\s*(?:RETURNING\s+([\s\S]*?))?(?:\s+LIMIT\s+(\d+))?\s*$/i.exec(after);
  if (!whole) throw malformedSearch(`unexpected token: '${after.trim().split(/\s/)[0] ?? ''}'`);
  return {
    term: checkTerm(term),
    group: groupNamed(group?.[1] ?? 'ALL'),
    targets: splitList(whole[1] ?? '').map(targetOf),
    limit: whole[2] === undefined ? null : Number(whole[2]),
  };
}
