import { z } from '../../../shared/schema/zod';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-05-31 or a token like @day+10');
const instant = z.iso.datetime({
  error: 'an instant like 2026-05-31T10:00:00.000Z or a token like @now-3d',
});
const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour like #1068BF');
const path = z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/, 'a path like group/project');

/** The roles a member may have, with GitLab's numbers for them. */
export const ACCESS_LEVELS = {
  guest: 10,
  planner: 15,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
} as const;
/** Name of a role in {@link ACCESS_LEVELS}. */
export type AccessRole = keyof typeof ACCESS_LEVELS;
const roles = Object.keys(ACCESS_LEVELS) as [AccessRole, ...AccessRole[]];

const LabelSeed = z.strictObject({
  name: z.string().min(1),
  color,
  description: z.string().nullable().default(null),
});
const MemberSeed = z.strictObject({ username: z.string(), access: z.enum(roles) });
const NoteSeed = z.strictObject({ author: z.string(), body: z.string().min(1), at: instant.optional() });

const UserSeed = z.strictObject({
  username: z.string().regex(/^[\w.-]+$/),
  name: z.string().min(1),
  email: z.email(),
  admin: z.boolean().default(false),
});

const GroupSeed = z.strictObject({
  path,
  name: z.string().min(1),
  description: z.string().default(''),
  labels: z.array(LabelSeed).default([]),
  members: z.array(MemberSeed).default([]),
});

const ProjectSeed = GroupSeed.extend({
  /** Text of each issue template by its name. */
  issueTemplates: z.record(z.string(), z.string()).default({}),
});

const work = {
  title: z.string().min(1).max(255),
  labels: z.array(z.string()).default([]),
  author: z.string(),
  confidential: z.boolean().default(false),
  state: z.enum(['opened', 'closed']).default('opened'),
  start: date.nullable().default(null),
  due: date.nullable().default(null),
  createdAt: instant.optional(),
  /** Defaults to `createdAt`. */
  updatedAt: instant.optional(),
  notes: z.array(NoteSeed).default([]),
};

const EpicSeed = z.strictObject({
  ...work,
  /** How issues of the seed name this epic. */
  key: z.string().min(1),
  group: path,
  description: z.string().default(''),
});

const IssueSeed = z.strictObject({
  ...work,
  project: path,
  description: z.string().nullable().default(null),
  /** Name of an issue template of the project that the description starts from. */
  template: z.string().optional(),
  assignees: z.array(z.string()).default([]),
  weight: z.int().nonnegative().nullable().default(null),
  /** `key` of an epic of this seed. */
  epic: z.string().optional(),
});

const PersonalTokenSeed = z.strictObject({
  kind: z.literal('personal'),
  value: z.string().min(8),
  name: z.string().default('token'),
  username: z.string(),
  scopes: z.array(z.string()).default(['api']),
  expires: date.nullable().default(null),
  revoked: z.boolean().default(false),
});

const OauthTokenSeed = z.strictObject({
  kind: z.literal('oauth'),
  value: z.string().min(8),
  refreshToken: z.string().min(8),
  application: z.string(),
  username: z.string(),
  scopes: z.array(z.string()).default(['api']),
});

const ApplicationSeed = z.strictObject({
  uid: z.string().min(1),
  name: z.string().min(1),
  redirectUris: z.array(z.url()).min(1),
  scopes: z.array(z.string()).default(['api']),
  /** Whom the consent page signs in; nobody sits before an emulator. */
  signInAs: z.string(),
});

/** The `gitlab` part of a scenario: everything the GitLab emulator knows when it starts. */
export const GitlabSeed = z
  .strictObject({
    tier: z.enum(['premium', 'free']).default('premium'),
    users: z.array(UserSeed).min(1),
    /** Parents before their subgroups. */
    groups: z.array(GroupSeed).min(1),
    projects: z.array(ProjectSeed).min(1),
    epics: z.array(EpicSeed).default([]),
    issues: z.array(IssueSeed).default([]),
    applications: z.array(ApplicationSeed).default([]),
    tokens: z.array(z.discriminatedUnion('kind', [PersonalTokenSeed, OauthTokenSeed])).default([]),
  })
  .superRefine((seed, context) => {
    for (const problem of danglingNames(seed))
      context.addIssue({ code: 'custom', path: problem.path, message: problem.message });
  });
