import { parseArgs } from 'node:util';
import { loadScenario } from '../scenario/scenario';
import { startGitlab } from './start';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    port: { type: 'string' },
    'control-port': { type: 'string' },
    tier: { type: 'string' },
  },
});

if (values.tier !== undefined && values.tier !== 'free' && values.tier !== 'premium')
  throw new Error(`--tier is free or premium, not "${values.tier}"`);

const running = await startGitlab({
  port: Number(values.port ?? 0),
  controlPort: Number(values['control-port'] ?? 0),
  scenario: loadScenario(values.seed),
  tier: values.tier,
});

process.stdout.write(`${JSON.stringify(running.login())}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.stop().then(() => process.exit(0));
  });
}
