import type { ImportProgress } from '../../../shared/usecases/imports/import-plan';
import { openLine } from '../../bridge/line';
import type { ImportAnswer, ImportNews, ImportOrder, ImportRequest } from './messages';

/** The page's end of an import worker: one order at a time, one answer each. */
export type ImportClient = {
  ask(order: ImportOrder, onProgress: (progress: ImportProgress) => void): Promise<ImportAnswer>;
  /** Ends the worker; what it has not committed is as if it never was. */
  end(): void;
};

/** Starts a worker for one import. */
export function startImportClient(): ImportClient {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  const send = (order: ImportOrder): void => {
    if (!('desk' in order)) return worker.postMessage(order satisfies ImportRequest);
    const line = openLine();
    worker.postMessage({ ...order, line } satisfies ImportRequest, [line]);
  };
  return {
    ask: (order, onProgress) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<ImportAnswer | ImportNews>) => {
          if (data.kind === 'progress') onProgress(data.progress);
          else resolve(data);
        };
        worker.onerror = (event) =>
          resolve({
            kind: 'problem',
            problem: {
              message: `The import stopped: ${event.message}`,
              fix: 'Nothing was imported. Choose the file again.',
            },
          });
        send(order);
      }),
    end: () => worker.terminate(),
  };
}
