import { parseArgs } from 'node:util';
import { loadScenario } from '../scenario/scenario';
import { startSalesforce } from './start';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, port: { type: 'string' }, 'control-port': { type: 'string' } },
});

const running = await startSalesforce({
  port: Number(values.port ?? 0),
  controlPort: Number(values['control-port'] ?? 0),
  scenario: loadScenario(values.seed),
});

process.stdout.write(`${JSON.stringify(running.login())}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.stop().then(() => process.exit(0));
  });
}
