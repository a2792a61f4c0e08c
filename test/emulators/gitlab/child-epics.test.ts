import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, numberIn, type Row, type Sending, TOKENS } from './support';

const EPICS = '/groups/channel-marketing/epics';

describe('GitLab emulator: child epics', () => {
  const { gitlab, call } = useGitlab();

  function epics(method: string, path: string, sending?: Sending): Promise<Answer> {
    return call(method, `${EPICS}${path}`, sending);
  }
  async function idOf(iid: number): Promise<number> {
    return numberIn((await epics('GET', `/${iid}`)).row, 'id');
  }
  function iids(rows: readonly Row[]): unknown[] {
    return rows.map((row) => row['iid']);
  }

  it('are listed, assigned by their global id, created below a parent, reordered and unassigned', async () => {
    expect(await epics('GET', '/1/epics')).toMatchObject({ status: 200, rows: [] });
    const two = await idOf(2);
    const assigned = await epics('POST', `/1/epics/${two}`);
    expect(assigned.status).toBe(201);
    expect(assigned.row).toMatchObject({ id: two, iid: 2, parent_id: await idOf(1), parent_iid: 1 });
    const made = await epics('POST', '/1/epics', { json: { title: 'Quarter' } });
    expect(made.status).toBe(201);
    expect(made.row).toEqual({
      id: expect.any(Number) as number,
      iid: 3,
      title: 'Quarter',
      group_id: 51,
      parent_id: await idOf(1),
      has_children: false,
      has_issues: false,
      reference: '&3',
      url: `${gitlab().url}/groups/channel-marketing/-/epics/3`,
      relation_url: `${gitlab().url}/groups/channel-marketing/-/epics/1/links/${numberIn(made.row, 'id')}`,
    });
    // It is as confidential as its parent, and stands before the others.
    expect((await epics('GET', '/3')).row).toMatchObject({ confidential: true, parent_iid: 1 });
    expect(iids((await epics('GET', '/1/epics')).rows)).toEqual([3, 2]);
    const moved = await epics('PUT', `/1/epics/${numberIn(made.row, 'id')}`, {
      json: { move_before_id: two },
    });
    expect([moved.status, iids(moved.rows)]).toEqual([200, [2, 3]]);
    const back = await epics('PUT', `/1/epics/${numberIn(made.row, 'id')}?move_after_id=${two}`);
    expect(iids(back.rows)).toEqual([3, 2]);
    const gone = await epics('DELETE', `/1/epics/${two}`);
    expect([gone.status, gone.row['parent_id']]).toEqual([200, null]);
    expect(iids((await epics('GET', '/1/epics')).rows)).toEqual([3]);
    const notes = await epics('GET', `/${two}/notes?sort=asc`);
    expect(notes.rows.map((note) => note['body']).slice(-2)).toEqual([
      'added epic &1 as parent epic',
      'removed parent epic &1',
    ]);
  });

  it('move to another parent, and know a parent that was set on the epic itself', async () => {
    const [one, two] = [await idOf(1), await idOf(2)];
    const third = await epics('POST', '', { json: { title: 'Third', parent_id: one } });
    const id = numberIn(third.row, 'id');
    expect(iids((await epics('GET', '/1/epics')).rows)).toEqual([3]);
    expect((await epics('POST', `/2/epics/${id}`)).row).toMatchObject({ parent_id: two });
    expect((await epics('GET', '/1/epics')).rows).toEqual([]);
    await epics('PUT', '/3', { json: { parent_id: '' } });
    expect((await epics('GET', '/2/epics')).rows).toEqual([]);
  });

  it('refuse a second time, a circle, strangers and what is not there', async () => {
    const [one, two] = [await idOf(1), await idOf(2)];
    await epics('POST', `/1/epics/${two}`);
    const answer = async (method: string, path: string, sending?: Sending) => {
      const { status, row } = await epics(method, path, sending);
      return [status, row['message'] ?? row['error']];
    };
    expect(await answer('POST', `/1/epics/${two}`)).toEqual([409, 'Epic(s) already assigned']);
    expect(await answer('POST', `/2/epics/${one}`)).toEqual([
      422,
      'This epic cannot be added. It is already an ancestor of the parent epic.',
    ]);
    expect((await answer('POST', `/1/epics/${one}`))[0]).toBe(422);
    expect((await answer('PUT', '/1', { json: { parent_id: two } }))[0]).toBe(400);
    expect((await answer('POST', '/1/epics/999999'))[0]).toBe(404);
    expect(await answer('POST', '/1/epics', { json: {} })).toEqual([400, 'title is missing']);
    expect((await answer('DELETE', `/2/epics/${two}`))[0]).toBe(404);
    expect(await answer('PUT', `/1/epics/${two}?move_before_id=${one}`)).toEqual([404, 'Epic not found']);
    expect((await answer('GET', '/1/epics', { token: TOKENS.outsider }))[0]).toBe(404);
    expect((await answer('GET', '/1/epics', { token: null }))[0]).toBe(401);
  });
});

describe('GitLab emulator: child epics of the Free tier', () => {
  const { call } = useGitlab({ tier: 'free' });

  it('need a licence that has epics', async () => {
    expect((await call('GET', `${EPICS}/1/epics`)).status).toBe(403);
  });
});
