import { startEmulators } from '../../../electron/runtime/emulators.mjs';
import { z } from '../../../shared/schema/zod';
import type { RemoteChangeSpec } from '../../emulators/salesforce/control';
import type { FaultSpec } from '../../emulators/shared-http/faults';
import { projectRoot } from './project-root';

/** The controls of one emulator, out of reach of the app. */
export type Control = {
  readonly url: string;
  /** Arms faults for requests to come. */
  fault(...faults: FaultSpec[]): Promise<void>;
  /** Disarms all faults and forgets the requests so far. */
  reset(): Promise<void>;
  /** Requests that arrived since the last reset, as `METHOD path`, answered or not. */
  requests(): Promise<string[]>;
  /** Whether the emulator breaks every connection, as if the network were gone. */
  offline(offline: boolean): Promise<void>;
  /** Everything that it holds. */
  state(): Promise<unknown>;
  /** Changes a record behind the app's back, as another user; Salesforce only. */
  change(spec: RemoteChangeSpec): Promise<void>;
};

/** Both emulators, running. */
export type Emulators = {
  /** The line of JSON that CHANNEL_DESK_DEMO takes. */
  readonly announcement: string;
  readonly gitlab: Control;
  readonly salesforce: Control;
  stop(): Promise<void>;
};

const System = z.object({ controlUrl: z.url() });
const Announcement = z.object({
  gitlab: System.extend({ url: z.url() }),
  salesforce: System.extend({ loginUrl: z.url() }),
});
const Requests = z.array(z.object({ method: z.string(), path: z.string() }));

function controlOf(url: string, controlUrl: string): Control {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${controlUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
  return {
    url,
    async fault(...faults) {
      await ask('POST', '/faults', faults);
    },
    async reset() {
      await ask('DELETE', '/faults');
      await ask('DELETE', '/requests');
    },
    async requests() {
      return Requests.parse(await ask('GET', '/requests')).map(({ method, path }) => `${method} ${path}`);
    },
    async offline(offline) {
      await ask('POST', '/offline', { offline });
    },
    state: () => ask('GET', '/state'),
    async change(spec) {
      await ask('POST', '/records', spec);
    },
  };
}

/** Starts both emulators on free ports, on the default workspace or on one of a seed file. */
export async function launchEmulators(seed?: string): Promise<Emulators> {
  const running = await startEmulators(projectRoot, seed === undefined ? [] : ['--seed', seed]);
  const { gitlab, salesforce } = Announcement.parse(JSON.parse(running.announcement));
  return {
    announcement: running.announcement,
    gitlab: controlOf(gitlab.url, gitlab.controlUrl),
    salesforce: controlOf(salesforce.loginUrl, salesforce.controlUrl),
    stop: running.stop,
  };
}
