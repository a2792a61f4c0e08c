const LINE = /\s*\[channel-desk:([A-Za-z0-9-]+)\]\s*$/;

/** Takes the id line off a long text. */
export function splitMarker(text: string): { text: string; id: string | null } {
  const match = LINE.exec(text);
  return match ? { text: text.slice(0, match.index), id: match[1] ?? null } : { text, id: null };
}

/** Puts the id on a last line of a long text, for orgs without a field for it. */
export function joinMarker(text: string, id: string): string {
  const { text: plain } = splitMarker(text);
  return plain === '' ? `[channel-desk:${id}]` : `${plain}\n\n[channel-desk:${id}]`;
}
