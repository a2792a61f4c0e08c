import { createHash } from 'node:crypto';
import { blobId, BRANCH, filesOf, headOf, type RepositoryFile } from '../model/repository';
import type { Commit, Project } from '../model/types';
import { existing } from '../model/world';
import { invalidParams, notFound } from '../http/api-error';
import type { Api, Call } from '../http/env';
import { findProject } from '../http/find';
import { paginate } from '../http/paging';

function checkRef(call: Call, project: Project, required: boolean): string {
  const ref = call.read.text('ref');
  if (required && (ref === undefined || ref === null)) throw invalidParams(['ref is missing']);
  const known =
    ref === undefined ||
    ref === null ||
    [BRANCH, 'HEAD', ...project.commits.map(({ id }) => id)].includes(ref);
  if (!known) throw notFound(required ? 'Commit' : 'Tree');
  return ref ?? BRANCH;
}

function findFile(call: Call, project: Project): RepositoryFile {
  const path = call.path('file_path');
  const file = filesOf(project).find((candidate) => candidate.path === path);
  if (!file) throw notFound('File');
  return file;
}

function show(call: Call): unknown {
  const project = findProject(call);
  const ref = checkRef(call, project, true);
  const { path, text } = findFile(call, project);
  return {
    file_name: path.split('/').at(-1),
    file_path: path,
    size: Buffer.byteLength(text),
    encoding: 'base64',
    content_sha256: createHash('sha256').update(text).digest('hex'),
    ref,
    blob_id: blobId(text),
    commit_id: headOf(project),
    last_commit_id: headOf(project),
    execute_filemode: false,
    content: Buffer.from(text).toString('base64'),
  };
}

function raw(call: Call): Response {
  const project = findProject(call);
  checkRef(call, project, false);
  const { path, text } = findFile(call, project);
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `inline; filename="${path.split('/').at(-1) ?? ''}"`,
      'x-gitlab-file-path': path,
    },
  });
}

/** The entries of a folder, folders first; with `recursive` everything below it. */
function tree(call: Call): unknown {
  const project = findProject(call);
  checkRef(call, project, false);
  const folder = (call.read.text('path') ?? '').replace(/^\/|\/$/g, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  const below = filesOf(project).filter(({ path }) => path.startsWith(prefix));
  if (below.length === 0) throw notFound('invalid revision or path Tree');
  const recursive = call.read.flag('recursive') ?? false;
  const entries = new Map<string, Record<string, unknown>>();
  for (const { path, text } of below) {
    const parts = path.slice(prefix.length).split('/');
    for (const [index, name] of parts.entries()) {
      if (index > 0 && !recursive) break;
      const whole = prefix + parts.slice(0, index + 1).join('/');
      const isFile = index === parts.length - 1;
      entries.set(whole, {
        id: isFile ? blobId(text) : blobId(whole),
        name,
        type: isFile ? 'blob' : 'tree',
        path: whole,
        mode: isFile ? '100644' : '040000',
      });
    }
  }
  const rows = [...entries.values()].sort((a, b) =>
    a['type'] === b['type'] ? 0 : a['type'] === 'tree' ? -1 : 1,
  );
  return paginate(call, rows);
}

/** A commit as lists and single answers show it. */
export function commitFull(call: Call, project: Project, { id, message, authorId, createdAt }: Commit) {
  const author = existing(call.world.users, authorId);
  const at = project.commits.findIndex((other) => other.id === id);
  const parent = project.commits[at - 1];
  return {
    id,
    short_id: id.slice(0, 8),
    created_at: createdAt,
    parent_ids: parent ? [parent.id] : [],
    title: message.split('\n')[0],
    message,
    author_name: author.name,
    author_email: author.email,
    authored_date: createdAt,
    committer_name: author.name,
    committer_email: author.email,
    committed_date: createdAt,
    trailers: {},
    extended_trailers: {},
    web_url: `${call.origin}/${project.path}/-/commit/${id}`,
  };
}

function findCommit(project: Project, ref: string): Commit {
  const wanted = [BRANCH, 'HEAD'].includes(ref) ? headOf(project) : ref;
  const found = project.commits.find(({ id }) => id === wanted || id.slice(0, 8) === wanted);
  if (!found) throw notFound('Commit');
  return found;
}

function branch(call: Call, project: Project): Record<string, unknown> {
  return {
    name: BRANCH,
    commit: commitFull(call, project, findCommit(project, BRANCH)),
    merged: false,
    protected: true,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: false,
    default: true,
    web_url: `${call.origin}/${project.path}/-/tree/${BRANCH}`,
  };
}

/** Reading the repository of a project: one branch with its commits and files. */
export function repositoryRoutes(api: Api): void {
  const base = '/projects/:id/repository';
  api.open(`${base}/tree`, tree);
  api.open(`${base}/files/:file_path/raw`, raw);
  api.open(`${base}/files/:file_path`, show);
  api.open(`${base}/branches`, (call) => paginate(call, [branch(call, findProject(call))]));
  api.open(`${base}/branches/:branch`, (call) => {
    const project = findProject(call);
    if (call.path('branch') !== BRANCH) throw notFound('Branch');
    return branch(call, project);
  });
  api.open(`${base}/commits`, (call) => {
    const project = findProject(call);
    return paginate(call, [...project.commits].reverse()).map((one) => commitFull(call, project, one));
  });
  api.open(`${base}/commits/:sha`, (call) => {
    const project = findProject(call);
    return commitFull(call, project, findCommit(project, call.path('sha')));
  });
}
