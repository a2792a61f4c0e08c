import { createHash } from 'node:crypto';
import { ACCESS_LEVELS } from '../../scenario/gitlab-seed';
import { projectLevel } from '../model/access';
import type { Project, Upload } from '../model/types';
import { randomHex } from '../model/world';
import { ApiError, forbidden, recordNotFound } from '../http/api-error';
import type { Api, Call, GitlabApp, SignedCall } from '../http/env';
import { findProject, pathNumber } from '../http/find';
import { paginate } from '../http/paging';
import { sanitizeFilename, uploadCreated, uploadRow } from '../present/upload';
import type { World } from '../model/world';

/** Largest file in bytes; every server sets its own, this is the usual 100 MiB. */
const MAX_BYTES = 100 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  txt: 'text/plain',
};

function fileAnswer(upload: Upload): Response {
  const extension = upload.filename.split('.').at(-1)?.toLowerCase() ?? '';
  const type = TYPES[extension] ?? 'application/octet-stream';
  // Pictures are shown, everything else (a PDF too) is offered for saving; SVG could carry script.
  const inline = type.startsWith('image/') && extension !== 'svg';
  const name = encodeURIComponent(upload.filename);
  return new Response(Buffer.from(upload.bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${name}"; filename*=UTF-8''${name}`,
      'content-length': String(upload.bytes.length),
      'x-content-type-options': 'nosniff',
    },
  });
}

function create(call: SignedCall): unknown {
  const file = call.read.requiredFile('file');
  call.read.check();
  const project = findProject(call);
  if (!file || file.bytes.length > MAX_BYTES)
    throw new ApiError(413, { message: '413 Request Entity Too Large' });
  const upload: Upload = {
    id: call.world.nextId('upload'),
    projectId: project.id,
    secret: randomHex(16),
    filename: sanitizeFilename(file.filename),
    bytes: file.bytes,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    uploadedById: call.user.id,
    createdAt: call.world.now(),
  };
  call.world.uploads.set(upload.id, upload);
  return uploadCreated(upload);
}

function bySecret(world: World, project: Project, secret: string, filename: string): Upload {
  const upload = [...world.uploads.values()].find(
    (candidate) =>
      candidate.projectId === project.id && candidate.secret === secret && candidate.filename === filename,
  );
  if (!upload) throw recordNotFound();
  return upload;
}

function maintainersProject(call: SignedCall): Project {
  const project = findProject(call);
  if (projectLevel(call.world, call.user, project.id) < ACCESS_LEVELS.maintainer) throw forbidden();
  return project;
}

function byId(call: SignedCall): Upload {
  const id = pathNumber(call, 'upload_id');
  const project = maintainersProject(call);
  const upload = call.world.uploads.get(id);
  if (!upload || upload.projectId !== project.id) throw recordNotFound();
  return upload;
}

function named(call: Call, project: Project): Upload {
  return bySecret(call.world, project, call.path('secret'), call.path('filename'));
}

/** Files that notes and descriptions refer to. */
export function uploadRoutes(api: Api): void {
  api.post('/projects/:id/uploads', create);
  api.get('/projects/:id/uploads', (call) => {
    const project = maintainersProject(call);
    const uploads = [...call.world.uploads.values()].filter((upload) => upload.projectId === project.id);
    return paginate(call, uploads.reverse()).map((upload) => uploadRow(call.world, upload, call.origin));
  });
  api.get('/projects/:id/uploads/:upload_id', (call) => fileAnswer(byId(call)));
  api.delete('/projects/:id/uploads/:upload_id', (call) => {
    call.world.uploads.delete(byId(call).id);
  });
  api.get('/projects/:id/uploads/:secret/:filename', (call) => fileAnswer(named(call, findProject(call))));
  api.delete('/projects/:id/uploads/:secret/:filename', (call) => {
    const upload = named(call, maintainersProject(call));
    call.world.uploads.delete(upload.id);
  });
}

/**
 * The paths that a browser uses. They know sessions and no tokens, and nobody signs in here with a browser: programs
 * have to take the way over the API.
 */
export function webUploadRoutes(app: GitlabApp, world: World): void {
  app.get(
    '/-/project/:id/uploads/:secret/:filename',
    () => new Response(null, { status: 302, headers: { location: '/users/sign_in' } }),
  );
  for (const project of world.projects.values())
    app.get(`/${project.path}/uploads/:secret/:filename`, () => new Response('Not Found', { status: 404 }));
}
