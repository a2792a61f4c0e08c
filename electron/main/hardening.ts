import type { App, Session, WebContents } from 'electron';
import type { Log } from '../../shared/ports/log';
import { appScheme, isAppUrl } from '../platform/app-url';

/** Takes from the pages' session everything that a page could ask of the outside: permissions, network, downloads. */
export function hardenSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn(`Refused the permission "${permission}".`);
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // The spelling checker would fetch its dictionaries from the network.
  session.setSpellCheckerEnabled(false);

  const own = new Set([`${appScheme}:`, 'blob:', 'data:', 'devtools:']);
  session.webRequest.onBeforeRequest((details, decide) => {
    const allowed = own.has(schemeOf(details.url));
    if (!allowed) log.warn(`Refused a request of a page to ${hostOf(details.url)}.`);
    decide({ cancel: !allowed });
  });
}

/** Keeps every web contents, whoever makes it, on the page it was made for and without children. */
export function hardenAllContents(app: App, log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.warn(`Refused a new window for ${hostOf(url)}.`);
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event, url) => keepOnPage(event, url, contents, log));
    contents.on('will-redirect', (event, url) => keepOnPage(event, url, contents, log));
    contents.on('will-frame-navigate', (event) => keepOnPage(event, event.url, contents, log));
  });
}

function keepOnPage(event: { preventDefault(): void }, url: string, contents: WebContents, log: Log): void {
  if (isSamePage(url, contents.getURL())) return;
  event.preventDefault();
  log.warn(`Refused to navigate to ${hostOf(url)}.`);
}

/** Reloading the page one is on is no navigation away. */
function isSamePage(url: string, current: string): boolean {
  return isAppUrl(url) && url.split('#')[0] === current.split('#')[0];
}

function schemeOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

function hostOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return 'an address that is none';
  }
}
