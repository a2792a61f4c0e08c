import { SalesforceId } from '../../../shared/schema/values';

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

function checkCharacter(chunk: string): string {
  let bits = 0;
  for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(chunk.charAt(i))) bits += 2 ** i;
  return CHECK.charAt(bits);
}

/**
 * The 18-character form of an id: the last three characters say which of the first fifteen are capitals.
 * Null when the text is no id or its check characters are wrong.
 */
export function completeId(text: string): SalesforceId | null {
  if (!ID.test(text)) return null;
  const short = text.slice(0, 15);
  const check = [0, 5, 10].map((at) => checkCharacter(short.slice(at, at + 5))).join('');
  if (text.length === 18 && text.slice(15).toUpperCase() !== check) return null;
  return SalesforceId.parse(short + check);
}
