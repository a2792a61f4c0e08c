/** Moments at which a kill is most likely to hurt; tests end the process exactly there. */
export const JOURNAL_POINTS = [
  'before-write',
  'half-written',
  'before-fsync',
  'after-fsync',
  'segment-temp',
  'segment-renamed',
  'rotated',
  'file-temp',
  'file-before-rename',
  'file-renamed',
  'snapshot-half',
  'snapshot-before-rename',
  'snapshot-after-rename',
  'old-removed',
  'base-begun',
  'base-half',
  'base-before-switch',
  'base-after-switch',
  'base-old-kept',
] as const;

/** Name of such a moment. */
export type JournalPoint = (typeof JOURNAL_POINTS)[number];

/** Called when such a moment is there. */
export type PointHook = (point: JournalPoint) => void;
