import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { SetupProblem } from '../../../electron/runtime/say.mjs';

/** Programs that stand in for real ones, and what the set-up has said, for every test of a file. */
export function useFakePrograms(): {
  readonly put: (name: string, script: string) => void;
  readonly said: () => string;
} {
  let folder = '';
  let before: string | undefined;
  let lines: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'channel-desk-fakes-'));
    before = process.env['PATH'];
    process.env['PATH'] = `${folder}${path.delimiter}${before ?? ''}`;
    lines = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      lines.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.env['PATH'] = before;
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    put(name, script) {
      const file = path.join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    },
    said: () => lines.join(''),
  };
}

/** The set-up problem that work ends with; anything else fails the test. */
export async function problemOf(work: () => unknown): Promise<SetupProblem> {
  try {
    await work();
  } catch (problem) {
    if (problem instanceof SetupProblem) return problem;
    throw problem;
  }
  throw new Error('There was no problem.');
}
