import { useMemo } from 'react';
import { FormattedNumber, type IntlShape, useIntl } from 'react-intl';
import { findRegion } from '../../../shared/domain/lookup';
import { type Figures, overBudget, type RollUpLine, rollUp } from '../../../shared/domain/planning/roll-up';
import type { QuarterPlan } from '../../../shared/schema/plan';
import type { Money } from '../../../shared/schema/values';
import type { PlanScope } from '../../../shared/usecases/plan/save-quarter-plan';
import { useRecords } from '../../data/hooks';
import { Section } from '../../ui/page-frame';
import { Notice } from '../../ui/states';
import { useDesk } from '../../widgets/desk-context';
import { MoneyText, moneyText, sharedDecimals } from '../../widgets/money-text';
import styles from './planner.module.css';
import { unseen } from '../../ui/unseen';

type RollUpPartProps = { readonly scope: PlanScope; readonly plans: readonly QuarterPlan[] };

const none: Figures = { nfoSao: null, mql: null, sao: null, pipeline: [], budget: [] };
const nothing: RollUpLine = { goal: null, regions: none, partners: none, tactics: [] };

const measures = [
  ['nfoSao', 'NFO SAO'],
  ['mql', 'MQL'],
  ['sao', 'SAO'],
  ['pipeline', 'Pipeline'],
  ['budget', 'Budget'],
] as const;

type Column = { readonly title: string; readonly figures: Figures };

/** The goals beside the sums of those below them, and the budget beside what the tactics cost (PLAN-3). */
export function RollUpPart({ scope, plans }: RollUpPartProps) {
  const { playbook } = useDesk();
  const intl = useIntl();
  const { list: items } = useRecords('plan-item');
  const { list: partners } = useRecords('partner');
  const { quarter, partnerId, region } = scope;
  const rolled = useMemo(
    () => rollUp({ plans, items, partners }, quarter, playbook),
    [plans, items, partners, quarter, playbook],
  );
  const line =
    (partnerId !== null
      ? rolled.byPartner.get(partnerId)
      : region !== null
        ? rolled.byRegion.get(findRegion(playbook, region)?.key ?? '')
        : rolled.whole) ?? nothing;
  const columns = [
    { title: 'Goal', figures: line.goal ?? none },
    ...(partnerId === null && region === null ? [{ title: 'Sum of regions', figures: line.regions }] : []),
    ...(partnerId === null ? [{ title: 'Sum of partners', figures: line.partners }] : []),
  ];
  const over = overBudget(line);

  return (
    <Section title="Roll-up">
      {partnerId === null ? <Sums columns={columns} /> : null}
      <p className={styles.rollUpNote}>{spending(line, intl)}</p>
      {over.length === 0 ? null : (
        <Notice tone="waiting">
          {`The tactics cost ${over.map((money) => moneyText(money, intl)).join(', ')} more than the budget goal.`}
        </Notice>
      )}
    </Section>
  );
}

/** What the tactics cost, held against the budget goal. */
function spending({ tactics, goal }: RollUpLine, intl: IntlShape): string {
  const all = (sums: readonly Money[]): string => sums.map((money) => moneyText(money, intl)).join(', ');
  const limit = goal === null || goal.budget.length === 0 ? null : all(goal.budget);
  if (tactics.length === 0)
    return limit === null
      ? 'No tactic of the quarter has a budget, and no budget goal is set.'
      : `No tactic of the quarter has a budget yet; the budget goal is ${limit}.`;
  return limit === null
    ? `The tactics of the quarter cost ${all(tactics)}; no budget goal is set.`
    : `The tactics of the quarter cost ${all(tactics)} of a budget goal of ${limit}.`;
}

/** What was set and what those below set, one measure a row; a dash is what nobody has set. */
function Sums({ columns }: { readonly columns: readonly Column[] }) {
  const decimals = sharedDecimals(columns.flatMap(({ figures }) => [...figures.pipeline, ...figures.budget]));
  return (
    <section className={styles.rollUpScroll} aria-label="Sums" tabIndex={0}>
      <table className={styles.rollUp} aria-label="Goals and the sums of those below them">
        <thead>
          <tr>
            <th scope="col">
              <span className={unseen}>Measure</span>
            </th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measures.map(([name, label]) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              {columns.map(({ title, figures }) => (
                <td key={title}>
                  <Value value={figures[name]} decimals={decimals} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type ValueProps = {
  readonly value: number | null | readonly Money[];
  readonly decimals: ReturnType<typeof sharedDecimals>;
};

function Value({ value, decimals }: ValueProps) {
  const intl = useIntl();
  if (typeof value === 'number') return <FormattedNumber value={value} />;
  if (value === null || value.length === 0) return <MoneyText money={null} />;
  return value.map((money) => (
    <div key={money.currency} className={styles.rollUpMoney}>
      {moneyText(money, intl, decimals(money))}
    </div>
  ));
}
