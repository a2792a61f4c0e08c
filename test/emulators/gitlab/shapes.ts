import { z } from '../../../shared/schema/zod';

// Field names and types as GitLab publishes them: the JSON schemas that its own API specs validate with (issue,
// notes, labels), the entities of the OpenAPI document of 19.5 (epic, label, upload, links, user), the answers in
// the unit tests of its Go client (epic links, uploads, templates, label events, tokens).

/** An instant with milliseconds and Z. */
export const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/);
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

/** A user inside other answers. */
export const UserBasic = z.strictObject({
  id: z.int(),
  username: z.string(),
  name: z.string(),
  state: z.string(),
  avatar_url: z.url(),
  web_url: z.url(),
});
const Links = z.record(z.string(), z.url().nullable());
const References = z.strictObject({ short: z.string(), relative: z.string(), full: z.string() });
/** Estimated and spent time of an issue. */
export const TimeStats = z.strictObject({
  time_estimate: z.int(),
  total_time_spent: z.int(),
  human_time_estimate: z.string().nullable(),
  human_total_time_spent: z.string().nullable(),
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

/** A milestone of a project or group. */
export const Milestone = z.strictObject({
  id: z.int(),
  iid: z.int(),
  project_id: z.int().optional(),
  group_id: z.int().optional(),
  title: z.string(),
  description: orNull(z.string()),
  state: z.enum(['active', 'closed']),
  created_at: instant,
  updated_at: instant,
  due_date: orNull(date),
  start_date: orNull(date),
  expired: z.boolean(),
  web_url: z.url(),
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
  milestone: orNull(Milestone),
  assignees: z.array(UserBasic),
  author: UserBasic,
  type: z.enum(['ISSUE', 'INCIDENT', 'TASK']),
  assignee: orNull(UserBasic),
  user_notes_count: z.int(),
  merge_requests_count: z.int(),
  upvotes: z.int(),
  downvotes: z.int(),
  start_date: orNull(date),
  due_date: orNull(date),
  confidential: z.boolean(),
  discussion_locked: orNull(z.boolean()),
  issue_type: z.enum(['issue', 'incident', 'task']),
  web_url: z.url(),
  time_stats: TimeStats,
  task_completion_status: z.strictObject({ count: z.int(), completed_count: z.int() }),
  weight: orNull(z.int()),
  blocking_issues_count: z.int(),
};
/** An issue inside another answer. */
export const IssueBasic = z.strictObject(basicFields);
const listedFields = {
  ...basicFields,
  has_tasks: z.boolean(),
  task_status: z.string().optional(),
  _links: Links,
  references: References,
  severity: z.literal('UNKNOWN'),
  moved_to_id: z.int().nullable(),
  imported: z.boolean(),
  imported_from: z.string(),
  service_desk_reply_to: z.null(),
  epic_iid: orNull(z.int()),
  epic: orNull(EpicBase),
  iteration: z.null(),
  health_status: orNull(z.string()),
};
/** A row of an issue list. */
export const ListedIssue = z.strictObject(listedFields);
/** A single issue. */
export const Issue = z.strictObject({ ...listedFields, subscribed: z.boolean() });

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
/** A row of an epic list. */
export const ListedEpic = z.strictObject(epicFields);
/** A single epic. */
export const Epic = z.strictObject({ ...epicFields, subscribed: z.boolean() });
/** A child epic in short. */
export const LinkedEpic = z.strictObject({
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  group_id: z.int(),
  parent_id: z.int(),
  has_children: z.boolean(),
  has_issues: z.boolean(),
  reference: z.string(),
  url: z.url(),
  relation_url: z.url(),
});
/** The link between an epic and an issue. */
export const EpicIssueLink = z.strictObject({
  id: z.int(),
  relative_position: z.int(),
  epic: ListedEpic,
  issue: IssueBasic,
});
/** A row of the list of issues of an epic. */
export const EpicIssue = z.strictObject({
  ...listedFields,
  epic_issue_id: z.int(),
  relative_position: z.int(),
});
/** A row of the list of linked issues. */
export const RelatedIssue = z.strictObject({
  ...listedFields,
  issue_link_id: z.int(),
  link_type: z.string(),
  link_created_at: instant,
  link_updated_at: instant,
});

/** A note. */
export const Note = z.strictObject({
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
  resolved: z.boolean().optional(),
  resolved_by: orNull(UserBasic).optional(),
  resolved_at: orNull(instant).optional(),
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
/** A label inside other answers. */
export const LabelBasic = z.strictObject(labelFields);
/** Fields that `with_counts` adds to a label. */
export const counts = {
  open_issues_count: z.int(),
  closed_issues_count: z.int(),
  open_merge_requests_count: z.int(),
};
/** A label of a group. */
export const GroupLabel = z.strictObject({ ...labelFields, subscribed: z.boolean() });
/** A label as a project lists it. */
export const ProjectLabel = z.strictObject({
  ...labelFields,
  subscribed: z.boolean(),
  priority: orNull(z.int()),
  is_project_label: z.boolean(),
});
/** A label that came or went. */
export const LabelEvent = z.strictObject({
  id: z.int(),
  user: UserBasic,
  created_at: instant,
  resource_type: z.string(),
  resource_id: z.int(),
  label: LabelBasic,
  action: z.enum(['add', 'remove']),
});
/** The answer to an upload. */
export const Upload = z.strictObject({
  id: z.int(),
  alt: z.string(),
  url: z.string(),
  full_path: z.string(),
  markdown: z.string(),
});
/** A row of the maintainers' list of uploads. */
export const UploadRow = z.strictObject({
  id: z.int(),
  size: z.int(),
  filename: z.string(),
  created_at: instant,
  uploaded_by: UserBasic,
});
