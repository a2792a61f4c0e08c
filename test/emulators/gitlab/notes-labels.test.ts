import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { numberIn, PROJECT_URL, textIn, TOKENS } from './support';

const { gitlab, call } = useGitlab();

describe('GitLab emulator: notes', () => {
  const notes = `${PROJECT_URL}/issues/6/notes`;

  it('creates, edits, deletes and lists in both orders, system notes among them', async () => {
    const { status, row } = await call('POST', notes, { json: { body: 'one' } });
    expect([status, row]).toMatchObject([
      201,
      { body: 'one', system: false, noteable_iid: 6, noteable_type: 'Issue', type: null, internal: false },
    ]);
    expect(row['noteable_id']).not.toBe(6);
    const path = `${notes}/${numberIn(row, 'id')}`;
    const edited = await call('PUT', path, { json: { body: 'two' } });
    expect(edited.row['body']).toBe('two');
    const issue = await call('GET', `${PROJECT_URL}/issues/6`);
    expect(issue.row['user_notes_count']).toBe(3);
    const down = await call('GET', notes);
    expect(down.rows[0]?.['id']).toBe(row['id']);
    const up = await call('GET', `${notes}?sort=asc&order_by=updated_at`);
    expect(up.rows.at(-1)?.['id']).toBe(row['id']);
    const comments = await call('GET', `${notes}?activity_filter=only_comments`);
    expect(comments.rows).toHaveLength(3);
    expect(up.rows.length).toBeGreaterThan(3);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).row).toEqual({ message: '404 Not found' });
  });

  it('a comment renews the issue; a system note cannot be edited', async () => {
    const before = await call('GET', `${PROJECT_URL}/issues/6`);
    await call('POST', notes, { json: { body: 'x' } });
    const after = await call('GET', `${PROJECT_URL}/issues/6`);
    expect(textIn(after.row, 'updated_at') > textIn(before.row, 'updated_at')).toBe(true);
    const system = (await call('GET', `${notes}?activity_filter=only_activity`)).rows[0];
    const edit = await call('PUT', `${notes}/${numberIn(system, 'id')}`, { json: { body: 'x' } });
    expect(edit.status).toBe(403);
  });

  it('refuses an empty or missing body and hides internal notes from guests', async () => {
    expect((await call('POST', notes, { json: {} })).row).toEqual({ error: 'body is missing' });
    const blank = await call('POST', notes, { json: { body: ' ' } });
    expect([blank.status, textIn(blank.row, 'message')]).toEqual([
      400,
      '400 Bad request - Note {:note=>["can\'t be blank"]}',
    ]);
    expect((await call('PUT', `${notes}/1`, { json: { body: '' } })).row).toEqual({ error: 'body is empty' });
    const internal = await call('POST', notes, { json: { body: 'secret', internal: true } });
    expect(internal.row).toMatchObject({ internal: true, confidential: true });
    const guest = [...gitlab().world.users.values()].find((user) => user.username === 'outsider');
    const place = { kind: 'project', id: 201 } as const;
    gitlab().world.members.push({
      userId: guest?.id ?? 0,
      level: 10,
      place,
      createdAt: gitlab().world.now(),
    });
    const seen = await call('GET', notes, { token: TOKENS.outsider });
    expect(seen.rows.length).toBeGreaterThan(0);
    expect(seen.text).not.toContain('secret');
    const path = `${notes}/${numberIn(internal.row, 'id')}`;
    expect((await call('GET', path, { token: TOKENS.outsider })).row).toEqual({
      message: '404 Note Not Found',
    });
  });

  it('threads: a reply shares the discussion, a comment stands alone', async () => {
    const base = `${PROJECT_URL}/issues/7/discussions`;
    const made = await call('POST', base, { json: { body: 'question' } });
    expect(made.row).toMatchObject({
      individual_note: false,
      notes: [{ body: 'question', type: 'DiscussionNote' }],
    });
    const reply = await call('POST', `${base}/${textIn(made.row, 'id')}/notes`, { json: { body: 'answer' } });
    expect(reply.status).toBe(201);
    const one = await call('GET', `${base}/${textIn(made.row, 'id')}`);
    expect(one.row['notes']).toMatchObject([{ body: 'question' }, { body: 'answer' }]);
    const all = await call('GET', base);
    expect(all.rows.filter((row) => row['individual_note'] === false)).toHaveLength(1);
    expect((await call('GET', `${base}/0000`)).row).toEqual({ message: '404 Discussion Not Found' });
  });
});

