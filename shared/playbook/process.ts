import { err, ok, type Result } from '../lib/result';
import { z } from '../schema/zod';
import { Holidays, Playbook } from './playbook';

const Process = z.object({ playbook: Playbook, holidays: Holidays });

/** The business process and the holidays that its deadlines know. */
export type Process = z.infer<typeof Process>;

/** Writes a process as one text. */
export function writeProcess({ playbook, holidays }: Process): string {
  return JSON.stringify({ playbook, holidays });
}

/** Reads a process from its text, or says what is wrong with it. */
export function readProcess(text: string): Result<Process, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    return err(String(cause));
  }
  const parsed = Process.safeParse(raw);
  return parsed.success ? ok(parsed.data) : err(z.prettifyError(parsed.error));
}
