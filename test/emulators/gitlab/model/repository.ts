import { createHash } from 'node:crypto';
import type { Project } from './types';

/** A file of a project's repository. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

/** The branch that every project has. */
export const BRANCH = 'main';

/** What a project's repository holds: a read-me and its issue templates. */
export function filesOf(project: Project): RepositoryFile[] {
  const templates = [...project.issueTemplates].map(([name, text]) => ({
    path: `.gitlab/issue_templates/${name}.md`,
    text,
  }));
  const readme = { path: 'README.md', text: `# ${project.name}\n\n${project.description}\n` };
  return [...templates, readme].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The id that git gives to a file's content. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The id of the one commit that made the repository. */
export function commitId(project: Project): string {
  return createHash('sha1').update(`commit ${project.path} ${project.createdAt}`).digest('hex');
}
