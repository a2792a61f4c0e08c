import type { Intent } from '../schema/intent';
import type { RemoteOutcome } from '../schema/remote-command';
import { isAnswer } from './outcomes';
import type { Pass } from './pass';
import { type Except, type Leaving, readyToLeave, settleLeft } from './together';
import type { Way } from './ways';

/** Writes that have left, and what the remote is going to say of them. */
type Flight = { readonly left: Leaving; readonly outcomes: Promise<readonly RemoteOutcome[]> };

function launch(pass: Pass, left: Leaving, way: Way, isAnswering: boolean): Flight {
  const { leaving } = left;
  // What came of the writes before may have closed the gate after these were made ready.
  const mayLeave = pass.gates.isOpen(way.remote) && !pass.isStopping();
  const stayed = (): RemoteOutcome[] =>
    leaving.map(() => ({ kind: 'unreachable', why: 'it did not leave.' }));
  const outcomes =
    leaving.length > 0 && mayLeave ? way.send(pass, leaving, isAnswering) : Promise.resolve(stayed());
  // Met where it is awaited, which may be after something else has failed.
  outcomes.catch(() => undefined);
  return { left, outcomes };
}

function under(flight: Flight | null, but: Iterable<string>): Except {
  const leaving = flight?.left.leaving ?? [];
  return {
    intents: new Set([...but, ...leaving.map(({ intent }) => intent.id)]),
    wholes: new Set(leaving.map(({ whole }) => whole)),
  };
}

/**
 * Sends as much to a remote as can go out together; true when anything of it got done. While some writes are under way
 * the next are made ready, and those before them are settled while these are under way (G9). Nothing else about them
 * differs from any other write: each is stored as sent before, looked for first, and settled by itself (SY-86, SY-89).
 * `isOpen` says whether more may be sent, and `openNow` gives everything that is not done in the order of turns.
 */
export async function sendBundles(
  pass: Pass,
  way: Way,
  isOpen: () => Promise<boolean>,
  openNow: () => Promise<readonly Intent[]>,
): Promise<boolean> {
  let progress = false;
  let flight: Flight | null = null;
  const tried = new Set<string>();
  // Those that found nothing to do while others were under way, for whose outcome they may have waited.
  const later = new Set<string>();

  async function next(): Promise<Leaving | null> {
    if (!(await isOpen())) return null;
    const isFirst = flight === null;
    if (isFirst) later.clear();
    const left = await readyToLeave(pass, await openNow(), under(flight, [...tried, ...later]), way);
    for (const id of left.held) (isFirst ? tried : later).add(id);
    return left.ready.length > 0 ? left : null;
  }

  async function settle({ left }: Flight, outcomes: readonly RemoteOutcome[]): Promise<void> {
    const bundle = await settleLeft(pass, left, outcomes);
    progress ||= bundle.progress;
    for (const id of bundle.stuck) tried.add(id);
  }

  try {
    for (;;) {
      const left = await next();
      const before: Flight | null = flight;
      if (left === null && before === null) return progress;
      const outcomes: readonly RemoteOutcome[] = (await before?.outcomes) ?? [];
      const isAnswering = outcomes.length > 0 && outcomes.every(isAnswer);
      flight = left && launch(pass, left, way, isAnswering);
      if (before) await settle(before, outcomes);
    }
  } catch (cause) {
    // No call may still be under way when the work begins anew, and what it says is kept if it can be.
    if (flight) await settle(flight, await flight.outcomes).catch(() => undefined);
    throw cause;
  }
}
