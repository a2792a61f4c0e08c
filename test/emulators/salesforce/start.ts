import { createServerClock } from '../shared-http/clock';
import { startControlServer } from '../shared-http/control';
import { createFaults, type Faults } from '../shared-http/faults';
import { createRequestLog, type RequestLog } from '../shared-http/request-log';
import { startServer } from '../shared-http/serve';
import { createApp } from './app';
import { addSalesforceControls } from './control';
import { createLock } from './lock';
import { createTokens } from './oauth-tokens';
import { createOrg, type SalesforceScenario } from './org';
import type { Runtime } from './routes/env';
import { loadSeed } from './seed-load';
import { createCursors } from './soql/cursors';

/** How to start an emulated org. */
export interface SalesforceOptions {
  /** 0 takes any free port. */
  readonly port?: number | undefined;
  readonly controlPort?: number | undefined;
  readonly scenario: SalesforceScenario;
  /** The server's clock before any skew; the machine's when absent. */
  readonly now?: (() => Date) | undefined;
}

/** What a client needs to log in and find its way, as the launcher prints it. */
export interface SalesforceLogin {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly refreshToken: string;
  readonly apiVersion: string;
  readonly fundRequestObject: string;
  readonly externalIdField: string;
  readonly controlUrl: string;
}

/** A running emulator. The parts are there for tests in the same process; others use the control server. */
export interface RunningSalesforce {
  readonly url: string;
  readonly controlUrl: string;
  /** Login data of a client of the seed; without a name, of the first one that has a refresh token. */
  login(clientId?: string): SalesforceLogin;
  readonly runtime: Runtime;
  readonly faults: Faults;
  readonly log: RequestLog;
  setOffline(offline: boolean): void;
  stop(): Promise<void>;
}

/** Starts an emulated Salesforce org and its control server on the loopback interface. */
export async function startSalesforce(options: SalesforceOptions): Promise<RunningSalesforce> {
  const clock = createServerClock(options.now);
  const org = createOrg(options.scenario, clock);
  loadSeed(org);
  const runtime: Runtime = {
    org,
    tokens: createTokens(org),
    cursors: createCursors(org),
    lock: createLock(),
  };
  const faults = createFaults();
  const log = createRequestLog();
  const server = await startServer(createApp(runtime, faults, log), { port: options.port ?? 0 });
  const control = await startControlServer({
    port: options.controlPort ?? 0,
    faults,
    log,
    clock,
    target: server,
    routes: (app) => addSalesforceControls(app, runtime),
  });
  return {
    url: server.url,
    controlUrl: control.url,
    runtime,
    faults,
    log,
    login(clientId) {
      const client = org.seed.clients.find((item) =>
        clientId === undefined ? item.refreshToken !== undefined : item.clientId === clientId,
      );
      if (!client) throw new Error(`the seed has no client ${clientId ?? 'with a refresh token'}`);
      return {
        loginUrl: server.url,
        clientId: client.clientId,
        refreshToken: client.refreshToken ?? '',
        apiVersion: org.seed.apiVersion,
        fundRequestObject: org.seed.fundRequestObject,
        externalIdField: org.seed.externalIdField,
        controlUrl: control.url,
      };
    },
    setOffline: (offline) => server.setOffline(offline),
    async stop() {
      await control.stop();
      await server.stop();
    },
  };
}
