// Starts both emulators: npm run emulators -- [--seed FILE] [--salesforce-port N] [--gitlab-port N]
// Prints one line of JSON on stdout when both are ready; runs until it is stopped.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChildServer, startChild } from './child-server';
import { loadScenario } from './scenario/scenario';

const USAGE = 'npm run emulators -- [--seed FILE] [--salesforce-port N] [--gitlab-port N]';

interface Options {
  readonly seed: string | undefined;
  readonly salesforcePort: string | undefined;
  readonly gitlabPort: string | undefined;
}

function portOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535)) return text;
  throw new Error(`--${name} wants a number from 0 to 65535, not "${text}".`);
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        'salesforce-port': { type: 'string' },
        'gitlab-port': { type: 'string' },
      },
    });
    return {
      seed: values.seed === undefined ? undefined : resolve(values.seed),
      salesforcePort: portOf('salesforce-port', values['salesforce-port']),
      gitlabPort: portOf('gitlab-port', values['gitlab-port']),
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nUse: ${USAGE}`);
  }
}

function start(
  name: string,
  main: URL,
  seed: string | undefined,
  port: string | undefined,
): Promise<ChildServer> {
  const args = [
    ...(seed === undefined ? [] : ['--seed', seed]),
    ...(port === undefined ? [] : ['--port', port]),
  ];
  return startChild(name, main, args, port);
}

/** Starts what can be started; when one of them fails, the others are stopped and its reason is thrown. */
async function startAll(options: Options): Promise<ChildServer[]> {
  const results = await Promise.allSettled([
    start('GitLab', new URL('./gitlab/main.ts', import.meta.url), options.seed, options.gitlabPort),
    start(
      'Salesforce',
      new URL('./salesforce/main.ts', import.meta.url),
      options.seed,
      options.salesforcePort,
    ),
  ]);
  const running = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return running;
  await Promise.all(running.map((server) => server.stop()));
  throw failure.reason;
}

async function main(): Promise<void> {
  const options = readOptions();
  // Checked here too, so that a mistake in the seed is told once and before anything runs.
  loadScenario(options.seed);
  let stopping = false;
  let servers: ChildServer[] = [];
  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    await Promise.all(servers.map((server) => server.stop()));
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  servers = await startAll(options);
  for (const server of servers)
    void server.ended.then((end) => {
      if (!stopping) process.stderr.write(`${server.name} emulator: ${end}; stopping the other one.\n`);
      return stop(1);
    });
  const [gitlab, salesforce] = servers.map((server) => server.login);
  process.stdout.write(`${JSON.stringify({ gitlab, salesforce })}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
