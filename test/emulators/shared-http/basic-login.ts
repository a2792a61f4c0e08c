/** The client that a request names in a `Basic` header (RFC 6749 2.3.1); null where there is none. */
export function basicLogin(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  const [id, secret] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return { id: formDecoded(id), secret: formDecoded(secret) };
}

/** Both parts are encoded as form values before they are joined; a text that is not is taken as it is. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
