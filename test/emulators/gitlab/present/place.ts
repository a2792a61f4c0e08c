import { accessLevel, canReadIssue } from '../model/access';
import type { Group, Member, Project, User } from '../model/types';
import { existing, groupChain, lastPart, type World } from '../model/world';
import { userRow } from './user';

function fullName(world: World, group: Group): string {
  return groupChain(world, group.id)
    .reverse()
    .map((ancestor) => ancestor.name)
    .join(' / ');
}

/** A namespace inside a project. */
export function namespaceBasic(origin: string, group: Group): Record<string, unknown> {
  return {
    id: group.id,
    name: group.name,
    path: lastPart(group.path),
    kind: 'group',
    full_path: group.path,
    parent_id: group.parentId,
    avatar_url: null,
    web_url: `${origin}/groups/${group.path}`,
  };
}

/** A group. */
export function groupFull(world: World, group: Group, origin: string): Record<string, unknown> {
  return {
    id: group.id,
    web_url: `${origin}/groups/${group.path}`,
    name: group.name,
    path: lastPart(group.path),
    description: group.description,
    visibility: 'private',
    share_with_group_lock: false,
    require_two_factor_authentication: false,
    two_factor_grace_period: 48,
    project_creation_level: 'developer',
    auto_devops_enabled: null,
    subgroup_creation_level: 'maintainer',
    emails_disabled: false,
    emails_enabled: true,
    show_diff_preview_in_email: true,
    mentions_disabled: null,
    lfs_enabled: true,
    archived: false,
    math_rendering_limits_enabled: true,
    lock_math_rendering_limits_enabled: false,
    default_branch: null,
    default_branch_protection: 2,
    default_branch_protection_defaults: {},
    avatar_url: null,
    request_access_enabled: true,
    full_name: fullName(world, group),
    full_path: group.path,
    created_at: group.createdAt,
    parent_id: group.parentId,
    organization_id: 1,
    shared_runners_setting: 'enabled',
    max_artifacts_size: null,
    marked_for_deletion_on: null,
    ldap_cn: null,
    ldap_access: null,
    wiki_access_level: 'enabled',
  };
}

/** A member of a group or project. */
export function memberRow(world: World, member: Member, origin: string): Record<string, unknown> {
  return {
    ...userRow(origin, existing(world.users, member.userId)),
    access_level: member.level,
    created_at: member.createdAt,
    expires_at: member.expiresAt ?? null,
    membership_state: 'active',
  };
}

/** The short form of a project (`simple=true`). */
export function projectSimple(world: World, project: Project, origin: string): Record<string, unknown> {
  const group = existing(world.groups, project.groupId);
  const path = lastPart(project.path);
  return {
    id: project.id,
    description: project.description,
    name: project.name,
    name_with_namespace: `${fullName(world, group)} / ${project.name}`,
    path,
    path_with_namespace: project.path,
    created_at: project.createdAt,
    default_branch: 'main',
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${new URL(origin).hostname}:${project.path}.git`,
    http_url_to_repo: `${origin}/${project.path}.git`,
    web_url: `${origin}/${project.path}`,
    readme_url: `${origin}/${project.path}/-/blob/main/README.md`,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.lastActivityAt,
    namespace: namespaceBasic(origin, group),
  };
}

function projectFeatures(): Record<string, unknown> {
  return {
    packages_enabled: false,
    empty_repo: false,
    archived: false,
    visibility: 'private',
    resolve_outdated_diff_discussions: false,
    issues_enabled: true,
    merge_requests_enabled: true,
    wiki_enabled: false,
    jobs_enabled: false,
    snippets_enabled: false,
    container_registry_enabled: false,
    service_desk_enabled: false,
    service_desk_address: null,
    can_create_merge_request_in: true,
    issues_access_level: 'enabled',
    repository_access_level: 'enabled',
    merge_requests_access_level: 'enabled',
    forking_access_level: 'enabled',
    wiki_access_level: 'disabled',
    builds_access_level: 'disabled',
    snippets_access_level: 'disabled',
    pages_access_level: 'disabled',
    analytics_access_level: 'enabled',
    container_registry_access_level: 'disabled',
    emails_disabled: false,
    emails_enabled: true,
    shared_runners_enabled: false,
    lfs_enabled: true,
    import_status: 'none',
    public_jobs: false,
    container_expiration_policy: {
      cadence: '1d',
      enabled: false,
      keep_n: 10,
      older_than: '90d',
      name_regex: '.*',
      name_regex_keep: null,
      next_run_at: null,
    },
    ci_default_git_depth: 20,
    ci_forward_deployment_enabled: true,
    ci_forward_deployment_rollback_allowed: true,
    ci_restrict_pipeline_cancellation_role: 'developer',
    ci_pipeline_variables_minimum_override_role: 'developer',
    build_coverage_regex: null,
    shared_with_groups: [],
    only_allow_merge_if_pipeline_succeeds: false,
    only_allow_merge_if_all_discussions_are_resolved: false,
    request_access_enabled: true,
    remove_source_branch_after_merge: true,
    printing_merge_request_link_enabled: true,
    merge_method: 'merge',
    squash_option: 'default_off',
    auto_devops_enabled: false,
    autoclose_referenced_issues: true,
    issues_template: null,
    merge_requests_template: null,
    marked_for_deletion_at: null,
    marked_for_deletion_on: null,
  };
}

/** A project as one who asks for it sees it; a single one also tells the asker's rights. */
export function projectFull(
  world: World,
  project: Project,
  user: User | null,
  origin: string,
  single: boolean,
): Record<string, unknown> {
  const api = `${origin}/api/v4/projects/${project.id}`;
  const open = [...world.issues.values()].filter(
    (issue) => issue.projectId === project.id && issue.state === 'opened' && canReadIssue(world, user, issue),
  );
  const level = accessLevel(world, user, { kind: 'group', id: project.groupId });
  const own = world.members.find(
    (member) =>
      member.place.kind === 'project' && member.place.id === project.id && member.userId === user?.id,
  );
  return {
    ...projectSimple(world, project, origin),
    _links: {
      self: api,
      issues: `${api}/issues`,
      merge_requests: `${api}/merge_requests`,
      repo_branches: `${api}/repository/branches`,
      labels: `${api}/labels`,
      events: `${api}/events`,
      members: `${api}/members`,
    },
    ...projectFeatures(),
    creator_id: project.creatorId,
    open_issues_count: open.length,
    description_html: project.description === '' ? '' : `<p dir="auto">${project.description}</p>`,
    updated_at: project.lastActivityAt,
    ...(single
      ? {
          permissions: {
            project_access: own ? { access_level: own.level, notification_level: 3 } : null,
            group_access: level > 0 ? { access_level: level, notification_level: 3 } : null,
          },
        }
      : {}),
  };
}
