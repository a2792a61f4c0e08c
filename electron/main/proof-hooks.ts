import type { Limits } from '../journal/context';
import type { Handlers } from '../ipc/register';

/** Sizes with which a second of work fills segments and makes snapshots. */
export const smallJournal: Partial<Limits> = {
  segmentBytes: 24_000,
  foldBytes: 60_000,
  runBytes: 20_000,
  pageBytes: 16_000,
};

/** The handlers with a moment before and after each, named by channel. */
export function withMoments(handlers: Handlers, moment: (name: string) => void): Handlers {
  const entries = Object.entries(handlers).map(([channel, handle]) => {
    const watched = async (input: never): Promise<unknown> => {
      moment(`${channel}:before`);
      const answer: unknown = await handle(input);
      moment(`${channel}:after`);
      return answer;
    };
    return [channel, watched];
  });
  return Object.fromEntries(entries) as Handlers;
}
