import { causeText } from '../../shared/lib/cause';
/** What an exception of the database says; below its first line Dexie repeats where it comes from. */
export function causeLine(cause: unknown): string {
  const [line = ''] = causeText(cause).trim().split('\n');
  return line.replace(/\.$/, '');
}

/** How a read ends when Chromium closes the database under it, as it does after a write that the disk did not take. */
const cutOff = new Set(['AbortError', 'InvalidStateError']);

/**
 * Reads, and once more where the database was closed meanwhile, since reading needs no room and nothing is lost by it;
 * throws an error in words for the person where that fails too.
 */
export async function readAgain<T>(read: () => PromiseLike<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof Error && cutOff.has(cause.name))) throw cause;
  }
  try {
    return await read();
  } catch (cause) {
    throw new Error(
      `The local database could not be read (${causeLine(cause)}). If the disk is full, free some space.`,
      {
        cause,
      },
    );
  }
}
