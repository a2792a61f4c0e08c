import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from '../../../shared/schema/zod';
import {
  counts,
  Epic,
  EpicIssue,
  EpicIssueLink,
  GroupLabel,
  instant,
  Issue,
  IssueBasic,
  LabelBasic,
  LabelEvent,
  LinkedEpic,
  ListedEpic,
  ListedIssue,
  Note,
  ProjectLabel,
  RelatedIssue,
  TimeStats,
  Upload,
  UploadRow,
  UserBasic,
} from './shapes';
import { type GitlabEmulator, startGitlab } from './start';
import { defaultSeed, numberIn, PROJECT_URL, type Row, send } from './support';

const USER_FIELDS =
  'id username public_email name state locked avatar_url web_url created_at bio location linkedin twitter discord website_url github job_title pronouns organization bot work_information followers following is_followed local_time';
const TOKEN_FIELDS = 'id name revoked created_at scopes user_id active expires_at';

describe('GitLab emulator: every answer has the fields and types that GitLab publishes', () => {
  let gitlab: GitlabEmulator;
  beforeAll(async () => {
    gitlab = await startGitlab({ scenario: { gitlab: defaultSeed() } });
  });
  afterAll(() => gitlab.stop());

  async function expectRow(method: string, path: string, schema: z.ZodType, json?: unknown): Promise<Row> {
    const answer = await send(gitlab, method, path, json === undefined ? {} : { json });
    expect(answer.status, answer.text).toBeLessThan(300);
    expect(schema.safeParse(answer.row).error?.issues).toBeUndefined();
    return answer.row;
  }
  async function expectRows(path: string, schema: z.ZodType): Promise<void> {
    const answer = await send(gitlab, 'GET', path);
    expect(answer.rows.length, answer.text).toBeGreaterThan(0);
    expect(z.array(schema).safeParse(answer.rows).error?.issues).toBeUndefined();
  }
  const EPICS = '/groups/channel-marketing/epics';
  function issueId(iid: number): number | undefined {
    return [...gitlab.world.issues.values()].find((issue) => issue.projectId === 201 && issue.iid === iid)
      ?.id;
  }

  it('issues: single, listed, created, changed, closed', async () => {
    for (const iid of [1, 3, 9, 12]) await expectRow('GET', `${PROJECT_URL}/issues/${iid}`, Issue);
    for (const path of [`${PROJECT_URL}/issues`, '/groups/channel-marketing/issues', '/issues?scope=all'])
      await expectRows(`${path}${path.includes('?') ? '&' : '?'}per_page=100`, ListedIssue);
    await expectRow('POST', `${PROJECT_URL}/issues`, Issue, { title: 'x', labels: 'a', assignee_ids: [12] });
    await expectRow('PUT', `${PROJECT_URL}/issues/13`, Issue, {
      state_event: 'close',
      due_date: '2027-01-01',
    });
    const detailed = ListedIssue.extend({ labels: z.array(LabelBasic) });
    await expectRows(`${PROJECT_URL}/issues?with_labels_details=true`, detailed);
  });

  it('epics and their links', async () => {
    const epic = await expectRow('GET', `${EPICS}/1`, Epic);
    await expectRows(EPICS, ListedEpic);
    await expectRow('POST', EPICS, Epic, { title: 'x', labels: 'a' });
    await expectRow('PUT', `${EPICS}/3`, Epic, { state_event: 'close' });
    await expectRows(`${EPICS}/1/issues`, EpicIssue);
    const issue = await expectRow('GET', `${PROJECT_URL}/issues/9`, Issue);
    const link = await expectRow('POST', `${EPICS}/1/issues/${numberIn(issue, 'id')}`, EpicIssueLink);
    await expectRow('DELETE', `${EPICS}/1/issues/${numberIn(link, 'id')}`, EpicIssueLink);
    await expectRows(`${EPICS}/${numberIn(epic, 'id')}/notes`, Note);
  });

  it('child epics, times and moves', async () => {
    const parent = await expectRow('POST', EPICS, Epic, { title: 'Year' });
    const children = `${EPICS}/${numberIn(parent, 'iid')}/epics`;
    await expectRow('POST', children, LinkedEpic, { title: 'Quarter' });
    const one = await expectRow('GET', `${EPICS}/1`, Epic);
    await expectRow('POST', `${children}/${numberIn(one, 'id')}`, ListedEpic);
    await expectRows(children, ListedEpic);
    await expectRow('DELETE', `${children}/${numberIn(one, 'id')}`, ListedEpic);
    const issue = `${PROJECT_URL}/issues/1`;
    await expectRow('POST', `${issue}/time_estimate`, TimeStats, { duration: '3h 30m' });
    await expectRow('POST', `${issue}/add_spent_time`, TimeStats, { duration: '1h' });
    await expectRow('GET', `${issue}/time_stats`, TimeStats);
    await expectRow('GET', issue, Issue);
    await expectRow('PUT', `${issue}/reorder`, Issue, { move_after_id: issueId(2) });
    await expectRow('POST', `${issue}/subscribe`, Issue);
    await expectRow('POST', `${issue}/move`, Issue, { to_project_id: 202 });
    await expectRow('GET', issue, Issue);
  });

  it('notes, links, label events', async () => {
    await expectRows(`${PROJECT_URL}/issues/6/notes`, Note);
    await expectRow('POST', `${PROJECT_URL}/issues/6/notes`, Note, { body: 'x' });
    const target = { target_project_id: 201, target_issue_iid: 2 };
    await expectRow(
      'POST',
      `${PROJECT_URL}/issues/6/links`,
      z.strictObject({
        id: z.int(),
        source_issue: IssueBasic,
        target_issue: IssueBasic,
        link_type: z.string(),
      }),
      target,
    );
    await expectRows(`${PROJECT_URL}/issues/6/links`, RelatedIssue);
    await expectRows(`${PROJECT_URL}/issues/6/resource_label_events`, LabelEvent);
  });

  it('labels of project and group, with and without counts', async () => {
    await expectRows(`${PROJECT_URL}/labels`, ProjectLabel);
    await expectRows(`${PROJECT_URL}/labels?with_counts=true`, ProjectLabel.extend(counts));
    await expectRows('/groups/channel-marketing/labels', GroupLabel);
    await expectRow('GET', '/groups/channel-marketing/labels/MDF-POP', GroupLabel);
    await expectRow('POST', `${PROJECT_URL}/labels`, ProjectLabel, { name: 'new', color: '#abc' });
  });

  it('uploads, templates, users, members, tokens, projects, groups', async () => {
    const body = new FormData();
    body.append('file', new Blob(['x']), 'x.png');
    const made = await send(gitlab, 'POST', `${PROJECT_URL}/uploads`, { body });
    expect(Upload.safeParse(made.row).error?.issues).toBeUndefined();
    await expectRows(`${PROJECT_URL}/uploads`, UploadRow);
    await expectRows(
      `${PROJECT_URL}/templates/issues`,
      z.strictObject({ key: z.string(), name: z.string() }),
    );
    const user = await send(gitlab, 'GET', '/users/12');
    expect(Object.keys(user.row).sort()).toEqual(USER_FIELDS.split(' ').sort());
    const self = await send(gitlab, 'GET', '/personal_access_tokens/self');
    expect(Object.keys(self.row)).toEqual(expect.arrayContaining(TOKEN_FIELDS.split(' ')));
    const member = UserBasic.extend({ access_level: z.int(), created_at: instant, expires_at: z.null() });
    await expectRows('/groups/channel-marketing/members', z.looseObject(member.shape));
    const project = await send(gitlab, 'GET', PROJECT_URL);
    expect(project.row).toMatchObject({
      path_with_namespace: 'channel-marketing/partner-marketing',
      namespace: { kind: 'group', full_path: 'channel-marketing' },
      issues_enabled: true,
      permissions: { project_access: null, group_access: { access_level: 50 } },
    });
    const group = await send(gitlab, 'GET', '/groups/channel-marketing');
    expect(group.row).toMatchObject({
      full_path: 'channel-marketing',
      full_name: 'Channel Marketing',
      parent_id: null,
    });
  });
});
