import { foldText } from '../lib/text';
import type { Misfit, PlaybookPath } from './paths';
import { placeholdersIn } from './placeholders';

/** Anything that others name by its key. */
type Keyed = { readonly key: string };
/** Anything that has other names too. */
type Named = Keyed & { readonly label: string; readonly aliases: readonly string[] };

/** Keys that an earlier entry of the list has already. */
export function twice(list: readonly Keyed[], path: PlaybookPath): Misfit[] {
  const first = new Map<string, number>();
  return list.flatMap(({ key }, index): Misfit[] => {
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      { path: [...path, index, 'key'], message: `the key “${key}” is used already by entry ${before + 1}` },
    ];
  });
}

/** Names that two entries of a list claim, compared as imports compare them. */
export function ambiguous(list: readonly Named[], path: PlaybookPath): Misfit[] {
  const owner = new Map<string, number>();
  return list.flatMap((entry, index) => {
    const names: { name: string; at: PlaybookPath }[] = [
      { name: entry.key, at: ['key'] },
      { name: entry.label, at: ['label'] },
      ...entry.aliases.map((name, position) => ({ name, at: ['aliases', position] })),
    ];
    return names.flatMap(({ name, at }): Misfit[] => {
      const folded = foldText(name);
      const other = owner.get(folded);
      if (other === undefined) owner.set(folded, index);
      if (other === undefined || other === index) return [];
      return [
        {
          path: [...path, index, ...at],
          message: `“${name}” means “${list[other]?.key ?? ''}” already; a name can mean only one thing`,
        },
      ];
    });
  });
}

/** A name that leads nowhere. */
export function unknown(value: string, known: readonly string[], what: string, path: PlaybookPath): Misfit[] {
  if (known.includes(value)) return [];
  return [{ path, message: `there is no ${what} “${value}”; known are: ${known.join(', ')}` }];
}

/** The keys of a list, in order. */
export function keysOf(list: readonly Keyed[]): string[] {
  return list.map(({ key }) => key);
}

/** Placeholders in texts that nothing fills. */
export function templateMisfits(
  texts: Readonly<Record<string, string>>,
  known: readonly string[],
  path: PlaybookPath,
): Misfit[] {
  return Object.entries(texts).flatMap(([name, text]) => textMisfits(text, known, [...path, name]));
}

/** Placeholders in a text that nothing fills. */
export function textMisfits(text: string, known: readonly string[], path: PlaybookPath): Misfit[] {
  return placeholdersIn(text).flatMap((name) => unknown(name, known, 'placeholder', path));
}
