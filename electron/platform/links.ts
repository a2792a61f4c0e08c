import type { Shell } from 'electron';
import type { IpcFailure } from '../../shared/ipc/result-of';
import { err, ok, type Result } from '../../shared/lib/result';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a link may be opened in the browser: only at the origins that the person connected, over https; plain
 * http only on this machine. A Salesforce org also shows its records at its lightning address.
 */
export function isAllowedLink(text: string, origins: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  if (url.username !== '' || url.password !== '') return false;
  const encrypted = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  return encrypted && origins.flatMap(withLightning).includes(url.origin);
}

function withLightning(origin: string): string[] {
  const lightning = origin.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');
  return lightning === origin ? [origin] : [origin, lightning];
}

/** Opens a link in the person's browser when it is allowed. */
export async function openLink(
  text: string,
  origins: readonly string[],
  shell: Shell,
): Promise<Result<undefined, IpcFailure>> {
  if (!isAllowedLink(text, origins)) {
    return err({
      message: `${text.slice(0, 200)} was not opened: links go only to the Salesforce and GitLab that are connected.`,
      fix: 'Connect that system in the settings, or open the address in the browser yourself.',
    });
  }
  try {
    await shell.openExternal(text);
    return ok(undefined);
  } catch (error) {
    return err({
      message: `No browser took the link (${String(error)}).`,
      fix: 'Choose a browser in the settings of the system.',
    });
  }
}
