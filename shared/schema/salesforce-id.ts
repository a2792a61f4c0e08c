import { SalesforceId } from './values';

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

function checkCharacter(chunk: string): string {
  let bits = 0;
  for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(chunk.charAt(i))) bits += 2 ** i;
  return CHECK.charAt(bits);
}

/** An id whose capitals a program has folded away, with the capitals that its last three characters tell. */
function withCapitals(text: string): string {
  if (text !== text.toUpperCase() && text !== text.toLowerCase()) return text.slice(0, 15);
  const bits = [...text.slice(15).toUpperCase()].map((letter) => CHECK.indexOf(letter));
  return [...text.slice(0, 15).toLowerCase()]
    .map((letter, at) => ((bits[Math.floor(at / 5)] ?? 0) & (1 << (at % 5)) ? letter.toUpperCase() : letter))
    .join('');
}

/**
 * The 18-character form of a Salesforce id: the last three characters say which of the first fifteen are
 * capitals, so that an id of 18 characters is the same in any case, and one of 15 is not. Null when the text is no id
 * or its check characters are wrong.
 */
export function completeSalesforceId(text: string): SalesforceId | null {
  if (!ID.test(text)) return null;
  const short = text.length === 18 ? withCapitals(text) : text;
  const check = [0, 5, 10].map((at) => checkCharacter(short.slice(at, at + 5))).join('');
  if (text.length === 18 && text.slice(15).toUpperCase() !== check) return null;
  return SalesforceId.parse(short + check);
}
