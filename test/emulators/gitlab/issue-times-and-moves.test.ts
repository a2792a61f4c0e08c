import { describe, expect, it } from 'vitest';
import { readDuration, spellDuration } from './model/time-tracking';
import { useGitlab } from './harness';
import { numberIn, PROJECT_URL, type Row, TOKENS } from './support';

const ISSUE = `${PROJECT_URL}/issues/6`;

describe('GitLab emulator: times, moves, order and subscriptions of issues', () => {
  const { call } = useGitlab();
  function stats(estimate: number, spent: number, ...spelled: readonly (string | null)[]): Row {
    return {
      time_estimate: estimate,
      total_time_spent: spent,
      human_time_estimate: spelled[0] ?? null,
      human_total_time_spent: spelled[1] ?? null,
    };
  }
  async function bodies(path: string): Promise<unknown[]> {
    return (await call('GET', `${path}/notes?sort=asc&per_page=100`)).rows.map((note) => note['body']);
  }

  it('estimates and counts time in working days, and takes both back', async () => {
    const post = (what: string, duration?: string) =>
      call('POST', `${ISSUE}/${what}`, duration === undefined ? {} : { json: { duration } });
    const estimate = await post('time_estimate', '3h 30m');
    expect([estimate.status, estimate.row]).toEqual([200, stats(12_600, 0, '3h 30m')]);
    const spent = await post('add_spent_time', '1h');
    expect([spent.status, spent.row]).toEqual([201, stats(12_600, 3600, '3h 30m', '1h')]);
    expect((await post('add_spent_time', '-15m')).row).toEqual(stats(12_600, 2700, '3h 30m', '45m'));
    expect((await call('GET', `${ISSUE}/time_stats`)).row).toEqual(stats(12_600, 2700, '3h 30m', '45m'));
    expect((await call('GET', ISSUE)).row['time_stats']).toEqual(stats(12_600, 2700, '3h 30m', '45m'));
    const reset = await post('reset_spent_time');
    expect([reset.status, reset.row]).toEqual([200, stats(12_600, 0, '3h 30m')]);
    const none = await post('reset_time_estimate');
    expect([none.status, none.row]).toEqual([200, stats(0, 0)]);
    expect((await bodies(ISSUE)).slice(-5)).toEqual([
      'changed time estimate to 3h 30m',
      'added 1h of time spent',
      'subtracted 15m of time spent',
      'removed time spent',
      'removed time estimate',
    ]);
  });

  it('refuses a duration that is none, or takes back more than was spent', async () => {
    const refused = async (what: string, json: Row, token: string = TOKENS.owner) => {
      const { status, row } = await call('POST', `${ISSUE}/${what}`, { json, token });
      return [status, row];
    };
    const message = { time_estimate: ['must have a valid format and be greater than or equal to zero.'] };
    expect(await refused('time_estimate', { duration: 'soon' })).toEqual([400, { message }]);
    expect(await refused('time_estimate', { duration: '-1h' })).toEqual([400, { message }]);
    expect(await refused('time_estimate', {})).toEqual([400, { error: 'duration is missing' }]);
    expect(await refused('add_spent_time', { duration: '-1h' })).toEqual([
      400,
      { message: { base: ['Time to subtract exceeds the total time spent'] } },
    ]);
    expect((await refused('add_spent_time', { duration: '1h' }, TOKENS.outsider))[0]).toBe(404);
  });

  it.each([
    ['1mo 1w 1d 1h 1m 1s', 752_461, '1mo 1w 1d 1h 1m 1s'],
    ['5d', 144_000, '1w'],
    ['1.5h', 5400, '1h 30m'],
    ['2', 7200, '2h'],
    ['2 weeks, 3 days', 374_400, '2w 3d'],
    ['90 minutes', 5400, '1h 30m'],
  ])('reads %s as %i seconds', (text, seconds, spelled) => {
    expect(readDuration(text)).toBe(seconds);
    expect(spellDuration(seconds)).toBe(spelled);
  });

  it('moves an issue: a new one with its content, the old one closed and pointing to it', async () => {
    await call('POST', `${ISSUE}/time_estimate`, { json: { duration: '2h' } });
    await call('POST', `${ISSUE}/notes`, { json: { body: 'Please look.' } });
    const before = (await call('GET', ISSUE)).row;
    const moved = await call('POST', `${ISSUE}/move`, { form: { to_project_id: '202' } });
    expect(moved.status).toBe(201);
    expect(moved.row).toMatchObject({
      project_id: 202,
      title: before['title'],
      description: before['description'],
      author: before['author'],
      assignees: before['assignees'],
      epic: before['epic'],
      state: 'opened',
      time_stats: stats(7200, 0, '2h'),
      moved_to_id: null,
      user_notes_count: before['user_notes_count'],
    });
    const old = (await call('GET', ISSUE)).row;
    expect(old).toMatchObject({ state: 'closed', moved_to_id: moved.row['id'], epic: null });
    const there = `/projects/202/issues/${numberIn(moved.row, 'iid')}`;
    expect(await bodies(there)).toEqual(expect.arrayContaining(['Please look.']));
    expect((await bodies(there)).at(-1)).toBe('moved from channel-marketing/partner-marketing#6');
    const again = await call('POST', `${ISSUE}/move`, { json: { to_project_id: 202 } });
    expect(again.status).toBe(400);
  });

  it('refuses to move an issue to where it is, nowhere, or to what one cannot see', async () => {
    const refused = async (json: Row, token: string = TOKENS.owner) => {
      const { status, row } = await call('POST', `${ISSUE}/move`, { json, token });
      return [status, row['message'] ?? row['error']];
    };
    expect(await refused({ to_project_id: 201 })).toEqual([
      400,
      'Cannot move issue to project it originates from!',
    ]);
    expect(await refused({ to_project_id: 999 })).toEqual([404, '404 Project Not Found']);
    expect(await refused({})).toEqual([400, 'to_project_id is missing']);
    expect((await call('GET', ISSUE)).row['moved_to_id']).toBeNull();
  });

  it('puts an issue at another place in the manual order', async () => {
    const order = async () =>
      (await call('GET', `${PROJECT_URL}/issues?order_by=relative_position&sort=asc&per_page=100`)).rows.map(
        (row) => row['iid'],
      );
    const id = async (iid: number) => numberIn((await call('GET', `${PROJECT_URL}/issues/${iid}`)).row, 'id');
    expect((await order()).slice(0, 3)).toEqual([1, 2, 3]);
    const answer = await call('PUT', `${PROJECT_URL}/issues/3/reorder`, {
      json: { move_after_id: await id(1) },
    });
    expect([answer.status, answer.row['iid']]).toEqual([200, 3]);
    expect((await order()).slice(0, 3)).toEqual([3, 1, 2]);
    await call('PUT', `${PROJECT_URL}/issues/3/reorder`, { json: { move_before_id: await id(2) } });
    expect((await order()).slice(0, 3)).toEqual([1, 2, 3]);
    expect((await call('PUT', `${PROJECT_URL}/issues/3/reorder`)).status).toBe(400);
    expect((await call('PUT', `${PROJECT_URL}/issues/3/reorder?move_after_id=1`)).status).toBe(404);
  });

  it('subscribes and unsubscribes, and answers 304 where that is no news', async () => {
    const as = { token: TOKENS.reporter };
    const path = `${PROJECT_URL}/issues/12`;
    const first = (await call('GET', path, as)).row['subscribed'];
    const [there, back] = first === true ? ['unsubscribe', 'subscribe'] : ['subscribe', 'unsubscribe'];
    const changed = await call('POST', `${path}/${there}`, as);
    expect([changed.status, changed.row['subscribed']]).toEqual([201, first !== true]);
    expect(await call('POST', `${path}/${there}`, as)).toMatchObject({ status: 304, text: '' });
    expect((await call('GET', path, as)).row['subscribed']).toBe(first !== true);
    expect((await call('POST', `${path}/${back}`, as)).row['subscribed']).toBe(first);
  });
});
