import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from '../../../shared/schema/zod';
import { type GitlabEmulator, startGitlab } from './start';
import { defaultSeed, numberIn, PROJECT_URL, type Row, send } from './support';

// Field names and types as GitLab publishes them: the JSON schemas that its own API specs validate with (issue,
// notes, labels), the entities of the OpenAPI document of 19.5 (epic, label, upload, links, user), the answers in
// the unit tests of its Go client (epic links, uploads, templates, label events, tokens).

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/);
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

const UserBasic = z.strictObject({
  id: z.int(),
  username: z.string(),
  name: z.string(),
  state: z.string(),
  avatar_url: z.url(),
  web_url: z.url(),
});
const Links = z.record(z.string(), z.url().nullable());
const References = z.strictObject({ short: z.string(), relative: z.string(), full: z.string() });
const TimeStats = z.strictObject({
  time_estimate: z.int(),
  total_time_spent: z.int(),
  human_time_estimate: z.null(),
  human_total_time_spent: z.null(),
});
const EpicBase = z.strictObject({
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  url: z.string(),
  group_id: z.int(),
  human_readable_end_date: orNull(z.string()),
  human_readable_timestamp: orNull(z.string()),
});

const basicFields = {
  id: z.int(),
  iid: z.int(),
  project_id: z.int(),
  title: z.string(),
  description: orNull(z.string()),
  state: z.enum(['opened', 'closed']),
  created_at: instant,
  updated_at: instant,
  closed_at: orNull(instant),
  closed_by: orNull(UserBasic),
  labels: z.array(z.string()),
  milestone: z.null(),
  assignees: z.array(UserBasic),
  author: UserBasic,
  type: z.literal('ISSUE'),
  assignee: orNull(UserBasic),
  user_notes_count: z.int(),
  merge_requests_count: z.int(),
  upvotes: z.int(),
  downvotes: z.int(),
  start_date: orNull(date),
  due_date: orNull(date),
  confidential: z.boolean(),
  discussion_locked: orNull(z.boolean()),
  issue_type: z.literal('issue'),
  web_url: z.url(),
  time_stats: TimeStats,
  task_completion_status: z.strictObject({ count: z.int(), completed_count: z.int() }),
  weight: orNull(z.int()),
  blocking_issues_count: z.int(),
};
const IssueBasic = z.strictObject(basicFields);
const listedFields = {
  ...basicFields,
  has_tasks: z.boolean(),
  task_status: z.string().optional(),
  _links: Links,
  references: References,
  severity: z.literal('UNKNOWN'),
  moved_to_id: z.null(),
  imported: z.boolean(),
  imported_from: z.string(),
  service_desk_reply_to: z.null(),
  epic_iid: orNull(z.int()),
  epic: orNull(EpicBase),
  iteration: z.null(),
  health_status: orNull(z.string()),
};
const ListedIssue = z.strictObject(listedFields);
const Issue = z.strictObject({ ...listedFields, subscribed: z.boolean() });

const epicFields = {
  id: z.int(),
  work_item_id: z.int(),
  iid: z.int(),
  color,
  text_color: color,
  group_id: z.int(),
  parent_id: orNull(z.int()),
  parent_iid: orNull(z.int()),
  imported: z.boolean(),
  imported_from: z.string(),
  title: z.string(),
  description: orNull(z.string()),
  confidential: z.boolean(),
  author: UserBasic,
  start_date: orNull(date),
  start_date_is_fixed: z.boolean(),
  start_date_fixed: orNull(date),
  start_date_from_inherited_source: orNull(date),
  start_date_from_milestones: orNull(date),
  end_date: orNull(date),
  due_date: orNull(date),
  due_date_is_fixed: z.boolean(),
  due_date_fixed: orNull(date),
  due_date_from_inherited_source: orNull(date),
  due_date_from_milestones: orNull(date),
  state: z.enum(['opened', 'closed']),
  web_edit_url: z.string(),
  web_url: z.url(),
  references: References,
  reference: z.string(),
  created_at: instant,
  updated_at: instant,
  closed_at: orNull(instant),
  labels: z.array(z.string()),
  upvotes: z.int(),
  downvotes: z.int(),
  _links: Links,
};
const ListedEpic = z.strictObject(epicFields);
const Epic = z.strictObject({ ...epicFields, subscribed: z.boolean() });
const EpicIssueLink = z.strictObject({
  id: z.int(),
  relative_position: z.int(),
  epic: ListedEpic,
  issue: IssueBasic,
});
const EpicIssue = z.strictObject({ ...listedFields, epic_issue_id: z.int(), relative_position: z.int() });
const RelatedIssue = z.strictObject({
  ...listedFields,
  issue_link_id: z.int(),
  link_type: z.string(),
  link_created_at: instant,
  link_updated_at: instant,
});

const Note = z.strictObject({
  id: z.int(),
  type: orNull(z.string()),
  body: z.string(),
  attachment: z.null(),
  author: UserBasic,
  commands_changes: z.record(z.string(), z.unknown()),
  created_at: instant,
  updated_at: instant,
  system: z.boolean(),
  noteable_id: z.int(),
  noteable_iid: orNull(z.int()),
  noteable_type: z.string(),
  resolvable: z.boolean(),
  confidential: orNull(z.boolean()),
  internal: orNull(z.boolean()),
});

const labelFields = {
  id: z.int(),
  name: z.string(),
  description: orNull(z.string()),
  description_html: orNull(z.string()),
  text_color: color,
  color,
  archived: z.boolean(),
};
const LabelBasic = z.strictObject(labelFields);
const counts = {
  open_issues_count: z.int(),
  closed_issues_count: z.int(),
  open_merge_requests_count: z.int(),
};
const GroupLabel = z.strictObject({ ...labelFields, subscribed: z.boolean() });
const ProjectLabel = z.strictObject({
  ...labelFields,
  subscribed: z.boolean(),
  priority: orNull(z.int()),
  is_project_label: z.boolean(),
});
const LabelEvent = z.strictObject({
  id: z.int(),
  user: UserBasic,
  created_at: instant,
  resource_type: z.string(),
  resource_id: z.int(),
  label: LabelBasic,
  action: z.enum(['add', 'remove']),
});
const Upload = z.strictObject({
  id: z.int(),
  alt: z.string(),
  url: z.string(),
  full_path: z.string(),
  markdown: z.string(),
});
const UploadRow = z.strictObject({
  id: z.int(),
  size: z.int(),
  filename: z.string(),
  created_at: instant,
  uploaded_by: UserBasic,
});

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
