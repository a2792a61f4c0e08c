import { causeText } from '../lib/cause';
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { err, ok, type Result } from '../lib/result';
import type { z } from '../schema/zod';
import { type Misfit, type PlaybookPath, pathText } from './paths';
import { Playbook, type ValidParts } from './playbook';
import { crossCheck } from './references';

/** A file of the playbook as it was read. */
export type PlaybookFile = { readonly name: string; readonly text: string };

/** A mistake in a playbook: the file, the place in it, the line where it is known, and what is wrong. */
export type PlaybookProblem = {
  readonly file: string;
  /** Place such as `mdf.levels[0].role`; empty for a mistake of the file as a whole. */
  readonly path: string;
  /** Counted from 1; null when something is missing altogether. */
  readonly line: number | null;
  readonly message: string;
};

type Source = { readonly name: string; readonly document: Document; readonly lines: LineCounter };

/** The file in which a part is expected. */
function homeOf(part: string): string {
  return part === 'version' || part === 'title' ? 'playbook.yaml' : `${part}.yaml`;
}

const parts = Object.keys(Playbook.shape) as (keyof Playbook)[];

/** Reads a playbook from its files, or names every mistake in them; nothing of a faulty playbook is used. */
export function loadPlaybook(files: readonly PlaybookFile[]): Result<Playbook, PlaybookProblem[]> {
  const problems: PlaybookProblem[] = [];
  const owners = new Map<string, Source>();
  const values: Record<string, unknown> = {};
  let unread = false;
  for (const file of files) {
    const source = read(file, problems);
    if (source === null) {
      unread = true;
      continue;
    }
    for (const [part, value] of Object.entries(partsOf(source, problems))) {
      const first = owners.get(part);
      if (first !== undefined) {
        const line = lineOf(source, [part]);
        problems.push({ file: file.name, path: part, line, message: `${first.name} has this part already` });
        continue;
      }
      owners.set(part, source);
      values[part] = value;
    }
  }
  const valid = checkParts(values, owners, unread, problems);
  problems.push(...crossCheck(valid).map((misfit) => located(misfit, owners)));
  if (problems.length > 0) return err(problems);
  const whole = Playbook.safeParse(valid);
  return whole.success
    ? ok(whole.data)
    : err(
        whole.error.issues.map((issue) =>
          located({ path: plainPath(issue), message: issue.message }, owners),
        ),
      );
}

function read(file: PlaybookFile, problems: PlaybookProblem[]): Source | null {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const fault of [...document.errors, ...document.warnings]) {
    const { line } = lines.linePos(fault.pos[0]);
    problems.push({ file: file.name, path: '', line, message: `this is not valid YAML: ${fault.message}` });
  }
  return document.errors.length > 0 ? null : { name: file.name, document, lines };
}

function partsOf(source: Source, problems: PlaybookProblem[]): Record<string, unknown> {
  const { contents } = source.document;
  // A file of comments only is an empty file, not a mistake.
  if (contents === null) return {};
  if (!isMap(contents)) {
    const message = `expected parts of the playbook by name (${parts.join(', ')})`;
    problems.push({ file: source.name, path: '', line: 1, message });
    return {};
  }
  try {
    return source.document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
  } catch (cause) {
    // The parser refuses aliases that would blow the document up.
    const message = `this cannot be read: ${causeText(cause)}`;
    problems.push({ file: source.name, path: '', line: null, message });
    return {};
  }
}

function checkParts(
  values: Readonly<Record<string, unknown>>,
  owners: ReadonlyMap<string, Source>,
  unread: boolean,
  problems: PlaybookProblem[],
): ValidParts {
  const valid: Record<string, unknown> = {};
  for (const part of parts) {
    if (!Object.hasOwn(values, part)) {
      // When a file could not be read at all, the part may well be in it.
      if (!unread) {
        problems.push({
          file: homeOf(part),
          path: part,
          line: null,
          message: 'this part of the playbook is missing',
        });
      }
      continue;
    }
    const schema: z.ZodType = Playbook.shape[part];
    // Only with its input does an issue tell a value of the wrong kind from none.
    const parsed = schema.safeParse(values[part], { reportInput: true });
    if (parsed.success) {
      valid[part] = parsed.data;
      continue;
    }
    for (const issue of parsed.error.issues) {
      for (const misfit of misfitsOf(issue, part)) problems.push(located(misfit, owners));
    }
  }
  for (const [part, source] of owners) {
    if ((parts as string[]).includes(part)) continue;
    const message = `there is no such part of the playbook; known are: ${parts.join(', ')}`;
    problems.push({ file: source.name, path: part, line: lineOf(source, [part]), message });
  }
  return valid;
}

type Issue = z.core.$ZodIssue;

function plainPath(issue: Issue): (string | number)[] {
  return issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}

function misfitsOf(issue: Issue, part: string): Misfit[] {
  const path = [part, ...plainPath(issue)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: [...path, name],
      message: 'there is no such setting; is it misspelt?',
    }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [{ path, message: missing ? `this setting is missing (${issue.message})` : issue.message }];
}

function located({ path, message }: Misfit, owners: ReadonlyMap<string, Source>): PlaybookProblem {
  const part = String(path[0] ?? '');
  const source = owners.get(part);
  return {
    file: source?.name ?? homeOf(part),
    path: pathText(path),
    line: source === undefined ? null : lineOf(source, path),
    message,
  };
}

/** Line of the key or value at a path, or of the nearest thing around it that is there. */
function lineOf(source: Source, path: PlaybookPath): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(source.document, path.slice(0, length));
    if (offset !== null) return source.lines.linePos(offset).line;
  }
  return null;
}

function offsetOf(document: Document, path: PlaybookPath): number | null {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
    const key: unknown = isPair(pair) ? pair.key : null;
    return isNode(key) ? (key.range?.[0] ?? null) : null;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
