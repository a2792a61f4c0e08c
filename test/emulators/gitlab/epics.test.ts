import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { numberIn, PROJECT_URL, textIn, TOKENS } from './support';

const EPICS = '/groups/channel-marketing/epics';

describe('GitLab emulator: epics', () => {
  const { call } = useGitlab();

  it('dates count only while they are fixed; the old names follow', async () => {
    const { status, row } = await call('POST', EPICS, {
      json: {
        title: 'MDF - Zephyr - Roadshow',
        labels: 'MDF,made here',
        start_date_is_fixed: true,
        start_date_fixed: '2027-02-01',
        due_date_fixed: '2027-02-28',
        confidential: true,
      },
    });
    expect(status).toBe(201);
    expect(row).toMatchObject({
      iid: 3,
      group_id: 51,
      start_date: '2027-02-01',
      due_date: null,
      due_date_fixed: '2027-02-28',
      end_date: null,
      confidential: true,
      labels: ['MDF', 'made here'],
      references: { short: '&3', relative: '&3', full: 'channel-marketing&3' },
      subscribed: true,
    });
    expect(numberIn(row, 'work_item_id')).not.toBe(row['id']);
    const label = await call('GET', '/groups/channel-marketing/labels/made%20here');
    expect(label.status).toBe(200);
    const fixed = await call('PUT', `${EPICS}/3`, { json: { due_date_is_fixed: true } });
    expect(fixed.row).toMatchObject({ due_date: '2027-02-28', end_date: '2027-02-28' });
  });

  it('lists with state, labels, search, times, order, details; lists lack subscribed', async () => {
    await call('PUT', `${EPICS}/2`, { json: { state_event: 'close', add_labels: 'mktg-status::wip' } });
    async function iids(query: string): Promise<unknown[]> {
      return (await call('GET', `${EPICS}?${query}`)).rows.map((row) => row['iid']);
    }
    expect(await iids('')).toEqual([1, 2]);
    expect(await iids('sort=asc')).toEqual([2, 1]);
    expect(await iids('order_by=updated_at')).toEqual([2, 1]);
    expect(await iids('state=closed')).toEqual([2]);
    // Unlike issues, epics cannot be narrowed to numbers.
    expect(await iids('iids[]=2')).toEqual([1, 2]);
    expect(await iids('labels=MDF,mktg-status::wip')).toEqual([2]);
    expect(await iids('search=quartz webcast')).toEqual([2]);
    expect(await iids('author_id=12')).toEqual([]);
    expect(await iids('created_before=2000-01-01')).toEqual([]);
    expect(await iids('updated_after=2000-01-01&confidential=true')).toEqual([1]);
    const { rows } = await call('GET', `${EPICS}?with_labels_details=true&iids[]=1`);
    expect(rows[0]?.['labels']).toMatchObject([
      { name: 'Channel Marketing', archived: false },
      { name: 'MDF' },
    ]);
    expect(rows[0]).not.toHaveProperty('subscribed');
  });

  it('subgroups belong to the list unless switched off', async () => {
    await call('POST', '/groups/52/epics', { json: { title: 'below' } });
    const all = await call('GET', EPICS);
    expect(all.rows.map((row) => row['references'])).toContainEqual({
      short: '&1',
      relative: 'regions&1',
      full: 'channel-marketing/regions&1',
    });
    expect((await call('GET', `${EPICS}?include_descendant_groups=false`)).rows).toHaveLength(2);
  });

  it("links by the issue's global id, answers and removes by the link's id; an issue has one epic", async () => {
    const issue = (await call('GET', `${PROJECT_URL}/issues/7`)).row;
    const byNumber = await call('POST', `${EPICS}/1/issues/${numberIn(issue, 'iid')}`);
    expect([byNumber.status, byNumber.row]).toEqual([404, { message: '404 Not found' }]);
    const made = await call('POST', `${EPICS}/1/issues/${numberIn(issue, 'id')}`);
    expect(made.status).toBe(201);
    expect(Object.keys(made.row).sort()).toEqual(['epic', 'id', 'issue', 'relative_position']);
    expect(made.row).toMatchObject({ epic: { iid: 1 }, issue: { id: issue['id'], iid: 7 } });
    const again = await call('POST', `${EPICS}/1/issues/${numberIn(issue, 'id')}`);
    expect(again.status).toBe(409);

    const moved = await call('POST', `${EPICS}/2/issues/${numberIn(issue, 'id')}`);
    expect((await call('GET', `${EPICS}/1/issues`)).rows.map((row) => row['iid'])).toEqual([1, 2, 3]);
    const second = await call('GET', `${EPICS}/2/issues`);
    expect(second.rows.at(-1)).toMatchObject({ iid: 7, epic_issue_id: moved.row['id'], epic: { iid: 2 } });

    const link = numberIn(moved.row, 'id');
    const first = numberIn(second.rows[0], 'epic_issue_id');
    const ordered = await call('PUT', `${EPICS}/2/issues/${link}`, { json: { move_after_id: first } });
    expect(ordered.rows.map((row) => row['iid'])).toEqual([7, 4, 5, 6]);

    expect((await call('DELETE', `${EPICS}/1/issues/${link}`)).status).toBe(404);
    const removed = await call('DELETE', `${EPICS}/2/issues/${link}`);
    expect([removed.status, removed.row['id']]).toEqual([200, link]);
    expect((await call('GET', `${PROJECT_URL}/issues/7`)).row['epic']).toBeNull();
  });

  it('notes hang on the global id, not the number', async () => {
    const epic = (await call('GET', `${EPICS}/1`)).row;
    expect((await call('GET', `${EPICS}/1/notes`)).row).toEqual({ message: '404 Epic Not Found' });
    const notes = `${EPICS}/${numberIn(epic, 'id')}/notes`;
    const made = await call('POST', notes, { json: { body: 'hello' } });
    expect([made.status, made.row]).toMatchObject([
      201,
      { body: 'hello', noteable_type: 'Epic', noteable_id: epic['id'], noteable_iid: null },
    ]);
    const path = `${notes}/${numberIn(made.row, 'id')}`;
    expect((await call('PUT', path, { json: { body: 'changed' } })).row['body']).toBe('changed');
    expect((await call('DELETE', path)).status).toBe(204);
    const after = (await call('GET', `${EPICS}/1`)).row;
    expect(textIn(after, 'updated_at') > textIn(epic, 'updated_at')).toBe(true);
  });

  it('refuses: no title, nothing to change, no right, no such epic', async () => {
    expect((await call('POST', EPICS, { json: {} })).row).toEqual({ error: 'title is missing' });
    expect((await call('PUT', `${EPICS}/1`, { json: {} })).status).toBe(400);
    expect((await call('DELETE', `${EPICS}/1`, { token: TOKENS.maintainer })).status).toBe(403);
    expect((await call('GET', `${EPICS}/99`)).row).toEqual({ message: '404 Not found' });
    expect((await call('GET', EPICS, { token: TOKENS.outsider })).row).toEqual({
      message: '404 Group Not Found',
    });
    expect((await call('DELETE', `${EPICS}/1`)).status).toBe(204);
    expect((await call('GET', `${PROJECT_URL}/issues/1`)).row['epic']).toBeNull();
  });

  it('are heard of or not, as a person likes', async () => {
    const made = await call('POST', '/groups/channel-marketing/epics', { json: { title: 'Loud' } });
    const path = `/groups/channel-marketing/epics/${numberIn(made.row, 'iid')}`;
    expect((await call('POST', `${path}/subscribe`)).status).toBe(304);
    const quiet = await call('POST', `${path}/unsubscribe`);
    expect([quiet.status, quiet.row['subscribed']]).toEqual([201, false]);
    expect((await call('GET', path)).row['subscribed']).toBe(false);
  });
});

