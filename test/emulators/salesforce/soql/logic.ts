import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from './context';

/** Decides about one row. */
export type Predicate<Row> = (row: Row) => boolean;

type AnyCondition =
  | Exclude<ConditionWithValueQuery, { field?: never; fn?: never; operator?: never }>
  | Condition;
type Token =
  | { readonly kind: '(' | ')' | 'AND' | 'OR' | 'NOT' }
  | { readonly kind: 'test'; readonly condition: AnyCondition };

interface Link {
  readonly left: unknown;
  readonly operator?: string;
  readonly right?: unknown;
}

function parens(condition: unknown, which: 'openParen' | 'closeParen', kind: '(' | ')'): Token[] {
  const count = (condition as Record<string, unknown> | null)?.[which];
  return Array.from({ length: typeof count === 'number' ? count : 0 }, () => ({ kind }));
}

/** The parser hands conditions over as a chain with counted parentheses; this puts them back in a row. */
function tokensOf(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  let link: Link | undefined = clause as Link;
  while (link) {
    tokens.push(...parens(link.left, 'openParen', '('));
    if (link.operator === 'NOT') {
      tokens.push({ kind: 'NOT' });
    } else {
      tokens.push({ kind: 'test', condition: link.left as AnyCondition });
      tokens.push(...parens(link.left, 'closeParen', ')'));
      if (link.operator !== undefined) tokens.push({ kind: link.operator as 'AND' | 'OR' });
    }
    link = link.right as Link | undefined;
  }
  return tokens;
}

/**
 * Turns a WHERE or HAVING clause into one predicate. NOT binds tightest; AND and OR next to each other without
 * parentheses are refused, as Salesforce refuses them.
 */
export function compileLogic<Row>(
  clause: WhereClause | HavingClause,
  compileTest: (condition: AnyCondition) => Predicate<Row>,
): Predicate<Row> {
  const tokens = tokensOf(clause);
  let at = 0;

  function term(): Predicate<Row> {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'NOT') {
      const inner = term();
      return (row) => !inner(row);
    }
    if (token?.kind === '(') {
      const inner = expression();
      if (tokens[at]?.kind !== ')') throw malformedQuery("unexpected token: '<EOF>'");
      at += 1;
      return inner;
    }
    if (token?.kind === 'test') return compileTest(token.condition);
    throw malformedQuery(`unexpected token: '${token?.kind ?? '<EOF>'}'`);
  }

  function expression(): Predicate<Row> {
    const terms = [term()];
    let operator: 'AND' | 'OR' | null = null;
    for (let token = tokens[at]; token?.kind === 'AND' || token?.kind === 'OR'; token = tokens[at]) {
      if (operator !== null && token.kind !== operator)
        throw malformedQuery(`unexpected token: '${token.kind}'`);
      operator = token.kind;
      at += 1;
      terms.push(term());
    }
    return operator === 'OR'
      ? (row) => terms.some((test) => test(row))
      : (row) => terms.every((test) => test(row));
  }

  const whole = expression();
  if (at < tokens.length) throw malformedQuery(`unexpected token: '${tokens[at]?.kind ?? '<EOF>'}'`);
  return whole;
}

/** The conditions that every row has to meet, because nothing but AND joins them and no NOT precedes them. */
export function requiredConditions(clause: WhereClause | undefined): readonly AnyCondition[] {
  if (!clause) return [];
  const tokens = tokensOf(clause);
  if (tokens.some(({ kind }) => kind === 'OR' || kind === 'NOT')) return [];
  return tokens.flatMap((token) => (token.kind === 'test' ? [token.condition] : []));
}
