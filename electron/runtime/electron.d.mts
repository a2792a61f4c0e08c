import type { ChildProcess, StdioOptions } from 'node:child_process';

/** The Electron to run with. */
export type FoundElectron = {
  /** Executable; start it with the project folder as its first argument after the flags. */
  readonly path: string;
  readonly version: string;
  readonly source: 'env' | 'official' | 'fallback';
  /** What the person should know about this runtime; null when there is nothing to say. */
  readonly warning: string | null;
};

/** The registry package of the evaluation runtime and the digest its tarball must have. */
export type RuntimePin = {
  readonly package: string;
  readonly version: string;
  readonly electron: string;
  readonly integrity: string;
  readonly archive: string;
  readonly executable: string;
  readonly layout: number;
};

/** What tests set differently: folder, environment, machine and time. */
export type FindOptions = {
  readonly root?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
  readonly platform?: string;
  readonly arch?: string;
  readonly pin?: RuntimePin;
  readonly now?: number;
};

/** Finds an Electron, installing it when it is missing; rejects with what to do when there is none. */
export function findElectron(options?: FindOptions): Promise<FoundElectron>;

/** Starts Electron with the project; `args` are Chromium flags. */
export function startElectron(
  electron: FoundElectron,
  options?: {
    readonly root?: string;
    readonly args?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
    readonly stdio?: StdioOptions;
  },
): ChildProcess;
