import type { Result } from '../../lib/result';
import { Budget } from '../../schema/budget';
import type { FieldMap } from '../../schema/field-value';
import { PlainDate } from '../../schema/values';
import { quarterOf } from '../calendar/fiscal';
import { regionKey } from '../lookup';
import {
  changesOf,
  differing,
  fitted,
  type Misfit,
  type ProjectionContext,
  type Setters,
  textOf,
} from './projection';

/** The synchronised fields of a budget that can be told from the record; they are only ever read (MDF-8). */
export function projectBudget(budget: Budget, context: ProjectionContext): FieldMap {
  const account = budget.partnerId === null ? null : context.links.accountOf(budget.partnerId);
  return { title: budget.title, amount: budget.amount, partner: account, region: budget.region };
}

function settersFor(context: ProjectionContext): Setters {
  return {
    title: (value) => ({ title: value ?? '' }),
    amount: (value) => (value === null ? {} : { amount: value }),
    start: (value) => {
      const start = PlainDate.safeParse(value);
      return start.success ? { quarter: quarterOf(start.data, context.playbook.calendar) } : {};
    },
    partner: (value) => {
      const account = textOf(value);
      return { partnerId: account === null ? null : context.links.partnerOf(account) };
    },
    region: (value) => {
      const text = textOf(value);
      return { region: text === null ? null : regionKey(context.playbook, text) };
    },
  };
}

/** The budget with Salesforce's values in place of its own; its start tells the fiscal quarter. */
export function applyToBudget(
  budget: Budget,
  fields: FieldMap,
  context: ProjectionContext,
): Result<Budget, Misfit> {
  const changed = differing(projectBudget(budget, context), fields);
  return fitted(Budget, { ...budget, ...changesOf(settersFor(context), changed) });
}
