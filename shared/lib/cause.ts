/** What something that was thrown says of itself. */
export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What something that was thrown says of itself, as a sentence. */
export function causeSentence(cause: unknown): string {
  const words = causeText(cause).trim();
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
