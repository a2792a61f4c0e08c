import { ChevronLeft, ChevronRight } from 'lucide-react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { addQuarters, quarterLabel, quarterOf } from '../../shared/domain/calendar/fiscal';
import { QuarterId } from '../../shared/schema/values';
import { Button, IconButton } from '../ui/button';
import { Menu } from '../ui/menu';
import { useRemembered } from '../ui/remembered';
import { useDesk, useToday } from './desk-context';
import { useNavigation } from './navigation';
import styles from './quarter.module.css';

type QuarterChoice = {
  /** The quarter that screens show. */
  readonly quarter: QuarterId;
  /** The quarter in which today lies. */
  readonly present: QuarterId;
  /** Asks first where text that belongs to the quarter is typed and not saved. */
  readonly setQuarter: (quarter: QuarterId) => void;
};

const QuarterContext = createContext<QuarterChoice | null>(null);

/** Holds the quarter that all screens share; it follows today until the person chooses another. */
export function QuarterProvider({ children }: { readonly children: ReactNode }) {
  const { playbook } = useDesk();
  const today = useToday();
  const present = quarterOf(today, playbook.calendar);
  const [chosen, setChosen] = useRemembered<string | null>('quarter', null, isTextOrNull);
  const leave = useNavigation((navigation) => navigation.leave);
  const parsed = QuarterId.safeParse(chosen);
  const quarter = parsed.success ? parsed.data : present;
  const value = useMemo(
    () => ({
      quarter,
      present,
      setQuarter: (next: QuarterId) => leave(() => setChosen(next === present ? null : next), 'quarter'),
    }),
    [quarter, present, setChosen, leave],
  );
  return <QuarterContext.Provider value={value}>{children}</QuarterContext.Provider>;
}

/** The quarter that all screens share. */
export function useQuarter(): QuarterChoice {
  const choice = useContext(QuarterContext);
  if (choice === null) throw new Error('no quarter above this component');
  return choice;
}

const BEFORE = 4;
const AFTER = 4;

/** Steps through quarters, or picks one near today. */
export function QuarterSwitch() {
  const { quarter, setQuarter } = useQuarter();
  return (
    <div className={styles.switch} role="group" aria-label="Quarter">
      <IconButton
        label="Quarter before"
        size="small"
        icon={<ChevronLeft aria-hidden />}
        onPress={() => setQuarter(addQuarters(quarter, -1))}
      />
      <QuarterMenu />
      <IconButton
        label="Quarter after"
        size="small"
        icon={<ChevronRight aria-hidden />}
        onPress={() => setQuarter(addQuarters(quarter, 1))}
      />
    </div>
  );
}

/** The quarter, and those near today to pick from; short in two lines, for a narrow rail. */
export function QuarterMenu({ isShort = false }: { readonly isShort?: boolean }) {
  const { quarter, present, setQuarter } = useQuarter();
  const near = Array.from({ length: BEFORE + AFTER + 1 }, (_, at) => addQuarters(present, at - BEFORE));
  return (
    <Menu
      label="Quarter"
      trigger={
        <Button variant="quiet">
          {isShort ? <span className={styles.short}>{quarterLabel(quarter)}</span> : quarterLabel(quarter)}
        </Button>
      }
      groups={[
        {
          id: 'quarters',
          entries: near.map((one) => ({
            id: one,
            label: one === present ? `${quarterLabel(one)} (now)` : quarterLabel(one),
            isSelected: one === quarter,
            run: () => setQuarter(one),
          })),
        },
      ]}
    />
  );
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
