import { readFileSync } from 'node:fs';
import { writeWhole } from './write-whole';

/** The text of a process as it was last read without a mistake, so that a start need not read a hundred files. */
export type PlaybookMemory = {
  /** What was read from files that looked exactly like this; null when nothing was. */
  recall(stamp: string): string | null;
  keep(stamp: string, text: string): void;
};

/** Remembers nothing: the files are read at every start. */
export const noPlaybookMemory: PlaybookMemory = { recall: () => null, keep: () => undefined };

/**
 * Keeps it in a file that can be thrown away at any time. `program` names the program that read it: another one reads
 * again.
 */
export function openPlaybookMemory(file: string, program: string): PlaybookMemory {
  const headOf = (stamp: string): string => `${JSON.stringify(`${program}\n${stamp}`)}\n`;
  return {
    recall(stamp) {
      try {
        const kept = readFileSync(file, 'utf8');
        const head = headOf(stamp);
        return kept.startsWith(head) ? kept.slice(head.length) : null;
      } catch {
        return null;
      }
    },
    keep(stamp, text) {
      try {
        writeWhole(file, headOf(stamp) + text);
      } catch {
        // The next start reads the files themselves.
      }
    },
  };
}
