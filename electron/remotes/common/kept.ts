import type { Home } from '../../../shared/schema/home';
import type { Complaint } from './ports';

/** One connection as it is kept between starts. */
export type Kept<T> = {
  get(): T | null;
  set(value: T | null): Promise<void>;
  /** Where this workspace's data is from; null before anything was exchanged. */
  home(): Home | null;
  setHome(home: Home): Promise<void>;
};

/** Why an org or instance may not be connected to this workspace; null when it may. Two that mix cannot be told apart again. */
export function strangerTo(home: Home | null, newcomer: Home, server: string): Complaint | null {
  if (home === null || home.id === newcomer.id) return null;
  return {
    message: `This desk holds the data of ${home.name}, and this sign-in at ${server} belongs to ${newcomer.name}. They are not mixed; nothing was read or sent.`,
    fix: `Sign in with an account of ${home.name}. To work with ${newcomer.name}, start Channel Desk with a data folder of its own (CHANNEL_DESK_USER_DATA).`,
  };
}
