import { randomBytes } from 'node:crypto';
import { Gitlab, GitbeakerRequestError } from '@gitbeaker/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitlabEmulator, startGitlab } from './start';
import { defaultSeed, PROJECT, TOKENS } from './support';

const GROUP = 'channel-marketing';

describe('GitLab emulator with a client that was written for GitLab', () => {
  let gitlab: GitlabEmulator;
  let api: InstanceType<typeof Gitlab<false>>;
  beforeAll(async () => {
    gitlab = await startGitlab({ scenario: { gitlab: defaultSeed() } });
    api = new Gitlab({ host: gitlab.url, token: TOKENS.owner });
  });
  afterAll(() => gitlab.stop());

  it('finds itself, the group, the project and its people, with either kind of token', async () => {
    expect((await api.Users.showCurrentUser()).username).toBe('dana.weber');
    const oauth = new Gitlab({ host: gitlab.url, oauthToken: TOKENS.oauth });
    expect((await oauth.Users.showCurrentUser()).username).toBe('dana.weber');
    expect((await api.Groups.show(GROUP)).full_path).toBe(GROUP);
    expect((await api.Projects.show(PROJECT)).path_with_namespace).toBe(PROJECT);
    const projects = await api.Groups.allProjects(GROUP, { includeSubgroups: true });
    expect(projects).toHaveLength(2);
    const people = await api.ProjectMembers.all(PROJECT, { includeInherited: true });
    expect(people.map((person) => person.username)).toContain('verticurl-agency');
    const agency = await api.Users.all({ username: 'verticurl-agency' });
    expect(agency).toHaveLength(1);
  });

  it('makes an epic with its issues from templates, labels and an assignee, links and unlinks them', async () => {
    const epic = await api.Epics.create(GROUP, 'MDF - Granite Consulting - Summit', {
      labels: 'MDF',
      startDateIsFixed: true,
      startDateFixed: '2027-03-01',
      dueDateIsFixed: true,
      dueDateFixed: '2027-03-02',
      description: '<!-- channel-desk:1 -->',
    });
    expect([epic.start_date, epic.due_date]).toEqual(['2027-03-01', '2027-03-02']);
    const template = await api.ProjectTemplates.show(PROJECT, 'issues' as never, 'channel_mdf_pop');
    const text = (template as unknown as { content: string }).content;
    const [agency] = await api.Users.all({ username: 'verticurl-agency' });
    const pop = await api.Issues.create(PROJECT, 'MDF POP - Granite Consulting - Summit', {
      description: text,
      labels: 'MDF-POP,MDF::POP Pending',
      assigneeIds: [agency?.id ?? 0],
      confidential: true,
    });
    expect(pop.labels).toEqual(['MDF-POP', 'MDF::POP Pending']);
    expect(pop.task_completion_status.count).toBeGreaterThan(5);

    const link = await api.EpicIssues.assign(GROUP, epic.iid, pop.id);
    const inside = await api.EpicIssues.all(GROUP, epic.iid);
    expect(inside.map((issue) => [issue.iid, issue.epic_issue_id])).toEqual([[pop.iid, link.id]]);
    expect(
      ((await api.Issues.show(pop.iid, { projectId: PROJECT })) as unknown as { epic: { iid: number } }).epic
        .iid,
    ).toBe(epic.iid);
    await api.EpicIssues.remove(GROUP, epic.iid, link.id);
    expect(await api.EpicIssues.all(GROUP, epic.iid)).toEqual([]);

    const closed = await api.Epics.edit(GROUP, epic.iid, { stateEvent: 'close' });
    expect(closed.state).toBe('closed');
    const note = await api.EpicNotes.create(GROUP, epic.id, 'finished');
    expect((await api.EpicNotes.all(GROUP, epic.id)).map((each) => each.id)).toContain(note.id);
    await api.Epics.remove(GROUP, epic.iid);
  });

  it('edits labels, comments, links, and sees the events', async () => {
    const edited = await api.Issues.edit(PROJECT, 6, { addLabels: 'MDF:: POP Approved' });
    expect(edited.labels).toEqual(['MDF-POP', 'MDF:: POP Approved']);
    const events = await api.IssueLabelEvents.all(PROJECT, 6);
    expect(events.at(-1)).toMatchObject({ action: 'remove', label: { name: 'MDF::POP Approval Needed' } });
    const note = await api.IssueNotes.create(PROJECT, 6, 'first');
    await api.IssueNotes.edit(PROJECT, 6, note.id, { body: 'second' });
    expect((await api.IssueNotes.show(PROJECT, 6, note.id)).body).toBe('second');
    await api.IssueNotes.remove(PROJECT, 6, note.id);
    const link = await api.IssueLinks.create(PROJECT, 6, 201, 5);
    expect(link.link_type).toBe('relates_to');
    expect(await api.IssueLinks.all(PROJECT, 6)).toHaveLength(1);
  });

  it('labels of project and group with signs in their names', async () => {
    const name = 'quarter::FY27/Q1 & more';
    await api.ProjectLabels.create(PROJECT, name, '#112233');
    expect((await api.ProjectLabels.show(PROJECT, name)).name).toBe(name);
    await api.ProjectLabels.edit(PROJECT, name, { newName: 'plain' });
    await api.ProjectLabels.remove(PROJECT, 'plain');
    expect(await api.GroupLabels.all(GROUP)).toHaveLength(11);
  });

  it('uploads a file and downloads the same bytes', async () => {
    const bytes = randomBytes(50_000);
    const made = await api.ProjectMarkdownUploads.create(PROJECT, {
      content: new Blob([Buffer.from(bytes)]),
      filename: 'invoice.pdf',
    });
    const { url } = made as unknown as { url: string };
    const answer = await fetch(`${gitlab.url}/api/v4/projects/201${url}`, {
      headers: { 'private-token': TOKENS.owner },
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('follows offset and keyset pages to the end', async () => {
    for (let index = 0; index < 25; index += 1)
      await api.Issues.create(PROJECT, `row ${index}`, { labels: 'rows' });
    const all = await api.Issues.all({ projectId: PROJECT, labels: 'rows', perPage: 10 });
    expect(new Set(all.map((issue) => issue.iid)).size).toBe(25);
    const page = await api.Issues.all({
      projectId: PROJECT,
      labels: 'rows',
      perPage: 10,
      page: 3,
      maxPages: 1,
      showExpanded: true,
    });
    expect([page.data.length, page.paginationInfo.total, page.paginationInfo.next]).toEqual([5, 25, null]);
    const keyset = await api.Issues.all({
      projectId: PROJECT,
      labels: 'rows',
      perPage: 10,
      pagination: 'keyset',
      orderBy: 'created_at',
      sort: 'asc',
    });
    expect(keyset.map((issue) => issue.title)).toEqual(
      Array.from({ length: 25 }, (_, index) => `row ${index}`),
    );
    const filtered = await api.Issues.all({
      projectId: PROJECT,
      not: { labels: 'rows' },
      iids: [1, 2],
      state: 'opened',
    });
    expect(filtered.map((issue) => issue.iid)).toEqual([2, 1]);
  });

  it('reads refusals in every form', async () => {
    async function description(promise: Promise<unknown>): Promise<unknown> {
      const error = await promise.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof GitbeakerRequestError)) throw new Error(`not refused: ${String(error)}`);
      return [error.cause?.response.status, error.cause?.description];
    }
    expect(await description(api.Projects.show('no/where'))).toEqual([404, '404 Project Not Found']);
    expect(await description(api.Issues.show(999, { projectId: PROJECT }))).toEqual([404, '404 Not found']);
    expect(await description(api.Issues.create(PROJECT, ''))).toEqual([400, '{"title":["can\'t be blank"]}']);
    expect(await description(api.ProjectLabels.create(PROJECT, 'MDF-POP', '#112233'))).toEqual([
      409,
      'Label already exists',
    ]);
    const stranger = new Gitlab({ host: gitlab.url, token: 'nobody' });
    expect(await description(stranger.Users.showCurrentUser())).toEqual([401, '401 Unauthorized']);
  });
});