describe('GitLab emulator: threads', () => {
  const threads = `${PROJECT_URL}/issues/6/discussions`;

  it('are resolved as a whole or note by note, and read note by note', async () => {
    const begun = (await call('POST', threads, { json: { body: 'why?' } })).row;
    expect(begun).toMatchObject({ individual_note: false, resolvable: true, resolved: false });
    const thread = `${threads}/${textIn(begun, 'id')}`;
    const reply = (await call('POST', `${thread}/notes`, { json: { body: 'because' } })).row;
    expect(reply).toMatchObject({
      type: 'DiscussionNote',
      resolvable: true,
      resolved: false,
      resolved_by: null,
    });
    const note = `${thread}/notes/${numberIn(reply, 'id')}`;
    expect((await call('GET', note)).row['body']).toBe('because');
    expect((await call('GET', `${thread}/notes`)).rows.map((row) => row['body'])).toEqual([
      'why?',
      'because',
    ]);
    const one = await call('PUT', note, { json: { resolved: true } });
    expect(one.row).toMatchObject({ resolved: true, resolved_by: { username: 'dana.weber' } });
    expect((await call('GET', thread)).row['resolved']).toBe(false);
    expect((await call('PUT', thread, { json: { resolved: true } })).row['resolved']).toBe(true);
    expect((await call('PUT', thread, { json: { resolved: false } })).row['resolved']).toBe(false);
    expect((await call('PUT', note, { json: { resolved: true, body: 'x' } })).status).toBe(400);
    const refused = await call('PUT', thread, { json: { resolved: true }, token: TOKENS.outsider });
    expect(refused.status).toBe(404);
  });

  it('come of single comments by a reply, but not of what the server says', async () => {
    await call('POST', `${PROJECT_URL}/issues/6/notes`, { json: { body: 'alone' } });
    await call('PUT', `${PROJECT_URL}/issues/6`, { json: { title: 'Other' } });
    const rows = (await call('GET', `${threads}?per_page=100`)).rows;
    const firsts = rows.map((row) => ({ id: row['id'], notes: row['notes'] as Record<string, unknown>[] }));
    const alone = firsts.find(({ notes }) => notes[0]?.['body'] === 'alone');
    const system = firsts.find(({ notes }) => notes[0]?.['system'] === true);
    await call('POST', `${threads}/${String(alone?.id)}/notes`, { json: { body: 'not any more' } });
    expect((await call('GET', `${threads}/${String(alone?.id)}`)).row).toMatchObject({
      individual_note: false,
      notes: [{ type: 'DiscussionNote' }, { type: 'DiscussionNote' }],
    });
    const refused = await call('POST', `${threads}/${String(system?.id)}/notes`, { json: { body: 'x' } });
    expect([refused.status, refused.row]).toEqual([
      400,
      { message: '400 Bad request - Discussion can not be replied to.' },
    ]);
  });
});

describe('GitLab emulator: labels', () => {
  it('group labels are in the project list as such; the project own label of the same name wins', async () => {
    const before = await call('GET', `${PROJECT_URL}/labels/verticurl`);
    expect(before.row).toMatchObject({ name: 'verticurl', is_project_label: false, priority: null });
    const own = await call('GET', `${PROJECT_URL}/labels?include_ancestor_groups=false`);
    expect(own.rows.map((row) => row['name'])).toEqual(['Partner Request']);
    const group = await call('GET', '/groups/channel-marketing/labels?per_page=100');
    expect(group.rows).toHaveLength(11);
    expect(group.rows[0]).not.toHaveProperty('is_project_label');
    expect(group.rows.map((row) => row['name'])).toContain('MDF:: POP Approved');
  });

  it('creates, finds by encoded name or id, renames, deletes', async () => {
    const { status, row } = await call('POST', `${PROJECT_URL}/labels`, {
      json: { name: 'region::EMEA/DACH', color: '#FFAABB', priority: 2, description: 'a & b' },
    });
    expect([status, row]).toMatchObject([
      201,
      {
        color: '#FFAABB',
        priority: 2,
        is_project_label: true,
        description_html: 'a &amp; b',
        text_color: '#1F1E24',
      },
    ]);
    const path = `${PROJECT_URL}/labels/${encodeURIComponent('region::EMEA/DACH')}`;
    expect((await call('GET', path)).row['id']).toBe(row['id']);
    await call('PUT', `${PROJECT_URL}/issues/7`, { json: { add_labels: 'region::EMEA/DACH' } });
    const renamed = await call('PUT', `${PROJECT_URL}/labels/${numberIn(row, 'id')}`, {
      json: { new_name: 'EMEA' },
    });
    expect(renamed.row['name']).toBe('EMEA');
    expect((await call('GET', `${PROJECT_URL}/issues/7`)).row['labels']).toContain('EMEA');
    const counted = await call('GET', `${PROJECT_URL}/labels?with_counts=true&search=EMEA`);
    expect(counted.rows).toMatchObject([{ name: 'EMEA', open_issues_count: 1, closed_issues_count: 0 }]);
    expect((await call('DELETE', `${PROJECT_URL}/labels/EMEA`)).status).toBe(204);
    expect((await call('GET', `${PROJECT_URL}/issues/7`)).row['labels']).not.toContain('EMEA');
    expect((await call('GET', path)).row).toEqual({ message: '404 Label Not Found' });
  });

  it('refuses: no colour, a wrong colour, a name that exists here or above, a change of nothing, no right', async () => {
    const labels = `${PROJECT_URL}/labels`;
    expect((await call('POST', labels, { json: { name: 'x' } })).row).toEqual({ error: 'color is missing' });
    expect((await call('POST', labels, { json: { name: 'x', color: '#12' } })).row).toEqual({
      message: { color: ['must be a valid color code'] },
    });
    const twice = await call('POST', labels, { json: { name: 'MDF-POP', color: '#112233' } });
    expect([twice.status, twice.row]).toEqual([409, { message: 'Label already exists' }]);
    expect((await call('PUT', `${labels}/MDF-POP`, { json: { color: '#112233' } })).status).toBe(404);
    expect((await call('PUT', `${labels}/Partner%20Request`, { json: {} })).status).toBe(400);
    const held = await call('PUT', `${labels}/Partner%20Request`, { json: { new_name: 'MDF-POP' } });
    expect([held.status, held.row]).toEqual([
      400,
      {
        message: {
          title: ['already exists at group level for Channel Marketing. Please choose another one.'],
        },
      },
    ]);
    await call('POST', labels, { json: { name: 'first', color: 'red' } });
    await call('POST', labels, { json: { name: 'second', color: 'red' } });
    const taken = await call('PUT', `${labels}/second`, { json: { new_name: 'first' } });
    expect([taken.status, taken.row]).toEqual([400, { message: { title: ['has already been taken'] } }]);
    const stranger = await call('POST', labels, {
      json: { name: 'x', color: 'red' },
      token: TOKENS.outsider,
    });
    expect(stranger.row).toEqual({ message: '404 Project Not Found' });
  });
});
