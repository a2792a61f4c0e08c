import { describe, expect, it } from 'vitest';
import { useGitlab } from './harness';
import { takeCommands } from './model/quick-action-text';
import { numberIn, PROJECT_URL, TOKENS } from './support';

const EPICS = '/groups/channel-marketing/epics';

describe('GitLab emulator: quick actions', () => {
  const { call } = useGitlab();
  const note = (iid: number, body: string, token: string = TOKENS.owner) =>
    call('POST', `${PROJECT_URL}/issues/${iid}/notes`, { json: { body }, token });

  it('a new description is taken at its word, and its commands are not kept', async () => {
    const description =
      '<!-- channel-desk:0b0e -->\n/label ~MDF-POP ~nowhere\n/assign @marcus.lind\nPlease look.\n/due 2027-01-31\n' +
      '/confidential\n/weight 3\n/estimate 2h\n/close';
    const { status, row } = await call('POST', `${PROJECT_URL}/issues`, {
      json: { title: 'x', description },
    });
    expect([status, row]).toMatchObject([
      201,
      {
        description: '<!-- channel-desk:0b0e -->\nPlease look.',
        labels: ['MDF-POP'],
        assignees: [{ username: 'marcus.lind' }],
        due_date: '2027-01-31',
        confidential: true,
        weight: 3,
        time_stats: { time_estimate: 7200 },
        state: 'opened',
      },
    ]);
  });

  it('a changed description too, together with what else the request sets', async () => {
    const json = { add_labels: 'one', description: 'Text\n/label ~MDF-POP\n/title New title' };
    const { row } = await call('PUT', `${PROJECT_URL}/issues/6`, { json });
    expect(row).toMatchObject({ description: 'Text', title: 'New title' });
    expect(row['labels']).toEqual(expect.arrayContaining(['MDF-POP', 'one']));
  });

  it('a comment of commands alone leaves no note and is answered with 202 and what it did', async () => {
    const before = (await call('GET', `${PROJECT_URL}/issues/6`)).row['user_notes_count'];
    const { status, row } = await note(6, '/label ~"MDF-POP"\n/close');
    expect([status, row]).toMatchObject([
      202,
      {
        commands_changes: { add_label_ids: [expect.any(Number)], state_event: 'close' },
        summary: ['Added ~"MDF-POP" label. Closed this issue.'],
      },
    ]);
    const after = (await call('GET', `${PROJECT_URL}/issues/6`)).row;
    expect(after).toMatchObject({ state: 'closed', user_notes_count: before });
    expect(after['labels']).toContain('MDF-POP');
  });

  it('a comment with words keeps the words', async () => {
    const { status, row } = await note(6, 'Done.\n/Close\n\nThanks');
    expect([status, row]).toMatchObject([
      201,
      { body: 'Done.\nThanks', commands_changes: { state_event: 'close' } },
    ]);
  });

  it('commands that a person has no right to, or that make no sense now, are dropped without a word', async () => {
    const made = await call('POST', `${PROJECT_URL}/issues`, { json: { title: 'x' } });
    const iid = numberIn(made.row, 'iid');
    expect(await note(iid, '/reopen\n/unlabel')).toMatchObject({
      status: 202,
      row: { commands_changes: {}, summary: [] },
    });
    const wrong = await note(iid, '/label ~nowhere');
    expect([wrong.status, wrong.row]).toEqual([
      400,
      { message: '400 Bad request - Failed to apply commands.' },
    ]);
  });

  it('epics know those that they have a use for', async () => {
    const json = { title: 'E', description: 'Text\n/label ~MDF-POP\n/due 2027-01-31' };
    const epic = (await call('POST', EPICS, { json })).row;
    expect(epic).toMatchObject({ description: 'Text', due_date: null });
    const notes = `${EPICS}/${numberIn(epic, 'id')}/notes`;
    const closed = await call('POST', notes, { json: { body: '/close' } });
    expect([closed.status, closed.row['summary']]).toEqual([202, ['Closed this epic.']]);
    expect((await call('GET', `${EPICS}/${numberIn(epic, 'iid')}`)).row['state']).toBe('closed');
  });

  it('lines in code, quotes, lists and comments are no commands, nor are indented and escaped ones', () => {
    for (const text of [
      '```\n/close\n```',
      '> said\n/close',
      '- item\n/close',
      '<!--\n/close\n-->',
      '>>>\n/close\n>>>',
      ' /close',
      '\\/close',
      '/closed',
      'see /close',
    ])
      expect(takeCommands(text, (name) => name === 'close')).toEqual({ content: text, commands: [] });
    expect(takeCommands('- item\n\n/CLOSE now \r\n', (name) => name === 'close')).toEqual({
      content: '- item',
      commands: [{ name: 'close', arg: 'now' }],
    });
  });
});
