import { z } from '../../../../shared/schema/zod';

/** GitLab's refusals: a text, problems by field, or an OAuth-like pair. */
export const ErrorAnswer = z.object({
  message: z
    .union([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.unknown())]))])
    .optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

/** A person, as items and notes name their author. */
export const UserRow = z.object({ id: z.int(), username: z.string() });
export type UserRow = z.infer<typeof UserRow>;

/** The project in which the issues live. */
export const ProjectRow = z.object({ id: z.int(), path_with_namespace: z.string(), web_url: z.string() });
export type ProjectRow = z.infer<typeof ProjectRow>;

/** The group in which the epics live. */
export const GroupRow = z.object({ id: z.int(), full_path: z.string(), web_url: z.string() });
export type GroupRow = z.infer<typeof GroupRow>;

/** A membership; roles are numbers that grow with the rights. */
export const MemberRow = z.object({ id: z.int(), access_level: z.int() });

/** A label as its project or group spells it. */
export const LabelRow = z.object({ id: z.int(), name: z.string() });

/** An issue template with its text. */
export const TemplateAnswer = z.object({ name: z.string(), content: z.string() });

const shared = {
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  web_url: z.string().nullish(),
  labels: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
  start_date: z.string().nullish(),
  due_date: z.string().nullish(),
  author: UserRow.nullish(),
};

/** An issue as far as this app reads it. */
export const IssueRow = z.object({
  ...shared,
  assignees: z.array(UserRow).default([]),
  epic: z.object({ iid: z.int() }).nullish(),
  user_notes_count: z.int().nullish(),
});
export type IssueRow = z.infer<typeof IssueRow>;

/** An epic as far as this app reads it. */
export const EpicRow = z.object({
  ...shared,
  start_date_is_fixed: z.boolean().nullish(),
  start_date_fixed: z.string().nullish(),
  due_date_is_fixed: z.boolean().nullish(),
  due_date_fixed: z.string().nullish(),
});
export type EpicRow = z.infer<typeof EpicRow>;

/** An issue inside an epic, as the epic's list and the link answer give it. */
export const LinkedIssue = z.object({
  id: z.int(),
  iid: z.int(),
  web_url: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type LinkedIssue = z.infer<typeof LinkedIssue>;

/** A note on an issue; `system` ones are written by GitLab itself. */
export const NoteRow = z.object({
  id: z.int(),
  body: z.string(),
  author: UserRow.nullish(),
  system: z.boolean().default(false),
  updated_at: z.string(),
});
export type NoteRow = z.infer<typeof NoteRow>;

/** A stored upload; `markdown` is what goes into a note. */
export const UploadAnswer = z.object({
  id: z.int().nullish(),
  url: z.string(),
  markdown: z.string().min(1),
});
export type UploadAnswer = z.infer<typeof UploadAnswer>;

/** A token answer; GitLab always gives a new refresh token and voids the old one. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  scope: z.string().nullish(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** Scopes of a personal access token. */
export const TokenSelf = z.object({ scopes: z.array(z.string()) });
