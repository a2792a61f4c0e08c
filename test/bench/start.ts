import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { projectRoot } from '../e2e/support/project-root';
import { beReady } from '../e2e/support/readiness';
import { seedDesk, waitForRows } from './desk';
import { type BenchLine, figuresOf } from './figures';

const ROUNDS = 5;

async function startDesk(userData: string): Promise<number> {
  const start = performance.now();
  const desk = await launchDesk({ userData });
  await desk.page.evaluate(() => {
    window.location.hash = '#/mdf';
  });
  await waitForRows(desk.page);
  const took = performance.now() - start;
  await desk.close();
  return took;
}

async function startEmpty(): Promise<number> {
  const { electron, display } = await beReady();
  const folder = join(projectRoot, 'test', 'bench', 'empty-app');
  const userData = newUserData();
  const environment = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const start = performance.now();
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [`--user-data-dir=${userData}`, folder],
    cwd: folder,
    // Chromium refuses its sandbox to root; everybody else runs with it.
    chromiumSandbox: process.getuid?.() !== 0,
    colorScheme: null,
    env: { ...Object.fromEntries(environment), ...(display === null ? {} : { DISPLAY: display }) },
  });
  const page = await app.firstWindow();
  await page.locator('#ready').waitFor();
  const took = performance.now() - start;
  await app.close();
  removeFolder(userData);
  return took;
}

/** From the launch to the first rows of 10,000 fund requests, against an empty window of the same Electron. */
export async function benchStart(): Promise<BenchLine> {
  const userData = newUserData();
  try {
    await seedDesk(userData);
    const own: number[] = [];
    const floor: number[] = [];
    // One after the other in turn, so that what slows the machine down slows both.
    for (let round = 0; round < ROUNDS; round += 1) {
      floor.push(await startEmpty());
      own.push(await startDesk(userData));
    }
    return {
      name: 'start to usable, 10,000 records / empty window',
      own: figuresOf(own),
      floor: figuresOf(floor),
      promised: 1.5,
    };
  } finally {
    removeFolder(userData);
  }
}
