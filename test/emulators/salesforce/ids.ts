const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** The three check characters of a 15-character id: five bits each, one per character, set for capitals. */
function checksum(id15: string): string {
  return [0, 5, 10]
    .map((at) => {
      let bits = 0;
      for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id15.charAt(at + i))) bits |= 1 << i;
      return CHECK.charAt(bits);
    })
    .join('');
}

/** The 18-character form of a 15- or 18-character id; null when the text is no id or its checksum is wrong. */
export function toId18(text: string): string | null {
  if (!ID.test(text)) return null;
  const id15 = text.slice(0, 15);
  const id18 = id15 + checksum(id15);
  return text.length === 15 || text.slice(15).toUpperCase() === id18.slice(15) ? id18 : null;
}

/** The number written in the id alphabet, padded to `width`. */
function base62(value: number, width: number): string {
  let rest = value;
  let text = '';
  while (rest > 0) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(width, '0');
}

/** Makes 18-character ids, counting up per key prefix, so that one seed gives the same ids in every run. */
export function createIdMaker(): (keyPrefix: string) => string {
  const counters = new Map<string, number>();
  return (keyPrefix) => {
    const next = (counters.get(keyPrefix) ?? 0) + 1;
    counters.set(keyPrefix, next);
    // The pod part `5g0` and an offset keep made ids apart from those a seed spells out.
    const id18 = toId18(`${keyPrefix}5g0${base62(3_000_000_000 + next, 9)}`);
    if (!id18) throw new Error(`key prefix ${keyPrefix} does not make an id`);
    return id18;
  };
}
