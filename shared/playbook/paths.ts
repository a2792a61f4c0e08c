/** A place in the playbook: keys and positions from the top. */
export type PlaybookPath = readonly (string | number)[];

/** The place as people write it: `mdf.levels[0].role`. */
export function pathText(path: PlaybookPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** A mistake before it is known in which file and line it is. */
export type Misfit = { readonly path: PlaybookPath; readonly message: string };
