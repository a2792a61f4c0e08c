import type { FunctionExp, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldDef, FieldValue, ObjectDef, StoredRecord } from '../metadata/types';
import { ApiError } from '../errors';
import { fiscalYearOf, malformedQuery, type QueryContext } from './context';
import { dateFunction, isDateFunction } from './functions';
import { labelOf } from './labels';
import { type Comparable, comparable, compare, likePattern, type Literal, readLiteral } from './literals';
import { compileLogic, type Predicate, requiredConditions } from './logic';
import { readPath, resolvePath } from './paths';

/** Where a WHERE clause stands: the object it filters, its alias, and how to run an inner query. */
export interface WhereScope {
  readonly context: QueryContext;
  readonly def: ObjectDef;
  readonly alias: string | undefined;
  /** Values of the one field that an inner query selects. */
  readonly innerValues: (query: Query) => ReadonlySet<FieldValue>;
}

interface Test {
  readonly field?: string;
  readonly fn?: FunctionExp;
  readonly operator: string;
  readonly value?: string | string[];
  readonly valueQuery?: Query;
  readonly literalType?: string | string[];
}

/** The left side of a condition: how to read it and what kind of field it behaves like. */
interface Subject {
  readonly def: FieldDef;
  readonly read: (record: StoredRecord) => FieldValue;
}

const TEXT_LIKE: Pick<FieldDef, 'type' | 'name'> = { type: 'string', name: 'Name' };
const NUMBER_LIKE: Pick<FieldDef, 'type' | 'name'> = { type: 'double', name: 'Number' };

function subjectOf(scope: WhereScope, test: Test): Subject {
  const { context, def, alias } = scope;
  if (test.fn) {
    const name = test.fn.functionName ?? '';
    const [argument] = test.fn.parameters ?? [];
    if (typeof argument !== 'string') throw malformedQuery(`unexpected token: '${name}'`);
    const path = resolvePath(context, def, argument, alias);
    const { field } = path;
    if (name.toUpperCase() === 'TOLABEL' && field) {
      return {
        def: { ...TEXT_LIKE, name: field.name } as FieldDef,
        read: (record) => labelOf(field, readPath(context, def, path, record)),
      };
    }
    if (!isDateFunction(name)) throw malformedQuery(`unexpected token: '${name}'`);
    const fiscal = fiscalYearOf(context);
    const kind = name.toUpperCase() === 'DAY_ONLY' ? { type: 'date' as const, name: argument } : NUMBER_LIKE;
    return {
      def: kind as FieldDef,
      read: (record) => dateFunction(name, readPath(context, def, path, record), fiscal),
    };
  }
  const path = resolvePath(context, def, test.field ?? '', alias);
  const field = path.field ?? ({ ...TEXT_LIKE, name: path.name } as FieldDef);
  if (path.field && !path.field.filterable) {
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `field '${path.field.name}' can not be filtered in a query call`,
    );
  }
  return { def: field, read: (record) => readPath(context, def, path, record) };
}

function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function likeTest(subject: Subject, test: Test): Predicate<StoredRecord> {
  if (!['string', 'textarea', 'picklist', 'combobox', 'email', 'phone', 'url'].includes(subject.def.type)) {
    throw new ApiError(400, 'INVALID_FIELD', `invalid operator on ${subject.def.type} field`);
  }
  const patterns = listOf(test.value).map(likePattern);
  return (record) => {
    const value = subject.read(record);
    return typeof value === 'string' && patterns.some((pattern) => pattern.test(value));
  };
}

function memberTest(
  scope: WhereScope,
  subject: Subject,
  test: Test,
  positive: boolean,
): Predicate<StoredRecord> {
  if (test.valueQuery) {
    const values = scope.innerValues(test.valueQuery);
    return (record) => values.has(subject.read(record)) === positive;
  }
  const types = listOf(test.literalType);
  const literals: Literal[] = listOf(test.value).map((raw, index) =>
    readLiteral(scope.context, subject.def, raw, types[index] ?? types[0] ?? 'STRING'),
  );
  const plain = new Set<Comparable>(
    literals.flatMap((literal) => (literal.kind === 'value' ? [literal.value] : [])),
  );
  const ranges = literals.filter((literal) => literal.kind === 'range');
  return (record) => {
    const value = comparable(subject.def.type, subject.read(record));
    return (plain.has(value) || ranges.some((range) => compare(value, '=', range))) === positive;
  };
}

function choiceTest(subject: Subject, test: Test): Predicate<StoredRecord> {
  // Each entry of INCLUDES is a set of choices that must all be there: ('a;b', 'c').
  const wanted = listOf(test.value).map((raw) => raw.slice(1, -1).toLowerCase().split(';'));
  return (record) => {
    const chosen = new Set(
      String(subject.read(record) ?? '')
        .toLowerCase()
        .split(';'),
    );
    const included = wanted.some((entry) => entry.every((choice) => chosen.has(choice)));
    return included === (test.operator === 'INCLUDES');
  };
}

function compileTest(scope: WhereScope, test: Test): Predicate<StoredRecord> {
  const subject = subjectOf(scope, test);
  switch (test.operator.toUpperCase()) {
    case 'LIKE':
      return likeTest(subject, test);
    case 'IN':
      return memberTest(scope, subject, test, true);
    case 'NOT IN':
      return memberTest(scope, subject, test, false);
    case 'INCLUDES':
    case 'EXCLUDES':
      return choiceTest(subject, test);
    default: {
      const literalType = listOf(test.literalType)[0] ?? 'STRING';
      const literal = readLiteral(scope.context, subject.def, listOf(test.value)[0] ?? '', literalType);
      return (record) => compare(comparable(subject.def.type, subject.read(record)), test.operator, literal);
    }
  }
}

const LINK_FILTERS = new Set(['id', 'contentdocumentid', 'linkedentityid']);

function checkLinkFilter(clause: WhereClause | undefined): void {
  const filtered = requiredConditions(clause).some((condition) => {
    const test = condition as Test;
    return (
      LINK_FILTERS.has((test.field ?? '').toLowerCase()) && (test.operator === '=' || test.operator === 'IN')
    );
  });
  if (filtered) return;
  throw malformedQuery(
    "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
  );
}

/** Turns a WHERE clause into a predicate over stored records. */
export function compileWhere(scope: WhereScope, clause: WhereClause | undefined): Predicate<StoredRecord> {
  if (scope.def.name === 'ContentDocumentLink') checkLinkFilter(clause);
  if (!clause) return () => true;
  return compileLogic<StoredRecord>(clause, (condition) => compileTest(scope, condition as Test));
}
