/** How programs in Japan and Korea save a CSV file, and the letters by which such a text is known. */
const eastAsian: readonly { readonly encoding: string; readonly letters: RegExp }[] = [
  { encoding: 'shift_jis', letters: /[\p{Script=Hiragana}\p{Script=Han}\u30a1-\u30fe]/u },
  { encoding: 'euc-kr', letters: /\p{Script=Hangul}/u },
];

/** Share of the signs beyond ASCII that have to be such letters, side by side. */
const ENOUGH = 0.6;

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether a text reads as one of those letters: read wrongly, they stand alone, or in the midst of words such as `bl蘆誡`. */
function isWrittenIn(text: string, letters: RegExp): boolean {
  const words = text.match(/[^\u0000-\u007f]+/gu) ?? [];
  const within = text.match(/[a-z][^\u0000-\u007f]+|[^\u0000-\u007f]+[a-z]/giu) ?? [];
  const signs = words.reduce((sum, word) => sum + [...word].length, 0);
  const pairs = words.flatMap((word) => {
    const isLetter = [...word].map((sign) => letters.test(sign));
    return isLetter.filter((is, at) => is && (isLetter[at - 1] === true || isLetter[at + 1] === true));
  });
  return signs > 0 && pairs.length >= ENOUGH * signs && 2 * within.length < words.length;
}

/**
 * Decodes a text file: UTF-8 with or without mark, UTF-16 by its mark, else what spreadsheets save in Japan and Korea
 * where it reads as such, else Windows-1252, which old exports use.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const usual = decoded(bytes, 'utf-8');
  if (usual !== null) return usual;
  for (const { encoding, letters } of eastAsian) {
    const text = decoded(bytes, encoding);
    if (text !== null && isWrittenIn(text, letters)) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}
