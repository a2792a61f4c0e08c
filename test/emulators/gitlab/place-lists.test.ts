import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { PROJECT_URL } from './support';

const GROUP_URL = '/groups/channel-marketing';

describe('GitLab emulator: lists of projects, groups and milestones', () => {
  const { call } = useGitlab();

  async function names(path: string, key = 'path'): Promise<unknown[]> {
    const { status, rows, text } = await call('GET', path);
    expect(status, text).toBe(200);
    return rows.map((row) => row[key]);
  }

  it('a search of projects looks in their own name, path and description, and above only when told so', async () => {
    const all = await names('/projects');
    expect(all.length).toBeGreaterThan(1);
    expect(await names('/projects?search=channel-marketing')).toEqual([]);
    expect(await names('/projects?search=channel-marketing&search_namespaces=true')).toEqual(all);
    await call('PUT', PROJECT_URL, { json: { description: 'Where the funds are asked for' } });
    expect(await names('/projects?search=funds are asked', 'id')).toEqual([201]);
    expect(await names(`${GROUP_URL}/search?scope=projects&search=funds are asked`, 'id')).toEqual([201]);
  });

  it('projects by visibility, activity, topic and stars', async () => {
    const all = await names('/projects');
    expect(await names('/projects?visibility=public')).toEqual([]);
    expect(await names('/projects?visibility=private')).toEqual(all);
    expect(await names('/projects?topic=marketing')).toEqual([]);
    expect(await names('/projects?last_activity_after=2099-01-01T00:00:00Z')).toEqual([]);
    expect(await names('/projects?last_activity_before=2099-01-01T00:00:00Z')).toEqual(all);
    expect(await names('/projects?order_by=star_count')).toHaveLength(all.length);
    expect((await call('GET', '/projects?visibility=secret')).status).toBe(400);
  });

  it('groups by level, without some, in both directions of their ids', async () => {
    const ids = await names('/groups?order_by=id', 'id');
    expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
    expect(await names('/groups?order_by=id&sort=desc', 'id')).toEqual([...ids].reverse());
    expect(await names(`/groups?order_by=id&skip_groups[]=${String(ids[0])}`, 'id')).toEqual(ids.slice(1));
    expect(await names('/groups?owned=true&order_by=id', 'id')).toEqual(ids);
    expect(await names('/groups?min_access_level=50&visibility=public', 'id')).toEqual([]);
  });

  it('milestones by change, title, day and, in a group, those below it', async () => {
    const inGroup = `${GROUP_URL}/milestones`;
    const inProject = `${PROJECT_URL}/milestones`;
    await call('POST', inGroup, {
      json: { title: 'Spring wave', start_date: '2027-02-01', due_date: '2027-04-30' },
    });
    await call('POST', inProject, { json: { title: 'Summer booth', description: 'after the spring' } });
    expect(await names(`${inGroup}?search_title=spring`, 'title')).toEqual(['Spring wave']);
    expect(await names(`${inProject}?search_title=spring`, 'title')).toEqual([]);
    expect(await names(`${inProject}?search=spring`, 'title')).toEqual(['Summer booth']);
    expect(await names(`${inGroup}?containing_date=2027-04-30`, 'title')).toEqual(['Spring wave']);
    expect(await names(`${inGroup}?containing_date=2027-05-01`, 'title')).toEqual([]);
    expect(await names(`${inGroup}?include_descendants=true`, 'title')).toEqual([
      'Spring wave',
      'Summer booth',
    ]);
    expect(await names(`${inGroup}?updated_after=2099-01-01T00:00:00Z`, 'title')).toEqual([]);
    expect(await names(`${inGroup}?updated_before=2099-01-01T00:00:00Z`, 'title')).toEqual(['Spring wave']);
  });
});
