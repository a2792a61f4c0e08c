import { Hono } from 'hono';
import { z } from '../../../shared/schema/zod';
import type { ServerClock } from './clock';
import { FaultInput, type Faults } from './faults';
import type { RequestLog } from './request-log';
import { type NodeEnv, type RunningServer, startServer } from './serve';

/** What a control server steers. `routes` adds what only one system has, such as `/state` and `/records`. */
export interface ControlOptions {
  readonly port: number;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: ServerClock;
  /** The server under control. */
  readonly target: RunningServer;
  readonly routes: (app: Hono<NodeEnv>) => void;
}

const ClockInput = z.object({ skewMs: z.int() });
const OfflineInput = z.object({ offline: z.boolean() });

function problem(error: unknown): { error: string; issues?: unknown } {
  if (error instanceof z.ZodError)
    return { error: 'the request body is not as it should be', issues: error.issues };
  return { error: error instanceof Error ? error.message : String(error) };
}

/**
 * Starts the control server: `GET /health`, `GET|POST|DELETE /faults`, `GET|DELETE /requests`,
 * `GET|POST /clock {skewMs}`, `GET|POST /offline {offline}` and the routes given. Bad input is answered 400.
 */
export async function startControlServer(options: ControlOptions): Promise<RunningServer> {
  const { faults, log, clock, target } = options;
  let offline = false;
  const app = new Hono<NodeEnv>();
  app.onError((error, c) =>
    c.json(problem(error), error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500),
  );
  app.notFound((c) => c.json({ error: `no such control: ${c.req.method} ${c.req.path}` }, 404));
  app.get('/health', (c) => c.json({ ok: true, url: target.url, offline, now: clock.now().toISOString() }));
  app.get('/faults', (c) => c.json(faults.list()));
  app.post('/faults', async (c) => {
    faults.add(...FaultInput.parse(await c.req.json()));
    return c.json(faults.list(), 201);
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.get('/requests', (c) => c.json(log.list()));
  app.delete('/requests', (c) => {
    log.clear();
    return c.body(null, 204);
  });
  app.get('/clock', (c) => c.json({ now: clock.now().toISOString(), skewMs: clock.skewMs() }));
  app.post('/clock', async (c) => {
    clock.setSkewMs(ClockInput.parse(await c.req.json()).skewMs);
    return c.json({ now: clock.now().toISOString(), skewMs: clock.skewMs() });
  });
  app.get('/offline', (c) => c.json({ offline }));
  app.post('/offline', async (c) => {
    offline = OfflineInput.parse(await c.req.json()).offline;
    target.setOffline(offline);
    return c.json({ offline });
  });
  options.routes(app);
  return startServer(app, { port: options.port });
}
