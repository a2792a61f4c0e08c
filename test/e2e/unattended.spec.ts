import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { removeFolder } from './support/launch';
import { readPdf } from './support/pdf';
import { projectRoot } from './support/project-root';
import { day } from './tour/day';

/** Runs `npm start` as on a machine that has no display. */
async function startWithoutDisplay(folder: string): Promise<{ code: number | null; said: string }> {
  const env = { ...process.env };
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY']) delete env[name];
  const child = spawn('npm', ['start', '--', `--out=${folder}`], { cwd: projectRoot, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

test('npm start without a display takes the tour and leaves its papers', async () => {
  test.setTimeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'channel-desk-unattended-'));
  try {
    const { code, said } = await startWithoutDisplay(folder);
    expect(code, said).toBe(0);
    expect(said).toContain('The tour is complete.');
    expect(said.trimEnd().split('\n').at(-1)).toBe(folder);

    const left = readdirSync(folder);
    for (const screen of [
      'today',
      'mdf',
      'pop-review',
      'planner',
      'partners',
      'sync',
      'settings',
      'synced',
    ]) {
      const picture = left.find((name) => new RegExp(`^\\d-${screen}\\.png$`).test(name)) ?? '';
      const head = readFileSync(join(folder, picture)).subarray(0, 8);
      expect([...head], `${screen}: ${left.join(' ')}`).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    }
    const plan = await readPdf(readFileSync(join(folder, 'timeline.pdf')));
    for (const name of day.tactics) expect(plan.pages.map(({ text }) => text).join(' ')).toContain(name);
    const report = readFileSync(join(folder, 'mdf-report.csv'), 'utf8').split('\r\n');
    expect(report.filter((line) => line.includes(day.request))).toHaveLength(1);
    expect(report.find((line) => line.includes(day.declined.number))).toContain('Declined');
  } finally {
    removeFolder(folder);
  }
});
