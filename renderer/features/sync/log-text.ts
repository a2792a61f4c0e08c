import type { SyncLogEntry } from '../../../shared/schema/sync-state';

/**
 * Things that look like secrets, in case a remote repeats one in an error: bearer headers, GitLab tokens, Salesforce
 * session ids, codes and refresh tokens, signed web tokens, and values that carry secrets by their name: of parameters,
 * of JSON and of headers.
 */
const secrets: readonly RegExp[] = [
  /\b(bearer|basic)\s+[\w.~+/=!-]{8,}/gi,
  /\bgl[a-z]{2,6}-[\w.-]{8,}/g,
  /\b00D\w{9,15}![\w.]+/g,
  /\b(5Aep|aPrx)[\w.=-]{8,}/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g,
  /\b(access_token|refresh_token|private_token|client_secret|code_verifier|password|code)=[^\s&"']+/gi,
  /(?<="(access_token|refresh_token|id_token|private_token|client_secret|code_verifier|password)"\s*:\s*")[^"]+/gi,
  /(?<=\b(authorization|private-token)\s*:\s*)(?![\s[]|bearer\b|basic\b)[^\s,;"']+/gi,
];

/** The text with everything that looks like a secret replaced. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((clean, pattern) => clean.replace(pattern, '[removed]'), text);
}

/** Log lines as a text file, one a line, oldest first, without secrets. */
export function logText(newestFirst: readonly SyncLogEntry[]): string {
  const lines = [...newestFirst]
    .reverse()
    .map(
      ({ at, level, text }) => `${at} ${level.padEnd(7)} ${withoutSecrets(text).replace(/\s*\n\s*/g, ' ')}`,
    );
  return `${lines.join('\n')}\n`;
}
