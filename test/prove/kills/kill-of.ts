import type { WorkMode } from './messages';
import { localMoments, syncMoments } from './moments';
import { chance } from './seeded';

/** One kill: during which work, and at a named moment or some time after the first save. */
export type Kill = {
  readonly seed: number;
  readonly mode: WorkMode;
  readonly killAt: { readonly moment: string; readonly time: number } | null;
  /** Milliseconds from the first save to the kill, where no moment is named. */
  readonly pause: number;
  /** So many saves without the named moment mean that it does not come; the driver kills then. */
  readonly enoughSaves: number;
};

const WINDOW = 600;

const enoughSaves: Record<WorkMode, number> = { writing: 250, importing: 5, syncing: 60 };

/** Syncing takes a while to be under way, so the window is wider there. */
const SYNC_WINDOW = 2500;

function modeOf(seed: number, isRemote: boolean): WorkMode {
  if (isRemote) return 'syncing';
  return chance(seed, 1) < 0.75 ? 'writing' : 'importing';
}

/** The kill that follows from a seed. */
export function killOf(seed: number, isRemote: boolean): Kill {
  const mode = modeOf(seed, isRemote);
  const moments = isRemote ? syncMoments : localMoments;
  // One after the other, so that a short run meets as many as it has kills.
  const moment = moments[Math.floor(seed / 2) % moments.length] ?? 'before-write';
  const time = 1 + Math.floor(chance(seed, 4) * (mode === 'importing' ? 2 : 6));
  return {
    seed,
    mode,
    killAt: seed % 2 === 0 ? { moment, time } : null,
    pause: chance(seed, 5) * (isRemote ? SYNC_WINDOW : WINDOW),
    enoughSaves: enoughSaves[mode],
  };
}
