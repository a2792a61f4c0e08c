import { expect, it } from 'vitest';
import { createEarlyLog } from '../../../electron/platform/early-log';

it('an early log keeps its lines in order for the real one and passes later ones on', () => {
  const early = createEarlyLog();
  early.warn('first');
  early.error('second');
  expect(early.kept()).toBe('warn: first\nerror: second\n');
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  early.attach({ info: write('info'), warn: write('warn'), error: write('error') });
  early.info('third');
  expect(lines).toEqual(['warn first', 'error second', 'info third']);
  expect(early.kept()).toBe('');
});
