import { useRef } from 'react';
import { findActivityType } from '../../../shared/domain/lookup';
import { isRequestDecided } from '../../../shared/domain/mdf/terms';
import type { FundRequest } from '../../../shared/schema/fund-request';
import { tickFundRequest } from '../../../shared/usecases/mdf/tick-fund-request';
import { Checkbox } from '../../ui/checkbox';
import { Segmented } from '../../ui/segmented';
import { Notice } from '../../ui/states';
import { useProblem } from '../../ui/use-problem';
import { useDesk } from '../../widgets/desk-context';
import styles from './request-parts.module.css';

type Ticks = Omit<Parameters<typeof tickFundRequest>[1], 'id'>;

/** Writes ticks one after the other, since each counts the revision of the request up. */
function useTicks(request: FundRequest) {
  const desk = useDesk();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const [problem, setProblem] = useProblem();
  const tick = (change: Ticks) => {
    const inTurn = async () => {
      const done = await tickFundRequest(desk, { id: request.id, ...change });
      setProblem(done.ok ? null : `${done.error.message} ${done.error.fix}`);
    };
    // One that breaks off keeps no later one from its turn.
    turn.current = turn.current.then(inTurn, inTurn);
  };
  return { tick, problem };
}

const answers = [
  { id: 'met', label: 'Met' },
  { id: 'not-met', label: 'Not met' },
  { id: 'open', label: 'Not looked at' },
] as const;

type Answer = (typeof answers)[number]['id'];

const valueOf = { met: true, 'not-met': false, open: null } as const satisfies Record<Answer, boolean | null>;

function answerOf(isMet: boolean | undefined): Answer {
  if (isMet === undefined) return 'open';
  return isMet ? 'met' : 'not-met';
}

/** The conditions that the type of activity must meet, for the reviewer to say of each whether it does (MDF-2). */
export function ConditionTicks({ request }: { readonly request: FundRequest }) {
  const { playbook } = useDesk();
  const { tick, problem } = useTicks(request);
  const conditions = findActivityType(playbook, request.activityType)?.conditions ?? [];
  if (conditions.length === 0)
    return <p className={styles.faint}>The playbook has no conditions for this type of activity.</p>;
  return (
    <>
      <div className={styles.conditions}>
        {conditions.map(({ key, text }) => (
          <div key={key} className={styles.condition}>
            <span>{text}</span>
            <Segmented
              label={text}
              segments={answers}
              value={answerOf(request.conditions[key])}
              isDisabled={isRequestDecided(request)}
              onChange={(answer) => tick({ conditions: { [key]: valueOf[answer] } })}
            />
          </div>
        ))}
      </div>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </>
  );
}

/** Kinds of cost that are never funded, for the reviewer to mark when she finds them (MDF-11). */
export function NeverFundedTicks({ request }: { readonly request: FundRequest }) {
  const { playbook } = useDesk();
  const { tick, problem } = useTicks(request);
  return (
    <>
      <div className={styles.twoColumns}>
        {playbook.mdf.neverFunded.map(({ key, label }) => (
          <Checkbox
            key={key}
            isSelected={request.excludedCosts.includes(key)}
            isDisabled={isRequestDecided(request)}
            onChange={(isFound) => tick({ excludedCosts: { [key]: isFound } })}
          >
            {label}
          </Checkbox>
        ))}
      </div>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </>
  );
}
