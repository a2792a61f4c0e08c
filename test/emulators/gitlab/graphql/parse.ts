// GraphQL documents as the emulator runs them: operations, fragments, variables, directives. Nothing is checked against a schema.
import {
  type ArgumentNode,
  type DirectiveNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode as AstValue,
} from 'graphql';

/** A value as a document writes it. */
export type ValueNode =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'plain'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly ValueNode[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, ValueNode])[] };

/** Arguments by name. */
export type Arguments = readonly (readonly [string, ValueNode])[];

interface Directive {
  readonly name: string;
  readonly args: Arguments;
}

/** Where something stands in the document, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing that a selection asks for. */
export type Selection =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly alias: string;
      readonly args: Arguments;
      readonly directives: readonly Directive[];
      readonly selections: readonly Selection[] | null;
      readonly at: Place;
    }
  | {
      readonly kind: 'inline';
      readonly on: string | null;
      readonly directives: readonly Directive[];
      readonly selections: readonly Selection[];
    }
  | { readonly kind: 'spread'; readonly name: string; readonly directives: readonly Directive[] };

/** An operation of a document. */
export interface Operation {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  /** Variables with their defaults; those of a type that ends with `!` must be given. */
  readonly variables: readonly {
    readonly name: string;
    readonly type: string;
    readonly fallback: ValueNode | null;
  }[];
  readonly selections: readonly Selection[];
}

/** A document, read. */
export interface GraphDocument {
  readonly operations: readonly Operation[];
  readonly fragments: ReadonlyMap<string, { readonly on: string; readonly selections: readonly Selection[] }>;
}

/** A document that breaks the grammar. */
export class GraphSyntaxError extends Error {
  constructor(
    readonly found: string,
    readonly at: Place,
  ) {
    super(`syntax error, unexpected ${found} at [${at.line}, ${at.column}]`);
  }
}

function valueOf(node: AstValue): ValueNode {
  switch (node.kind) {
    case Kind.VARIABLE:
      return { kind: 'variable', name: node.name.value };
    case Kind.LIST:
      return { kind: 'list', items: node.values.map(valueOf) };
    case Kind.OBJECT:
      return { kind: 'object', fields: node.fields.map(({ name, value }) => [name.value, valueOf(value)]) };
    case Kind.NULL:
      return { kind: 'plain', value: null };
    case Kind.INT:
    case Kind.FLOAT:
      return { kind: 'plain', value: Number(node.value) };
    case Kind.BOOLEAN:
    case Kind.STRING:
    case Kind.ENUM:
      return { kind: 'plain', value: node.value };
  }
}

function argumentsOf(nodes: readonly ArgumentNode[] = []): Arguments {
  return nodes.map(({ name, value }) => [name.value, valueOf(value)]);
}

function directivesOf(nodes: readonly DirectiveNode[] = []): Directive[] {
  return nodes.map((node) => ({ name: node.name.value, args: argumentsOf(node.arguments) }));
}

function selectionsOf({ selections }: SelectionSetNode): Selection[] {
  return selections.map(selectionOf);
}

function selectionOf(node: SelectionNode): Selection {
  const directives = directivesOf(node.directives);
  switch (node.kind) {
    case Kind.FRAGMENT_SPREAD:
      return { kind: 'spread', name: node.name.value, directives };
    case Kind.INLINE_FRAGMENT: {
      const on = node.typeCondition?.name.value ?? null;
      return { kind: 'inline', on, directives, selections: selectionsOf(node.selectionSet) };
    }
    case Kind.FIELD: {
      const { line = 1, column = 1 } = node.loc?.startToken ?? {};
      return {
        kind: 'field',
        name: node.name.value,
        alias: (node.alias ?? node.name).value,
        args: argumentsOf(node.arguments),
        directives,
        selections: node.selectionSet === undefined ? null : selectionsOf(node.selectionSet),
        at: { line, column },
      };
    }
  }
}

const kinds = {
  query: 'query',
  mutation: 'mutation',
  subscription: 'subscription',
} as const satisfies Record<`${OperationTypeNode}`, string>;

function operationOf(node: OperationDefinitionNode): Operation {
  return {
    type: kinds[node.operation],
    name: node.name?.value ?? null,
    variables: (node.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => ({
      name: variable.name.value,
      type: print(type),
      fallback: defaultValue === undefined ? null : valueOf(defaultValue),
    })),
    selections: selectionsOf(node.selectionSet),
  };
}

/** GitLab's words for what the parser found where it does not belong. */
function syntaxError({ message, locations }: GraphQLError): GraphSyntaxError {
  const found = /(?:found|Unexpected|Unterminated) (.*?)\.?$/.exec(message)?.[1] ?? 'character';
  return new GraphSyntaxError(
    found === '<EOF>' ? 'end of file' : found,
    locations?.[0] ?? { line: 1, column: 1 },
  );
}

/** Reads a document; throws {@link GraphSyntaxError}. */
export function parseDocument(text: string): GraphDocument {
  const operations: Operation[] = [];
  const fragments = new Map<string, { on: string; selections: readonly Selection[] }>();
  try {
    for (const node of parse(text).definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) operations.push(operationOf(node));
      if (node.kind === Kind.FRAGMENT_DEFINITION)
        fragments.set(node.name.value, {
          on: node.typeCondition.name.value,
          selections: selectionsOf(node.selectionSet),
        });
    }
  } catch (error) {
    throw error instanceof GraphQLError ? syntaxError(error) : error;
  }
  return { operations, fragments };
}
