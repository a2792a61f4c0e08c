import type { User } from '../model/types';
import { existing, type World } from '../model/world';

function avatar(origin: string, user: User): string {
  return `${origin}/uploads/-/system/user/avatar/${user.id}/avatar.png`;
}

/** A user inside other answers: six keys, no more (GitLab's own schema of issues allows no others). */
export function userBasic(origin: string, user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    state: 'active',
    avatar_url: avatar(origin, user),
    web_url: `${origin}/${user.username}`,
  };
}

/** {@link userBasic} by id; null for null. */
export function userBasicById(
  world: World,
  origin: string,
  id: number | null,
): Record<string, unknown> | null {
  return id === null ? null : userBasic(origin, existing(world.users, id));
}

/** A row of a user or member list. */
export function userRow(origin: string, user: User): Record<string, unknown> {
  return { ...userBasic(origin, user), public_email: user.email, locked: false };
}

/** What everybody may see of a user. */
export function userProfile(origin: string, user: User): Record<string, unknown> {
  return {
    ...userRow(origin, user),
    created_at: user.createdAt,
    bio: '',
    location: '',
    linkedin: '',
    twitter: '',
    discord: '',
    website_url: '',
    github: '',
    job_title: '',
    pronouns: null,
    organization: '',
    bot: false,
    work_information: null,
    followers: 0,
    following: 0,
    is_followed: false,
    local_time: null,
  };
}

/** What a user sees of himself. */
export function ownUser(origin: string, user: User, now: string): Record<string, unknown> {
  return {
    ...userProfile(origin, user),
    last_sign_in_at: user.createdAt,
    confirmed_at: user.createdAt,
    last_activity_on: now.slice(0, 10),
    email: user.email,
    theme_id: 3,
    color_scheme_id: 1,
    projects_limit: 100_000,
    current_sign_in_at: user.createdAt,
    identities: [],
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: true,
    external: false,
    private_profile: false,
    commit_email: user.email,
    preferred_language: 'en',
    ...(user.admin ? { is_admin: true } : {}),
  };
}
