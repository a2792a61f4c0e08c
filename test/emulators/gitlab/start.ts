import { Hono } from 'hono';
import type { GitlabSeed } from '../scenario/gitlab-seed';
import { createServerClock, type ServerClock } from '../shared-http/clock';
import { startControlServer } from '../shared-http/control';
import { faultMiddleware } from '../shared-http/fault-middleware';
import { createFaults, type Faults } from '../shared-http/faults';
import { createRequestLog, type RequestLog, requestLogMiddleware } from '../shared-http/request-log';
import { startServer } from '../shared-http/serve';
import { createGitlabApp } from './app';
import { controlRoutes } from './control/control-routes';
import { resourceLocked, retryLater } from './http/api-error';
import type { GitlabEnv } from './http/env';
import { rawPath } from './http/raw-path';
import { worldFromSeed } from './model/seed-world';
import type { Tier, World } from './model/world';

/** How to start a GitLab emulator; ports default to any free one. */
export interface GitlabOptions {
  readonly port?: number | undefined;
  readonly controlPort?: number | undefined;
  /** The scenario; only its `gitlab` part is used. */
  readonly scenario: { readonly gitlab: GitlabSeed };
  /** Overrules the tier of the seed. */
  readonly tier?: Tier | undefined;
  /** The server's clock before any skew; the machine's when absent. */
  readonly now?: (() => Date) | undefined;
}

/** What a client needs to sign in and find its way, as the launcher prints it; null for what the seed lacks. */
export interface GitlabLogin {
  readonly url: string;
  /** A personal access token. */
  readonly token: string | null;
  readonly oauthToken: string | null;
  /** Paths with slashes. */
  readonly group: string | null;
  readonly project: string | null;
  /** Name of an issue template of the project. */
  readonly issueTemplate: string | null;
  readonly controlUrl: string;
}

/** A running emulator: its address, its control server, and its insides for tests of the same process. */
export interface GitlabEmulator {
  /** Origin without a trailing slash. */
  readonly url: string;
  readonly controlUrl: string;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly clock: ServerClock;
  readonly world: World;
  /** Login data: the first of each kind in the seed. */
  login(): GitlabLogin;
  stop(): Promise<void>;
}

/** OAuth access tokens expire together; personal tokens have no hourly life and stay. */
function expireOauthTokens(world: World): void {
  for (const token of world.tokens.values()) if (token.kind === 'oauth') token.expiresAt = world.now();
}

function loginOf(seed: GitlabSeed, url: string, controlUrl: string): GitlabLogin {
  const project = seed.projects[0];
  return {
    url,
    token: seed.tokens.find((token) => token.kind === 'personal')?.value ?? null,
    oauthToken: seed.tokens.find((token) => token.kind === 'oauth')?.value ?? null,
    group: seed.groups[0]?.path ?? null,
    project: project?.path ?? null,
    issueTemplate: Object.keys(project?.issueTemplates ?? {})[0] ?? null,
    controlUrl,
  };
}

/** Starts the GitLab emulator and its control server on the loopback interface; rejects when a port is taken. */
export async function startGitlab(options: GitlabOptions): Promise<GitlabEmulator> {
  const clock = createServerClock(options.now);
  const faults = createFaults();
  const log = createRequestLog();
  const world = worldFromSeed(options.scenario.gitlab, clock, options.tier);
  const inner = createGitlabApp(world);
  const app = new Hono<GitlabEnv>({ getPath: rawPath });
  app.use(requestLogMiddleware(log, clock.now));
  app.use(
    faultMiddleware(faults, {
      requestLimit: (retryAfter) => retryLater(retryAfter, clock.now()),
      lockRow: resourceLocked,
      expireTokens: () => expireOauthTokens(world),
    }),
  );
  app.all('*', (c) => inner.fetch(c.req.raw, c.env));
  const server = await startServer(app, { port: options.port ?? 0 });
  try {
    const control = await startControlServer({
      port: options.controlPort ?? 0,
      faults,
      log,
      clock,
      target: server,
      routes: (routes) => controlRoutes(routes, world, inner),
    });
    return {
      url: server.url,
      controlUrl: control.url,
      faults,
      log,
      clock,
      world,
      login: () => loginOf(options.scenario.gitlab, server.url, control.url),
      async stop() {
        await control.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
