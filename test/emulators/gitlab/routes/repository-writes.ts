import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { projectLevel } from '../model/access';
import { BRANCH, commitFiles, type FileChange, headOf } from '../model/repository';
import type { Project } from '../model/types';
import { ApiError, forbidden, invalidParams } from '../http/api-error';
import type { Api, SignedCall } from '../http/env';
import { findProject } from '../http/find';
import { isHash, type Params } from '../http/params';
import { ParamReader } from '../http/reader';
import { commitFull } from './repository';

type Action = 'create' | 'update' | 'delete' | 'move' | 'chmod';

function refuse(message: string): ApiError {
  return new ApiError(400, { message });
}

function textOf(read: ParamReader): string {
  const content = read.text('content') ?? '';
  return read.text('encoding') === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
}

/** What one action does to the files, checked against what is there. */
function changesOf(project: Project, action: Action, path: string, read: ParamReader): FileChange[] {
  const isThere = project.files.has(path);
  switch (action) {
    case 'create':
      if (isThere) throw refuse('A file with this name already exists');
      return [{ path, text: textOf(read) }];
    case 'update':
      if (!isThere) throw refuse("A file with this name doesn't exist");
      return [{ path, text: textOf(read) }];
    case 'delete':
      if (!isThere) throw refuse("A file with this name doesn't exist");
      return [{ path, text: null }];
    case 'move': {
      const before = read.text('previous_path') ?? '';
      const text = project.files.get(before);
      if (text === undefined) throw refuse("A file with this name doesn't exist");
      return [
        { path: before, text: null },
        { path, text: read.has('content') ? textOf(read) : text },
      ];
    }
    case 'chmod':
      return [];
  }
}

function writableProject(call: SignedCall, branch: string): Project {
  const project = findProject(call);
  const level = projectLevel(call.world, call.user, project.id);
  if (level < ACCESS_LEVELS.developer) throw forbidden();
  if (branch !== BRANCH) throw refuse('You can only create or edit files when you are on a branch');
  // The branch is protected, as it is by default.
  if (level < ACCESS_LEVELS.maintainer) throw refuse('You are not allowed to push into this branch');
  return project;
}

function writeFile(action: 'create' | 'update' | 'delete'): (call: SignedCall) => unknown {
  return (call) => {
    const { read } = call;
    const branch = read.required('branch');
    const message = read.required('commit_message');
    if (action !== 'delete') read.required('content');
    const known = read.text('last_commit_id');
    read.check();
    const project = writableProject(call, branch);
    const path = call.path('file_path');
    if (typeof known === 'string' && known !== headOf(project))
      throw refuse('You are attempting to update a file that has changed since you started editing it.');
    commitFiles(call.world, project, call.user, message, changesOf(project, action, path, read));
    return action === 'delete' ? undefined : { file_path: path, branch };
  };
}

function writeMany(call: SignedCall): unknown {
  const { read } = call;
  const branch = read.required('branch');
  const message = read.required('commit_message');
  read.check();
  const sent = call.params['actions'];
  const actions = Array.isArray(sent) ? sent.filter((one): one is Params => isHash(one)) : [];
  const project = writableProject(call, branch);
  const changes = actions.flatMap((one) => {
    const inner = new ParamReader(one, 'actions');
    const action = inner.choice('action', ['create', 'update', 'delete', 'move', 'chmod']);
    const path = inner.required('file_path');
    inner.check();
    if (action === undefined) throw invalidParams(['actions[0][action] is missing']);
    return changesOf(project, action, path, inner);
  });
  return commitFull(call, project, commitFiles(call.world, project, call.user, message, changes));
}

/** Changing files in a repository: one by one, or several in one commit. There is one branch only. */
export function repositoryWriteRoutes(api: Api): void {
  const file = '/projects/:id/repository/files/:file_path';
  api.post(file, writeFile('create'));
  api.put(file, writeFile('update'));
  api.delete(file, writeFile('delete'));
  api.post('/projects/:id/repository/commits', writeMany);
}
