import type { Stream } from '../../../shared/schema/sync-state';
import { createIssue, deleteIssue, updateIssue } from '../../emulators/gitlab/model/issues';
import { changeRemotely } from '../../emulators/salesforce/control';
import type { InProcess } from '../../support/in-process-remotes';
import { thePlaybook } from './desk';

/** One feed as the server's other users see it. */
export type Feed = {
  readonly stream: Stream;
  readonly world: InProcess;
  /** Makes a row as a colleague does, stamped with the server's time. */
  make(title: string): string | number;
  change(id: string | number, title: string): void;
  remove(id: string | number): void;
};

/** Partners: accounts in Salesforce. */
export function partnersOf(world: InProcess): Feed {
  const object = 'Account';
  return {
    stream: 'partners',
    world,
    make: (Name) =>
      changeRemotely(world.org, { action: 'create', object, fields: { Name, Type: 'Partner' } }).id,
    change: (id, Name) =>
      void changeRemotely(world.org, { action: 'update', object, id: String(id), fields: { Name } }),
    remove: (id) => void changeRemotely(world.org, { action: 'delete', object, id: String(id) }),
  };
}

/** Issues of a project, the playbook's if no other is named; with `due` they are dated issues of the plan. */
export function issuesOf(
  world: InProcess,
  due: string | null = null,
  projectPath = thePlaybook().gitlab.project,
): Feed {
  const project = [...world.world.projects.values()].find(({ path }) => path === projectPath);
  const user = [...world.world.users.values()].find(({ username }) => username === 'priya.nair');
  if (!project || !user) throw new Error('the scenario lacks the project');
  return {
    stream: 'gitlab-issues',
    world,
    make: (title) =>
      createIssue(world.world, project, user, {
        title,
        dueDate: due,
        ...(due === null ? {} : { labels: { replace: [thePlaybook().planning.planLabel] } }),
      }).id,
    change(id, title) {
      const issue = world.world.issues.get(Number(id));
      if (issue) updateIssue(world.world, issue, user, { title });
    },
    remove(id) {
      const issue = world.world.issues.get(Number(id));
      if (issue) deleteIssue(world.world, issue);
    },
  };
}
