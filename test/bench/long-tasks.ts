import type { Page } from '@playwright/test';

/** A frame of the window is lost when a task takes longer. */
export const PROMISED_TASK = 50;

/** Tasks of a window's main thread that took longer than a browser tells without being asked, in milliseconds. */
export type LongTasks = {
  /** Those since the last call, in their order. */
  taken(): Promise<readonly number[]>;
};

declare global {
  interface Window {
    takeLongTasks?: () => number[];
  }
}

/** Watches the main thread of a window from now on. */
export async function watchLongTasks(page: Page): Promise<LongTasks> {
  await page.evaluate(() => {
    const seen: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    });
    observer.observe({ type: 'longtask' });
    window.takeLongTasks = () => {
      for (const { duration } of observer.takeRecords()) seen.push(duration);
      return seen.splice(0);
    };
  });
  return { taken: () => page.evaluate(() => window.takeLongTasks?.() ?? []) };
}

/** A line in words: the longest task while something went on, and how many were longer than promised. */
export function describeTasks(during: string, tasks: readonly number[]): string {
  const long = tasks.filter((task) => task > PROMISED_TASK);
  const longest =
    long.length === 0 ? `none over ${PROMISED_TASK} ms` : `longest ${Math.max(...long).toFixed(0)} ms`;
  const verdict = long.length === 0 ? 'kept' : 'MISSED';
  return `tasks of the window during ${during}: ${longest}, ${long.length} over ${PROMISED_TASK} ms, promised ≤ ${PROMISED_TASK} ms: ${verdict}`;
}
