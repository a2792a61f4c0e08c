import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { z } from '../../shared/schema/zod';
import { PROMISED_TASK } from './long-tasks';

const Event = z.object({
  ph: z.string(),
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
});
type Event = z.infer<typeof Event>;
const Trace = z.object({ traceEvents: z.array(Event) });

/** Records what the app's threads do from now on; gives what it took the processor to run each task of the window, in milliseconds. */
export async function recordTasks(
  app: ElectronApplication,
  folder: string,
): Promise<() => Promise<readonly number[]>> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
  );
  return async () => {
    const file = join(folder, 'trace.json');
    await app.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file);
    return timesIn(Trace.parse(JSON.parse(readFileSync(file, 'utf8'))).traceEvents);
  };
}

const threadOf = ({ pid, tid }: Event): string => `${pid} ${tid}`;

/** The outermost tasks of the busiest page's main thread. */
function timesIn(events: readonly Event[]): number[] {
  const pages = new Set(
    events.filter(({ ph, args }) => ph === 'M' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const byThread = new Map<string, Event[]>();
  for (const event of events) {
    if (event.ph !== 'X' || !event.name.endsWith('RunTask') || !pages.has(threadOf(event))) continue;
    const tasks = byThread.get(threadOf(event)) ?? [];
    tasks.push(event);
    byThread.set(threadOf(event), tasks);
  }
  const [busiest = []] = [...byThread.values()].sort((a, b) => b.length - a.length);
  const times: number[] = [];
  let end = 0;
  for (const { ts, dur = 0, tdur = 0 } of busiest.sort((a, b) => a.ts - b.ts)) {
    if (ts < end) continue;
    end = ts + dur;
    times.push(tdur / 1000);
  }
  return times;
}

/** A line in words: the same on a machine that is busy with other things, where a task waits for the processor in between. */
export function describeTimes(during: string, times: readonly number[]): string {
  const sum = times.reduce((all, time) => all + time, 0);
  const long = times.filter((time) => time > PROMISED_TASK).length;
  return `processor time of the window's tasks during ${during}: longest ${Math.max(0, ...times).toFixed(0)} ms, ${long} over ${PROMISED_TASK} ms, ${(sum / 1000).toFixed(1)} s in all`;
}
