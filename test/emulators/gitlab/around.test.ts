import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { numberIn, PROJECT, PROJECT_URL, TOKENS } from './support';

const GROUP_URL = '/groups/channel-marketing';
const ISSUE = `${PROJECT_URL}/issues/1`;

describe('GitLab emulator: what surrounds issues and epics', () => {
  const { call } = useGitlab();

  it('reactions are counted, given once a person and taken back by whoever gave them', async () => {
    const json = { name: 'thumbsup' };
    const made = await call('POST', `${ISSUE}/award_emoji`, { json });
    expect([made.status, made.row]).toMatchObject([
      201,
      { name: 'thumbsup', awardable_type: 'Issue', user: { username: 'dana.weber' } },
    ]);
    expect((await call('POST', `${ISSUE}/award_emoji`, { json })).row).toEqual({
      message: '404 Award Emoji Name has already been taken Not Found',
    });
    const odd = await call('POST', `${ISSUE}/award_emoji`, { json: { name: 'no such emoji' } });
    expect([odd.status, odd.row]).toEqual([
      404,
      { message: '404 Award Emoji Name is not a valid emoji name Not Found' },
    ]);
    expect((await call('GET', ISSUE)).row['upvotes']).toBe(1);
    const mine = await call('GET', `${PROJECT_URL}/issues?my_reaction_emoji=thumbsup`);
    expect(mine.rows.map(({ iid }) => iid)).toEqual([1]);
    const path = `${ISSUE}/award_emoji/${numberIn(made.row, 'id')}`;
    expect((await call('DELETE', path, { token: TOKENS.maintainer })).status).toBe(401);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    const note = await call('POST', `${ISSUE}/notes`, { json: { body: 'good' } });
    const onNote = `${ISSUE}/notes/${numberIn(note.row, 'id')}/award_emoji`;
    expect((await call('POST', onNote, { json })).row['awardable_type']).toBe('Note');
    expect((await call('GET', onNote)).rows).toHaveLength(1);
    const epic = await call('POST', `${GROUP_URL}/epics/1/award_emoji`, { json });
    expect(epic.row['awardable_type']).toBe('Epic');
    const liked = await call('GET', `${GROUP_URL}/epics?my_reaction_emoji=thumbsup`);
    expect(liked.rows.map(({ iid }) => iid)).toEqual([1]);
  });

  it('an assignment, a mention and a mark each wait until they are done, one about an item at a time', async () => {
    await call('POST', '/todos/mark_as_done', { token: TOKENS.maintainer });
    await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'for you', assignee_ids: [15] } });
    await call('POST', `${ISSUE}/notes`, { json: { body: 'look, @mdf-ops!' } });
    await call('POST', `${PROJECT_URL}/issues/2/todo`, { token: TOKENS.maintainer });
    expect((await call('POST', `${PROJECT_URL}/issues/2/todo`, { token: TOKENS.maintainer })).status).toBe(
      304,
    );
    await call('POST', `${ISSUE}/notes`, { json: { body: '@mdf-ops, once more' } });
    const { rows } = await call('GET', '/todos', { token: TOKENS.maintainer });
    expect(rows.map(({ action_name }) => action_name)).toEqual(['marked', 'mentioned', 'assigned']);
    expect(rows[1]).toMatchObject({
      author: { username: 'dana.weber' },
      target_type: 'Issue',
      target: { iid: 1 },
      body: 'look, @mdf-ops!',
      target_url: expect.stringMatching(/issues\/1#note_\d+$/) as string,
      project: { path_with_namespace: PROJECT },
      state: 'pending',
    });
    const done = await call('POST', `/todos/${numberIn(rows[0], 'id')}/mark_as_done`, {
      token: TOKENS.maintainer,
    });
    expect([done.status, done.row['state']]).toEqual([201, 'done']);
    expect((await call('POST', `/todos/${numberIn(rows[1], 'id')}/mark_as_done`)).status).toBe(404);
    const iid = numberIn((await call('GET', `${PROJECT_URL}/issues?search=for+you`)).rows[0], 'iid');
    await call('PUT', `${PROJECT_URL}/issues/${iid}`, {
      token: TOKENS.maintainer,
      json: { state_event: 'close' },
    });
    const left = await call('GET', '/todos', { token: TOKENS.maintainer });
    expect(left.rows.map(({ action_name }) => action_name)).toEqual(['mentioned']);
    await call('POST', `${ISSUE}/award_emoji`, { token: TOKENS.maintainer, json: { name: 'eyes' } });
    expect((await call('GET', '/todos', { token: TOKENS.maintainer })).rows).toEqual([]);
    await call('POST', `${ISSUE}/notes`, { json: { body: '@mdf-ops: and now?' } });
    const [addressed] = (await call('GET', '/todos', { token: TOKENS.maintainer })).rows;
    expect(addressed?.['action_name']).toBe('directly_addressed');
    expect((await call('POST', '/todos/mark_as_done', { token: TOKENS.maintainer })).status).toBe(204);
    expect((await call('GET', '/todos', { token: TOKENS.maintainer })).rows).toEqual([]);
  });

  it('the log of events says who did what, newest first', async () => {
    const issue = await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'news' } });
    const path = `${PROJECT_URL}/issues/${numberIn(issue.row, 'iid')}`;
    await call('POST', `${path}/notes`, { json: { body: 'said' } });
    await call('PUT', path, { json: { state_event: 'close' } });
    const { rows } = await call('GET', `${PROJECT_URL}/events?per_page=3`);
    expect(rows.map((row) => [row['action_name'], row['target_type'], row['target_title']])).toEqual([
      ['closed', 'Issue', 'news'],
      ['commented on', 'Note', 'news'],
      ['opened', 'Issue', 'news'],
    ]);
    expect(rows[1]?.['note']).toMatchObject({ body: 'said', noteable_type: 'Issue' });
    await call('PUT', path, { json: { state_event: 'reopen' } });
    const [reopened] = (await call('GET', `${PROJECT_URL}/events?per_page=1&action=reopened`)).rows;
    expect(reopened).toMatchObject({ action_name: 'opened', target_title: 'news' });
    const comments = await call('GET', '/events?action=commented&target_type=note&per_page=1');
    expect(comments.rows[0]).toMatchObject({ author_username: 'dana.weber', project_id: 201 });
    const today = String(rows[0]?.['created_at']).slice(0, 10);
    expect((await call('GET', `/users/12/events?after=${today}`)).rows).toEqual([]);
    expect((await call('GET', `${PROJECT_URL}/events`, { token: TOKENS.outsider })).status).toBe(404);
    await call('DELETE', path);
    const left = await call('GET', `${PROJECT_URL}/events?per_page=100`);
    expect(left.rows.filter((row) => row['target_title'] === 'news')).toEqual([]);
    expect((await call('GET', '/events?action=dreamt')).row).toEqual({
      error: 'action does not have a valid value',
    });
  });

  it('a search finds what the asker may see, in the scopes that a server without an index of code has', async () => {
    const found = await call('GET', '/search?scope=issues&search=Cobalt');
    expect(found.rows.length).toBeGreaterThan(0);
    expect(found.headers.get('x-total')).toBe(String(found.rows.length));
    expect(
      (await call('GET', '/search?scope=issues&search=Cobalt', { token: TOKENS.outsider })).rows,
    ).toEqual([]);
    expect((await call('GET', `${GROUP_URL}/search?scope=epics&search=Cobalt`)).rows.length).toBeGreaterThan(
      0,
    );
    expect((await call('GET', '/search?scope=users&search=dana')).rows[0]).toMatchObject({
      username: 'dana.weber',
    });
    const blobs = await call('GET', `${PROJECT_URL}/search?scope=blobs&search=channel_mdf_pop`);
    expect(blobs.rows[0]).toMatchObject({ path: '.gitlab/issue_templates/channel_mdf_pop.md', ref: 'main' });
    expect(await call('GET', '/search?scope=blobs&search=x')).toMatchObject({
      status: 400,
      row: { message: { error: 'Scope supported only with advanced search or exact code search' } },
    });
    expect((await call('GET', '/search')).row).toEqual({ error: 'scope is missing, search is missing' });
  });

  it('a repository holds the issue templates as files', async () => {
    const template = await call('GET', `${PROJECT_URL}/templates/issues/channel_mdf_pop`);
    const file = encodeURIComponent('.gitlab/issue_templates/channel_mdf_pop.md');
    const shown = await call('GET', `${PROJECT_URL}/repository/files/${file}?ref=main`);
    expect(Buffer.from(String(shown.row['content']), 'base64').toString()).toBe(template.row['content']);
    expect((await call('GET', `${PROJECT_URL}/repository/files/${file}/raw`)).text).toBe(
      template.row['content'],
    );
    const tree = await call('GET', `${PROJECT_URL}/repository/tree`);
    expect(tree.rows.map(({ path, type }) => [path, type])).toEqual([
      ['.gitlab', 'tree'],
      ['README.md', 'blob'],
    ]);
    expect((await call('GET', `${PROJECT_URL}/repository/files/none.md?ref=main`)).row).toEqual({
      message: '404 File Not Found',
    });
  });

  it('files are written to the one branch; a file in the folder of templates is a template', async () => {
    const path = `${PROJECT_URL}/repository/files/${encodeURIComponent('.gitlab/issue_templates/new.md')}`;
    const json = { branch: 'main', content: '# New', commit_message: 'Add a template' };
    expect((await call('POST', path, { token: TOKENS.reporter, json })).status).toBe(403);
    expect(await call('POST', path, { json })).toMatchObject({ status: 201, row: { branch: 'main' } });
    expect((await call('POST', path, { json })).row).toEqual({
      message: 'A file with this name already exists',
    });
    expect((await call('GET', `${PROJECT_URL}/templates/issues/new`)).row).toEqual({
      name: 'new',
      content: '# New',
    });
    const actions = [
      { action: 'update', file_path: '.gitlab/issue_templates/new.md', content: '# Newer' },
      {
        action: 'create',
        file_path: 'docs/a.md',
        content: Buffer.from('é').toString('base64'),
        encoding: 'base64',
      },
    ];
    const made = await call('POST', `${PROJECT_URL}/repository/commits`, {
      json: { branch: 'main', commit_message: 'Two files', actions },
    });
    expect([made.status, made.row['title']]).toEqual([201, 'Two files']);
    const { rows } = await call('GET', `${PROJECT_URL}/repository/commits`);
    expect(rows.map(({ title }) => title)).toEqual(['Two files', 'Add a template', 'Initial commit']);
    expect(rows[0]?.['parent_ids']).toEqual([rows[1]?.['id']]);
    expect(
      (await call('GET', `${PROJECT_URL}/repository/files/${encodeURIComponent('docs/a.md')}/raw`)).text,
    ).toBe('é');
    const gone = { branch: 'main', commit_message: 'Take it away' };
    expect((await call('DELETE', path, { json: gone })).status).toBe(204);
    expect((await call('GET', `${PROJECT_URL}/templates/issues/new`)).status).toBe(404);
  });

  it('projects and groups are made and renamed', async () => {
    const json = { name: 'Pilot Partners', namespace_id: 51, description: 'first' };
    const made = await call('POST', '/projects', { json });
    expect(made.row).toMatchObject({ path_with_namespace: 'channel-marketing/pilot-partners' });
    const path = `/projects/${numberIn(made.row, 'id')}`;
    expect((await call('POST', '/projects', { json })).status).toBe(400);
    expect((await call('POST', '/projects', { json: { name: 'mine' } })).row).toEqual({
      message: { namespace: ['is not valid'] },
    });
    expect((await call('POST', `${path}/issues`, { json: { title: 'works' } })).row['iid']).toBe(1);
    expect((await call('PUT', path, { json: { description: 'second' } })).row['description']).toBe('second');
    expect((await call('PUT', path, { token: TOKENS.reporter, json: { name: 'x' } })).status).toBe(403);
    const group = await call('POST', '/groups', { json: { name: 'Sub', path: 'sub', parent_id: 51 } });
    expect(group.row).toMatchObject({ full_path: 'channel-marketing/sub', parent_id: 51 });
    const renamed = await call('PUT', `/groups/${numberIn(group.row, 'id')}`, { json: { name: 'Below' } });
    expect(renamed.row['name']).toBe('Below');
  });

  it('labels are subscribed to and promoted to the group', async () => {
    const label = await call('POST', `${PROJECT_URL}/labels`, { json: { name: 'here', color: '#112233' } });
    const path = `${PROJECT_URL}/labels/${numberIn(label.row, 'id')}`;
    expect((await call('POST', `${path}/subscribe`)).row['subscribed']).toBe(true);
    expect((await call('POST', `${path}/subscribe`)).status).toBe(304);
    expect((await call('POST', `${path}/unsubscribe`)).row['subscribed']).toBe(false);
    const issue = await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'x', labels: 'here' } });
    expect((await call('PUT', `${path}/promote`)).status).toBe(200);
    expect((await call('GET', `${GROUP_URL}/labels/here`)).status).toBe(200);
    expect((await call('GET', `${PROJECT_URL}/issues/${numberIn(issue.row, 'iid')}`)).row['labels']).toEqual([
      'here',
    ]);
  });

  it('boards have lists that stand for labels', async () => {
    const board = await call('POST', `${PROJECT_URL}/boards`, { json: { name: 'Funds' } });
    const lists = `${PROJECT_URL}/boards/${numberIn(board.row, 'id')}/lists`;
    const label = numberIn((await call('GET', `${PROJECT_URL}/labels/MDF-POP`)).row, 'id');
    const made = await call('POST', lists, { json: { label_id: label } });
    expect(made.row).toMatchObject({ position: 0, label: { name: 'MDF-POP' } });
    expect((await call('POST', lists, { json: { label_id: 1 } })).status).toBe(400);
    expect((await call('GET', `${PROJECT_URL}/boards`)).rows[0]).toMatchObject({
      name: 'Funds',
      lists: [made.row],
    });
    expect((await call('DELETE', `${lists}/${numberIn(made.row, 'id')}`)).status).toBe(204);
    expect(
      (await call('POST', `${PROJECT_URL}/boards`, { token: TOKENS.readOnly, json: { name: 'x' } })).status,
    ).toBe(403);
  });

  it('members are added, changed and removed by maintainers and owners', async () => {
    const outsider = numberIn((await call('GET', '/users?username=outsider')).rows[0], 'id');
    const path = `${PROJECT_URL}/members`;
    const json = { user_id: outsider, access_level: 10 };
    expect((await call('POST', path, { token: TOKENS.reporter, json })).status).toBe(403);
    expect((await call('POST', path, { json })).row).toMatchObject({
      username: 'outsider',
      access_level: 10,
    });
    expect((await call('POST', path, { json })).row).toEqual({ message: 'Member already exists' });
    expect((await call('GET', PROJECT_URL, { token: TOKENS.outsider })).status).toBe(200);
    const changed = await call('PUT', `${path}/${outsider}`, { json: { access_level: 30 } });
    expect(changed.row).toMatchObject({ access_level: 30, expires_at: null });
    const limited = await call('PUT', `${path}/${outsider}`, {
      json: { access_level: 30, expires_at: '2099-12-31' },
    });
    expect(limited.row['expires_at']).toBe('2099-12-31');
    expect((await call('GET', PROJECT_URL, { token: TOKENS.outsider })).status).toBe(200);
    await call('PUT', `${path}/${outsider}`, { json: { access_level: 30, expires_at: '2020-01-01' } });
    expect((await call('GET', PROJECT_URL, { token: TOKENS.outsider })).status).toBe(404);
    expect((await call('DELETE', `${path}/${outsider}`)).status).toBe(204);
    expect((await call('GET', PROJECT_URL, { token: TOKENS.outsider })).status).toBe(404);
  });

  it("a person's status is found by number and by name", async () => {
    const byName = await call('GET', '/users/dana.weber/status');
    const { id } = (await call('GET', '/user')).row;
    expect(byName.row).toEqual((await call('GET', `/users/${String(id)}/status`)).row);
    expect((await call('GET', '/users/nobody/status')).status).toBe(404);
  });
});
