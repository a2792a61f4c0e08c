import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitlabEmulator, startGitlab } from './start';
import { defaultSeed, PROJECT_URL, type Row, send, textIn, TOKENS } from './support';

describe('GitLab emulator: lists of issues', () => {
  let gitlab: GitlabEmulator;
  beforeAll(async () => {
    gitlab = await startGitlab({ scenario: { gitlab: defaultSeed() } });
  });
  afterAll(() => gitlab.stop());

  async function list(query: string, token: string = TOKENS.owner): Promise<readonly Row[]> {
    const answer = await send(gitlab, 'GET', `${PROJECT_URL}/issues?per_page=100&${query}`, { token });
    expect(answer.status, answer.text).toBe(200);
    return answer.rows;
  }
  async function iids(query: string, token?: string): Promise<unknown[]> {
    return (await list(query, token)).map((row) => row['iid']);
  }

  it('labels: all of them; None and Any in any case; not[labels] leaves out', async () => {
    expect(await iids('labels=MDF-POP&sort=asc')).toEqual([6, 3]);
    expect(await iids('labels=MDF-POP,MDF::POP Pending')).toEqual([3]);
    expect(await iids('labels[]=MDF-POP&labels[]=verticurl')).toEqual([]);
    expect(await iids('labels=none')).toEqual([]);
    expect(await iids('labels=Any')).toHaveLength(12);
    expect(await iids('not[labels]=MDF,MDF-POP&sort=asc')).toEqual([12, 10, 11, 8, 9, 7]);
  });

  it('iids, state, people, search, confidential, epic', async () => {
    expect(await iids('iids[]=3&iids[]=5&sort=asc')).toEqual([5, 3]);
    expect(await iids('state=closed&sort=asc')).toEqual([4, 12]);
    expect(await iids('author_username=priya.nair&sort=asc')).toEqual([12, 8]);
    expect(await iids('assignee_username=verticurl-agency&state=opened')).toEqual([1]);
    expect(await iids('assignee_id=None')).toEqual([9]);
    expect(await iids('assignee_id=any')).toHaveLength(11);
    expect(await iids('author_id=12&sort=asc')).toEqual([10, 11]);
    expect(await iids('not[author_username]=mdf-ops&not[assignee_username]=dana.weber&sort=asc')).toEqual([
      12, 10, 9,
    ]);
    expect(await iids('search=newsletter')).toEqual([12]);
    expect(await iids('search=stories picture&in=title')).toEqual([]);
    expect(await iids('search="short stories"&in=description')).toEqual([12]);
    expect(await iids('confidential=true')).toEqual([3]);
    expect(await iids('epic_id=3002&sort=asc')).toHaveLength(3);
    expect(await iids('epic_id=None')).toHaveLength(6);
    expect(await iids('scope=assigned_to_me&state=opened')).toHaveLength(7);
  });

  it('times include both ends; updated_after finds what changed', async () => {
    const [newest] = await list('order_by=updated_at');
    const stamp = textIn(newest, 'updated_at');
    expect(await iids(`updated_after=${stamp}`)).toContain(newest?.['iid']);
    expect(await iids(`updated_before=${stamp}&per_page=100`)).toHaveLength(12);
    const later = new Date(Date.parse(stamp) + 1).toISOString();
    expect(await iids(`updated_after=${later}`)).toEqual([]);
    expect(await iids('created_after=2099-01-01')).toEqual([]);
    const bad = await send(gitlab, 'GET', `${PROJECT_URL}/issues?updated_after=yesterday`);
    expect([bad.status, bad.row]).toEqual([400, { error: 'updated_after is invalid' }]);
  });

  it('orders by date and title in both directions, rows without a date last', async () => {
    const byDue = await list('order_by=due_date&sort=asc');
    const dates = byDue.map((row) => row['due_date']);
    const known = dates.filter((date) => date !== null);
    expect(dates.slice(0, known.length)).toEqual([...known].sort());
    expect(dates.slice(known.length).every((date) => date === null)).toBe(true);
    const titles = (await list('order_by=title&sort=desc')).map((row) => textIn(row, 'title').toLowerCase());
    expect(titles).toEqual([...titles].sort().reverse());
  });

  it('not[weight] and not[milestone_id] leave out', async () => {
    const path = `${PROJECT_URL}/issues/7`;
    await send(gitlab, 'PUT', path, { json: { weight: 40 } });
    expect(await iids('weight=40')).toEqual([7]);
    expect(await iids('not[weight]=40')).toHaveLength(11);
    expect(await iids('not[weight]=40')).not.toContain(7);
    expect(await iids('not[milestone_id]=None')).toEqual(await iids('milestone_id=Any'));
    const bad = await send(gitlab, 'PUT', path, { json: { weight: -3 } });
    expect([bad.status, bad.row]).toEqual([
      400,
      { message: { weight: ['must be greater than or equal to 0'] } },
    ]);
  });

  it('due_date words', async () => {
    // Also the closed ones: the state is another filter.
    expect(await iids('due_date=overdue&sort=asc')).toEqual([6, 4, 12]);
    expect(await iids('due_date=overdue&state=opened')).toEqual([6]);
    expect(await iids('due_date=0&sort=asc')).toEqual([9, 7]);
    expect(await iids('due_date=any')).toHaveLength(10);
    expect(await iids('due_date=today')).toEqual([]);
  });

  it('with_labels_details gives objects; lists lack subscribed; references are short inside the list', async () => {
    const [plain] = await list('iids[]=3');
    expect(plain?.['labels']).toEqual(['MDF-POP', 'MDF::POP Pending']);
    expect(plain).not.toHaveProperty('subscribed');
    const [detailed] = await list('iids[]=3&with_labels_details=true');
    expect(detailed?.['labels']).toMatchObject([
      { name: 'MDF-POP', color: '#428BCA', text_color: '#FFFFFF', archived: false },
      { name: 'MDF::POP Pending' },
    ]);
    const group = await send(gitlab, 'GET', '/groups/channel-marketing/issues?iids[]=3');
    expect(group.rows[0]?.['references']).toMatchObject({ relative: 'partner-marketing#3' });
    const mine = await send(gitlab, 'GET', '/issues?per_page=100');
    expect(mine.rows.map((row) => row['iid']).sort()).toEqual([10, 11]);
    expect((await send(gitlab, 'GET', '/issues?scope=all&per_page=100')).rows).toHaveLength(12);
  });

  it('counts by state', async () => {
    const { row } = await send(gitlab, 'GET', `${PROJECT_URL}/issues_statistics?labels=MDF`);
    expect(row).toEqual({ statistics: { counts: { all: 4, closed: 1, opened: 3 } } });
  });
});
