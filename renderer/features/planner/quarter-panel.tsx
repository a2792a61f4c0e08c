import { zodResolver } from '@hookform/resolvers/zod';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useIntl } from 'react-intl';
import { quarterLabel } from '../../../shared/domain/calendar/fiscal';
import { phasesOf, workback } from '../../../shared/domain/planning/phases';
import type { QuarterPlan } from '../../../shared/schema/plan';
import {
  planOf,
  type PlanScope,
  QuarterGoals,
  saveQuarterPlan,
  tickPhaseStep,
} from '../../../shared/usecases/plan/save-quarter-plan';
import { useRecords } from '../../data/hooks';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { cx } from '../../ui/cx';
import { showFirstMistake } from '../../ui/first-mistake';
import { Inspector } from '../../ui/inspector';
import { NumberField } from '../../ui/number-field';
import { Section } from '../../ui/page-frame';
import { ProgressBar } from '../../ui/progress-bar';
import { Notice } from '../../ui/states';
import { showToast } from '../../ui/toast-store';
import { holdsUnreadable } from '../../ui/unreadable';
import { useProblem } from '../../ui/use-problem';
import { dateText } from '../../widgets/date-text';
import { useDesk, useToday } from '../../widgets/desk-context';
import { bound } from '../../widgets/form-part';
import { useUnsaved } from '../../widgets/navigation';
import { MoneyInput } from '../../widgets/money-text';
import styles from './planner.module.css';
import { RollUpPart } from './roll-up-part';

type QuarterPanelProps = {
  readonly scope: PlanScope;
  /** For whom the goals are: a partner's name, a region, or everyone. */
  readonly title: string;
  readonly onClose: () => void;
};

/** Goals of the quarter and how far its planning has come (PLAN-1, PLAN-3). */
export function QuarterPanel({ scope, title, onClose }: QuarterPanelProps) {
  const plans = useRecords('quarter-plan');
  const plan = planOf(plans.list, scope);
  return (
    <Inspector
      title={title}
      eyebrow={`Plan of ${quarterLabel(scope.quarter)}`}
      name="planner"
      onClose={onClose}
    >
      <Goals
        key={`${scope.quarter}:${scope.partnerId}:${scope.region}:${JSON.stringify(goalsOf(plan))}`}
        scope={scope}
        plan={plan}
      />
      <RollUpPart scope={scope} plans={plans.list} />
      <Checklist scope={scope} plan={plan} />
    </Inspector>
  );
}

/** The goals that are stored; other goals begin the form anew, ticks of the plan do not. */
function goalsOf(plan: QuarterPlan | undefined): QuarterGoals {
  return {
    nfoSao: plan?.nfoSao ?? null,
    mql: plan?.mql ?? null,
    sao: plan?.sao ?? null,
    pipeline: plan?.pipeline ?? null,
    budget: plan?.budget ?? null,
  };
}

type Part = { readonly scope: PlanScope; readonly plan: QuarterPlan | undefined };

const counts = [
  ['nfoSao', 'NFO SAO'],
  ['mql', 'MQL'],
  ['sao', 'SAO'],
] as const;
const amounts = [
  ['pipeline', 'Pipeline'],
  ['budget', 'Budget'],
] as const;

function Goals({ scope, plan }: Part) {
  const desk = useDesk();
  const formId = useId();
  const [problem, setProblem] = useProblem();
  const stored = goalsOf(plan);
  const { control, handleSubmit, formState, reset } = useForm<QuarterGoals>({
    defaultValues: stored,
    resolver: zodResolver(QuarterGoals),
  });
  // Read while drawing, because the form only follows what is asked for here.
  const { isDirty, isSubmitting } = formState;
  useUnsaved(isDirty, 'quarter');
  const currency = desk.playbook.mdf.currencies[0] ?? 'USD';

  async function save(goals: QuarterGoals): Promise<void> {
    const saved = await saveQuarterPlan(desk, { scope, goals });
    setProblem(saved.ok ? null : `${saved.error.message} ${saved.error.fix}`);
    if (!saved.ok) return;
    // Not only once the screen has read what was stored: until then it would pass for unsaved.
    reset(goals);
    showToast('Goals saved');
  }

  return (
    <Section
      title="Goals"
      actions={
        <Button type="submit" form={formId} isPending={isSubmitting}>
          Save goals
        </Button>
      }
    >
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          if (!holdsUnreadable(form)) void handleSubmit(save, () => showFirstMistake(form))(event);
        }}
      >
        <div className={styles.goals}>
          {counts.map(([name, label]) => (
            <Controller
              key={name}
              control={control}
              name={name}
              render={(part) => <NumberField {...bound(part)} label={label} minValue={0} />}
            />
          ))}
        </div>
        <div className={styles.money}>
          {amounts.map(([name, label]) => (
            <Controller
              key={name}
              control={control}
              name={name}
              render={(part) => (
                <MoneyInput
                  {...bound(part)}
                  label={label}
                  // An amount that is cleared and typed again stays in the currency that it had.
                  currency={part.field.value?.currency ?? stored[name]?.currency ?? currency}
                />
              )}
            />
          ))}
        </div>
      </form>
    </Section>
  );
}

function Checklist({ scope, plan }: Part) {
  const desk = useDesk();
  const intl = useIntl();
  const today = useToday();
  const [problem, setProblem] = useProblem();
  const phases = phasesOf(scope.quarter, desk.playbook);
  const steps = workback(scope.quarter, desk.playbook);
  const done = new Set(plan?.phaseStepsDone ?? []);
  const doneCount = steps.filter(({ key }) => done.has(key)).length;

  async function tick(step: string, isDone: boolean): Promise<void> {
    const ticked = await tickPhaseStep(desk, { scope, step, isDone });
    setProblem(ticked.ok ? null : `${ticked.error.message} ${ticked.error.fix}`);
  }

  return (
    <Section title="Planning steps">
      <ProgressBar
        label="Steps done"
        value={steps.length === 0 ? 0 : doneCount / steps.length}
        valueText={`${doneCount} of ${steps.length}`}
      />
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {phases.map(({ phase, start, end }) => (
        <div key={phase.key} className={styles.phase} role="group" aria-label={phase.label}>
          <div className={cx(styles.phaseHead, start <= today && today <= end && styles.phaseNow)}>
            <span>{phase.label}</span>
            <span className={styles.phaseDates}>
              {dateText(start, intl, 'short')} – {dateText(end, intl, 'short')}
            </span>
          </div>
          <div className={styles.steps}>
            {steps
              .filter((step) => step.phase === phase.key)
              .map((step) => (
                <Checkbox
                  key={step.key}
                  isSelected={done.has(step.key)}
                  onChange={(isSelected) => void tick(step.key, isSelected)}
                  help={desk.playbook.roles.find(({ key }) => key === step.role)?.label}
                >
                  {step.label}
                </Checkbox>
              ))}
          </div>
        </div>
      ))}
    </Section>
  );
}