export type GitlabSeed = z.infer<typeof GitlabSeed>;

interface SeedShape {
  readonly users: readonly { username: string }[];
  readonly groups: readonly { path: string; members: readonly { username: string }[] }[];
  readonly projects: readonly {
    path: string;
    members: readonly { username: string }[];
    issueTemplates: Readonly<Record<string, string>>;
  }[];
  readonly epics: readonly {
    key: string;
    group: string;
    author: string;
    notes: readonly { author: string }[];
  }[];
  readonly issues: readonly {
    project: string;
    author: string;
    assignees: readonly string[];
    template?: string | undefined;
    epic?: string | undefined;
    notes: readonly { author: string }[];
  }[];
  readonly applications: readonly { uid: string; signInAs: string }[];
  readonly tokens: readonly ({ username: string } & (
    | { kind: 'personal' }
    | { kind: 'oauth'; application: string }
  ))[];
}

interface Dangling {
  readonly path: (string | number)[];
  readonly message: string;
}

function danglingNames(seed: SeedShape): Dangling[] {
  const found: Dangling[] = [];
  const users = new Set(seed.users.map((user) => user.username));
  const groups = new Set(seed.groups.map((group) => group.path));
  const projects = new Map(seed.projects.map((project) => [project.path, project]));
  const epics = new Set(seed.epics.map((epic) => epic.key));
  const applications = new Set(seed.applications.map((application) => application.uid));
  function expectIn(
    known: { has(name: string): boolean },
    name: string,
    what: string,
    ...at: (string | number)[]
  ): void {
    if (!known.has(name)) found.push({ path: at, message: `no ${what} "${name}" in this seed` });
  }
  function expectParent(place: string, required: boolean, ...at: (string | number)[]): void {
    const parent = place.split('/').slice(0, -1).join('/');
    if (parent === '' ? required : !groups.has(parent))
      found.push({
        path: at,
        message: parent === '' ? 'a project lies inside a group' : `no group "${parent}" in this seed`,
      });
  }
  for (const [index, group] of seed.groups.entries()) {
    expectParent(group.path, false, 'groups', index, 'path');
    for (const [at, member] of group.members.entries())
      expectIn(users, member.username, 'user', 'groups', index, 'members', at, 'username');
  }
  for (const [index, project] of seed.projects.entries()) {
    expectParent(project.path, true, 'projects', index, 'path');
    for (const [at, member] of project.members.entries())
      expectIn(users, member.username, 'user', 'projects', index, 'members', at, 'username');
  }
  for (const [index, epic] of seed.epics.entries()) {
    expectIn(groups, epic.group, 'group', 'epics', index, 'group');
    expectIn(users, epic.author, 'user', 'epics', index, 'author');
    for (const [at, note] of epic.notes.entries())
      expectIn(users, note.author, 'user', 'epics', index, 'notes', at, 'author');
  }
  for (const [index, issue] of seed.issues.entries()) {
    expectIn(projects, issue.project, 'project', 'issues', index, 'project');
    expectIn(users, issue.author, 'user', 'issues', index, 'author');
    for (const [at, name] of issue.assignees.entries())
      expectIn(users, name, 'user', 'issues', index, 'assignees', at);
    for (const [at, note] of issue.notes.entries())
      expectIn(users, note.author, 'user', 'issues', index, 'notes', at, 'author');
    if (issue.epic !== undefined) expectIn(epics, issue.epic, 'epic', 'issues', index, 'epic');
    const templates = new Map(Object.entries(projects.get(issue.project)?.issueTemplates ?? {}));
    if (issue.template !== undefined)
      expectIn(templates, issue.template, 'issue template', 'issues', index, 'template');
  }
  for (const [index, application] of seed.applications.entries())
    expectIn(users, application.signInAs, 'user', 'applications', index, 'signInAs');
  for (const [index, token] of seed.tokens.entries()) {
    expectIn(users, token.username, 'user', 'tokens', index, 'username');
    if (token.kind === 'oauth')
      expectIn(applications, token.application, 'application', 'tokens', index, 'application');
  }
  return found;
}
