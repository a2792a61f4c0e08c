import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIssue } from './model/issues';
import { type GitlabEmulator, startGitlab } from './start';
import { type Answer, defaultSeed, PROJECT_URL, send, TOKENS } from './support';

const MANY = 10_001;

function linksOf(answer: Answer): Record<string, string> {
  const header = answer.headers.get('link') ?? '';
  return Object.fromEntries(
    [...header.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map((match) => [match[2] ?? '', match[1] ?? '']),
  );
}

describe('GitLab emulator: pages', () => {
  let gitlab: GitlabEmulator;
  beforeAll(async () => {
    gitlab = await startGitlab({ scenario: { gitlab: defaultSeed() } });
    const { world } = gitlab;
    const project = [...world.projects.values()].find((candidate) => candidate.path.endsWith('/emea'));
    const user = [...world.users.values()].find((candidate) => candidate.username === 'dana.weber');
    if (!project || !user) throw new Error('the seed has changed');
    const start = Date.parse('2026-01-01T00:00:00.000Z');
    for (let index = 0; index < MANY; index += 1)
      createIssue(world, project, user, {
        title: `issue ${index}`,
        // Ten issues each share one stamp, so that ties are common.
        createdAt: new Date(start + Math.floor(index / 10) * 1000).toISOString(),
      });
  });
  afterAll(() => gitlab.stop());

  function get(path: string): Promise<Answer> {
    return send(gitlab, 'GET', path);
  }
  async function follow(first: Answer): Promise<unknown[]> {
    const iids = first.rows.map((row) => row['iid']);
    for (let next = linksOf(first)['next']; next !== undefined; ) {
      const answer = await get(next.slice(`${gitlab.url}/api/v4`.length));
      iids.push(...answer.rows.map((row) => row['iid']));
      next = linksOf(answer)['next'];
    }
    return iids;
  }

  it('offset: headers, Link with the whole query, an empty X-Next-Page at the end', async () => {
    const query = 'labels=Channel%20Marketing&order_by=updated_at&per_page=2';
    const first = await get(`${PROJECT_URL}/issues?${query}`);
    const pick = (answer: Answer) =>
      ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'].map((name) =>
        answer.headers.get(name),
      );
    expect(pick(first)).toEqual(['1', '2', '2', '', '6', '3']);
    const links = linksOf(first);
    expect(Object.keys(links).sort()).toEqual(['first', 'last', 'next']);
    expect([...new URL(links['next'] ?? '').searchParams.entries()]).toEqual([
      ['labels', 'Channel Marketing'],
      ['order_by', 'updated_at'],
      ['page', '2'],
      ['per_page', '2'],
    ]);
    expect(links['next']).toContain('channel-marketing%2Fpartner-marketing');
    const last = await get(`${PROJECT_URL}/issues?${query}&page=3`);
    expect(pick(last)).toEqual(['3', '2', '', '2', '6', '3']);
    expect(linksOf(last)).not.toHaveProperty('next');
    expect(first.headers.get('content-type')).toBe('application/json');
    const beyond = await get(`${PROJECT_URL}/issues?${query}&page=9`);
    expect([beyond.status, beyond.rows]).toEqual([200, []]);
  });

  it('per_page is capped at 100 without a word; 0 and words are refused; the token is never in a link', async () => {
    const capped = await get('/projects/202/issues?per_page=500');
    expect([capped.rows.length, capped.headers.get('x-per-page')]).toEqual([100, '100']);
    expect((await get('/projects/202/issues?per_page=0')).row).toEqual({
      error: 'per_page has a value not allowed',
    });
    expect((await get('/projects/202/issues?per_page=x')).row).toEqual({ error: 'per_page is invalid' });
    const byParam = await send(gitlab, 'GET', `/projects?private_token=${TOKENS.owner}`, { token: null });
    expect(byParam.rows).toHaveLength(2);
    expect(byParam.headers.get('link')).not.toContain(TOKENS.owner);
  });

  it('above 10,000 rows there is no X-Total, no X-Total-Pages and no last page', async () => {
    const many = await get('/projects/202/issues?per_page=100');
    expect(many.headers.has('x-total') || many.headers.has('x-total-pages')).toBe(false);
    expect(Object.keys(linksOf(many)).sort()).toEqual(['first', 'next']);
    const end = await get('/projects/202/issues?per_page=100&page=101');
    expect([end.rows.length, end.headers.get('x-next-page')]).toEqual([1, '']);
    const fewer = await get('/projects/202/issues?per_page=100&created_after=2026-01-01T00:00:01Z');
    expect(fewer.headers.get('x-total')).toBe('9991');
  });

  it('keyset over issues: only Link, every row once although stamps are shared, in either direction', async () => {
    const scope = 'created_before=2026-01-01T00:00:20Z&per_page=7&pagination=keyset&order_by=created_at';
    for (const sort of ['asc', 'desc']) {
      const first = await get(`/projects/202/issues?${scope}&sort=${sort}`);
      expect(first.headers.has('x-page') || first.headers.has('x-total')).toBe(false);
      expect(Object.keys(linksOf(first))).toEqual(['next']);
      const iids = await follow(first);
      expect(iids).toHaveLength(210);
      const wanted = Array.from({ length: 210 }, (_, index) => index + 1);
      expect(iids).toEqual(sort === 'asc' ? wanted : wanted.reverse());
    }
    const bad = await get('/projects/202/issues?pagination=keyset&order_by=created_at&cursor=zzz');
    expect(bad.status).toBe(400);
  });

  it('keyset over projects: by id only', async () => {
    const first = await get('/projects?pagination=keyset&order_by=id&sort=asc&per_page=1');
    expect(linksOf(first)['next']).toContain('id_after=201');
    expect(first.rows.map((row) => row['id'])).toEqual([201]);
    const second = await get(linksOf(first)['next']?.slice(`${gitlab.url}/api/v4`.length) ?? '');
    expect([second.rows.map((row) => row['id']), second.headers.get('link')]).toEqual([[202], null]);
    const other = await get('/projects?pagination=keyset&order_by=name');
    expect([other.status, other.row]).toEqual([
      405,
      { error: 'Keyset pagination is not yet available for this type of request' },
    ]);
  });
});
