import type { HttpAnswer } from './http';
import type { Tokens } from './token-box';

/** Larger bodies are files, which no server fills with somebody's token. */
const LARGEST = 256 * 1024;

/** The answer without these secrets, which a server may repeat in an error that is then shown and stored (G11). */
export function withoutSecrets(answer: HttpAnswer, secrets: readonly string[]): HttpAnswer {
  if (answer.body.byteLength > LARGEST) return answer;
  const bytes = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength);
  // A server may quote a form as it came.
  const spelled = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  const found = spelled.filter((secret) => secret !== '' && bytes.includes(secret));
  if (found.length === 0) return answer;
  const text = found.reduce((rest, token) => rest.replaceAll(token, '…'), bytes.toString('utf8'));
  return { ...answer, body: new TextEncoder().encode(text) };
}

/** The answer without this sign-in's tokens. */
export function withoutTokens(answer: HttpAnswer, { access, refresh }: Tokens): HttpAnswer {
  return withoutSecrets(answer, refresh === null ? [access] : [access, refresh]);
}
