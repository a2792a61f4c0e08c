/** Where a piece of text was found: from `start` up to, not including, `end`, in UTF-16 units. */
export type TextSpan = { readonly start: number; readonly end: number };

/** Folds case, accents and kinds of space away without changing any position. */
export function foldKeepingPlaces(text: string): string {
  let folded = '';
  for (const char of text) {
    const plain = char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const same = /\s/u.test(char) ? ' ' : plain;
    folded += same.length === char.length ? same : char;
  }
  return folded;
}

/** Every place at which one of the wanted texts stands, in reading order, none overlapping. */
export function findSpans(text: string, wanted: readonly string[]): TextSpan[] {
  const folded = foldKeepingPlaces(text);
  const spans: TextSpan[] = [];
  for (const one of wanted) {
    const needle = foldKeepingPlaces(one.trim());
    if (needle === '') continue;
    for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
      spans.push({ start: at, end: at + needle.length });
    }
  }
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  return spans.filter((span, index) => index === 0 || span.start >= (spans[index - 1]?.end ?? 0));
}
