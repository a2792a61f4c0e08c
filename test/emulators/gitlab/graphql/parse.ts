// A reader of GraphQL documents: operations, fragments, variables, directives. Nothing is checked against a schema.

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

interface Token {
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[!$&():=@[\]{|}]/g;

function placeIn(text: string, at: number): Place {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    // Comments become blanks, so that places stay right; a # inside a string is none.
    const clean = text.replace(/"(?:\\.|[^"\\\n])*"|#[^\n]*/g, (found) =>
      found.startsWith('#') ? ' '.repeat(found.length) : found,
    );
    this.#tokens = [...clean.matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }));
  }

  peek(): string {
    return this.#tokens[this.#next]?.text ?? '';
  }

  place(): Place {
    return placeIn(this.#text, this.#tokens[this.#next]?.at ?? this.#text.length);
  }

  fail(): GraphSyntaxError {
    const found = this.peek();
    return new GraphSyntaxError(found === '' ? 'end of file' : `"${found}"`, this.place());
  }

  take(expected?: string): string {
    const token = this.peek();
    if (token === '' || (expected !== undefined && token !== expected)) throw this.fail();
    this.#next += 1;
    return token;
  }

  accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#next += 1;
    return true;
  }

  name(): string {
    if (!/^[A-Za-z_]/.test(this.peek())) throw this.fail();
    return this.take();
  }

  /** Items between two tokens. */
  between<Item>(open: string, close: string, item: () => Item): Item[] {
    this.take(open);
    const items: Item[] = [];
    while (!this.accept(close)) items.push(item());
    return items;
  }
}

function plainValue(token: string): string | number | boolean | null {
  if (token.startsWith('"""')) return token.slice(3, -3).trim();
  if (token.startsWith('"')) return JSON.parse(token) as string;
  if (/^-?\d/.test(token)) return Number(token);
  if (token === 'true' || token === 'false') return token === 'true';
  return token === 'null' ? null : token;
}

function readValue(read: Reader): ValueNode {
  if (read.accept('$')) return { kind: 'variable', name: read.name() };
  if (read.peek() === '[') return { kind: 'list', items: read.between('[', ']', () => readValue(read)) };
  if (read.peek() === '{')
    return { kind: 'object', fields: read.between('{', '}', () => readArgument(read)) };
  if (!/^["A-Za-z_\d-]/.test(read.peek())) throw read.fail();
  return { kind: 'plain', value: plainValue(read.take()) };
}

function readArgument(read: Reader): readonly [string, ValueNode] {
  const name = read.name();
  read.take(':');
  return [name, readValue(read)];
}

function readArguments(read: Reader): Arguments {
  return read.peek() === '(' ? read.between('(', ')', () => readArgument(read)) : [];
}

function readDirectives(read: Reader): Directive[] {
  const directives: Directive[] = [];
  while (read.accept('@')) directives.push({ name: read.name(), args: readArguments(read) });
  return directives;
}

function readSelections(read: Reader): Selection[] {
  return read.between('{', '}', () => readSelection(read));
}

function readSelection(read: Reader): Selection {
  if (read.accept('...')) {
    const on = read.accept('on') ? read.name() : null;
    if (on !== null || read.peek() === '{' || read.peek() === '@')
      return { kind: 'inline', on, directives: readDirectives(read), selections: readSelections(read) };
    return { kind: 'spread', name: read.name(), directives: readDirectives(read) };
  }
  const at = read.place();
  const first = read.name();
  const name = read.accept(':') ? read.name() : first;
  return {
    kind: 'field',
    name,
    alias: first,
    args: readArguments(read),
    directives: readDirectives(read),
    selections: read.peek() === '{' ? readSelections(read) : null,
    at,
  };
}

function readType(read: Reader): string {
  const inner = read.accept('[') ? `[${readType(read)}${read.take(']')}` : read.name();
  return read.accept('!') ? `${inner}!` : inner;
}

function readVariable(read: Reader): Operation['variables'][number] {
  read.take('$');
  const name = read.name();
  read.take(':');
  const type = readType(read);
  return { name, type, fallback: read.accept('=') ? readValue(read) : null };
}

/** Reads a document; throws {@link GraphSyntaxError}. */
export function parseDocument(text: string): GraphDocument {
  const read = new Reader(text);
  const operations: Operation[] = [];
  const fragments = new Map<string, { on: string; selections: readonly Selection[] }>();
  do {
    if (read.peek() === '{') {
      operations.push({ type: 'query', name: null, variables: [], selections: readSelections(read) });
      continue;
    }
    const keyword = read.peek();
    if (keyword === 'fragment') {
      read.take();
      const name = read.name();
      read.take('on');
      fragments.set(name, { on: read.name(), selections: readSelections(read) });
      continue;
    }
    if (keyword !== 'query' && keyword !== 'mutation' && keyword !== 'subscription') throw read.fail();
    read.take();
    const name = /^[A-Za-z_]/.test(read.peek()) ? read.name() : null;
    const variables = read.peek() === '(' ? read.between('(', ')', () => readVariable(read)) : [];
    readDirectives(read);
    operations.push({ type: keyword, name, variables, selections: readSelections(read) });
  } while (read.peek() !== '');
  return { operations, fragments };
}
