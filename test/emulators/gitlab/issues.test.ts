import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { type Answer, numberIn, PROJECT, PROJECT_URL, textIn, TOKENS } from './support';

describe('GitLab emulator: issues', () => {
  const { gitlab, call } = useGitlab();
  function create(json: Record<string, unknown>, token: string = TOKENS.owner): Promise<Answer> {
    return call('POST', `${PROJECT_URL}/issues`, { json, token });
  }

  it('creates with the next number, an id that is another, and milliseconds in its times', async () => {
    const { status, row } = await create({ title: 'New', description: 'text', due_date: '2027-01-31' });
    expect(status).toBe(201);
    expect(row).toMatchObject({ iid: 13, title: 'New', state: 'opened', due_date: '2027-01-31', labels: [] });
    expect(numberIn(row, 'id')).not.toBe(13);
    expect(textIn(row, 'created_at')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(row).toMatchObject({
      milestone: null,
      closed_at: null,
      closed_by: null,
      epic: null,
      epic_iid: null,
      author: { username: 'dana.weber' },
      references: { short: '#13', relative: '#13', full: `${PROJECT}#13` },
      _links: { self: `${gitlab().url}/api/v4/projects/201/issues/13` },
      web_url: `${gitlab().url}/${PROJECT}/-/issues/13`,
      subscribed: true,
    });
  });

  it('takes labels as comma string, JSON list, form field and labels[]; "" clears them', async () => {
    const commas = await create({ title: 'a', labels: 'one,two' });
    expect(commas.row['labels']).toEqual(['one', 'two']);
    const list = await create({ title: 'b', labels: ['two', 'three'] });
    expect(list.row['labels']).toEqual(['three', 'two']);
    const form = await call('POST', `${PROJECT_URL}/issues`, { form: { title: 'c', labels: 'one' } });
    expect(form.row['labels']).toEqual(['one']);
    const brackets = await call('POST', `${PROJECT_URL}/issues?title=d&labels[]=one&labels[]=two`);
    expect(brackets.row['labels']).toEqual(['one', 'two']);
    const cleared = await call('PUT', `${PROJECT_URL}/issues/${numberIn(commas.row, 'iid')}`, {
      json: { labels: '' },
    });
    expect(cleared.row['labels']).toEqual([]);
  });

  it('makes a project label out of a name that it does not know', async () => {
    expect((await call('GET', `${PROJECT_URL}/labels/never%20seen`)).status).toBe(404);
    await create({ title: 'x', labels: 'never seen' });
    const label = await call('GET', `${PROJECT_URL}/labels/never%20seen`);
    expect(label.row).toMatchObject({ name: 'never seen', is_project_label: true });
  });

  it('scoped labels exclude each other: the added one wins, by labels, add_labels and on create', async () => {
    const created = await create({
      title: 'x',
      labels: ['MDF::POP Pending', 'MDF:: POP Approved', 'MDF-POP'],
    });
    expect(created.row['labels']).toEqual(['MDF-POP', 'MDF:: POP Approved']);
    const path = `${PROJECT_URL}/issues/${numberIn(created.row, 'iid')}`;
    const added = await call('PUT', path, { json: { add_labels: 'MDF::POP Approval Needed' } });
    expect(added.row['labels']).toEqual(['MDF-POP', 'MDF::POP Approval Needed']);
    const replaced = await call('PUT', path, {
      json: { labels: ['MDF:: POP Completed', 'MDF::POP Approval Needed'] },
    });
    expect(replaced.row['labels']).toEqual(['MDF:: POP Completed']);
    const nested = await call('PUT', path, { json: { add_labels: 'a::b::c,a::d,a::b::e' } });
    expect(nested.row['labels']).toEqual(['MDF:: POP Completed', 'a::b::e', 'a::d']);
  });

  it('add_labels and remove_labels leave the rest alone', async () => {
    const { row } = await create({ title: 'x', labels: 'one,two' });
    const path = `${PROJECT_URL}/issues/${numberIn(row, 'iid')}`;
    const changed = await call('PUT', path, {
      json: { add_labels: ['three'], remove_labels: 'one,unknown' },
    });
    expect(changed.row['labels']).toEqual(['three', 'two']);
  });

  it('refuses: no title, empty title, long title, wrong choice, a PUT without any known field', async () => {
    const none = await create({ description: 'x' });
    expect([none.status, none.row]).toEqual([400, { error: 'title is missing' }]);
    const blank = await create({ title: '  ' });
    expect([blank.status, blank.row]).toEqual([400, { message: { title: ["can't be blank"] } }]);
    const long = await create({ title: 'x'.repeat(256) });
    expect(long.row).toEqual({ message: { title: ['is too long (maximum is 255 characters)'] } });
    const state = await call('GET', `${PROJECT_URL}/issues?state=open&sort=up`);
    expect([state.status, state.row]).toEqual([
      400,
      { error: 'sort does not have a valid value, state does not have a valid value' },
    ]);
    const empty = await call('PUT', `${PROJECT_URL}/issues/1`, { json: { unknown: 1 } });
    expect(empty.status).toBe(400);
    expect(textIn(empty.row, 'error')).toMatch(
      /title.* are missing, at least one parameter must be provided$/,
    );
    const broken = await call('POST', `${PROJECT_URL}/issues`, {
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.status).toBe(400);
  });

  it('drops a chosen iid from all but owners, who may not take one twice', async () => {
    const dropped = await create({ title: 'x', iid: 500 }, TOKENS.maintainer);
    expect(dropped.row['iid']).toBe(13);
    const kept = await create({ title: 'x', iid: 500 });
    expect(kept.row['iid']).toBe(500);
    const twice = await create({ title: 'x', iid: 500 });
    expect([twice.status, twice.row]).toEqual([409, { message: 'Duplicated issue' }]);
  });

  it('clones an issue, with a note on both that names the other', async () => {
    const made = await call('POST', `${PROJECT_URL}/issues/7/clone`, { json: { to_project_id: 201 } });
    const { row } = made;
    const source = await call('GET', `${PROJECT_URL}/issues/7`);
    expect(row).toMatchObject({
      title: source.row['title'],
      description: source.row['description'],
      state: 'opened',
    });
    const number = numberIn(row, 'iid');
    const notes = await call('GET', `${PROJECT_URL}/issues/${number}/notes?sort=asc`);
    expect(notes.rows.at(-1)).toMatchObject({ body: 'cloned from #7', system: true });
    const other = await call('GET', `${PROJECT_URL}/issues/7/notes?sort=asc`);
    expect(other.rows.at(-1)).toMatchObject({ body: `cloned to #${number}`, system: true });
  });

  it('closing sets closed_at and closed_by and leaves a system note; reopening clears them', async () => {
    const path = `${PROJECT_URL}/issues/7`;
    const closed = await call('PUT', path, { json: { state_event: 'close' } });
    expect(closed.row).toMatchObject({ state: 'closed', closed_by: { username: 'dana.weber' } });
    expect(textIn(closed.row, 'closed_at')).toMatch(/\.\d{3}Z$/);
    const notes = await call('GET', `${path}/notes?sort=asc`);
    expect(notes.rows.at(-1)).toMatchObject({ body: 'closed', system: true, noteable_iid: 7 });
    expect(closed.row['user_notes_count']).toBe(0);
    const opened = await call('PUT', path, { json: { state_event: 'reopen' } });
    expect(opened.row).toMatchObject({ state: 'opened', closed_at: null, closed_by: null });
    const events = await call('GET', `${PROJECT_URL}/issues/7/resource_state_events`);
    expect(events.rows.map(({ state }) => state)).toEqual(['closed', 'reopened']);
    const [first] = events.rows;
    const one = await call('GET', `${path}/resource_state_events/${numberIn(first ?? {}, 'id')}`);
    expect([one.status, one.row]).toEqual([200, first]);
    expect((await call('GET', `${path}/resource_state_events/1`)).row).toEqual({ message: '404 Not found' });
  });

  it('updated_at moves with a real change only', async () => {
    const path = `${PROJECT_URL}/issues/7`;
    const before = await call('GET', path);
    const same = await call('PUT', path, {
      json: { title: before.row['title'], labels: before.row['labels'] },
    });
    expect(same.row['updated_at']).toBe(before.row['updated_at']);
    const other = await call('PUT', path, { json: { title: 'Other' } });
    expect(textIn(other.row, 'updated_at') > textIn(before.row, 'updated_at')).toBe(true);
  });

  it('reads True, forms, JSON without a body on GET, and {} on DELETE', async () => {
    const secret = await create({ title: 'x', confidential: 'True' });
    expect(secret.row['confidential']).toBe(true);
    const form = await call('PUT', `${PROJECT_URL}/issues/7`, {
      form: { confidential: 'true', weight: '5' },
    });
    expect(form.row).toMatchObject({ confidential: true, weight: 5 });
    const list = await call('GET', `${PROJECT_URL}/issues?confidential=False`, {
      headers: { 'content-type': 'application/json' },
    });
    expect(list.status).toBe(200);
    expect(list.rows.every((row) => row['confidential'] === false)).toBe(true);
    const gone = await call('DELETE', `${PROJECT_URL}/issues/7`, { json: {} });
    expect([gone.status, gone.text]).toEqual([204, '']);
    const missing = await call('GET', `${PROJECT_URL}/issues/7`);
    expect([missing.status, missing.row]).toEqual([404, { message: '404 Not found' }]);
  });

  it('an unencoded slash in a project path is another route; encoded ones are not decoded before splitting', async () => {
    const wrong = await call('GET', `/projects/${PROJECT}/issues`);
    expect([wrong.status, wrong.row]).toEqual([404, { error: '404 Not Found' }]);
    expect((await call('GET', `${PROJECT_URL}/issues/1`)).status).toBe(200);
    expect((await call('GET', '/projects/201/issues/1/')).status).toBe(200);
  });

  it('counts the checklist and shows it in the answer', async () => {
    const text = '- [ ] a\n* [x] b\n  1. [X] c\n```\n- [ ] code\n```\n<!-- - [ ] hidden -->\n- [] no';
    const { row } = await create({ title: 'x', description: text });
    expect(row).toMatchObject({
      task_completion_status: { count: 3, completed_count: 2 },
      has_tasks: true,
      task_status: '2 of 3 checklist items completed',
    });
    expect((await create({ title: 'y' })).row).not.toHaveProperty('task_status');
  });

  it('leaves hidden markers and lines that only look like commands in a description', async () => {
    const description = '<!-- channel-desk:0b0e -->\n\\/label ~verticurl\n  /confidential\n/unknown_command';
    const { row } = await create({ title: 'x', description });
    expect(row).toMatchObject({ description, confidential: false, labels: [] });
  });

  it('people without access find no project; deleting takes an owner or planner', async () => {
    expect((await create({ title: 'x' }, TOKENS.outsider)).row).toEqual({ message: '404 Project Not Found' });
    const refused = await call('DELETE', `${PROJECT_URL}/issues/1`, { token: TOKENS.maintainer });
    expect([refused.status, refused.row]).toEqual([403, { message: '403 Forbidden' }]);
    expect((await call('DELETE', `${PROJECT_URL}/issues/1`)).status).toBe(204);
  });

  it("a guest's labels, assignee and date are dropped; he sees only his own confidential issues", async () => {
    const user = [...gitlab().world.users.values()].find((candidate) => candidate.username === 'outsider');
    gitlab().world.members.push({
      userId: user?.id ?? 0,
      level: 10,
      place: { kind: 'project', id: 201 },
      createdAt: gitlab().world.now(),
    });
    const wish = {
      title: 'x',
      labels: 'MDF',
      assignee_ids: [12],
      due_date: '2027-01-01',
      confidential: true,
    };
    const mine = await create(wish, TOKENS.outsider);
    expect(mine.row).toMatchObject({ labels: [], assignees: [], due_date: null, confidential: true });
    const seen = await call('GET', `${PROJECT_URL}/issues?confidential=true`, { token: TOKENS.outsider });
    expect(seen.rows.map((row) => row['iid'])).toEqual([13]);
    const other = await call('PUT', `${PROJECT_URL}/issues/7`, {
      json: { title: 'y' },
      token: TOKENS.outsider,
    });
    expect(other.status).toBe(403);
  });

  it('a delete with If-Unmodified-Since before the last change is refused', async () => {
    const old = await call('DELETE', `${PROJECT_URL}/issues/1`, {
      headers: { 'if-unmodified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' },
    });
    expect([old.status, old.row]).toEqual([412, { message: '412 Precondition Failed' }]);
  });

  it('is born inside an epic by epic_id, and leaves it by epic_id 0', async () => {
    const { row } = await create({ title: 'x', epic_id: 3001 });
    expect(row).toMatchObject({ epic_iid: 1, epic: { id: 3001, iid: 1, group_id: 51 } });
    const out = await call('PUT', `${PROJECT_URL}/issues/13`, { json: { epic_id: 0 } });
    expect(out.row).toMatchObject({ epic: null, epic_iid: null });
    expect((await create({ title: 'x', epic_id: 99 })).status).toBe(422);
  });

  it('links issues to each other', async () => {
    const made = await call('POST', `${PROJECT_URL}/issues/1/links`, {
      json: { target_project_id: PROJECT, target_issue_iid: 2, link_type: 'blocks' },
    });
    expect([made.status, made.row]).toMatchObject([
      201,
      { source_issue: { iid: 1 }, target_issue: { iid: 2 } },
    ]);
    const seen = await call('GET', `${PROJECT_URL}/issues/2/links`);
    expect(seen.rows).toMatchObject([{ iid: 1, link_type: 'is_blocked_by' }]);
    const again = await call('POST', `${PROJECT_URL}/issues/2/links`, {
      json: { target_project_id: 201, target_issue_iid: 1 },
    });
    expect(again.status).toBe(409);
    const link = numberIn(seen.rows[0], 'issue_link_id');
    expect((await call('DELETE', `${PROJECT_URL}/issues/1/links/${link}`)).status).toBe(200);
    expect((await call('GET', `${PROJECT_URL}/issues/2/links`)).rows).toEqual([]);
  });

  it('records which labels came and went', async () => {
    await call('PUT', `${PROJECT_URL}/issues/7`, {
      json: { add_labels: 'MDF', remove_labels: 'Channel Marketing' },
    });
    const events = await call('GET', `${PROJECT_URL}/issues/7/resource_label_events`);
    expect(events.rows.slice(-2)).toMatchObject([
      { action: 'add', resource_type: 'Issue', label: { name: 'MDF' }, user: { username: 'dana.weber' } },
      { action: 'remove', label: { name: 'Channel Marketing' } },
    ]);
    const one = await call(
      'GET',
      `${PROJECT_URL}/issues/7/resource_label_events/${numberIn(events.rows[0], 'id')}`,
    );
    expect(one.row).toEqual(events.rows[0]);
  });
});
