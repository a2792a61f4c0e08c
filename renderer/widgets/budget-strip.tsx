import { useMemo } from 'react';
import { quarterLabel } from '../../shared/domain/calendar/fiscal';
import { type BudgetUse, budgetUse } from '../../shared/domain/mdf/budget';
import type { Money } from '../../shared/schema/values';
import { useRecords } from '../data/hooks';
import { cx } from '../ui/cx';
import { Status } from '../ui/status';
import { useDesk } from './desk-context';
import { MoneyText } from './money-text';
import { useQuarter } from './quarter';
import styles from './budget-strip.module.css';
import { unseen } from '../ui/unseen';

const figures = [
  ['allocated', 'Allocated'],
  ['requested', 'Requested'],
  ['committed', 'Committed'],
  ['claimed', 'Claimed'],
  ['paid', 'Paid'],
  ['remaining', 'Remaining'],
] as const satisfies readonly (readonly [Exclude<keyof BudgetUse, 'unpriced'>, string])[];

/** Shown also where there is little width; between them they say what is left and of what. */
const always: ReadonlySet<string> = new Set(['allocated', 'committed', 'remaining']);

/** The quarter's funds by currency: what was set aside and where it went (MDF-8). */
export function BudgetStrip() {
  const { playbook } = useDesk();
  const { quarter } = useQuarter();
  const { list: budgets } = useRecords('budget');
  const { list: requests } = useRecords('fund-request');
  const { list: claims } = useRecords('claim');
  const uses = useMemo(
    () => budgetUse({ budgets, requests, claims }, { quarter, region: null, partnerId: null }, playbook),
    [budgets, requests, claims, quarter, playbook],
  );
  if (uses.length === 0) return null;
  const unpriced = uses.reduce((sum, use) => sum + use.unpriced, 0);
  return (
    <section className={styles.strip} aria-label="Funds" tabIndex={0}>
      <table className={styles.table}>
        <caption className={unseen}>Funds of {quarterLabel(quarter)}</caption>
        <thead>
          <tr>
            <th scope="col">{quarterLabel(quarter)}</th>
            <th scope="col" className={styles.state}>
              <span className={unseen}>State</span>
            </th>
            {figures.map(([key, title]) => (
              <th key={key} scope="col" className={figureClass(key)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {uses.map((use) => (
            <tr key={use.currency}>
              <th scope="row">{use.currency}</th>
              <td className={styles.state}>
                <UseState use={use} />
              </td>
              {figures.map(([key]) => (
                <td key={key} className={figureClass(key)}>
                  <MoneyText money={knownFigure(use, key)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {unpriced === 0 ? null : (
        <p className={styles.unpriced}>
          {unpriced === 1
            ? '1 claim without a known amount is not in Claimed and Paid.'
            : `${unpriced} claims without a known amount are not in Claimed and Paid.`}
        </p>
      )}
    </section>
  );
}

function figureClass(key: string): string {
  return cx(styles.number, !always.has(key) && styles.withRoom);
}

/** Without a budget nobody can say what is left of it. */
function knownFigure(use: BudgetUse, key: (typeof figures)[number][0]): Money | null {
  const needsBudget = key === 'allocated' || key === 'remaining';
  return needsBudget && use.allocated.minor === 0 ? null : use[key];
}

function UseState({ use }: { readonly use: BudgetUse }) {
  if (use.allocated.minor === 0) return <Status tone="waiting">No budget known</Status>;
  if (use.overAllocated) return <Status tone="bad">Over-allocated</Status>;
  if (use.remaining.minor < use.requested.minor)
    return <Status tone="waiting">Less left than requested</Status>;
  return <Status tone="good">Within budget</Status>;
}
