import type { Arguments, GraphDocument, Operation, Place, Selection, ValueNode } from './parse';

/** A value that an argument has once variables are put in. */
export type ArgValue = string | number | boolean | null | ArgValue[] | { [name: string]: ArgValue };
/** Arguments of a field by name. */
export type Args = Readonly<Record<string, ArgValue | undefined>>;

/** What a field gives: a scalar, an object, a list of these. */
export type GraphValue = string | number | boolean | null | GraphObject | readonly GraphValue[];

/** An object of the graph: each field is a value or is worked out from its arguments. */
export interface GraphObject {
  readonly typename: string;
  readonly interfaces?: readonly string[];
  readonly fields: Readonly<Record<string, GraphValue | ((args: Args) => GraphValue)>>;
}

/** An error as the answer carries it. */
export interface GraphError {
  readonly message: string;
  readonly locations?: readonly Place[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The whole answer. */
export interface GraphAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
}

/** Ends the whole request: the document asks for what the schema does not have. */
export class InvalidRequest extends Error {
  constructor(readonly error: GraphError) {
    super(error.message);
  }
}

/** Ends one field, which becomes null; the rest of the answer stands. */
export class FieldError extends Error {}

function isObject(value: GraphValue): value is GraphObject {
  return typeof value === 'object' && value !== null && 'typename' in value;
}

/** Runs one operation over the two roots. */
class Execution {
  readonly errors: GraphError[] = [];
  readonly #document: GraphDocument;
  readonly #variables: Readonly<Record<string, ArgValue>>;

  constructor(document: GraphDocument, variables: Readonly<Record<string, ArgValue>>) {
    this.#document = document;
    this.#variables = variables;
  }

  value(node: ValueNode): ArgValue | undefined {
    switch (node.kind) {
      case 'variable':
        return this.#variables[node.name];
      case 'plain':
        return node.value;
      case 'list':
        return node.items.map((item) => this.value(item) ?? null);
      case 'object':
        return Object.fromEntries(
          node.fields.flatMap(([name, field]) => {
            const value = this.value(field);
            return value === undefined ? [] : [[name, value]];
          }),
        );
    }
  }

  #args(args: Arguments): Args {
    return Object.fromEntries(args.map(([name, node]) => [name, this.value(node)]));
  }

  #isOn({ directives }: Selection): boolean {
    return directives.every(({ name, args }) => {
      const wanted = this.#args(args)['if'] === true;
      return name === 'skip' ? !wanted : name === 'include' ? wanted : true;
    });
  }

  object(target: GraphObject, selections: readonly Selection[], path: readonly (string | number)[]): unknown {
    const result: Record<string, unknown> = {};
    this.#collect(target, selections, path, result);
    return result;
  }

  #collect(
    target: GraphObject,
    selections: readonly Selection[],
    path: readonly (string | number)[],
    result: Record<string, unknown>,
  ): void {
    for (const selection of selections) {
      if (!this.#isOn(selection)) continue;
      switch (selection.kind) {
        case 'field': {
          const value = this.#field(target, selection, [...path, selection.alias]);
          const before = result[selection.alias];
          // The same list or object may be asked for twice, with other fields each time.
          result[selection.alias] =
            typeof before === 'object' && before !== null && !Array.isArray(before)
              ? { ...before, ...(value as object) }
              : value;
          break;
        }
        case 'inline':
          if (selection.on === null || this.#fits(target, selection.on))
            this.#collect(target, selection.selections, path, result);
          break;
        case 'spread': {
          const fragment = this.#document.fragments.get(selection.name);
          if (!fragment)
            throw new InvalidRequest({
              message: `Fragment ${selection.name} was used, but not defined`,
              path: ['query', `...${selection.name}`],
              extensions: { code: 'useAndDefineFragment', fragmentName: selection.name },
            });
          if (this.#fits(target, fragment.on)) this.#collect(target, fragment.selections, path, result);
          break;
        }
      }
    }
  }

  #fits({ typename, interfaces = [] }: GraphObject, on: string): boolean {
    return typename === on || interfaces.includes(on);
  }

  #field(
    target: GraphObject,
    field: Selection & { kind: 'field' },
    path: readonly (string | number)[],
  ): unknown {
    if (field.name === '__typename') return target.typename;
    const entry = Object.hasOwn(target.fields, field.name) ? target.fields[field.name] : undefined;
    if (entry === undefined)
      throw new InvalidRequest({
        message: `Field '${field.name}' doesn't exist on type '${target.typename}'`,
        locations: [field.at],
        path: ['query', ...path],
        extensions: { code: 'undefinedField', typeName: target.typename, fieldName: field.name },
      });
    try {
      const value = typeof entry === 'function' ? entry(this.#args(field.args)) : entry;
      return this.#complete(value, field, path, target.typename);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      this.errors.push({ message: error.message, locations: [field.at], path });
      return null;
    }
  }

  #complete(
    value: GraphValue,
    field: Selection & { kind: 'field' },
    path: readonly (string | number)[],
    parent: string,
  ): unknown {
    if (value === null) return null;
    if (Array.isArray(value))
      return (value as readonly GraphValue[]).map((item, index) =>
        this.#complete(item, field, [...path, index], parent),
      );
    if (!isObject(value as GraphValue)) return value;
    if (field.selections === null)
      throw new InvalidRequest({
        message: `Field must have selections (field '${field.name}' returns ${(value as GraphObject).typename} but has no selections. Did you mean '${field.name} { ... }'?)`,
        locations: [field.at],
        path: ['query', ...path],
        extensions: { code: 'selectionMismatch', nodeName: `field '${field.name}'`, typeName: parent },
      });
    return this.object(value as GraphObject, field.selections, path);
  }
}

function variablesOf(
  operation: Operation,
  given: Readonly<Record<string, ArgValue>>,
  value: (node: ValueNode) => ArgValue | undefined,
): Record<string, ArgValue> {
  const variables: Record<string, ArgValue> = {};
  for (const { name, type, fallback } of operation.variables) {
    const sent = given[name];
    if (sent !== undefined) variables[name] = sent;
    else if (fallback !== null) variables[name] = value(fallback) ?? null;
    if (type.endsWith('!') && (variables[name] ?? null) === null)
      throw new InvalidRequest({
        message: `Variable $${name} of type ${type} was provided invalid value`,
        extensions: { value: null, problems: [{ path: [], explanation: 'Expected value to not be null' }] },
      });
  }
  return variables;
}

/** Runs the operation that is named, or the only one. */
export function execute(
  document: GraphDocument,
  roots: { readonly query: GraphObject; readonly mutation: GraphObject },
  request: {
    readonly operationName: string | null;
    readonly variables: Readonly<Record<string, ArgValue>>;
  },
): GraphAnswer {
  const { operationName } = request;
  const operation =
    operationName === null
      ? document.operations[0]
      : document.operations.find(({ name }) => name === operationName);
  if (!operation || (operationName === null && document.operations.length > 1))
    return { errors: [{ message: 'An operation name is required' }] };
  try {
    const plain = new Execution(document, {});
    const run = new Execution(
      document,
      variablesOf(operation, request.variables, (node) => plain.value(node)),
    );
    const data = run.object(
      operation.type === 'mutation' ? roots.mutation : roots.query,
      operation.selections,
      [],
    );
    return run.errors.length === 0 ? { data } : { data, errors: run.errors };
  } catch (error) {
    if (error instanceof InvalidRequest) return { errors: [error.error] };
    throw error;
  }
}
