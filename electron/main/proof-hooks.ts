import type { Limits } from '../journal/context';
import type { Handlers } from '../ipc/register';

/** Sizes with which a second of work fills segments and makes snapshots. */
export const smallJournal: Partial<Limits> = {
  segmentBytes: 24_000,
  foldBytes: 60_000,
  runBytes: 20_000,
  pageBytes: 16_000,
};

function kindOf(input: unknown): string | null {
  const isNamed = typeof input === 'object' && input !== null && 'kind' in input;
  return isNamed ? String(input.kind) : null;
}

/** The handlers with a moment before and after each, named by channel and by what kind of command it carries, if any. */
export function withMoments(handlers: Handlers, moment: (name: string) => void): Handlers {
  const entries = Object.entries(handlers).map(([channel, handle]) => {
    const watched = async (input: never): Promise<unknown> => {
      const kind = kindOf(input);
      const name = kind === null ? channel : `${channel} ${kind}`;
      moment(`${name}:before`);
      const answer: unknown = await handle(input);
      moment(`${name}:after`);
      return answer;
    };
    return [channel, watched];
  });
  return Object.fromEntries(entries) as Handlers;
}
