import { Hono } from 'hono';
import type { FaultHooks } from '../shared-http/fault-middleware';
import { faultMiddleware } from '../shared-http/fault-middleware';
import type { Faults } from '../shared-http/faults';
import { type RequestLog, requestLogMiddleware } from '../shared-http/request-log';
import type { NodeEnv } from '../shared-http/serve';
import { ApiError, notFound, requestLimitExceeded, sessionExpired, unableToLockRow } from './errors';
import { addOAuthRoutes, sessionOf } from './oauth';
import { addApprovalRoutes } from './routes/approvals';
import { addBulkRoutes } from './routes/bulk';
import { addChatterRoutes } from './routes/chatter';
import { addCollectionRoutes } from './routes/collections';
import { addCompositeRoutes } from './routes/composite';
import { errorResponse, json, normalPath, type RestApp, type RestEnv, type Runtime } from './routes/env';
import { addExternalIdRoutes } from './routes/external-ids';
import { addLayoutRoutes } from './routes/layouts';
import { addQueryRoutes } from './routes/queries';
import { addRecentRoutes } from './routes/recent';
import { addReplicationRoutes } from './routes/replication';
import { addResourceRoutes, isVersion, listVersions } from './routes/resources';
import { addSearchRoutes } from './routes/search';
import { addSobjectRoutes } from './routes/sobjects';
import { addToolingRoutes } from './routes/tooling';
import { addTreeRoutes } from './routes/tree';
import { addUiRecordRoutes } from './routes/ui-records';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** The resources below `/services/data/vNN.0`; also used for the parts of bundled requests. */
function createRest(runtime: Runtime): RestApp {
  const rest = new Hono<RestEnv>({ getPath: normalPath });
  rest.use('/services/data/:version/*', async (c, next) => {
    if (!isVersion(c.req.param('version'))) throw notFound();
    await next();
  });
  addResourceRoutes(rest, runtime);
  addQueryRoutes(rest, runtime);
  addReplicationRoutes(rest, runtime);
  addCollectionRoutes(rest, runtime);
  addCompositeRoutes(rest, runtime);
  addTreeRoutes(rest, runtime);
  addSearchRoutes(rest, runtime);
  addBulkRoutes(rest, runtime);
  addApprovalRoutes(rest, runtime);
  addRecentRoutes(rest, runtime);
  addChatterRoutes(rest, runtime);
  addToolingRoutes(rest, runtime);
  addUiRecordRoutes(rest, runtime);
  addLayoutRoutes(rest, runtime);
  addSobjectRoutes(rest, runtime);
  addExternalIdRoutes(rest, runtime);
  rest.notFound((c) => {
    const path = normalPath(c.req.raw);
    const others = METHODS.filter(
      (method) => method !== c.req.method && rest.router.match(method, path)[0].length > 1,
    );
    if (others.length === 0) return errorResponse(notFound());
    const message = `HTTP Method '${c.req.method}' not allowed. Allowed are ${others.join(',')}`;
    return errorResponse(new ApiError(405, 'METHOD_NOT_ALLOWED', message));
  });
  rest.onError(errorResponse);
  return rest;
}

/** What faults need to know about Salesforce. */
function faultHooks(runtime: Runtime): FaultHooks {
  return {
    requestLimit: () => errorResponse(requestLimitExceeded()),
    lockRow: () => errorResponse(unableToLockRow()),
    expireTokens: () => runtime.tokens.expireAccessTokens(),
  };
}

/** The request that a client means which knows no other method than POST: `?_HttpMethod=PATCH`. */
function asMeant(request: Request): Request {
  const wanted = new URL(request.url).searchParams.get('_HttpMethod')?.toUpperCase() ?? '';
  if (request.method !== 'POST' || !METHODS.includes(wanted) || wanted === 'POST') return request;
  const { url, headers, body } = request;
  const isSending = wanted === 'PATCH' || wanted === 'PUT';
  return new Request(url, { method: wanted, headers, ...(isSending ? { body, duplex: 'half' } : {}) });
}

/** Assembles the emulated org's web server. */
export function createApp(runtime: Runtime, faults: Faults, log: RequestLog): Hono<NodeEnv> {
  const { org } = runtime;
  const app = new Hono<NodeEnv>({ getPath: normalPath });
  const rest = createRest(runtime);
  app.use(requestLogMiddleware(log, org.clock.now));
  app.use(faultMiddleware(faults, faultHooks(runtime)));
  app.use(async (c, next) => {
    await next();
    c.header('date', org.clock.now().toUTCString());
  });
  addOAuthRoutes(app, runtime);
  app.get('/services/data', () => json(listVersions()));
  app.all('/services/data/*', async (c) => {
    const session = sessionOf(runtime, c);
    if (!session) return errorResponse(sessionExpired());
    const allowed = org.usage.used < org.usage.max;
    if (allowed) org.usage.used += 1;
    const env = { session, origin: new URL(c.req.url).origin };
    const answer = allowed
      ? await runtime.lock.run(async () => rest.fetch(asMeant(c.req.raw), env))
      : errorResponse(requestLimitExceeded());
    const headers = new Headers(answer.headers);
    headers.set('sforce-limit-info', `api-usage=${org.usage.used}/${org.usage.max}`);
    return new Response(answer.body, { status: answer.status, headers });
  });
  app.get('/sfc/servlet.shepherd/version/download/:id', (c) => {
    const session = sessionOf(runtime, c);
    if (!session) return errorResponse(sessionExpired());
    const bytes = org.store.bytes(c.req.param('id'));
    return bytes
      ? new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/octet-stream' } })
      : errorResponse(notFound());
  });
  app.notFound(() => errorResponse(notFound('The requested resource does not exist')));
  app.onError(errorResponse);
  return app;
}
