import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { numberIn, PROJECT, PROJECT_URL, TOKENS } from './support';

const GROUP_URL = '/groups/channel-marketing';

describe('GitLab emulator: milestones', () => {
  const { gitlab, call } = useGitlab();

  it.each([
    ['project', PROJECT_URL, PROJECT],
    ['group', GROUP_URL, 'groups/channel-marketing'],
  ])('of a %s are made, read, changed, closed and deleted', async (kind, prefix, web) => {
    const path = `${prefix}/milestones`;
    expect(await call('GET', path)).toMatchObject({ status: 200, rows: [] });
    const json = { title: 'FY27 Q4', start_date: '2026-11-01', due_date: '2027-01-31' };
    const made = await call('POST', path, { json });
    expect(made.status).toBe(201);
    const id = numberIn(made.row, 'id');
    expect(made.row).toEqual({
      id,
      iid: 1,
      [`${kind}_id`]: expect.any(Number) as number,
      title: 'FY27 Q4',
      description: null,
      state: 'active',
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
      due_date: '2027-01-31',
      start_date: '2026-11-01',
      expired: expect.any(Boolean) as boolean,
      web_url: `${gitlab().url}/${web}/-/milestones/1`,
    });
    expect((await call('GET', `${path}/${id}`)).row).toEqual(made.row);
    const closed = await call('PUT', `${path}/${id}`, {
      json: { state_event: 'close', description: 'Over' },
    });
    expect([closed.status, closed.row['state'], closed.row['description']]).toEqual([200, 'closed', 'Over']);
    expect((await call('GET', `${path}?state=active`)).rows).toEqual([]);
    const listed = await call('GET', `${path}?state=closed&iids[]=1&search=q4`);
    expect([listed.rows.length, listed.headers.get('x-total')]).toEqual([1, '1']);
    expect((await call('GET', `${path}/${id}/issues`)).rows).toEqual([]);
    expect((await call('DELETE', `${path}/${id}`)).status).toBe(204);
    expect(await call('GET', `${path}/${id}`)).toMatchObject({
      status: 404,
      row: { message: '404 Not found' },
    });
  });

  it('refuses what GitLab refuses', async () => {
    const path = `${PROJECT_URL}/milestones`;
    expect(await call('POST', path, { json: {} })).toMatchObject({
      status: 400,
      row: { error: 'title is missing' },
    });
    await call('POST', `${GROUP_URL}/milestones`, { json: { title: 'Q4' } });
    const twice = await call('POST', path, { json: { title: 'Q4' } });
    expect([twice.status, twice.row['message']]).toEqual([
      400,
      'Failed to create milestone {:title=>["already being used for another group or project milestone."]}',
    ]);
    const backwards = { title: 'Q1', start_date: '2027-02-01', due_date: '2027-01-01' };
    expect((await call('POST', path, { json: backwards })).status).toBe(400);
    expect((await call('POST', path, { token: TOKENS.readOnly, json: { title: 'Q1' } })).status).toBe(403);
    expect((await call('GET', `${path}?state=open`)).row).toEqual({
      error: 'state does not have a valid value',
    });
    const above = await call('GET', `${path}?include_ancestors=true`);
    expect(above.rows.map(({ title }) => title)).toEqual(['Q4']);
  });

  it('an issue comes under a milestone of its project or of a group above, and leaves it', async () => {
    const above = numberIn(
      (await call('POST', `${GROUP_URL}/milestones`, { json: { title: 'FY27' } })).row,
      'id',
    );
    const own = await call('POST', `${PROJECT_URL}/milestones`, { json: { title: 'Q4' } });
    const id = numberIn(own.row, 'id');
    const issue = await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'x', milestone_id: id } });
    expect(issue.row['milestone']).toEqual(own.row);
    const iid = numberIn(issue.row, 'iid');
    async function listed(query: string): Promise<boolean> {
      const { rows } = await call('GET', `${PROJECT_URL}/issues?${query}&per_page=100`);
      return rows.some((row) => row['iid'] === iid);
    }
    expect([await listed('milestone=Q4'), await listed('milestone=Any')]).toEqual([true, true]);
    expect([await listed('milestone=None'), await listed('not[milestone]=Q4')]).toEqual([false, false]);
    expect([await listed('milestone_id=Any'), await listed('milestone_id=None')]).toEqual([true, false]);
    for (const wrong of [`milestone_id=${id}`, 'milestone_id=none'])
      expect((await call('GET', `${PROJECT_URL}/issues?${wrong}`)).row).toEqual({
        error: 'milestone_id does not have a valid value',
      });
    expect((await call('GET', `${PROJECT_URL}/issues?milestone_id=Any&milestone=Q4`)).status).toBe(400);
    const under = await call('GET', `${PROJECT_URL}/milestones/${id}/issues`);
    expect([under.rows.length, under.rows[0]?.['iid']]).toEqual([1, iid]);
    const moved = await call('PUT', `${PROJECT_URL}/issues/${iid}`, { json: { milestone_id: above } });
    expect(moved.row['milestone']).toMatchObject({ id: above, title: 'FY27' });
    const gone = await call('PUT', `${PROJECT_URL}/issues/${iid}`, { json: { milestone_id: 0 } });
    expect(gone.row['milestone']).toBeNull();
    const events = await call('GET', `${PROJECT_URL}/issues/${iid}/resource_milestone_events`);
    expect(events.rows.map(({ action }) => action)).toEqual(['add', 'add', 'remove']);
    expect((await call('GET', `${PROJECT_URL}/milestones/${id}/merge_requests`)).rows).toEqual([]);
  });

  it('a deleted milestone leaves its issues without one, a promoted one takes them along', async () => {
    const make = async (title: string): Promise<number> =>
      numberIn((await call('POST', `${PROJECT_URL}/milestones`, { json: { title } })).row, 'id');
    const [deleted, promoted] = [await make('A'), await make('B')];
    for (const milestone of [deleted, promoted])
      await call('POST', `${PROJECT_URL}/issues`, {
        json: { title: `of ${milestone}`, milestone_id: milestone },
      });
    expect((await call('DELETE', `${PROJECT_URL}/milestones/${deleted}`)).status).toBe(204);
    expect(
      (await call('GET', `${PROJECT_URL}/issues?search=of+${deleted}`)).rows[0]?.['milestone'],
    ).toBeNull();
    expect((await call('POST', `${PROJECT_URL}/milestones/${promoted}/promote`)).status).toBe(200);
    expect(
      (await call('GET', `${PROJECT_URL}/issues?search=of+${promoted}`)).rows[0]?.['milestone'],
    ).toMatchObject({
      group_id: 51,
      title: 'B',
    });
  });

  it('has no iterations', async () => {
    for (const path of [`${PROJECT_URL}/iterations`, `${GROUP_URL}/iterations`])
      expect(await call('GET', path)).toMatchObject({ status: 200, rows: [] });
  });
});
