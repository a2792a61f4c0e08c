import type { LocalStore } from '../../shared/ports/local-store';
import { Instant } from '../../shared/schema/values';
import type { UseCaseContext } from '../../shared/usecases/context';
import { shippedHolidays, shippedPlaybook } from './shipped-playbook';

/** A use-case context over a store with the shipped playbook, a settable clock and counted ids. */
export function useCaseContext(
  store: LocalStore,
  over: { readonly now?: string; readonly roles?: readonly string[] } = {},
): UseCaseContext & { setNow(now: string): void } {
  let now = Instant.parse(over.now ?? '2026-11-02T09:00:00.000Z');
  let count = 0;
  return {
    store,
    playbook: shippedPlaybook(),
    holidays: shippedHolidays(),
    clock: { now: () => now },
    ids: {
      uuid() {
        count += 1;
        return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
      },
      random: () => 0.5,
    },
    settings: {
      userName: 'Dana Weber',
      roles: [...(over.roles ?? ['cmm'])],
      regions: [],
      delegations: [],
      timeZone: 'Europe/Berlin',
      locale: 'en-GB',
      theme: 'system',
      density: 'normal',
    },
    setNow(next) {
      now = Instant.parse(next);
    },
  };
}
