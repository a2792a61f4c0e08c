import type { WorkMode } from './messages';
import { baseMoments, localMoments, syncMoments } from './moments';
import { chance } from './seeded';

/** One kill: during which work, and at a named moment or some time after the first save. */
export type Kill = {
  /** Names what is saved during it. */
  readonly cycle: number;
  readonly mode: WorkMode;
  readonly killAt: { readonly moment: string; readonly time: number } | null;
  /** Milliseconds from the first save to the kill, where no moment is named. */
  readonly pause: number;
  /** So many saves, or rounds of syncing work, without the named moment mean that it does not come; the driver kills then. */
  readonly enough: number;
};

/** Kills that share a workspace; a new one begins after them, so that none grows without end. */
export const KILLS_A_WORKSPACE = 10;

/** Which of them have no named moment; the first is at the making of the workspace. */
const AT_RANDOM: readonly number[] = [3, 6, 9];
const NAMED_A_WORKSPACE = KILLS_A_WORKSPACE - 1 - AT_RANDOM.length;

const WINDOW = 600;
/** Syncing takes a while to be under way, so the window is wider there. */
const SYNC_WINDOW = 2500;

const enough: Record<WorkMode, number> = { writing: 250, importing: 5, syncing: 2 };

/** The kill's workspace, counted from 0, and its place among the kills of it. */
export function placeOf(seed: number): { readonly workspace: number; readonly place: number } {
  return {
    workspace: Math.floor((seed - 1) / KILLS_A_WORKSPACE),
    place: (seed - 1) % KILLS_A_WORKSPACE,
  };
}

/** Every second workspace syncs. */
export function isRemoteOf(seed: number): boolean {
  return placeOf(seed).workspace % 2 === 1;
}

/** One moment after the other, so that a short run meets as many as it has kills; null for a kill at random. */
function momentOf(seed: number): string | null {
  const { workspace, place } = placeOf(seed);
  if (place === 0) return baseMoments[workspace % baseMoments.length] ?? null;
  if (AT_RANDOM.includes(place)) return null;
  const earlier = place - 1 - AT_RANDOM.filter((other) => other < place).length;
  const moments = isRemoteOf(seed) ? syncMoments : localMoments;
  return moments[(Math.floor(workspace / 2) * NAMED_A_WORKSPACE + earlier) % moments.length] ?? null;
}

function modeOf(seed: number, moment: string | null): WorkMode {
  if (isRemoteOf(seed)) return 'syncing';
  // An import has no files.
  if (moment !== null && /file/.test(moment)) return 'writing';
  return chance(seed, 1) < 0.75 ? 'writing' : 'importing';
}

/** Moments that come with every save or several times in a round. */
const OFTEN = /^(before-|half-|after-|journal\.append|file-|.*git\.(issue|link))/;

function timeOf(seed: number, moment: string, mode: WorkMode): number {
  const times = OFTEN.test(moment) ? { writing: 6, importing: 2, syncing: 3 }[mode] : 1;
  return 1 + Math.floor(chance(seed, 4) * times);
}

/** The kill that follows from a seed; when its moment did not come, `again` waits longer for the first time that it does. */
export function killOf(seed: number, again = 0): Kill {
  const moment = momentOf(seed);
  const mode = modeOf(seed, moment);
  const time = moment === null || again > 0 ? 1 : timeOf(seed, moment, mode);
  return {
    cycle: seed * 10 + again,
    mode,
    killAt: moment === null ? null : { moment, time },
    pause: chance(seed, 5) * (mode === 'syncing' ? SYNC_WINDOW : WINDOW),
    enough: enough[mode] * (1 + again),
  };
}
