import type { Hono } from 'hono';
import { z } from '../../../../shared/schema/zod';
import { ACCESS_LEVELS, type AccessRole } from '../../scenario/gitlab-seed';
import type { NodeEnv } from '../../shared-http/serve';
import type { GitlabApp } from '../http/env';
import { randomHex, type World } from '../model/world';
import { worldState } from './state';

/** A change by somebody else: any API call in that person's name, past the faults and the request log. */
const ChangeInput = z.strictObject({
  /** Username of the person; rights count as always. */
  as: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('PUT'),
  /** Path below `/api/v4`, e.g. `/projects/201/issues/3`. */
  path: z.string().startsWith('/'),
  body: z.record(z.string(), z.unknown()).optional(),
});

/** A person's role in a project or group from now on; none takes the membership there away. */
const MemberInput = z.strictObject({
  username: z.string(),
  path: z.string(),
  access: z.enum(Object.keys(ACCESS_LEVELS) as [AccessRole, ...AccessRole[]]).nullable(),
});

/** What is to become of a token. */
const TokenInput = z.strictObject({ token: z.string(), action: z.enum(['expire', 'revoke']) });

/** Gives or takes a role; false when there is no such person or place. */
export function setRole(world: World, username: string, path: string, access: AccessRole | null): boolean {
  const user = [...world.users.values()].find((candidate) => candidate.username === username);
  const project = [...world.projects.values()].find((candidate) => candidate.path === path);
  const group = [...world.groups.values()].find((candidate) => candidate.path === path);
  const item = project ?? group;
  if (!user || !item) return false;
  const place = { kind: project ? 'project' : 'group', id: item.id } as const;
  const at = world.members.findIndex(
    (member) => member.userId === user.id && member.place.kind === place.kind && member.place.id === place.id,
  );
  if (at >= 0) world.members.splice(at, 1);
  if (access !== null)
    world.members.push({ userId: user.id, level: ACCESS_LEVELS[access], place, createdAt: world.now() });
  return true;
}

async function callAs(world: World, app: GitlabApp, input: z.infer<typeof ChangeInput>): Promise<Response> {
  const user = [...world.users.values()].find((candidate) => candidate.username === input.as);
  if (!user) return Response.json({ error: `no user "${input.as}"` }, { status: 400 });
  const value = randomHex(16);
  world.tokens.set(value, {
    kind: 'personal',
    id: 0,
    value,
    name: 'control server',
    userId: user.id,
    scopes: ['api'],
    createdAt: world.now(),
    expires: null,
    revoked: false,
  });
  try {
    return await app.request(`/api/v4${input.path}`, {
      method: input.method,
      headers: { 'private-token': value, 'content-type': 'application/json' },
      ...(input.body === undefined || input.method === 'GET' ? {} : { body: JSON.stringify(input.body) }),
    });
  } finally {
    world.tokens.delete(value);
  }
}

/**
 * What the GitLab emulator adds to its control server: `GET /state`, `POST /change` (an API call in another
 * person's name; its answer is passed on), `POST /member` (give or take a role) and `POST /token` (expire or revoke one).
 */
export function controlRoutes(control: Hono<NodeEnv>, world: World, app: GitlabApp): void {
  control.get('/state', (c) => c.json(worldState(world)));
  control.post('/change', async (c) => callAs(world, app, ChangeInput.parse(await c.req.json())));
  control.post('/member', async (c) => {
    const { username, path, access } = MemberInput.parse(await c.req.json());
    const changed = setRole(world, username, path, access);
    return changed ? c.json({ ok: true }) : c.json({ error: 'no such person or place' }, 404);
  });
  control.post('/token', async (c) => {
    const { token: value, action } = TokenInput.parse(await c.req.json());
    const token = world.tokens.get(value);
    if (!token) return c.json({ error: 'no such token' }, 404);
    if (action === 'revoke') token.revoked = true;
    else if (token.kind === 'oauth') token.expiresAt = world.now();
    else token.expires = world.now().slice(0, 10);
    return c.json({ ok: true });
  });
}
