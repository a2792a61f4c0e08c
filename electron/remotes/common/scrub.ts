import type { HttpAnswer } from './http';
import type { Tokens } from './token-box';

/** Larger bodies are files, which no server fills with somebody's token. */
const LARGEST = 256 * 1024;

/** The answer without this sign-in's tokens, which a server may repeat in an error that is then shown and stored (G11). */
export function withoutTokens(answer: HttpAnswer, { access, refresh }: Tokens): HttpAnswer {
  if (answer.body.byteLength > LARGEST) return answer;
  const bytes = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength);
  const found = [access, refresh].filter((token): token is string => token !== null && bytes.includes(token));
  if (found.length === 0) return answer;
  const text = found.reduce((rest, token) => rest.replaceAll(token, '…'), bytes.toString('utf8'));
  return { ...answer, body: new TextEncoder().encode(text) };
}
