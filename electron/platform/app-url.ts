/** The scheme of the app's pages; standard and secure, so that they have an origin and IndexedDB. */
export const appScheme = 'app';

/** Host of the app's pages; changing it would give every person a new, empty store. */
export const appHost = 'desk';

/** The page of the window, and the one that is printed. */
export const pages = { main: 'index.html', print: 'print.html' } as const;

/** Address of one of the app's pages. */
export function pageUrl(page: (typeof pages)[keyof typeof pages]): string {
  return `${appScheme}://${appHost}/${page}`;
}

/** Whether an address is one of this app's own pages. */
export function isAppUrl(text: string): boolean {
  try {
    const url = new URL(text);
    // The origin of a custom scheme is "null" for Node, so its parts are compared.
    return url.protocol === `${appScheme}:` && url.host === appHost && url.username === '' && url.port === '';
  } catch {
    return false;
  }
}
