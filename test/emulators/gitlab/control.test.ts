import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, PROJECT_URL, type Row, textIn, TOKENS } from './support';

interface State {
  readonly epics: readonly Row[];
  readonly issues: readonly Row[];
  readonly uploads: readonly Row[];
}

describe('GitLab emulator: control server', () => {
  const { gitlab, call } = useGitlab();

  function control(path: string, body: unknown): Promise<Response> {
    return fetch(gitlab().controlUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
  async function state(): Promise<State> {
    return (await (await fetch(`${gitlab().controlUrl}/state`)).json()) as State;
  }
  function get(path: string): Promise<Answer> {
    return call('GET', path);
  }

  it('shows epics, issues with labels, people and epic, notes; no token', async () => {
    const shown = await state();
    expect(shown.epics).toHaveLength(2);
    expect(shown.issues[2]).toMatchObject({
      iid: 3,
      project: 'channel-marketing/partner-marketing',
      labels: ['MDF-POP', 'MDF::POP Pending'],
      assignees: ['dana.weber'],
      confidential: true,
      epic: { iid: 1 },
    });
    expect(shown.epics[0]).toMatchObject({ issues: [{ iid: 1 }, { iid: 2 }, { iid: 3 }] });
    expect(JSON.stringify(shown)).not.toContain(TOKENS.owner);
  });

  it('changes something in the name of somebody else, past faults and log', async () => {
    await control('/faults', { kind: 'status', status: 503, times: 9 });
    const changed = await control('/change', {
      as: 'mdf-ops',
      path: '/projects/201/issues/3',
      body: { add_labels: 'MDF::POP Approval Needed', title: 'Changed elsewhere' },
    });
    expect(changed.status).toBe(200);
    const created = await control('/change', {
      as: 'marcus.lind',
      method: 'POST',
      path: '/groups/channel-marketing/epics',
      body: { title: 'from elsewhere' },
    });
    expect(((await created.json()) as Row)['author']).toMatchObject({ username: 'marcus.lind' });
    expect(
      (await control('/change', { as: 'mdf-ops', method: 'DELETE', path: '/projects/201/issues/3' })).status,
    ).toBe(403);
    expect((await control('/change', { as: 'nobody', path: '/user' })).status).toBe(400);
    await fetch(`${gitlab().controlUrl}/faults`, { method: 'DELETE' });
    expect((await get(`${PROJECT_URL}/issues/3`)).row).toMatchObject({
      title: 'Changed elsewhere',
      labels: ['MDF-POP', 'MDF::POP Approval Needed'],
    });
    expect(gitlab().log.list()).toHaveLength(1);
  });

  it('a lost answer leaves the issue behind, a lost request does not', async () => {
    async function createLosing(kind: string, title: string): Promise<number> {
      await control('/faults', { kind, match: { method: 'POST', path: '/issues$' } });
      await expect(call('POST', `${PROJECT_URL}/issues`, { json: { title } })).rejects.toThrow();
      return (await state()).issues.filter((issue) => issue['title'] === title).length;
    }
    expect(await createLosing('drop-after-commit', 'kept')).toBe(1);
    expect(await createLosing('drop-before', 'lost')).toBe(0);
    expect(await createLosing('reset', 'reset')).toBe(0);
  });

  it('limits answer 429 in plain text, with Retry-After only when one is given', async () => {
    await control('/faults', [{ kind: 'request-limit' }, { kind: 'request-limit', retryAfter: 30 }]);
    const bare = await get('/user');
    expect([bare.status, bare.text.trim(), bare.headers.get('retry-after')]).toEqual([
      429,
      'Retry later',
      null,
    ]);
    expect(bare.headers.get('content-type')).toContain('text/plain');
    const told = (await get('/user')).headers;
    expect(['retry-after', 'ratelimit-limit', 'ratelimit-remaining'].map((name) => told.get(name))).toEqual([
      '30',
      '60',
      '0',
    ]);
    expect((await get('/user')).status).toBe(200);
  });

  it('locks answer 409; tokens can be made to die', async () => {
    await control('/faults', { kind: 'lock-row' });
    const locked = await get('/user');
    expect([locked.status, locked.row]).toEqual([409, { message: '409 Conflict: Resource lock' }]);
    await control('/faults', { kind: 'expire-tokens' });
    const oauth = { token: null, headers: { authorization: `Bearer ${TOKENS.oauth}` } };
    expect((await call('GET', '/user', oauth)).status).toBe(401);
    expect((await get('/user')).status).toBe(200);
    expect((await control('/token', { token: TOKENS.owner, action: 'revoke' })).status).toBe(200);
    expect(textIn((await get('/user')).row, 'error_description')).toContain('revoked');
    expect((await control('/token', { token: TOKENS.reporter, action: 'expire' })).status).toBe(200);
    expect((await call('GET', '/user', { token: TOKENS.reporter })).row['error']).toBe('invalid_token');
    expect((await control('/token', { token: 'x', action: 'expire' })).status).toBe(404);
    expect((await control('/token', { token: TOKENS.owner, action: 'eat' })).status).toBe(400);
  });

  it('offline, clock and requests', async () => {
    await control('/offline', { offline: true });
    await expect(get('/user')).rejects.toThrow();
    await control('/offline', { offline: false });
    await control('/clock', { skewMs: 86_400_000 });
    const made = await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'tomorrow' } });
    expect(Date.parse(textIn(made.row, 'created_at')) - Date.now()).toBeGreaterThan(80_000_000);
    const requests = (await (await fetch(`${gitlab().controlUrl}/requests`)).json()) as Row[];
    expect(requests).toMatchObject([{ method: 'POST', status: 201 }]);
    expect(JSON.stringify(requests)).not.toContain(TOKENS.owner);
  });
});
