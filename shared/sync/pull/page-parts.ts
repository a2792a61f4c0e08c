import type { RemoteRow } from '../../schema/remote-command';

/**
 * Rows stored in one commit: a whole page, since the disk is waited for once in every commit, however large. A person's
 * own save waits no longer than one of them takes.
 */
export const ROWS_PER_COMMIT = 2000;

/** Letters of long texts stored in one commit, because it is one message and one entry of the journal, and held in memory. */
export const LETTERS_PER_COMMIT = 4_000_000;

function lettersOf({ fields }: RemoteRow): number {
  let letters = 0;
  for (const value of Object.values(fields)) if (typeof value === 'string') letters += value.length;
  return letters;
}

/** The rows of a page in parts that one commit can hold; at least one part, because the cursor moves with the last. */
export function partsOf(rows: readonly RemoteRow[]): readonly (readonly RemoteRow[])[] {
  const parts: RemoteRow[][] = [];
  let part: RemoteRow[] = [];
  let letters = 0;
  for (const row of rows) {
    const more = lettersOf(row);
    const isFull = part.length === ROWS_PER_COMMIT || letters + more > LETTERS_PER_COMMIT;
    if (part.length > 0 && isFull) {
      parts.push(part);
      part = [];
      letters = 0;
    }
    part.push(row);
    letters += more;
  }
  return [...parts, part];
}
