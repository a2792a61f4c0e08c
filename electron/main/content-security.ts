/** The content security policy of every answer: only what lies in the app runs, and styles only with this nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * Headers that go with every file of the app. No `Cross-Origin-Opener-Policy`: main opens every page, none has an opener
 * or can open another, and for it Chromium would throw the process of the empty window away and start one anew.
 */
export function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // The files of a newer version have to be seen at once, and reading them again costs next to nothing.
    'Cache-Control': 'no-cache',
  };
}

/** The page with the nonce in its head, where libraries that add `<style>` elements look for it. */
export function withStyleNonce(html: string, nonce: string): string {
  return html.replace(/<head>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}" />`);
}
