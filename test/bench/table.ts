import { launchDesk, newUserData, removeFolder } from '../e2e/support/launch';
import { go } from '../e2e/tour/steps-common';
import { RECORDS, seedDesk, waitForRows } from './desk';
import { type BenchLine, figuresOf } from './figures';

const ROUNDS = 5;
const FRAMES = 120;
/** A table that anybody expects to be there at once. */
const FEW = 100;

type TableTimes = {
  /** From another screen to its first rows. */
  readonly paints: readonly number[];
  /** Slow frames while it scrolls. */
  readonly frames: readonly number[];
};

/** The table of so many fund requests in a workspace of its own. */
async function timesOf(records: number): Promise<TableTimes> {
  const userData = newUserData();
  try {
    await seedDesk(userData, records);
    const { page, close } = await launchDesk({ userData });
    const paints: number[] = [];
    const frames: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await go(page, 'Partners');
      const start = performance.now();
      await go(page, 'MDF');
      await waitForRows(page);
      paints.push(performance.now() - start);
      frames.push(percentile95(await page.evaluate(scrollFrames, FRAMES)));
    }
    await close();
    return { paints, frames };
  } finally {
    removeFolder(userData);
  }
}

/**
 * The table of 10,000 fund requests against one of a hundred: its first rows after another screen, and its slow frames
 * while it scrolls.
 */
export async function benchTable(): Promise<readonly BenchLine[]> {
  const few = await timesOf(FEW);
  const all = await timesOf(RECORDS);
  return [
    {
      name: `first rows of ${RECORDS} / of ${FEW}`,
      own: figuresOf(all.paints),
      floor: figuresOf(few.paints),
      promised: null,
    },
    {
      name: `scroll frame p95 of ${RECORDS} rows / of ${FEW}`,
      own: figuresOf(all.frames),
      floor: figuresOf(few.frames),
      promised: null,
    },
  ];
}

function percentile95(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

/** Runs in the page: scrolls the tallest list to and fro, a step a frame, and gives the milliseconds of each frame. */
async function scrollFrames(frames: number): Promise<number[]> {
  const [tallest] = [...document.querySelectorAll('main, main *')]
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
    .sort((a, b) => b.scrollHeight - a.scrollHeight);
  const end = (tallest?.scrollHeight ?? 0) - (tallest?.clientHeight ?? 0);
  if (!tallest || end < 1000) throw new Error('there is no list to scroll');
  const deltas: number[] = [];
  let step = 400;
  let last = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
  for (let frame = 0; frame < frames; frame += 1) {
    if (tallest.scrollTop <= 0) step = 400;
    else if (tallest.scrollTop >= end - 1) step = -400;
    tallest.scrollTop += step;
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    deltas.push(now - last);
    last = now;
  }
  return deltas;
}