describe('GitLab emulator: Free tier', () => {
  const { call } = useGitlab({ tier: 'free' });

  it('epics answer 403, but only to those who see the group', async () => {
    for (const [method, path] of [
      ['GET', EPICS],
      ['POST', `${EPICS}?title=x`],
      ['GET', `${EPICS}/1/issues`],
      ['GET', `${EPICS}/3001/notes`],
    ] as const) {
      const answer = await call(method, path);
      expect([path, answer.status, answer.row]).toEqual([path, 403, { message: '403 Forbidden' }]);
    }
    expect((await call('GET', EPICS, { token: TOKENS.outsider })).status).toBe(404);
  });

  it('two scoped labels of one scope stay, one assignee counts, the fields of Premium are not there', async () => {
    const { row } = await call('POST', `${PROJECT_URL}/issues`, {
      json: {
        title: 'x',
        labels: 'MDF::POP Pending,MDF:: POP Approved',
        assignee_ids: [13, 14],
        epic_id: 3001,
        weight: 4,
      },
    });
    expect(row['labels']).toEqual(['MDF:: POP Approved', 'MDF::POP Pending']);
    expect(row['assignees']).toHaveLength(1);
    for (const field of ['epic', 'epic_iid', 'weight', 'health_status', 'iteration'])
      expect(row).not.toHaveProperty(field);
  });
});
