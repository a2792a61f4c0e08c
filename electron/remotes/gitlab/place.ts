import { err, ok } from '../../../shared/lib/result';
import type { Playbook } from '../../../shared/playbook/playbook';
import type { Remotely } from '../common/failure';
import { type GitlabClient, segment } from './client';
import { GroupRow, LabelRow, ProjectRow, TemplateAnswer, UserRow } from './dto/answers';
import { denial, refuse } from './errors';

const LABELS_LAST_MS = 10 * 60 * 1000;

/** The project and group of the playbook, who we are there, and the names that exist; asked once and kept. */
export type Place = {
  me(): Promise<Remotely<UserRow>>;
  project(): Promise<Remotely<ProjectRow>>;
  group(): Promise<Remotely<GroupRow>>;
  /** Names of the labels that an issue of the project, or an epic of the group, can have. */
  labels(of: 'project' | 'group'): Promise<Remotely<readonly string[]>>;
  userId(username: string): Promise<Remotely<number>>;
  template(name: string): Promise<Remotely<string>>;
  /** Plain words about the project and the group of the playbook while GitLab does not show them. */
  missing(): string[];
  forget(): void;
};

/** Makes the place over a client; `now` is local time in milliseconds and only ages what is kept. */
export function createPlace(client: GitlabClient, playbook: () => Playbook, now: () => number): Place {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<Remotely<unknown>> }>();

  function once<T>(key: string, lastsMs: number, ask: () => Promise<Remotely<T>>): Promise<Remotely<T>> {
    const known = kept.get(key);
    // Each key is only ever asked with one kind of value.
    if (known !== undefined && now() < known.until) return known.value as Promise<Remotely<T>>;
    const value = ask();
    const entry = { until: now() + lastsMs, value };
    kept.set(key, entry);
    void value.then((result) => {
      if (!result.ok && kept.get(key) === entry) kept.delete(key);
    });
    return value;
  }

  const missing = new Map<string, string>();

  /** Remembers what is not there, so that it can be told before a write is refused. */
  async function watched<T>(code: string, answer: Promise<Remotely<T>>): Promise<Remotely<T>> {
    const result = await answer;
    if (result.ok) {
      missing.delete(code);
    } else if (result.error.kind === 'denied' && result.error.code === code) {
      const { message, fix } = refuse(result.error);
      missing.set(code, `${message} ${fix}`);
    }
    return result;
  }

  async function named<T>(answer: Promise<Remotely<T>>, code: string, message: string): Promise<Remotely<T>> {
    const result = await answer;
    return !result.ok && result.error.kind === 'denied' && result.error.status === 404
      ? err(denial(code, message))
      : result;
  }

  const place: Place = {
    me: () => once('me', Infinity, () => client.get('/user', {}, UserRow, 'your account')),
    project() {
      const { project } = playbook().gitlab;
      const ask = () => client.get(`/projects/${segment(project)}`, {}, ProjectRow, 'the project');
      const message = `GitLab has no project “${project}” that you may see.`;
      const asked = once(`project ${project}`, Infinity, () => named(ask(), 'no-project', message));
      return watched('no-project', asked);
    },
    group() {
      const { group } = playbook().gitlab;
      const ask = () =>
        client.get(`/groups/${segment(group)}`, { with_projects: false }, GroupRow, 'the group');
      const message = `GitLab has no group “${group}” that you may see.`;
      const asked = once(`group ${group}`, Infinity, () => named(ask(), 'no-group', message));
      return watched('no-group', asked);
    },
    async labels(of) {
      const owner = of === 'project' ? await place.project() : await place.group();
      if (!owner.ok) return owner;
      const path = `/${of}s/${owner.value.id}/labels`;
      return once(`labels ${path}`, LABELS_LAST_MS, async () => {
        const rows = await client.all(path, {}, LabelRow);
        return rows.ok ? ok(rows.value.map(({ name }) => name)) : rows;
      });
    },
    userId(username) {
      return once(`user ${username}`, LABELS_LAST_MS, async () => {
        const users = await client.get('/users', { username }, UserRow.array(), 'the assignee');
        if (!users.ok) return users;
        const found = users.value.find((user) => user.username.toLowerCase() === username.toLowerCase());
        return found
          ? ok(found.id)
          : err(denial('no-user', `GitLab has no user “${username}” to whom the issue could be assigned.`));
      });
    },
    async template(name) {
      const project = await place.project();
      if (!project.ok) return project;
      const path = `/projects/${project.value.id}/templates/issues/${segment(name)}`;
      const message = `The GitLab project ${project.value.path_with_namespace} has no issue template “${name}”.`;
      const answer = await named(
        client.get(path, {}, TemplateAnswer, 'the template'),
        'no-template',
        message,
      );
      return answer.ok ? ok(answer.value.content) : answer;
    },
    missing: () => [...missing.values()],
    forget() {
      kept.clear();
      missing.clear();
    },
  };
  return place;
}
