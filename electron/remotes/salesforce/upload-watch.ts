import type { Log } from '../../../shared/ports/log';
import type { WatchedUpload } from '../common/ports';

/** More than any quarter of an hour brings; the oldest go first. */
const WATCHED = 500;

/** Where the watched uploads lie between starts. */
export type KeptUploads = {
  get(): readonly WatchedUpload[];
  set(uploads: readonly WatchedUpload[]): Promise<void>;
};

/** Uploads whose twin may still appear; they outlive a restart, since what was under way may take effect after it (G3). */
export type UploadWatch = {
  list(): readonly WatchedUpload[];
  add(upload: WatchedUpload): Promise<void>;
  drop(marker: string): Promise<void>;
};

/** Watches over what is kept; a disk that takes nothing leaves the watch to this run of the app. */
export function createUploadWatch(kept: KeptUploads, log: Log): UploadWatch {
  async function keep(uploads: readonly WatchedUpload[]): Promise<void> {
    try {
      await kept.set(uploads.slice(-WATCHED));
    } catch (error) {
      log.warn(`The watch over late uploads was not stored: ${String(error)}`);
    }
  }
  const without = (marker: string) => kept.get().filter((upload) => upload.marker !== marker);
  return {
    list: () => kept.get(),
    add: (upload) => keep([...without(upload.marker), upload]),
    drop: (marker) => keep(without(marker)),
  };
}
