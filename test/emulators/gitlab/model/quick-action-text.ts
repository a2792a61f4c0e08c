/** A command that a text gives the server: `/label ~MDF`. */
export interface Command {
  readonly name: string;
  readonly arg: string;
}

/** A text without its commands, and the commands. */
interface Told {
  readonly content: string;
  readonly commands: readonly Command[];
}

const COMMAND = /^\/([a-z_]+)(?: (.*))?$/i;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** What holds lines that the server takes for no paragraph of its own, up to the next empty line. */
const CONTAINER = /^ {0,3}(?:>|[-+*] |\d+[.)] |<\/?[a-z])/i;
const COMMENT_BEGINS = '<!--';
const COMMENT_ENDS = '-->';

type Inside =
  | { readonly kind: 'text' | 'container' | 'comment' }
  | { readonly kind: 'code'; readonly end: string };

const TEXT: Inside = { kind: 'text' };

/** Where the next line stands, after this one. */
function after(inside: Inside, line: string): Inside {
  if (inside.kind === 'code') return line.trim().startsWith(inside.end) ? TEXT : inside;
  if (inside.kind === 'comment') return line.includes(COMMENT_ENDS) ? TEXT : inside;
  if (line.trim() === '>>>') return { kind: 'code', end: '>>>' };
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return { kind: 'code', end: fence };
  if (line.trimStart().startsWith(COMMENT_BEGINS))
    return line.includes(COMMENT_ENDS) ? TEXT : { kind: 'comment' };
  if (line.trim() === '') return TEXT;
  return CONTAINER.test(line) ? { kind: 'container' } : inside;
}

/**
 * Takes the commands out of a text: they stand at the very beginning of a line of a paragraph, in any spelling; code,
 * quotes, lists and comments have none. The empty line that follows goes along, and so does what is blank at the end.
 */
export function takeCommands(text: string, known: (name: string) => boolean): Told {
  const commands: Command[] = [];
  const kept: string[] = [];
  let inside = TEXT;
  let justTaken = false;
  for (const line of text.replace(/\r/g, '').split('\n')) {
    const [, name = '', arg = ''] = inside.kind === 'text' ? (COMMAND.exec(line) ?? []) : [];
    if (known(name.toLowerCase())) {
      commands.push({ name: name.toLowerCase(), arg: arg.trim() });
      justTaken = true;
      continue;
    }
    if (!(justTaken && line === '')) kept.push(line);
    justTaken = false;
    inside = after(inside, line);
  }
  return commands.length === 0
    ? { content: text, commands }
    : { content: kept.join('\n').trimEnd(), commands };
}
