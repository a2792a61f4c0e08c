import { err, ok, type Result } from '../../../shared/lib/result';
import type { Complaint } from './ports';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for an address that may carry tokens: https anywhere, plain http only on this machine. */
export function isSecure(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** Reads a server's address: secure, without query or trailing slash, with the path it may live under. */
export function readServerUrl(text: string, name: string): Result<string, Complaint> {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return err({
      message: `“${text}” is not an address.`,
      fix: `Enter the address of ${name} as the browser shows it, for example https://example.com.`,
    });
  }
  if (!isSecure(url)) {
    return err({
      message: `${url.origin} is not encrypted, so the sign-in could be read on the way.`,
      fix: `Use the https address of ${name}.`,
    });
  }
  return ok(`${url.origin}${url.pathname.replace(/\/+$/, '')}`);
}
