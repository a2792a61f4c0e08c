import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { dateInZone } from '../../shared/domain/calendar/zoned';
import type { Instant, PlainDate } from '../../shared/schema/values';
import type { Settings } from '../../shared/schema/settings';
import type { UseCaseContext } from '../../shared/usecases/context';
import type { Bridge } from '../bridge/bridge';
import type { DeskData } from '../data/desk-data';
import { DeskDataContext } from '../data/hooks';

/**
 * What a screen gets from the app: it is a `UseCaseContext`, so it goes into use cases as it is, plus the open
 * workspace and the way to the main process.
 */
export type Desk = UseCaseContext & {
  readonly data: DeskData;
  readonly bridge: Bridge;
  /** Stores the person's settings and redraws what depends on them. */
  readonly saveSettings: (settings: Settings) => Promise<void>;
};

const DeskContext = createContext<Desk | null>(null);
const NowContext = createContext<Instant | null>(null);

/** How often screens look at the clock again: deadlines are shown to the minute. */
const TICK_MS = 30_000;

type DeskProviderProps = { readonly desk: Desk; readonly children: ReactNode };

/** Gives the open desk and the time to everything below. */
export function DeskProvider({ desk, children }: DeskProviderProps) {
  const { clock } = desk;
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const look = () => setNow(clock.now());
    const timer = window.setInterval(look, TICK_MS);
    // Timers sleep with the computer.
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [clock]);
  return (
    <DeskDataContext.Provider value={desk.data}>
      <DeskContext.Provider value={desk}>
        <NowContext.Provider value={now}>{children}</NowContext.Provider>
      </DeskContext.Provider>
    </DeskDataContext.Provider>
  );
}

/** The open desk; using it outside the app's root is a bug. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('no desk is open above this component');
  return desk;
}

/** The time, looked up twice a minute; what must be exact to the moment asks `useDesk().clock`. */
export function useNow(): Instant {
  const now = useContext(NowContext);
  if (now === null) throw new Error('no desk is open above this component');
  return now;
}

/** Today's date where the person is. */
export function useToday(): PlainDate {
  const now = useNow();
  const { timeZone } = useDesk().settings;
  return useMemo(() => dateInZone(now, timeZone), [now, timeZone]);
}
