import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { go } from '../e2e/tour/steps-common';
import { seedDesk, waitForRows } from './desk';
import { type BenchLine, figuresOf } from './figures';

const ROUNDS = 5;
const FRAMES = 120;

/** The table of 10,000 fund requests: its first rows after another screen, and the slow frames while it scrolls. */
export async function benchTable(): Promise<readonly BenchLine[]> {
  const userData = newUserData();
  try {
    await seedDesk(userData);
    const { page, close } = await launchDesk({ userData });
    const paints: number[] = [];
    const slowFrames: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await go(page, 'Partners');
      const start = performance.now();
      await go(page, 'MDF');
      await waitForRows(page);
      paints.push(performance.now() - start);
      slowFrames.push(percentile95(await page.evaluate(scrollFrames, FRAMES)));
    }
    await close();
    return [
      { name: 'table of 10,000, first rows', own: figuresOf(paints), floor: null, promised: null },
      {
        name: 'table of 10,000, scroll frame p95',
        own: figuresOf(slowFrames),
        floor: null,
        promised: null,
      },
    ];
  } finally {
    removeFolder(userData);
  }
}

function percentile95(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

/** Runs in the page: scrolls the tallest list a step a frame and gives the milliseconds of each frame. */
async function scrollFrames(frames: number): Promise<number[]> {
  const [tallest] = [...document.querySelectorAll('main, main *')]
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
    .sort((a, b) => b.scrollHeight - a.scrollHeight);
  if (!tallest || tallest.scrollHeight < 100_000) throw new Error('there is no long list to scroll');
  const deltas: number[] = [];
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let frame = 0; frame < frames; frame += 1) {
    tallest.scrollTop += 400;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    deltas.push(now - last);
    last = now;
  }
  return deltas;
}
