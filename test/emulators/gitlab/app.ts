import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { ApiError, noSuchRoute } from './http/api-error';
import { Api, type GitlabApp, type GitlabEnv, jsonAnswer } from './http/env';
import { rawPath } from './http/raw-path';
import type { World } from './model/world';
import { aboutRoutes } from './routes/about';
import { absentRoutes } from './routes/absent';
import { awardRoutes } from './routes/awards';
import { boardRoutes } from './routes/boards';
import { epicChildRoutes } from './routes/epic-children';
import { epicIssueRoutes } from './routes/epic-issues';
import { epicRoutes } from './routes/epics';
import { eventRoutes } from './routes/events';
import { issueLinkRoutes } from './routes/issue-links';
import { issueMoveRoutes } from './routes/issue-moves';
import { issueTimeRoutes } from './routes/issue-time';
import { issueWriteRoutes } from './routes/issue-writes';
import { issueRoutes } from './routes/issues';
import { labelEventRoutes } from './routes/label-events';
import { labelRoutes } from './routes/labels';
import { memberWriteRoutes } from './routes/members';
import { milestoneEventRoutes } from './routes/milestone-events';
import { milestoneRoutes } from './routes/milestones';
import { noteRoutes } from './routes/notes';
import { oauthRoutes } from './routes/oauth';
import { placeRoutes } from './routes/places';
import { repositoryRoutes } from './routes/repository';
import { searchRoutes } from './routes/search';
import { stateEventRoutes } from './routes/state-events';
import { templateRoutes } from './routes/templates';
import { todoRoutes } from './routes/todos';
import { uploadRoutes, webUploadRoutes } from './routes/uploads';
import { userRoutes } from './routes/users';

/** The emulator's routes over a world, without faults or request log. */
export function createGitlabApp(world: World): GitlabApp {
  const app: GitlabApp = new Hono<GitlabEnv>({ getPath: rawPath });
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('date', new Date(world.now()).toUTCString());
    c.res.headers.set('x-request-id', randomUUID());
    c.res.headers.set('x-frame-options', 'SAMEORIGIN');
    c.res.headers.set('vary', 'Origin');
    if (!c.res.headers.has('cache-control'))
      c.res.headers.set('cache-control', 'max-age=0, private, must-revalidate');
  });
  const api = new Api(app, world);
  aboutRoutes(api);
  placeRoutes(api);
  labelRoutes(api);
  templateRoutes(api);
  issueRoutes(api);
  issueWriteRoutes(api);
  issueLinkRoutes(api);
  issueTimeRoutes(api);
  issueMoveRoutes(api);
  epicRoutes(api);
  epicIssueRoutes(api);
  epicChildRoutes(api);
  milestoneRoutes(api);
  noteRoutes(api);
  labelEventRoutes(api);
  stateEventRoutes(api);
  uploadRoutes(api);
  awardRoutes(api);
  boardRoutes(api);
  eventRoutes(api);
  memberWriteRoutes(api);
  milestoneEventRoutes(api);
  repositoryRoutes(api);
  searchRoutes(api);
  todoRoutes(api);
  userRoutes(api);
  absentRoutes(api);
  oauthRoutes(app, world);
  webUploadRoutes(app, world);
  app.notFound(() => {
    const { status, body } = noSuchRoute();
    return jsonAnswer(body, status);
  });
  app.onError((error) => {
    if (error instanceof ApiError) return jsonAnswer(error.body, error.status, error.headers);
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return jsonAnswer({ message: '500 Internal Server Error' }, 500);
  });
  return app;
}
