import { readFileSync, renameSync } from 'node:fs';
import type { Log } from '../../shared/ports/log';
import { z } from '../../shared/schema/zod';
import { writeWhole } from './write-whole';

/** A small file of settings that is read and written whole. */
export type JsonFile<T> = {
  read(): T;
  /** On disk when it returns; throws when the disk refuses. */
  write(value: T): void;
};

/**
 * Opens a JSON file by schema. A missing file reads as `initial`; one that cannot be read is set aside beside itself
 * as `<name>.unreadable`, said in the log, and reads as `initial`.
 */
export function openJsonFile<T>(file: string, schema: z.ZodType<T>, initial: T, log: Log): JsonFile<T> {
  return {
    read() {
      const text = readOrNull(file);
      if (text === null) return initial;
      const parsed = parse(text, schema);
      if (parsed.ok) return parsed.value;
      renameSync(file, `${file}.unreadable`);
      log.warn(`${file} could not be read (${parsed.why}); it was set aside as ${file}.unreadable.`);
      return initial;
    },
    write(value) {
      writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
    },
  };
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function parse<T>(text: string, schema: z.ZodType<T>): { ok: true; value: T } | { ok: false; why: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { ok: false, why: String(error) };
  }
  const parsed = schema.safeParse(raw);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, why: z.prettifyError(parsed.error) };
}
