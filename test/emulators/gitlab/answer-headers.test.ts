import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { PROJECT_URL, TOKENS } from './support';

const ISSUE = `${PROJECT_URL}/issues/6`;

describe('GitLab emulator: headers of answers', () => {
  const { gitlab, call } = useGitlab();
  const from = (path: string, init: RequestInit) =>
    fetch(`${gitlab().url}${path}`, {
      ...init,
      headers: { origin: 'https://desk.example', ...init.headers },
    });

  it('content has a tag, and whoever knows it gets 304 until something changes', async () => {
    const first = await call('GET', ISSUE);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(first.headers.get('cache-control')).toBe('max-age=0, private, must-revalidate');
    const known = { headers: { 'if-none-match': etag } };
    const again = await call('GET', ISSUE, known);
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    await call('PUT', ISSUE, { json: { title: 'Other' } });
    expect((await call('GET', ISSUE, known)).row['title']).toBe('Other');
    const missing = await call('GET', `${PROJECT_URL}/issues/9999`);
    expect([missing.headers.get('etag'), missing.headers.get('cache-control')]).toEqual([null, 'no-cache']);
  });

  it('pages of other origins may use the API and read its paging', async () => {
    const asked = await from(`/api/v4${ISSUE}`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'private-token' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([200, 'private-token']);
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    const read = await from(`/api/v4${PROJECT_URL}/issues`, { headers: { 'private-token': TOKENS.owner } });
    expect(read.headers.get('access-control-allow-origin')).toBe('*');
    expect(read.headers.get('access-control-expose-headers')).toContain('X-Next-Page');
    expect((await call('GET', ISSUE)).headers.has('access-control-allow-origin')).toBe(false);
    const signIn = await from('/oauth/token', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-other' },
    });
    expect(signIn.headers.has('access-control-allow-origin')).toBe(false);
  });
});
