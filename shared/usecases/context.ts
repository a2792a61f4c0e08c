import type { Holidays, Playbook } from '../playbook/playbook';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { LocalStore } from '../ports/local-store';
import type { Settings } from '../schema/settings';

/** All that a use case needs from outside; nothing in it is global. */
export type UseCaseContext = {
  readonly store: LocalStore;
  readonly playbook: Playbook;
  readonly holidays: Holidays;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  /** The person who acts. */
  readonly settings: Settings;
};
