// Secrets by their form (G11): whatever slips into a log line is cut before it is written.
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/!=-]+/gi, '$1 …'],
  [/\bgl(?:pat|oas|rt|dt|soat|cbt|ptt|ft|imt|agent)-[A-Za-z0-9_.-]+/g, '…'],
  // A Salesforce session id: organisation id, exclamation mark, key.
  [/\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+/g, '…'],
  // A Salesforce refresh token.
  [/\b5Aep[A-Za-z0-9._-]{20,}/g, '…'],
  // A Salesforce authorisation code.
  [/\baPrx[A-Za-z0-9._=-]{20,}/g, '…'],
  [
    /((?:access|refresh|private|id)_?token|code_verifier|client_secret|password|authorization)(["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
    '$1$2…',
  ],
  [/([?&](?:code|state|token)=)[^&\s"']+/gi, '$1…'],
];

/** The text without anything that looks like a token, verifier or password. */
export function redact(text: string): string {
  return patterns.reduce((result, [pattern, instead]) => result.replace(pattern, instead), text);
}
