import type { Log } from '../../shared/ports/log';

type Line = { readonly level: keyof Log; readonly message: string };

/** A log that exists before the real one: it keeps its lines until it is told where they belong. */
export type EarlyLog = Log & {
  /** Hands over what was kept, in order, and passes everything on from now. */
  attach(log: Log): void;
  /** What is kept still, as text, for the case that the real log never comes. */
  kept(): string;
};

/** Makes a log that costs nothing to make, so that the window need not wait for the real one. */
export function createEarlyLog(): EarlyLog {
  const lines: Line[] = [];
  let real: Log | null = null;
  const write =
    (level: keyof Log) =>
    (message: string): void => {
      if (real === null) lines.push({ level, message });
      else real[level](message);
    };
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    attach(log) {
      real = log;
      for (const { level, message } of lines.splice(0)) log[level](message);
    },
    kept: () => lines.map(({ level, message }) => `${level}: ${message}\n`).join(''),
  };
}
