import { createHash } from 'node:crypto';
import type { Commit, Project, User } from './types';
import type { World } from './world';

/** A file of a project's repository. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** A change of one file; null takes it away. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

/** The branch that every project has. */
export const BRANCH = 'main';
const TEMPLATE = /^\.gitlab\/issue_templates\/([^/]+)\.md$/;

/** What a project's repository holds, by path. */
export function filesOf(project: Project): RepositoryFile[] {
  return [...project.files]
    .map(([path, text]) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The description templates for issues: files in a folder of the repository, by their names. */
export function issueTemplates(project: Project): ReadonlyMap<string, string> {
  return new Map(
    filesOf(project).flatMap(({ path, text }): [string, string][] => {
      const name = TEMPLATE.exec(path)?.[1];
      return name === undefined ? [] : [[name, text]];
    }),
  );
}

/** The id that git gives to a file's content. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function commit(project: Project, message: string, authorId: number, createdAt: string): Commit {
  const before = project.commits.at(-1)?.id ?? '';
  const id = createHash('sha1').update(`${before} ${project.path} ${message} ${createdAt}`).digest('hex');
  const made: Commit = { id, message, authorId, createdAt };
  project.commits.push(made);
  return made;
}

/** The id of the newest commit. */
export function headOf(project: Project): string {
  return project.commits.at(-1)?.id ?? '';
}

/** Changes files in one commit. */
export function commitFiles(
  world: World,
  project: Project,
  user: User,
  message: string,
  changes: readonly FileChange[],
): Commit {
  for (const { path, text } of changes)
    if (text === null) project.files.delete(path);
    else project.files.set(path, text);
  project.lastActivityAt = world.now();
  return commit(project, message, user.id, world.now());
}

/** Adds a project with a read-me and issue templates in its repository. */
export function addProject(
  world: World,
  values: Pick<Project, 'id' | 'path' | 'name' | 'description' | 'groupId' | 'creatorId' | 'createdAt'> & {
    readonly templates: readonly (readonly [string, string])[];
  },
): Project {
  const { templates, ...plain } = values;
  const project: Project = {
    ...plain,
    lastActivityAt: values.createdAt,
    lastIssueIid: 0,
    files: new Map([
      ['README.md', `# ${values.name}\n\n${values.description}\n`],
      ...templates.map(([name, text]): [string, string] => [`.gitlab/issue_templates/${name}.md`, text]),
    ]),
    commits: [],
  };
  commit(project, 'Initial commit', values.creatorId, values.createdAt);
  world.projects.set(project.id, project);
  return project;
}
